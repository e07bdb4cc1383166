"""Isochrones: seconds on a grid -> bands of ground within so many minutes.

A band is a level set of the surface. For each limit the contour is drawn through
max(time - limit, walking time beyond the reach off the streets), so that both kinds of edge are
found between the cells. A higher limit gives a lower surface everywhere, so the bands nest.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import cast

import contourpy
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import in_degrees, in_metres
from geo.errors import QuestionError
from geo.measures.surface import Surface, make_surface
from geo.model import Band, Floats, Ints, Isochrone, IsochroneQuestion
from geo.network.rules import CODE
from geo.study import Study
from geo.travel.streets import Field, search

SPECK_SQUARE_METRES = 10_000.0
"""Smaller patches are dropped: one to four cells, less than the grid can tell."""

HOLE_SQUARE_METRES = 62_500.0
"""Smaller holes are filled: a block of 250 m by 250 m, hardly more than people walk into anyway."""

TOLERANCE_CELLS = 0.25
"""How far simplifying may move an outline."""

_MARGIN_SECONDS = 120.0  # beyond the limit, so that contours find both of their sides
_LONGEST_MINUTES = 240
_METRES_PER_DEGREE = 111_320.0  # of latitude


def isochrone(study: Study, question: IsochroneQuestion) -> Isochrone:
    """The bands of a question, nested and ascending.

    Raises QuestionError for limits that make no sense, OutOfBounds or OffNetwork for its places.
    """
    minutes = _checked(question)
    fields = _fields(study, question, minutes[-1] * 60 + _MARGIN_SECONDS)
    surface = make_surface(study, fields, question.combine)
    # Two at once: most of the work is GEOS's, which lets go of the interpreter meanwhile.
    with ThreadPoolExecutor(2) as pool:
        shapes = list(pool.map(lambda limit: _shape(study, surface, limit * 60.0), minutes[::-1]))
    shapes = [in_degrees(shape, study.town.metres) for shape in shapes[::-1]]
    # What follows happens in degrees: a straight edge in metres is none in degrees, and shapes cut
    # along it in metres would part by a hair.
    dry = _subtract(_nested(shapes), study.water_in_degrees)
    bands = tuple(
        _band(limit, shape, study, surface.cell_metres)
        for limit, shape in zip(minutes, dry, strict=True)
    )
    assumed = _used_assumed(study, fields, minutes[-1] * 60.0)
    return Isochrone(question, bands, assumed, study.data_as_of, study.digest)


def _checked(question: IsochroneQuestion) -> list[int]:
    minutes = sorted(set(question.minutes))
    if not question.spots:
        raise QuestionError("spots", (), "Name at least one hub or point.")
    if not minutes or minutes[0] < 1 or minutes[-1] > _LONGEST_MINUTES:
        remedy = f"Give whole minutes from 1 to {_LONGEST_MINUTES}."
        raise QuestionError("minutes", question.minutes, remedy)
    return minutes


def _fields(study: Study, question: IsochroneQuestion, limit_seconds: float) -> list[Field]:
    snapped = study.snap([spot.point for spot in question.spots], question.mode)
    return search(
        study.network, snapped, question.mode, question.period, question.direction, limit_seconds
    )


def _used_assumed(study: Study, fields: list[Field], limit_seconds: float) -> bool:
    """Whether an assumed local street lies in reach of any of the places."""
    network = study.network
    if not network.has_assumed:
        return False
    assumed = network.code == CODE["assumed"]
    if any(assumed[field.link] for field in fields):
        return True
    return bool(any((field.least[assumed] <= limit_seconds).any() for field in fields))


def _shape(study: Study, surface: Surface, limit_seconds: float) -> shapely.Geometry:
    """The ground within the limit, in local metres: contoured, cleaned and simplified."""
    network = study.network
    per_metre = network.off_network_seconds_per_metre
    beyond = (surface.metres - network.band_limit) * per_metre
    height = np.maximum(surface.seconds - limit_seconds, beyond)
    # What is out of reach stands only a cell's walk above the limit: a contour then runs about
    # midway between it and its neighbours, instead of hugging them.
    height = np.minimum(height, surface.cell_metres * per_metre)
    contours = contourpy.contour_generator(
        surface.x, surface.y, height, fill_type=contourpy.FillType.OuterOffset
    )
    points, offsets = cast(tuple[list[Floats], list[Ints]], contours.filled(-np.inf, 0.0)[:2])
    if not points:
        return shapely.MultiPolygon()
    tolerance = TOLERANCE_CELLS * surface.cell_metres
    return shapely.buffer(shapely.MultiPolygon(_polygons(points, offsets, tolerance).tolist()), 0)


def _polygons(points: list[Floats], offsets: list[Ints], tolerance: float) -> NDArray[np.object_]:
    """Contours as polygons, simplified, less specks and pinholes; rings may touch or cross by a
    hair.

    `points[i]` of shape (k, 2) holds the rings of polygon i, which begin at `offsets[i]`, the outer
    one first.
    """
    xy = np.concatenate(points)
    rings = np.array([len(ends) - 1 for ends in offsets])
    shift = np.concatenate([[0], np.cumsum([len(p) for p in points])])[:-1]
    start = np.concatenate([o[:-1] + s for o, s in zip(offsets, shift, strict=True)]).astype(int)
    outer = np.zeros(len(start), bool)
    outer[np.cumsum(rings) - rings] = True
    parent = np.repeat(np.arange(len(rings)), rings)
    area = _areas(xy, start)
    kept = area >= np.where(outer, SPECK_SQUARE_METRES, HOLE_SQUARE_METRES)
    kept &= area[outer][parent] >= SPECK_SQUARE_METRES
    lengths = np.diff(np.append(start, len(xy)))
    of_ring = np.repeat(kept, lengths)
    number = np.repeat(np.arange(kept.sum()), lengths[kept])
    lines = _simplified(np.asarray(shapely.linearrings(xy[of_ring], indices=number)), tolerance)
    return np.asarray(shapely.polygons(lines, indices=(np.cumsum(outer & kept) - 1)[kept]))


def _simplified(lines: NDArray[np.object_], tolerance: float) -> NDArray[np.object_]:
    """Rings with fewer corners; one so thin that nothing would be left of it stays as it is.

    Rings are simplified one by one: on polygons GEOS also repairs what it made, which takes far
    longer than repairing the whole once.
    """
    plain = np.asarray(shapely.simplify(lines, tolerance, preserve_topology=False))
    whole = (shapely.get_type_id(plain) == shapely.GeometryType.LINEARRING) & ~shapely.is_empty(
        plain
    )
    return np.where(whole, plain, lines)


def _areas(xy: Floats, start: Ints) -> Floats:
    """Square metres inside closed rings that follow each other in `xy`, by the shoelace formula."""
    x, y = xy[:, 0] - xy[0, 0], xy[:, 1] - xy[0, 1]
    cross = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0.0)
    cross[start[1:] - 1] = 0.0  # from one ring's end to the next one's start is no side
    return np.abs(np.add.reduceat(cross, start)) / 2


def _nested(shapes: list[shapely.Geometry]) -> list[shapely.Geometry]:
    """Cut each shape to the next larger one, which simplifying may have let it leave."""
    kept = shapes[-1:]
    for shape in shapes[-2::-1]:
        kept.append(shapely.intersection(shape, kept[-1]))
    return kept[::-1]


def _subtract(shapes: list[shapely.Geometry], water: shapely.Geometry) -> list[shapely.Geometry]:
    """Shapes less the water, the largest cut first and the others from it."""
    if shapely.is_empty(shapes[-1]):
        return shapes
    near = shapely.clip_by_rect(water, *shapely.bounds(shapes[-1]))
    if shapely.is_empty(near):
        return shapes
    return [shapely.difference(shape, near) for shape in shapes]


def _band(minutes: int, shape: shapely.Geometry, study: Study, cell_metres: float) -> Band:
    """A shape in degrees as a band."""
    areas = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) == 3]
    ground = shapely.MultiPolygon(areas)
    outline, is_open = _outline(ground, study, cell_metres)
    area = shapely.area(in_metres(ground, study.town.metres))
    return Band(minutes, ground, outline, float(area) / 1e6, is_open)


def _outline(
    polygon: shapely.Geometry, study: Study, cell_metres: float
) -> tuple[shapely.Geometry, bool]:
    """The boundary less what runs along the edge of the map, and whether anything does."""
    west, south, east, north = study.town.bounds
    # Bands end at the last cells within the bounds, at most a cell from them.
    lat_step = 1.5 * cell_metres / _METRES_PER_DEGREE
    lon_step = lat_step / np.cos(np.radians(study.town.centre.lat))
    rings = shapely.get_rings(shapely.get_parts(polygon))
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    by_edge = (xy[:, 0] < west + lon_step) | (xy[:, 0] > east - lon_step)
    by_edge |= (xy[:, 1] < south + lat_step) | (xy[:, 1] > north - lat_step)
    if not by_edge.any():
        return shapely.MultiLineString(rings.tolist()), False
    hidden = by_edge[:-1] & by_edge[1:]
    kept = np.flatnonzero((ring[:-1] == ring[1:]) & ~hidden)
    return _runs(xy, kept), bool(hidden.any())


def _runs(xy: Floats, sides: Ints) -> shapely.MultiLineString:
    """Lines of the sides that follow each other; side i runs from point i to point i + 1."""
    first = np.flatnonzero(np.diff(sides, prepend=-2) != 1)
    points = np.insert(sides + 1, first, sides[first])
    number = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(sides))) + 1)
    lines = np.asarray(shapely.linestrings(xy[points], indices=number))
    return shapely.MultiLineString(lines.tolist())
