"""Isochrones: seconds on a grid -> bands of ground within so many minutes.

A band is a level set of the surface. For each limit the contour is drawn through
max(time - limit, walking time beyond the reach off the streets), so that both kinds of edge are
found between the cells. A higher limit gives a lower surface everywhere, so the bands nest.
"""

from __future__ import annotations

import contourpy
import numpy as np
import shapely

from geo.crs import to_degrees, to_metres
from geo.errors import QuestionError
from geo.model import Band, Floats, Isochrone, IsochroneQuestion, Town
from geo.network.rules import CODE
from geo.study import Study
from geo.measures.surface import Surface, make_surface
from geo.travel.streets import Field, search

SPECK_SQUARE_METRES = 10_000.0
"""Smaller patches and holes are dropped: four cells, less than the grid can tell."""

TOLERANCE_METRES = 12.0
"""How far simplifying may move an outline: a quarter of a cell."""

_MARGIN_SECONDS = 120.0  # beyond the limit, so that contours find both of their sides
_LONGEST_MINUTES = 240
_EDGE_METRES = 5.0  # an outline this near to the map's edge runs along it


def isochrone(study: Study, question: IsochroneQuestion) -> Isochrone:
    """The bands of a question, nested and ascending.

    Raises QuestionError for limits that make no sense, OutOfBounds or OffNetwork for its places.
    """
    minutes = _checked(question)
    fields = _fields(study, question, minutes[-1] * 60 + _MARGIN_SECONDS)
    surface = make_surface(study, fields, question.combine)
    edge = _map_edge(study.town)
    shapes = _nested([_shape(study, surface, limit * 60.0) for limit in minutes], edge)
    dry = _subtract(shapes, study.water)
    bands = tuple(_band(m, s, edge, study.town) for m, s in zip(minutes, dry, strict=True))
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
    nodes = np.any([field.seconds <= limit_seconds for field in fields], axis=0)
    own = network.code[[field.link for field in fields]] == CODE["assumed"]
    return bool(own.any() or (nodes[network.start] & (network.code == CODE["assumed"])).any())


def _shape(study: Study, surface: Surface, limit_seconds: float) -> shapely.Geometry:
    """The ground within the limit, in local metres: contoured, cleaned and simplified."""
    network = study.network
    per_metre = network.off_network_seconds_per_metre
    beyond = (surface.metres - network.band_limit) * per_metre
    height = np.maximum(surface.seconds - limit_seconds, beyond)
    # What is out of reach stands as far above the limit as half a cell's walk, no more, so that a
    # contour beside it runs midway.
    height = np.minimum(height, study.reach.cell_metres * per_metre)
    contours = contourpy.contour_generator(
        surface.x, surface.y, height, fill_type=contourpy.FillType.OuterOffset
    )
    points, offsets = contours.filled(-np.inf, 0.0)
    polygons = [
        _polygon([ring[a:b] for a, b in zip(ends[:-1], ends[1:], strict=True)])
        for ring, ends in zip(points, offsets, strict=True)
        if _area(ring[ends[0] : ends[1]]) >= SPECK_SQUARE_METRES
    ]
    return shapely.simplify(shapely.MultiPolygon(polygons), TOLERANCE_METRES)


def _polygon(rings: list[Floats]) -> shapely.Polygon:
    """An outer ring and its holes, less the pinholes."""
    return shapely.Polygon(rings[0], [r for r in rings[1:] if _area(r) >= SPECK_SQUARE_METRES])


def _area(ring: Floats) -> float:
    """Square metres inside a ring of shape (k, 2), by the shoelace formula."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return abs(float(x[:-1] @ y[1:] - x[1:] @ y[:-1])) / 2


def _nested(shapes: list[shapely.Geometry], edge: shapely.Polygon) -> list[shapely.Geometry]:
    """Cut each shape to the next larger one, which simplifying may have let it leave, and to the
    map."""
    outer: shapely.Geometry = edge
    kept = []
    for shape in reversed(shapes):
        outer = shapely.intersection(shapely.make_valid(shape), outer)
        kept.append(outer)
    return kept[::-1]


def _subtract(shapes: list[shapely.Geometry], water: shapely.Geometry) -> list[shapely.Geometry]:
    """Shapes less the water, the largest cut first and the others from it."""
    if not shapes or shapely.is_empty(shapes[-1]):
        return shapes
    near = shapely.clip_by_rect(water, *shapely.bounds(shapes[-1]))
    return [shapely.difference(shape, near) for shape in shapes]


def _map_edge(town: Town) -> shapely.Polygon:
    """The town's bounds in local metres; their sides are bent there, so they get many corners."""
    ring = shapely.get_coordinates(shapely.segmentize(shapely.box(*town.bounds), 0.01))
    return shapely.Polygon(np.column_stack(to_metres(ring[:, 0], ring[:, 1], town.metres)))


def _band(minutes: int, shape: shapely.Geometry, edge: shapely.Polygon, town: Town) -> Band:
    """A shape in local metres as a band in degrees."""
    areas = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) == 3]
    ground = shapely.MultiPolygon(areas)
    outline = shapely.boundary(ground)
    strip = shapely.buffer(shapely.boundary(edge), _EDGE_METRES)
    inner = shapely.difference(outline, strip)
    return Band(
        minutes,
        _in_degrees(ground, town),
        _in_degrees(inner, town),
        float(shapely.area(ground)) / 1e6,
        bool(shapely.length(outline) - shapely.length(inner) > 2 * _EDGE_METRES),
    )


def _in_degrees(shape: shapely.Geometry, town: Town) -> shapely.Geometry:
    def turn(xy: Floats) -> Floats:
        return np.column_stack(to_degrees(xy[:, 0], xy[:, 1], town.metres))

    return shapely.transform(shape, turn)
