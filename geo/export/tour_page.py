"""A tour's plan -> a leaflet: one page of HTML, in one language or several beside each other, that
asks no server for anything and prints well on A4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from geo.export.itinerary import Itinerary, line_of
from geo.model import Floats

_WIDTH, _HEIGHT, _EDGE = 680.0, 320.0, 30.0
_STYLE = """
@page { size: A4; margin: 15mm 16mm 17mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
* { box-sizing: border-box; }
body { font: 10.5pt/1.4 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC',
  system-ui, sans-serif; color: #111; background: #fff; max-width: 178mm; margin: 0 auto; }
header { border-bottom: 2px solid #0b6e69; padding-bottom: 2.5mm; margin-bottom: 4mm; }
h1 { font-size: 17pt; line-height: 1.25; margin: 0; }
h1 + h1 { font-size: 12pt; font-weight: 500; color: #444; margin-top: .5mm; }
header p { margin: 1.5mm 0 0; }
figure { margin: 0 0 4mm; break-inside: avoid; }
svg { width: 100%; height: auto; border: 1px solid #bbb; display: block; }
table { border-collapse: collapse; width: 100%; }
td { padding: 1.2mm 2mm 1.2mm 0; vertical-align: top; border-bottom: 1px solid #ccc;
  overflow-wrap: anywhere; }
td.time { white-space: nowrap; font-variant-numeric: tabular-nums; width: 25mm; }
td.number { width: 8mm; font-weight: 700; color: #0b6e69; text-align: right; }
tr { break-inside: avoid; } tr.visit .name, tr.lunch .name { font-weight: 650; }
tr.leg td { color: #444; font-size: 9.5pt; padding-block: .7mm; }
.other { color: #444; font-weight: 400; } small { color: #555; font-size: 9pt; display: block; }
footer { margin-top: 5mm; border-top: 1px solid #bbb; padding-top: 2mm; font-size: 8.5pt;
  color: #444; } footer p { margin: 0 0 1mm; break-inside: avoid; }
@media screen { body { padding: 8mm; } }
"""


@dataclass(frozen=True)
class _Row:
    """A line of the timetable: `names` and `texts` have one entry for each language."""

    kind: str
    time: str
    number: str
    names: tuple[str, ...]
    texts: tuple[str, ...]


def page(tours: Sequence[Itinerary], pictures: Sequence[str] = ()) -> bytes:
    """The whole page in UTF-8: the same plan in each language, the first one leading; `pictures`
    are maps as SVG, without any a sketch stands in."""
    first = tours[0]
    title = escape(first.title)
    titles = "".join(f"<h1>{escape(tour.title)}</h1>" for tour in tours)
    leads = "".join(f"<p>{escape(_lead(tour))}</p>" for tour in tours)
    figures = "".join(f"<figure>{drawn}</figure>" for drawn in pictures or [_sketch(first)])
    rows = "\n".join(map(_row, _rows(tours)))
    notes = "".join(f"<p>{escape(line)}</p>" for tour in tours for line in _notes(tour))
    language = "zh-CN" if first.language == "zh" else first.language
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n"
        f"<header>{titles}{leads}</header>\n{figures}\n<table>\n{rows}\n</table>\n"
        f"<footer>{notes}</footer>\n</body></html>\n"
    ).encode()


def _notes(tour: Itinerary) -> list[str]:
    """What fits on paper: remarks, and whose data of what date; all sources are in other files."""
    credit = [tour.credit.attribution, tour.credit.data_as_of, tour.credit.digest]
    joint = tour.words["joint"]
    return [line for line in (joint.join(tour.remarks()), " · ".join(filter(None, credit))) if line]


def _lead(tour: Itinerary) -> str:
    """From when to when, where, and how."""
    plan, words = tour.plan, tour.words
    times = f"{tour.moment(plan.depart):%H:%M}–{tour.moment(plan.arrive):%H:%M}"
    start, end = tour.name(plan.wish.start), tour.name(plan.wish.end)
    ends = start if start == end else words["leg"].format(origin=start, destination=end)
    return f"{times} · {ends} · {words[plan.wish.mode]}"


def _rows(tours: Sequence[Itinerary]) -> Iterator[_Row]:
    """Items and legs in order of time; what takes no time stands before what begins then."""
    first = tours[0]
    items = list(zip(*(list(tour.items()) for tour in tours), strict=True))
    found = []
    number = 0
    for index, every in enumerate(items):
        one = every[0]
        number += one.kind == "visit"
        names, texts = tuple(i.name for i in every), tuple(i.text for i in every)
        shown = str(number) if one.kind == "visit" else ""
        last = one.kind == "end"
        texts = () if one.kind == "lunch" else texts
        row = _Row(one.kind, _span(one.begin, one.end), shown, names, texts)
        found.append((one.begin, 1e6 if last else index, row))
    for index, leg in enumerate(first.plan.legs):
        if leg.arrive > leg.depart:
            begin, end = first.moment(leg.depart), first.moment(leg.arrive)
            texts = tuple(f"→ {tour.leg_text(leg)}" for tour in tours)
            found.append((begin, index + 0.5, _Row("leg", _span(begin, end), "", texts, ())))
    return iter([row for *_, row in sorted(found, key=lambda each: each[:2])])


def _span(begin: object, end: object) -> str:
    times = dict.fromkeys(f"{moment:%H:%M}" for moment in (begin, end))
    return "–".join(times)


def _row(row: _Row) -> str:
    """The leading language in full; the others after it, lighter."""
    first, *others = row.names
    more = "".join(
        f' <span class="other">{escape(name)}</span>' for name in others if name != first
    )
    told = [" · ".join(row.texts)] if row.kind in ("start", "end") else row.texts
    texts = "".join(f"<small>{escape(text)}</small>" for text in dict.fromkeys(told) if text)
    return (
        f'<tr class="{row.kind}"><td class="time">{row.time}</td>'
        f'<td class="number">{row.number}</td>'
        f'<td><span class="name">{escape(first)}</span>{more}{texts}</td></tr>'
    )


def _sketch(tour: Itinerary) -> str:
    """The ways and the numbered stops alone, north up."""
    lines = [line_of(leg) for leg in tour.plan.legs]
    frame = np.vstack(lines)
    ways = "".join(
        f'<polyline points="{_points(_drawn(line, frame))}" fill="none" stroke="#a8437f" '
        'stroke-width="3"/>'
        for line in lines
    )
    stops = np.array([[v.stop.spot.point.lon, v.stop.spot.point.lat] for v in tour.plan.visits])
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="#fff" stroke="#a8437f" stroke-width="2"/>'
        f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="14">{number}</text>'
        for number, (x, y) in enumerate(_drawn(stops.reshape(-1, 2), frame).tolist(), start=1)
    )
    return f'<svg viewBox="0 0 {_WIDTH:.0f} {_HEIGHT:.0f}" role="img">{ways}{marks}</svg>'


def _points(line: Floats) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in line.tolist())


def _drawn(degrees: Floats, frame: Floats) -> Floats:
    """Degrees as places on the sketch, true to shape in the middle of `frame`."""
    low, high = frame.min(axis=0), frame.max(axis=0)
    narrow = np.array([np.cos(np.radians((low[1] + high[1]) / 2)), 1.0])
    size = np.maximum((high - low) * narrow, 1e-6)
    scale = min((_WIDTH - 2 * _EDGE) / size[0], (_HEIGHT - 2 * _EDGE) / size[1])
    middle = (degrees - (low + high) / 2) * narrow * scale
    return np.asarray(middle * [1.0, -1.0] + [_WIDTH / 2, _HEIGHT / 2])
