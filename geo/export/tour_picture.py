"""A tour's plan -> maps for its leaflet: the whole of it, and its stops from nearer by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geo.crs import to_metres
from geo.export.itinerary import line_of
from geo.export.picture import WIDTH, Mark, picture
from geo.maps.colours import CHOSEN
from geo.model import Floats, Spot, TourPlan
from geo.study import Study

_LEAST_METRES, _NEAR_PIXELS = 1_500.0, 20.0
_NEARER = 0.5


def tour_pictures(study: Study, plan: TourPlan, language: str, label: str) -> list[str]:
    """The tour as SVG; where the stops fill less than half of that, a second one of them alone."""
    ways = [shapely.LineString(_metres(study, line_of(leg))) for leg in plan.legs]
    stops = [visit.stop.spot for visit in plan.visits]
    ends = list({spot.id: spot for spot in (plan.wish.start, plan.wish.end)}.values())
    at = [shapely.Point(xy) for xy in _places(study, [*stops, *ends])]
    every, near = _extent([*ways, *at]), _extent(at[: len(stops)])
    drawn = [_picture(study, every, stops, ends, ways, language, label)]
    if stops and _across(near) < _NEARER * _across(every) and len(stops) > 1:
        drawn.append(_picture(study, near, stops, ends, ways, language, label))
    return drawn


def _picture(
    study: Study,
    extent: shapely.Polygon,
    stops: Sequence[Spot],
    ends: Sequence[Spot],
    ways: Sequence[shapely.LineString],
    language: str,
    label: str,
) -> str:
    corners = [shapely.Point(xy) for xy in shapely.get_coordinates(extent)]
    apart = max(_across(extent) * 1.25, _LEAST_METRES) / WIDTH * _NEAR_PIXELS
    marks = [
        *(
            Mark(x, y, spot.name[language] or spot.id)
            for spot, (x, y) in zip(ends, _places(study, ends), strict=True)
        ),
        *_numbered(_places(study, stops), apart),
    ]
    return picture(
        study, [shapely.MultiPoint(corners).envelope.boundary], marks, label, _LEAST_METRES, ways
    )


def _numbered(places: list[list[float]], apart: float) -> list[Mark]:
    """The stops' numbers; those that would lie on each other share a badge in their middle."""
    groups: list[list[int]] = []
    for number, place in enumerate(places):
        near = [g for g in groups if np.hypot(*np.subtract(places[g[0]], place)) < apart]
        if near:
            near[0].append(number)
        else:
            groups.append([number])
    found = []
    for group in groups:
        x, y = np.mean([places[n] for n in group], axis=0).tolist()
        found.append(Mark(x, y, "", CHOSEN, ", ".join(str(n + 1) for n in group)))
    return found


def _places(study: Study, spots: Sequence[Spot]) -> list[list[float]]:
    points = np.array([[spot.point.lon, spot.point.lat] for spot in spots]).reshape(-1, 2)
    return _metres(study, points).tolist()  # type: ignore[no-any-return]


def _metres(study: Study, degrees: Floats) -> Floats:
    x, y = to_metres(degrees[:, 0], degrees[:, 1], study.town.metres)
    return np.column_stack([x, y])


def _extent(shapes: Sequence[object]) -> shapely.Polygon:
    return shapely.box(*shapely.total_bounds(np.array(list(shapes), object)))


def _across(extent: shapely.Polygon) -> float:
    west, south, east, north = extent.bounds
    return float(max(east - west, (north - south) * 2))
