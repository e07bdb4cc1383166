"""A town -> everything of it that has a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely

from geo.model import Name, Named, Point, Town
from geo.sources.industry import read_enterprises, read_services, read_valleys
from geo.sources.layers import read_hubs, read_layer, read_places

_BY_LAYER = {"attractions": "attraction", "metro_stations": "station", "parcels": "parcel"}


def named_of(town: Town) -> tuple[Named, ...]:
    """All that can be searched for; an id, or a station's name, that stands twice is one thing.

    Raises TownError or SourceError for files that cannot be used.
    """
    found: dict[str, Named] = {}
    stations = {hub.name.zh for hub in read_hubs(town)}
    for one in _all(town):
        if one.kind == "station" and one.name.zh in stations:
            continue
        found.setdefault(f"{one.kind if one.kind == 'service' else ''}/{one.id}", one)
    return tuple(found.values())


def _all(town: Town) -> Iterator[Named]:
    places = read_places(town)
    for hub in read_hubs(town):
        yield Named("hub", hub.id, hub.name, hub.point)
    for valley in read_valleys(town):
        yield Named("valley", valley.id, valley.name, _within(valley.outline))
    for firm in read_enterprises(town):
        yield Named("enterprise", firm.id, firm.name, firm.point, tuple(filter(None, [firm.also])))
    for place in places:
        kind = "attraction" if place.category == "attraction" else "place"
        yield Named(kind, place.id, place.name, place.point)
    for layer, kind in _BY_LAYER.items():
        yield from _features(town, layer, kind)
    at = {place.id: place.point for place in places}
    for service in read_services(town):
        yield Named("service", service.id, service.name, at.get(service.place))


def _features(town: Town, layer: str, kind: str) -> Iterator[Named]:
    frame = read_layer(town, layer)
    for row, shape in zip(frame.to_dict("records"), frame.geometry.to_numpy(), strict=True):
        name = Name(row["name_zh"] or row["name_en"], row["name_en"] or row["name_zh"])
        if name.zh:
            yield Named(kind, row["id"], name, _within(shape))


def _within(shape: Any) -> Point:
    """A point on the shape."""
    point = shapely.point_on_surface(shape)
    return Point(point.x, point.y)
