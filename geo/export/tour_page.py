"""A tour's plan -> one page of HTML that asks no server for anything: a sketch and a timetable."""

from __future__ import annotations

from html import escape

import numpy as np

from geo.export.itinerary import Itinerary, line_of
from geo.model import Floats

_WIDTH, _HEIGHT, _EDGE = 720.0, 420.0, 30.0
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td{padding:.35rem .6rem;vertical-align:top;"
    "border-bottom:1px solid #ddd}td:first-child{white-space:nowrap}"
    ".leg td{color:#555}svg{width:100%;height:auto;background:#f6f6f4}small{color:#555}"
)


def page(tour: Itinerary) -> bytes:
    """The whole page in UTF-8."""
    title = escape(tour.title)
    notes = "".join(f"<li>{escape(line)}</li>" for line in tour.notes())
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(tour.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        f"{_sketch(tour)}\n<table>\n{_rows(tour)}\n</table>\n"
        f"<small><ul>{notes}</ul></small>\n</body></html>\n"
    ).encode()


def _rows(tour: Itinerary) -> str:
    """Items and legs in order of time, a row each."""
    rows = [
        (item.begin, float(index), "item", item.begin, item.end, item.name, item.text)
        for index, item in enumerate(tour.items())
    ]
    rows += [
        (
            tour.moment(leg.depart),
            index + 0.5,
            "leg",
            tour.moment(leg.depart),
            tour.moment(leg.arrive),
            tour.leg_name(leg),
            tour.leg_text(leg),
        )
        for index, leg in enumerate(tour.plan.legs)
        if leg.arrive > leg.depart
    ]
    return "\n".join(
        f'<tr class="{kind}"><td>{begin:%H:%M}-{end:%H:%M}</td>'
        f"<td>{escape(name)}<br><small>{escape(text)}</small></td></tr>"
        for _, _, kind, begin, end, name, text in sorted(rows, key=lambda row: row[:2])
    )


def _sketch(tour: Itinerary) -> str:
    """The ways and the numbered stops, north up."""
    lines = [line_of(leg) for leg in tour.plan.legs]
    frame = np.vstack(lines)
    ways = "".join(
        f'<polyline points="{_points(_drawn(line, frame))}" fill="none" stroke="#0b6e99" '
        'stroke-width="3"/>'
        for line in lines
    )
    stops = np.array([[v.stop.spot.point.lon, v.stop.spot.point.lat] for v in tour.plan.visits])
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="#fff" stroke="#0b6e99" stroke-width="2"/>'
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
