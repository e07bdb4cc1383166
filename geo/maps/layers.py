"""Answers as layers for the base map: bands, hubs, places, the clicked spot, the route."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import folium
import shapely

from geo.maps import colours
from geo.maps.datum import Language, Tiles
from geo.maps.drawing import area, drawing, line, position_line, symbol
from geo.measures.bands import rings
from geo.model import Accuracy, Combine, Hub, Isochrone, Place, Route, Spot

_OUTLINE_WIDTH = 1.2
_ALL_OUTLINE_WIDTH = 2.4
_ALL_OPACITY = 0.1
_ALL_DASHES: tuple[tuple[float, ...], ...] = ((), (8, 4), (2, 4))
_VERTEX_BUDGET = 40_000
_FINEST_DEGREES, _COARSEST_DEGREES = 5e-5, 2e-3
_HUB_PRIORITY = {"airport": 60, "rail": 55, "metro": 40}


def isochrone_layer(
    isochrone: Isochrone, words: Mapping[str, str], tiles: Tiles = "offline"
) -> folium.FeatureGroup:
    """Bands as rings, the nearest darkest, with a legend in minutes.

    What any of several places reaches is filled; what all of them reach is outlined.
    """
    question = isochrone.question
    every = question.combine is Combine.ALL and len(question.spots) > 1
    ordered = colours.band_colours(len(isochrone.bands))
    opacity = _ALL_OPACITY if every else colours.BAND_OPACITY
    shapes, outlines = _display(isochrone)
    filled = zip(shapes, ordered, strict=True)
    areas = [area(ring, tiles, fill=colour, opacity=opacity) for ring, colour in filled]
    lines = [
        line(outline, tiles, **_outline(colour, place, every))
        for place, (outline, colour) in enumerate(zip(outlines, ordered, strict=True))
    ]
    return drawing(
        areas=[shown for shown in areas if shown["rings"]],
        lines=[shown for shown in reversed(lines) if shown["lines"]],
        legend=_band_legend(isochrone, ordered, opacity, every, words),
    )


def hubs_layer(
    hubs: Sequence[Hub],
    chosen: Collection[str],
    words: Mapping[str, str],
    language: Language,
    tiles: Tiles = "offline",
    details: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> folium.FeatureGroup:
    """Hubs as dots with names, the chosen ones red and larger.

    By hub id, `details` adds a line to the popup and `links` the address of the times from there.
    """
    extra, onward = details or {}, links or {}
    points = [
        _hub(hub, hub.id in chosen, words, language, tiles, extra, _link(hub.id, onward, words))
        for hub in hubs
    ]
    return drawing(points=sorted(points, key=lambda point: point["priority"]))


def places_layer(
    places: Sequence[Place],
    words: Mapping[str, str],
    language: Language,
    tiles: Tiles = "offline",
    links: Mapping[str, str] | None = None,
) -> folium.FeatureGroup:
    """Places as small symbols; the legend tells each category's own shape and colour.

    `links` has, by the place's id, the address of the times from there.
    """
    categories = sorted({place.category for place in places})
    looks = {category: _look(i) for i, category in enumerate(categories)}
    onward = links or {}
    points = [
        _place(place, looks[place.category], words, language, tiles, _link(place.id, onward, words))
        for place in places
    ]
    names = {place.category: place.kind[language] for place in reversed(places)}
    rows = [
        _row(words.get(f"category.{key}", names[key]), fill, shape=shape)
        for key, (fill, shape) in looks.items()
    ]
    if any(place.accuracy is Accuracy.ILLUSTRATIVE for place in places):
        hollow = {**_row(words["map.illustrative"], colours.INK), "opacity": 0.15, "dash": True}
        rows.append(hollow)
    return drawing(points=points, legend={"title": words["map.places"], "rows": rows})


def spot_layer(
    spot: Spot,
    language: Language,
    tiles: Tiles = "offline",
    lines: Sequence[str] = (),
    link: tuple[str, str] | None = None,
) -> folium.FeatureGroup:
    """The place that was clicked, as a pin; `lines` are more lines of its popup, `link` the text
    and the address of the way on."""
    name = spot.name[language]
    pin = symbol(
        spot.id,
        spot.point,
        tiles,
        fill=colours.SPOT,
        shape="pin",
        radius=7,
        label=name,
        priority=100,
        chosen=True,
        popup=(name, *lines) if name else lines,
        link=link,
    )
    return drawing(points=[pin])


def route_layer(
    route: Route, words: Mapping[str, str], language: Language, tiles: Tiles = "offline"
) -> folium.FeatureGroup:
    """A route as one cased line with its two ends named."""
    way = shapely.LineString(route.line) if len(route.line) > 1 else shapely.LineString()
    ends = [
        end_symbol(route.origin, words["map.origin"], "circle", language, tiles),
        end_symbol(route.destination, words["map.destination"], "square", language, tiles),
    ]
    shown = line(way, tiles, colour=colours.ROUTE, width=4.5, casing_width=3.5)
    return drawing(lines=[shown] if shown["lines"] else [], points=ends)


def clicked(
    spots: Sequence[Hub | Place | Spot], lon: float, lat: float, tolerance_degrees: float = 2e-5
) -> str | None:
    """The id of what a clicked symbol at these degrees (WGS-84) stands for, None for nothing."""
    apart = {spot.id: max(abs(spot.point.lon - lon), abs(spot.point.lat - lat)) for spot in spots}
    nearest = min(apart, key=apart.__getitem__, default=None)
    return nearest if nearest is not None and apart[nearest] <= tolerance_degrees else None


def _display(isochrone: Isochrone) -> tuple[list[Any], list[Any]]:
    """Rings and outlines as they are, or all together coarser where they are too many to send."""
    whole = shapes = [shape for _, shape in rings(isochrone)]
    outlines = [band.outline for band in isochrone.bands]
    tolerance = _FINEST_DEGREES
    while shapely.get_num_coordinates(shapes).sum() > _VERTEX_BUDGET:
        shapes = list(shapely.coverage_simplify(whole, tolerance))
        outlines = [shapely.simplify(band.outline, tolerance) for band in isochrone.bands]
        tolerance *= 2
        if tolerance > _COARSEST_DEGREES:
            break
    return shapes, outlines


def _outline(colour: str, place: int, every: bool) -> dict[str, Any]:
    if not every:
        return {"colour": colours.darker(colour, 0.1), "width": _OUTLINE_WIDTH}
    dash = _ALL_DASHES[min(place, len(_ALL_DASHES) - 1)]
    return {"colour": colours.darker(colour), "width": _ALL_OUTLINE_WIDTH, "dash": dash}


def _band_legend(
    isochrone: Isochrone,
    ordered: Sequence[str],
    opacity: float,
    every: bool,
    words: Mapping[str, str],
) -> dict[str, Any]:
    rows = []
    limits = [0, *(band.minutes for band in isochrone.bands)]
    for place, ((least, most), colour) in enumerate(zip(pairwise(limits), ordered, strict=True)):
        figures = f"≤ {most}" if not least else f"{least}–{most}"
        outline = _outline(colour, place, every)
        row = {**_row(words["number.minutes"].format(n=figures), colour), "opacity": opacity}
        rows.append(row | {"line": outline["colour"], "width": outline["width"]})
        if outline.get("dash"):
            rows[-1]["dash"] = True
    return {"title": words["map.time_all" if every else "map.time"], "rows": rows}


def _row(text: str, fill: str, shape: str = "") -> dict[str, Any]:
    return {"text": text, "fill": fill, "opacity": 1, "line": fill, "shape": shape}


def _hub(
    hub: Hub,
    chosen: bool,
    words: Mapping[str, str],
    language: Language,
    tiles: Tiles,
    details: Mapping[str, str],
    link: tuple[str, str] | None,
) -> dict[str, Any]:
    name = hub.name[language]
    kind = words.get(f"hub.{hub.kind}", hub.kind)
    what = " · ".join([kind, *hub.lines]) if hub.lines else kind
    return symbol(
        hub.id,
        hub.point,
        tiles,
        fill=colours.CHOSEN if chosen else colours.INK,
        radius=7 if chosen else 5,
        label=name,
        priority=90 if chosen else _HUB_PRIORITY.get(hub.kind, 45),
        zoom=0 if chosen or hub.kind != "metro" else 11,
        chosen=chosen,
        hollow=hub.accuracy is Accuracy.ILLUSTRATIVE,
        popup=(name, what, details.get(hub.id, ""), position_line(hub, words)),
        link=link,
    )


def _place(
    place: Place,
    look: tuple[str, str],
    words: Mapping[str, str],
    language: Language,
    tiles: Tiles,
    link: tuple[str, str] | None,
) -> dict[str, Any]:
    name = place.name[language]
    fill, shape = look
    return symbol(
        place.id,
        place.point,
        tiles,
        fill=fill,
        shape=shape,
        radius=5 if place.accuracy is Accuracy.ILLUSTRATIVE else 4,
        label=name,
        priority=10,
        zoom=14,
        hollow=place.accuracy is Accuracy.ILLUSTRATIVE,
        popup=(name, place.kind[language], position_line(place, words)),
        link=link,
    )


def end_symbol(
    spot: Spot, role: str, shape: str, language: Language, tiles: Tiles
) -> dict[str, Any]:
    """One end of a way, named."""
    return symbol(
        f"{shape}-{spot.id}",
        spot.point,
        tiles,
        fill=colours.ROUTE,
        shape=shape,
        radius=6,
        label=spot.name[language],
        priority=95,
        chosen=True,
        popup=(spot.name[language], role),
    )


def _link(
    id: str, addresses: Mapping[str, str], words: Mapping[str, str]
) -> tuple[str, str] | None:
    """The way on from a popup, where there is one."""
    return (words["map.times_from"], addresses[id]) if id in addresses else None


def _look(number: int) -> tuple[str, str]:
    """Colour and shape of the n-th category: colours first, then the next shape."""
    fills, shapes = colours.CATEGORIES, colours.SHAPES
    return fills[number % len(fills)], shapes[(number + number // len(fills)) % len(shapes)]
