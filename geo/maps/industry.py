"""Valleys and enterprises on the base map: illustrative outlines, and firms in clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import folium
import numpy as np
import shapely

from geo.crs import to_degrees, to_metres
from geo.maps import colours
from geo.maps.datum import Language, Tiles, shift_point
from geo.maps.drawing import accuracy_line, area, drawing, line, source_line, symbol
from geo.measures.fan import fanned_out
from geo.model import Accuracy, Enterprise, Point, Town, Valley

_DASH = (6.0, 4.0)
_OPACITY, _CHOSEN_OPACITY = 0.15, 0.34
_WIDTH, _CHOSEN_WIDTH = 1.2, 2.4
_FIRM = "#0b6e69"
_RADIUS = 5


def valleys_layer(
    valleys: Sequence[Valley],
    chosen: str,
    words: Mapping[str, str],
    language: Language,
    tiles: Tiles = "offline",
) -> folium.FeatureGroup:
    """Valleys as dashed outlines in pale colours with their names; the chosen one (an id) stronger.

    The legend says that the outlines are illustrative.
    """
    areas, lines, points, rows = [], [], [], []
    for number, valley in enumerate(valleys):
        fill = colours.CATEGORIES[number % len(colours.CATEGORIES)]
        strong = valley.id == chosen
        opacity = _CHOSEN_OPACITY if strong else _OPACITY
        width = _CHOSEN_WIDTH if strong else _WIDTH
        edge = colours.darker(fill, 0.25)
        areas.append(area(valley.outline, tiles, fill=fill, opacity=opacity))
        lines.append(line(valley.outline, tiles, colour=edge, width=width, dash=_DASH))
        points.append(_name(valley, edge, strong, words, language, tiles))
        rows.append(
            {
                "text": valley.name[language],
                "fill": fill,
                "opacity": opacity,
                "line": edge,
                "shape": "",
                "dash": True,
            }
        )
    legend = {"title": words["map.valleys"], "rows": rows} if rows else None
    return drawing(areas=areas, lines=lines, points=points, legend=legend)


def _name(
    valley: Valley,
    edge: str,
    strong: bool,
    words: Mapping[str, str],
    language: Language,
    tiles: Tiles,
) -> dict[str, Any]:
    within = shapely.point_on_surface(valley.outline)
    source = source_line(valley.source, valley.as_of)
    said = (accuracy_line(valley.accuracy, words), source)
    return symbol(
        f"valley-{valley.id}",
        Point(float(within.x), float(within.y)),
        tiles,
        fill=edge,
        shape="diamond",
        radius=5,
        label=valley.name[language],
        priority=70 if strong else 65,
        popup=(valley.name[language], valley.sector[language], " · ".join(filter(None, said))),
    )


def firms_layer(
    firms: Sequence[Enterprise],
    town: Town,
    language: Language,
    tiles: Tiles = "offline",
) -> folium.FeatureGroup:
    """Enterprises as points in clusters, those at one address fanned out; hollow where their
    position is only an illustration."""
    places = []
    for firm, (lon, lat) in zip(firms, shown_at(firms, town), strict=True):
        x, y = shift_point(lon, lat, tiles)
        vague = int(firm.accuracy is Accuracy.ILLUSTRATIVE)
        places.append([round(x, 6), round(y, 6), firm.name[language], vague])
    crowd = {"fill": _FIRM, "radius": _RADIUS, "points": places}
    return drawing(crowd=crowd if places else None)


def shown_at(firms: Sequence[Enterprise], town: Town) -> list[tuple[float, float]]:
    """Where each enterprise is drawn, in degrees (WGS-84): those at one address lie around it."""
    lon, lat = [firm.point.lon for firm in firms], [firm.point.lat for firm in firms]
    x, y = to_metres(lon, lat, town.metres)
    shown = fanned_out(np.column_stack([x, y]))
    lon_shown, lat_shown = to_degrees(shown[:, 0], shown[:, 1], town.metres)
    return list(zip(lon_shown.tolist(), lat_shown.tolist(), strict=True))


def firm_layer(
    firm: Enterprise,
    words: Mapping[str, str],
    language: Language,
    tiles: Tiles = "offline",
) -> folium.FeatureGroup:
    """The chosen enterprise as a pin at its address."""
    said = (accuracy_line(firm.accuracy, words), source_line(firm.source, firm.as_of))
    pin = symbol(
        firm.id,
        firm.point,
        tiles,
        fill=colours.SPOT,
        shape="pin",
        radius=7,
        label=firm.name[language],
        priority=100,
        chosen=True,
        popup=(firm.name[language], firm.address, " · ".join(filter(None, said))),
    )
    return drawing(points=[pin])
