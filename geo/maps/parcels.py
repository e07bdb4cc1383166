"""Parcels on the base map, coloured by class, the shortlisted ones outlined and numbered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import folium
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.maps import colours
from geo.maps.datum import Tiles
from geo.maps.drawing import area, drawing, line, symbol
from geo.model import Floats, Ints, Point

OUTLINE = "#4a5756"
FAILED = "#b9b4a8"
OPACITY, FAILED_OPACITY, GATHERED_OPACITY = 0.72, 0.35, 0.4
VERTEX_BUDGET, CELL_BUDGET = 36_000, 3_000
"""Corners and squares drawn at most, so that a map's update stays well under 1 MB."""

_FINEST_METRES, _DEGREE_METRES, _LAST = 100.0, 111_320.0, 1_000_000
_FINEST_DEGREES, _COARSEST_DEGREES = 2e-5, 4e-4
_KEPT_SHAPE = 0.1  # of the side of a square as large as the parcel
_LEAST_CORNERS = 4  # of a closed triangle
Shapes = NDArray[np.object_]


def parcels_layer(
    shapes: Shapes,
    classes: Ints,
    labels: Sequence[str],
    title: str,
    order: Ints,
    tiles: Tiles = "offline",
) -> tuple[folium.FeatureGroup, int, float]:
    """Parcels by class, number -1 for those that fail; how many are drawn one by one, and how many
    metres wide the squares are that gather the others, 0 where there are none.

    `classes` has shape (parcels,) and numbers `labels`, the best first; the last label is that of
    class -1. `order` says which to draw first where they are too many.
    """
    chosen, drawn = within_budget(_with_room(shapes), order)
    ramp = [*colours.band_colours(len(labels) - 1), FAILED]
    rest = np.ones(len(shapes), bool)
    rest[chosen] = False
    squares, commonest, metres = gathered(shapes[rest], classes[rest])
    areas, rows = [], []
    for number in np.unique(commonest).tolist():
        own = _gathered(squares[commonest == number])
        areas.append(area(own, tiles, fill=ramp[number], opacity=GATHERED_OPACITY))
    for number, (label, fill) in enumerate(zip(labels, ramp, strict=True)):
        failed = number == len(labels) - 1
        own = drawn[classes[chosen] == (-1 if failed else number)]
        opacity = FAILED_OPACITY if failed else OPACITY
        if len(own):
            areas.append(area(_gathered(own), tiles, fill=fill, opacity=opacity))
        if len(own) or (-1 if failed else number) in commonest:
            rows.append(
                {"text": label, "fill": fill, "opacity": opacity, "line": OUTLINE, "shape": ""}
            )
    outline = line(_gathered(drawn), tiles, colour=OUTLINE, width=0.7)
    lines = [outline] if outline["lines"] else []
    group = drawing(areas=areas, lines=lines, legend={"title": title, "rows": rows})
    return group, len(chosen), metres


def gathered(shapes: Shapes, classes: Ints) -> tuple[Shapes, Ints, float]:
    """Parcels too many to draw as squares: their outlines in degrees, the class that most of each
    square's parcels have (the better of equals), and how many metres wide they are; 0 for none.

    The squares double until there are at most CELL_BUDGET of them.
    """
    if not len(shapes):
        return np.array([], object), np.array([], np.int64), 0.0
    spots = shapely.get_coordinates(shapely.centroid(shapes))
    metres = _FINEST_METRES
    while len(np.unique(cells := _cells(spots, metres))) > CELL_BUDGET:
        metres *= 2
    corner, cell = np.unique(cells, return_inverse=True)
    kinds, kind = np.unique(np.where(classes < 0, _LAST, classes), return_inverse=True)
    counts = np.zeros((len(corner), len(kinds)), np.int64)
    np.add.at(counts, (cell, kind), 1)
    commonest = kinds[counts.argmax(axis=1)]
    step = _step(spots, metres)
    west, south = corner.real * step[0], corner.imag * step[1]
    boxes = shapely.box(west, south, west + step[0], south + step[1])
    return np.asarray(boxes, object), np.where(commonest == _LAST, -1, commonest), metres


def _cells(spots: Floats, metres: float) -> NDArray[np.complex128]:
    """The square that each spot lies in: its column and row as one number, quickly sorted."""
    column, row = np.floor(spots / _step(spots, metres)).T
    return np.asarray(column + 1j * row)


def _step(spots: Floats, metres: float) -> Floats:
    """So many metres in degrees of longitude and latitude at the middle of the spots."""
    north = metres / _DEGREE_METRES
    return np.array([north / np.cos(np.radians(np.median(spots[:, 1]))), north])


def shortlist_layer(
    shapes: Shapes,
    names: Sequence[str],
    popups: Sequence[Sequence[str]],
    tiles: Tiles = "offline",
) -> folium.FeatureGroup:
    """The shortlisted parcels: a strong outline, and a numbered mark with its lines."""
    lines = [
        line(shape, tiles, colour=colours.CHOSEN, width=2.4, casing_width=2) for shape in shapes
    ]
    points = [
        symbol(
            f"short-{number}",
            _middle(shape),
            tiles,
            fill=colours.CHOSEN,
            radius=7,
            label=f"{number} {name}",
            priority=98,
            chosen=True,
            popup=popup,
        )
        for number, (shape, name, popup) in enumerate(zip(shapes, names, popups, strict=True), 1)
    ]
    return drawing(lines=[one for one in lines if one["lines"]], points=points)


def _with_room(shapes: Shapes) -> Shapes:
    """Parcels that are mere points as small discs."""
    flat = shapes.copy()
    points = shapely.get_type_id(flat) == shapely.GeometryType.POINT
    flat[points] = shapely.buffer(flat[points], 2e-4, quad_segs=2)
    return flat


def within_budget(shapes: Shapes, order: Ints) -> tuple[Ints, Shapes]:
    """The shapes to draw, by number, and themselves: all of them simplified as far as needed, then
    the first of the order."""
    first = order[: VERTEX_BUDGET // _LEAST_CORNERS]  # more cannot be drawn, however simple
    thin, area = shapes[first], shapely.area(shapes[first])
    kept = np.where(area > 0, _KEPT_SHAPE * np.sqrt(area), np.inf)  # no square becomes a triangle
    tolerance, corners = _FINEST_DEGREES / 2, np.inf
    while corners > VERTEX_BUDGET and tolerance < _COARSEST_DEGREES:
        tolerance *= 2
        thin = np.asarray(shapely.simplify(thin, np.minimum(tolerance, kept)), object)
        corners = shapely.get_num_coordinates(thin).sum()
    fit = np.cumsum(shapely.get_num_coordinates(thin)) <= VERTEX_BUDGET
    return first[fit], thin[fit]


def _gathered(shapes: Shapes) -> Any:
    return shapely.GeometryCollection(shapes.tolist())


def _middle(shape: Any) -> Point:
    point = shapely.point_on_surface(shape)
    return Point(float(point.x), float(point.y))
