"""Isochrones: seconds on a grid -> bands of ground within so many minutes.

A band is a level set of the surface. For each limit the contour is drawn through
max(time - limit, walking time beyond the reach off the streets), so that both kinds of edge are
found between the cells. A higher limit gives a lower surface everywhere, so the bands nest.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely

from geo.crs import in_metres, to_degrees
from geo.errors import QuestionError
from geo.measures.contours import STEPS, Rings, thin, trace
from geo.measures.kept import times_of
from geo.measures.surface import Surface, Times, surface_of
from geo.model import Band, Floats, Ints, Isochrone, IsochroneQuestion
from geo.network.rules import CODE
from geo.study import Study
from geo.travel.transit.service import Service

SPECK_SQUARE_METRES = 10_000.0
"""Smaller patches are dropped: one to four cells, less than the grid can tell."""

HOLE_SQUARE_METRES = 62_500.0
"""Smaller holes are filled: a block of 250 m by 250 m, hardly more than people walk into anyway."""

TOLERANCE_CELLS = 0.25
"""How far simplifying may move an outline."""

DIGITS = 7
"""Of degrees, about a centimetre: finer than outlines ever come to each other without touching."""

_MARGIN_SECONDS = 120.0  # beyond the limit, so that contours find both of their sides
_LONGEST_MINUTES = 240
_METRES_PER_DEGREE = 111_320.0  # of latitude


def isochrone(
    study: Study, question: IsochroneQuestion, service: Service | None = None
) -> Isochrone:
    """The bands of a question, nested and ascending; by public transport it takes a `service`.

    Raises QuestionError for limits that make no sense, OutOfBounds or OffNetwork for its places.
    """
    minutes = _checked(question)
    limit_seconds = minutes[-1] * 60 + _MARGIN_SECONDS
    times = times_of(study, question, limit_seconds, service)
    surface = surface_of(study, times, question.combine, limit_seconds)
    traced = [_rings(study, surface, limit * 60.0) for limit in minutes]
    thinned = thin(traced, TOLERANCE_CELLS, len(surface.x))
    water = _water_near(study, surface)

    def band(limit: int, rings: Rings) -> Band:
        return _band(study, surface, water, limit, rings)

    # Two at once, the largest first: GEOS and PROJ let go of the interpreter meanwhile.
    with ThreadPoolExecutor(2) as pool:
        bands = tuple(pool.map(band, minutes[::-1], thinned[::-1]))[::-1]
    assumed = _used_assumed(study, times, minutes[-1] * 60.0)
    running = tuple(one.running for one in times if one.running is not None)
    return Isochrone(question, bands, assumed, study.data_as_of, study.digest, running)


def _checked(question: IsochroneQuestion) -> list[int]:
    minutes = sorted(set(question.minutes))
    if not question.spots:
        raise QuestionError("spots", (), "Name at least one hub or point.")
    if not minutes or minutes[0] < 1 or minutes[-1] > _LONGEST_MINUTES:
        remedy = f"Give whole minutes from 1 to {_LONGEST_MINUTES}."
        raise QuestionError("minutes", question.minutes, remedy)
    return minutes


def _used_assumed(study: Study, times: Sequence[Times], limit_seconds: float) -> bool:
    """Whether an assumed local street lies in reach of any of the places."""
    network = study.network
    if not network.has_assumed:
        return False
    assumed = network.code == CODE["assumed"]
    if any(assumed[one.own_links].any() for one in times):
        return True
    return bool(any((one.least[assumed] <= limit_seconds).any() for one in times))


def _rings(study: Study, surface: Surface, limit_seconds: float) -> Rings:
    """The outlines of the ground within the limit, less specks and pinholes."""
    network, cell = study.network, surface.cell_metres
    per_metre = network.off_network_seconds_per_metre
    beyond = (surface.metres - network.band_limit) * per_metre
    height = np.maximum(surface.seconds - limit_seconds, beyond)
    # What is out of reach stands only a cell's walk above the limit: a contour then runs about
    # midway between it and its neighbours, instead of hugging them.
    height = np.minimum(height, cell * per_metre)
    return trace(height, SPECK_SQUARE_METRES / cell**2, HOLE_SQUARE_METRES / cell**2)


def _band(
    study: Study, surface: Surface, water: shapely.Geometry, minutes: int, rings: Rings
) -> Band:
    """The ground within rings, in degrees to a centimetre and less the water, as a band."""
    corners = rings.xy * (surface.cell_metres / STEPS) + (surface.x[0], surface.y[0])
    degrees = np.column_stack(to_degrees(corners[:, 0], corners[:, 1], study.town.metres))
    shape = rings.polygon(np.round(degrees, DIGITS))
    square_metres = rings.square_cells * surface.cell_metres**2
    if not shapely.is_empty(water) and not shapely.is_empty(shape):
        shape = _areas_of(shapely.difference(shape, water))
        square_metres = float(shapely.area(in_metres(shape, study.town.metres)))
    outline, is_open = _outline(shape, study, surface.cell_metres)
    return Band(minutes, shape, outline, square_metres / 1e6, is_open)


def _areas_of(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """What is no line and no point in a shape."""
    parts = shapely.get_parts(shape)
    return shapely.MultiPolygon(parts[shapely.get_type_id(parts) == 3].tolist())


def _water_near(study: Study, surface: Surface) -> shapely.Geometry:
    """The water around a surface, in degrees: a straight edge in metres is none in degrees, and
    bands cut along it in metres would part by a hair."""
    x, y = surface.x[[0, 0, -1, -1]], surface.y[[0, -1, 0, -1]]
    lon, lat = to_degrees(x, y, study.town.metres)
    return shapely.clip_by_rect(study.water_in_degrees, lon.min(), lat.min(), lon.max(), lat.max())


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
