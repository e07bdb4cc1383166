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
from geo.model import Ints, Point

OUTLINE = "#4a5756"
FAILED = "#b9b4a8"
OPACITY, FAILED_OPACITY = 0.72, 0.35
VERTEX_BUDGET = 60_000
"""Corners drawn at most, so that a map's update stays well under 1 MB."""

_FINEST_DEGREES, _COARSEST_DEGREES = 2e-5, 4e-4
Shapes = NDArray[np.object_]


def parcels_layer(
    shapes: Shapes,
    classes: Ints,
    labels: Sequence[str],
    title: str,
    order: Ints,
    tiles: Tiles = "offline",
) -> tuple[folium.FeatureGroup, int]:
    """Parcels by class, number -1 for those that fail; and how many are drawn.

    `classes` has shape (parcels,) and numbers `labels`, the best first; the last label is that of
    class -1. `order` says which to draw first where they are too many.
    """
    chosen, drawn = within_budget(_with_room(shapes), order)
    ramp = [*colours.band_colours(len(labels) - 1), FAILED]
    areas, rows = [], []
    for number, (label, fill) in enumerate(zip(labels, ramp, strict=True)):
        failed = number == len(labels) - 1
        own = drawn[classes[chosen] == (-1 if failed else number)]
        opacity = FAILED_OPACITY if failed else OPACITY
        if len(own):
            areas.append(area(_gathered(own), tiles, fill=fill, opacity=opacity))
            rows.append(
                {"text": label, "fill": fill, "opacity": opacity, "line": OUTLINE, "shape": ""}
            )
    outline = line(_gathered(drawn), tiles, colour=OUTLINE, width=0.7)
    lines = [outline] if outline["lines"] else []
    group = drawing(areas=areas, lines=lines, legend={"title": title, "rows": rows})
    return group, len(chosen)


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
    tolerance = _FINEST_DEGREES
    thin = np.asarray(shapely.simplify(shapes, tolerance), object)
    while shapely.get_num_coordinates(thin).sum() > VERTEX_BUDGET and tolerance < _COARSEST_DEGREES:
        tolerance *= 2
        thin = np.asarray(shapely.simplify(shapes, tolerance), object)
    corners = np.cumsum(shapely.get_num_coordinates(thin[order]))
    chosen = order[corners <= VERTEX_BUDGET]
    return chosen, thin[chosen]


def _gathered(shapes: Shapes) -> Any:
    return shapely.GeometryCollection(shapes.tolist())


def _middle(shape: Any) -> Point:
    point = shapely.point_on_surface(shape)
    return Point(float(point.x), float(point.y))
