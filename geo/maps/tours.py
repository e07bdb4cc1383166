"""A tour on the base map: its ways in order, and the stops numbered as they are visited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import folium
import shapely

from geo.maps import colours
from geo.maps.datum import Language, Tiles
from geo.maps.drawing import drawing, line, symbol
from geo.maps.layers import end_symbol
from geo.model import Accuracy, TourPlan, Visit

# A colour apart from water, streets, bands and most metro lines.
_STYLE: dict[str, Any] = {"colour": "#a8437f", "width": 4.5, "casing_width": 3.5}


def tour_layer(
    plan: TourPlan,
    details: Mapping[str, str],
    words: Mapping[str, str],
    language: Language,
    tiles: Tiles = "offline",
) -> folium.FeatureGroup:
    """The ways between the stops and the stops with their numbers; `details` has a line for each
    stop's popup, by its id."""
    ways = [
        line(shapely.LineString(leg.route.line), tiles, **_STYLE)
        for leg in plan.legs
        if leg.route is not None and len(leg.route.line) > 1
    ]
    start, end = plan.wish.start, plan.wish.end
    points = [end_symbol(start, words["map.origin"], "square", language, tiles)]
    if end.point != start.point:
        points.append(end_symbol(end, words["map.destination"], "square", language, tiles))
    points += [
        _stop(number, visit, details, language, tiles)
        for number, visit in reversed(list(enumerate(plan.visits, start=1)))  # the first on top
    ]
    return drawing(lines=[one for one in ways if one["lines"]], points=points)


def _stop(
    number: int, visit: Visit, details: Mapping[str, str], language: Language, tiles: Tiles
) -> dict[str, Any]:
    spot = visit.stop.spot
    name = spot.name[language] or spot.id
    return symbol(
        f"visit-{spot.id}",
        spot.point,
        tiles,
        fill=colours.CHOSEN,
        radius=9,
        number=number,
        label=name,
        priority=99 - number,
        chosen=True,
        hollow=visit.stop.accuracy is Accuracy.ILLUSTRATIVE,
        popup=(name, details.get(spot.id, "")),
    )
