"""Public transport on the base map: a journey in its lines' colours, and an earlier network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import folium
import shapely

from geo.maps import colours
from geo.maps.datum import Language, Tiles
from geo.maps.drawing import drawing, line, symbol
from geo.maps.layers import end_symbol
from geo.model import Isochrone, Journey, Leg, Mode, Point

_RIDE_WIDTH, _WALK_WIDTH, _CASING_WIDTH = 5.5, 4.0, 3.0
_WALK_DASHES, _THEN_DASHES = (1.0, 7.0), (7.0, 6.0)
_THEN_WIDTH = 1.8


def journey_layer(
    journey: Journey, words: Mapping[str, str], language: Language, tiles: Tiles = "offline"
) -> folium.FeatureGroup:
    """Rides in their lines' colours, walks dotted, and the stops where one gets on and off."""
    shown = [_leg(leg, tiles) for leg in journey.legs]
    points = [
        end_symbol(journey.origin, words["map.origin"], "circle", language, tiles),
        *_stops(journey, language, tiles),
        end_symbol(journey.destination, words["map.destination"], "square", language, tiles),
    ]
    return drawing(lines=[one for one in shown if one["lines"]], points=points)


def then_layer(
    isochrone: Isochrone, title: str, words: Mapping[str, str], tiles: Tiles = "offline"
) -> folium.FeatureGroup:
    """The bands of an earlier network as dashed outlines, with a legend of their own."""
    ordered = colours.band_colours(len(isochrone.bands))
    lines, rows = [], []
    for band, colour in zip(isochrone.bands, ordered, strict=True):
        dark = colours.darker(colour)
        lines.append(line(band.outline, tiles, colour=dark, width=_THEN_WIDTH, dash=_THEN_DASHES))
        text = words["number.minutes"].format(n=f"≤ {band.minutes}")
        rows.append(
            {"text": text, "fill": dark, "opacity": 0, "line": dark, "dash": True, "shape": ""}
        )
    shown = [one for one in reversed(lines) if one["lines"]]
    return drawing(lines=shown, legend={"title": title, "rows": rows})


def _leg(leg: Leg, tiles: Tiles) -> dict[str, Any]:
    way = shapely.LineString(leg.path) if len(leg.path) > 1 else shapely.LineString()
    if leg.mode is Mode.TRANSIT:
        colour = _colour(leg)
        return line(way, tiles, colour=colour, width=_RIDE_WIDTH, casing_width=_CASING_WIDTH)
    return line(way, tiles, colour=colours.ROUTE, width=_WALK_WIDTH, dash=_WALK_DASHES)


def _colour(leg: Leg) -> str:
    return leg.line.colour if leg.line and leg.line.colour else colours.ROUTE


def _stops(journey: Journey, language: Language, tiles: Tiles) -> list[dict[str, Any]]:
    """Where one gets on and off, each stop once."""
    found: dict[str, dict[str, Any]] = {}
    for leg in journey.legs:
        if leg.mode is not Mode.TRANSIT:
            continue
        for name, (lon, lat) in ((leg.place, leg.path[0]), (leg.to, leg.path[-1])):
            text = name[language]
            found.setdefault(
                text,
                symbol(
                    f"stop-{text}",
                    Point(float(lon), float(lat)),
                    tiles,
                    fill=_colour(leg),
                    radius=5,
                    label=text,
                    priority=94,
                    chosen=True,
                    popup=(text,),
                ),
            )
    return list(found.values())
