"""Names on the base map: waters and parks in their widest part, streets along themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import atan2, cos, degrees, radians
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame

from geo.maps.ground import Street, name_of, rows

_SMALLEST_NAMED = 2e-6  # square degrees, about 2 hectares
_METRES_PER_DEGREE = 111_320.0
_STREET_ZOOM = {
    "motorway": 13,
    "trunk": 13,
    "primary": 13,
    "secondary": 14,
    "tertiary": 15,
    "minor": 16,
}
_BETWEEN_METRES = 900.0  # so that a long street is named in about every view
_SHORTEST_METRES = 60.0
_STRAIGHT = 0.97  # of its length the chord of the stretch under a name must span


def area_names(frame: GeoDataFrame, kind: str) -> list[dict[str, Any]]:
    """One label for each name, in its largest polygon; the larger, the farther it is seen."""
    largest: dict[str, tuple[float, dict[str, str], Any]] = {}
    for row, shape in rows(frame):
        name = name_of(row)
        key, area = name["zh"] or name["en"], shape.area
        if key and area >= _SMALLEST_NAMED and area > largest.get(key, (0.0,))[0]:
            largest[key] = (area, name, shape)
    return [_area_label(kind, *found) for found in largest.values()]


def street_names(streets: Iterable[Street]) -> dict[str, list[dict[str, Any]]]:
    """Labels along the straight stretches of named streets, by the class they are drawn as."""
    lines: dict[tuple[str, str, str], list[Any]] = {}
    for street in streets:
        name, kind = street.name, street.drawn_as
        if kind in _STREET_ZOOM and (name.zh or name.en) and len(street.degrees) > 1:
            key = (kind, name.zh, name.en)
            lines.setdefault(key, []).append(shapely.LineString(street.degrees))
    labels: dict[str, list[dict[str, Any]]] = {}
    for (kind, zh, en), parts in lines.items():
        merged = shapely.line_merge(shapely.MultiLineString(parts))
        places = [place for line in _singles(merged) for place in _stretches(line)]
        if places:
            shown = {"zh": zh, "en": "" if en == zh else en}  # each serves for the other
            labels.setdefault(kind, []).append(_street_label(kind, shown, places))
    return labels


def _street_label(kind: str, name: dict[str, str], places: list[list[float]]) -> dict[str, Any]:
    zoom = _STREET_ZOOM[kind]
    return {
        "kind": "street",
        "name": name,
        "zoom": zoom,
        "priority": 5 - zoom / 10,
        "places": places,
    }


def _area_label(kind: str, area: float, name: dict[str, str], shape: Any) -> dict[str, Any]:
    part = max(getattr(shape, "geoms", [shape]), key=lambda polygon: polygon.area)
    middle = shapely.get_point(shapely.maximum_inscribed_circle(part, 1e-4), 0)
    zoom = int(np.clip(round(15.5 - np.log2(np.sqrt(area) / 2e-3)), 10, 16))
    return {
        "kind": kind,
        "name": name,
        "zoom": zoom,
        "priority": 16 - zoom,
        "places": [[round(middle.x, 5), round(middle.y, 5)]],
    }


def _singles(geometry: Any) -> list[Any]:
    return list(getattr(geometry, "geoms", [geometry]))


def _stretches(line: Any) -> Iterator[list[float]]:
    """Middles of about even, straight stretches of a line: lon, lat, angle, metres."""
    wide = cos(radians(line.coords[0][1]))
    flat = shapely.transform(line, lambda xy: xy * [wide * _METRES_PER_DEGREE, _METRES_PER_DEGREE])
    metres = flat.length
    if metres < _SHORTEST_METRES:
        return
    count = max(1, round(metres / _BETWEEN_METRES))
    reach = min(metres / count / 2, 200.0)
    for i in range(count):
        at = (i + 0.5) * metres / count
        start, middle, end = (flat.interpolate(at + step) for step in (-reach, 0.0, reach))
        east, north = end.x - start.x, end.y - start.y
        if np.hypot(east, north) < _STRAIGHT * 2 * reach:
            continue
        yield [
            round(middle.x / wide / _METRES_PER_DEGREE, 5),
            round(middle.y / _METRES_PER_DEGREE, 5),
            _upright(-degrees(atan2(north, east))),
            round(2 * reach),
        ]


def _upright(angle: float) -> int:
    """The same direction, turned so that no name stands on its head."""
    return round((angle + 90) % 180 - 90)
