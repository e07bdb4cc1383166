"""A map picture as SVG within a page: land, water, streets, parcels, hubs; it asks no server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.maps.colours import CHOSEN, INK, LAND, SHORE, WATER
from geo.maps.ground import DRAWN_AS
from geo.network.graph import lines_of
from geo.network.rules import CLASSES, CODE
from geo.study import Study

WIDTH, HEIGHT = 680.0, 320.0
_STREETS = (
    ("minor", "#d9d4c8", 0.6, 2_500.0),
    ("tertiary", "#c9c3b6", 1.0, 6_000.0),
    ("secondary", "#bdb6a8", 1.4, 30_000.0),
    ("primary", "#b0a897", 1.9, 60_000.0),
    ("trunk", "#e0a35f", 2.2, 1e9),
    ("motorway", "#d98a4e", 2.8, 1e9),
)
"""How streets are drawn: class, colour, width, and up to how many metres across the picture."""

WAY = "#a8437f"  # as on the map of the screen
_LETTER, _HALO = 12, 3.5


@dataclass(frozen=True)
class Mark:
    """A point with its name, in local metres; a number without a name stands in a badge."""

    x: float
    y: float
    name: str
    colour: str = INK
    number: str = ""


def picture(
    study: Study,
    shapes: Sequence[Any],
    marks: Sequence[Mark],
    label: str,
    least_metres: float,
    ways: Sequence[Any] = (),
) -> str:
    """The ground around `shapes`, which are in local metres and drawn strongly; it is
    `least_metres` across or more. `ways`, lines in metres, are drawn over it."""
    frame = _frame(shapes, least_metres)
    parts = [
        f'<rect width="{WIDTH:.0f}" height="{HEIGHT:.0f}" fill="{LAND}"/>',
        _area(shapely.clip_by_rect(study.water, *frame.box), frame, WATER, SHORE, 0.6),
        *_streets(study, frame),
        *(_area(shape, frame, f"{CHOSEN}33", CHOSEN, 2.0) for shape in shapes),
        *(_way(way, frame) for way in ways),
        *_marks(marks, frame),
        _scale(frame),
    ]
    return (
        f'<svg viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


@dataclass(frozen=True)
class _Frame:
    """What the picture shows: its lower left corner, and pixels for each metre."""

    west: float
    south: float
    pixels: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        return (
            self.west,
            self.south,
            self.west + WIDTH / self.pixels,
            self.south + HEIGHT / self.pixels,
        )

    def holds(self, x: float, y: float) -> bool:
        west, south, east, north = self.box
        return west <= x <= east and south <= y <= north

    def placed(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Metres as pixels, north up."""
        moved = (xy - [self.west, self.south]) * self.pixels
        return np.column_stack([moved[:, 0], HEIGHT - moved[:, 1]])


def _frame(shapes: Sequence[Any], least_metres: float) -> _Frame:
    west, south, east, north = shapely.total_bounds(np.array(list(shapes), object))
    wide = max((east - west) * 1.25, (north - south) * 1.25 * WIDTH / HEIGHT, least_metres)
    x, y = (west + east) / 2, (south + north) / 2
    pixels = WIDTH / wide
    return _Frame(float(x - wide / 2), float(y - HEIGHT / pixels / 2), float(pixels))


def _streets(study: Study, frame: _Frame) -> list[str]:
    """Streets by class, the lesser below; none that are assumed."""
    network = study.network
    lines = lines_of(network.shape_xy, network.shape_offsets)
    near = np.asarray(shapely.intersects(lines, shapely.box(*frame.box)), bool)
    drawn = [DRAWN_AS.get(name.removesuffix("_link"), "") for name in CLASSES]
    wide, found = WIDTH / frame.pixels, []
    for name, colour, width, most in _STREETS:
        codes = [CODE[c] for c, as_ in zip(CLASSES, drawn, strict=True) if as_ == name]
        own = near & np.isin(network.code, codes)
        if wide <= most and own.any():
            merged = shapely.line_merge(shapely.MultiLineString(lines[own].tolist()))
            thin = shapely.simplify(shapely.clip_by_rect(merged, *frame.box), 0.5 / frame.pixels)
            path = "".join(_path(part, frame) for part in shapely.get_parts(thin))
            found.append(
                f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
                'stroke-linecap="round" stroke-linejoin="round"/>'
            )
    return found


def _area(shape: Any, frame: _Frame, fill: str, line: str, width: float) -> str:
    if shapely.is_empty(shape):
        return ""
    if shapely.get_dimensions(shape) == 0:
        ((x, y),) = frame.placed(shapely.get_coordinates(shape)[:1])
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{line}"/>'
    thin = shapely.simplify(shape, 0.5 / frame.pixels)
    rings = [
        ring
        for part in shapely.get_parts(thin)
        if shapely.get_dimensions(part) == 2
        for ring in (part.exterior, *part.interiors)
    ]
    path = "".join(f"{_path(ring, frame)}Z" for ring in rings)
    return (
        f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{line}" '
        f'stroke-width="{width}"/>'
    )


def _way(line: Any, frame: _Frame) -> str:
    """A way with a white casing, cut at the frame."""
    inside = shapely.simplify(shapely.clip_by_rect(line, *frame.box), 0.5 / frame.pixels)
    parts = [part for part in shapely.get_parts(inside) if shapely.get_num_coordinates(part) > 1]
    path = "".join(_path(part, frame) for part in parts)
    look = f'd="{path}" fill="none" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<path {look} stroke="#fff" stroke-width="6"/>'
        f'<path {look} stroke="{WAY}" stroke-width="3"/>'
    )


def _path(line: Any, frame: _Frame) -> str:
    points = frame.placed(shapely.get_coordinates(line))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points.tolist())


def _marks(marks: Sequence[Mark], frame: _Frame) -> list[str]:
    """Points with their names, none on another: the numbered ones choose first, and a name with
    room on neither side is left out (of a numbered one the number stays). Numbered ones lie on top.
    """
    drawn: list[str] = []
    inside = [mark for mark in marks if frame.holds(mark.x, mark.y)]
    inside.sort(key=lambda mark: not mark.number)
    spots = frame.placed(np.array([[mark.x, mark.y] for mark in inside]).reshape(-1, 2)).tolist()
    taken = [shapely.box(x - 6, y - 6, x + 6, y + 6) for x, y in spots]
    for mark, (x, y) in zip(inside, spots, strict=True):
        if mark.number and not mark.name:
            drawn.append(_badge(mark, x, y))
            continue
        name = f"{mark.number} {mark.name}".strip()
        sides = (-1, 1) if x > WIDTH * 0.75 else (1, -1)
        boxes = {side: _room(name, x, y, side) for side in sides}
        free = [side for side, box in boxes.items() if not any(map(box.intersects, taken))]
        side, name = (free[0], name) if free else (sides[0], mark.number)
        taken.append(_room(name, x, y, side))
        drawn.append(_mark(mark, name, x, y, side))
    return drawn[::-1]


def _room(name: str, x: float, y: float, side: int) -> Any:
    """About the room that a name takes beside its point: a Chinese letter is twice as wide."""
    wide = sum(_LETTER if letter > "\u2e80" else _LETTER * 0.56 for letter in name)
    ends = sorted((x + 8 * side, x + (10 + wide) * side))
    return shapely.box(ends[0], y - 8, ends[1], y + 7)


def _mark(mark: Mark, name: str, x: float, y: float, side: int) -> str:
    """A point with its name, if any, to the right (1) or the left (-1)."""
    point = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{mark.colour}" stroke="#fff" '
        'stroke-width="1.5"/>'
    )
    if not name:
        return point
    anchor = "end" if side < 0 else "start"
    text = f'x="{x + 9 * side:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}" font-size="{_LETTER}"'
    return (
        f'{point}<text {text} stroke="#fff" stroke-width="{_HALO}" '
        f'stroke-linejoin="round">{escape(name)}</text><text {text} fill="#1d2b2a">'
        f"{escape(name)}</text>"
    )


def _badge(mark: Mark, x: float, y: float) -> str:
    """A number, or several, in a round frame that is as wide as they need."""
    half = max(9.0, 3.0 + 4.0 * len(mark.number))
    return (
        f'<rect x="{x - half:.1f}" y="{y - 9:.1f}" width="{2 * half:.1f}" height="18" rx="9" '
        f'fill="{mark.colour}" stroke="#fff" stroke-width="1.5"/><text x="{x:.1f}" y="{y + 4:.1f}" '
        f'text-anchor="middle" font-size="{_LETTER}" font-weight="700" fill="#fff">'
        f"{escape(mark.number)}</text>"
    )


def _scale(frame: _Frame) -> str:
    """A bar of a round length, at the lower right."""
    wide = WIDTH / frame.pixels / 6
    tens = 10.0 ** np.floor(np.log10(wide))
    metres = float(max(step * tens for step in (1, 2, 5) if step * tens <= wide))
    length, y = metres * frame.pixels, HEIGHT - 14
    text = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    end = WIDTH - 14
    return (
        f'<path d="M{end - length:.1f} {y - 5}V{y}H{end:.1f}V{y - 5}" fill="none" '
        f'stroke="#1d2b2a" stroke-width="1.4"/><text x="{end - length / 2:.1f}" y="{y - 8}" '
        f'text-anchor="middle" font-size="11" fill="#1d2b2a">{text}</text>'
    )
