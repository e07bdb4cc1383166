"""The town's own base map as files that the browser fetches once: roads, water, green, metro.

The first file holds what is seen from afar; the lesser streets lie in a second one that is fetched
only near enough to draw them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame

from geo.crs import to_degrees
from geo.errors import CacheError
from geo.maps.assets import STATIC
from geo.maps.encode import encode_lines, encode_polygons
from geo.model import Floats, Town
from geo.network.graph import Network
from geo.network.rules import CLASSES, CODE
from geo.sources.layers import read_layer
from geo.study import Study

STREETS_ZOOM = 13
"""From this zoom on the lesser streets are fetched and drawn."""

_FORMAT = 1
_DRAWN_AS = {
    "motorway": "motorway",
    "trunk": "trunk",
    "primary": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "unclassified": "minor",
    "residential": "minor",
    "living_street": "minor",
    "service": "minor",
    "pedestrian": "minor",
    "track": "path",
    "cycleway": "path",
    "footway": "path",
    "path": "path",
    "steps": "path",
}
_LESSER = ("minor", "path")
_TOLERANCE_DEGREES = {"minor": 3e-5, "path": 3e-5}  # about 3 m
_MAIN_TOLERANCE_DEGREES = 2e-5
_SMALLEST_NAMED = 2e-6  # square degrees, about 2 hectares


def prepare_basemap(study: Study, static: Path = STATIC) -> str:
    """Write the study's base map under `static` unless it is there; its address below that folder.

    Raises CacheError where the folder cannot be written.
    """
    town = study.town
    digest = _digest(study)
    found = _address(town, digest)
    if (static / found).is_file():
        return found
    return basemap_file(
        town,
        network_roads(study.network, town.metres),
        read_layer(town, "water"),
        read_layer(town, "green"),
        read_layer(town, "metro_lines"),
        read_layer(town, "metro_stations"),
        static,
        digest,
    )


def _digest(study: Study) -> str:
    """Of everything drawn: the study's own digest knows roads and water only."""
    known = hashlib.sha256(f"{_FORMAT} {study.digest}".encode())
    for key in ("green", "metro_lines", "metro_stations"):
        if key in study.town.files:
            known.update(key.encode() + study.town.files[key].read_bytes())
    return known.hexdigest()[:12]


def network_roads(network: Network, metres: str) -> list[tuple[str, Floats]]:
    """Every mapped street as its class and degrees of shape (n, 2); assumed ones are not drawn."""
    lon, lat = to_degrees(network.shape_xy[:, 0], network.shape_xy[:, 1], metres)
    degrees = np.column_stack([lon, lat])
    drawn = np.isin(network.code, [CODE[name] for name in _DRAWN_AS])
    offsets = network.shape_offsets
    return [
        (CLASSES[network.code[i]], degrees[offsets[i] : offsets[i + 1]])
        for i in np.flatnonzero(drawn).tolist()
    ]


def basemap_file(
    town: Town,
    roads: Iterable[tuple[str, Floats]],
    water: GeoDataFrame,
    green: GeoDataFrame,
    metro_lines: GeoDataFrame,
    metro_stations: GeoDataFrame,
    static: Path,
    digest: str,
) -> str:
    """Write a base map's files below `static`; the address of the first, relative to that folder.

    `roads`: OpenStreetMap's class (links such as 'primary_link' count to it) and degrees of shape
    (n, 2). The frames are in EPSG:4326, with name_zh and name_en; lines also `line` and `colour`.
    """
    drawn = _roads(roads)
    streets = {name: lines for name, lines in drawn.items() if name in _LESSER}
    address = _address(town, digest)
    folder = (static / address).parent
    second = f"{digest}-streets.json"
    colours = _line_colours(metro_lines)
    frame = shapely.box(*town.bounds)  # what lies outside would float over an empty map
    first = {
        "version": _FORMAT,
        "green": _polygons(green),
        "water": _polygons(water),
        "roads": {name: lines for name, lines in drawn.items() if name not in _LESSER},
        "metro": _metro(metro_lines, frame),
        "stations": _stations(metro_stations, colours, frame),
        "names": _names(water, "water") + _names(green, "green"),
        "streets": second if streets else None,
    }
    try:
        if streets:
            _write(folder / second, {"version": _FORMAT, "roads": streets})
        _write(static / address, first)
    except OSError as error:
        raise CacheError(
            folder, f"the base map cannot be written ({error})", "Make it writable."
        ) from error
    return address


def _address(town: Town, digest: str) -> str:
    """Plain letters only, so that the address and the path are the same; the digest tells apart."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", town.id)
    return f"towns/{plain}/{digest}.json"


def _roads(roads: Iterable[tuple[str, Floats]]) -> dict[str, list[list[int]]]:
    lines: dict[str, list[Any]] = {}
    for highway, coordinates in roads:
        name = _DRAWN_AS.get(highway.removesuffix("_link"))
        if name and len(coordinates) > 1:
            lines.setdefault(name, []).append(shapely.LineString(coordinates))
    return {name: _road_class(name, parts) for name, parts in lines.items()}


def _road_class(name: str, lines: list[Any]) -> list[list[int]]:
    """Lines of one class, joined where two meet alone, without points that nobody could see."""
    merged = shapely.line_merge(shapely.MultiLineString(lines))
    tolerance = _TOLERANCE_DEGREES.get(name, _MAIN_TOLERANCE_DEGREES)
    return encode_lines(shapely.simplify(merged, tolerance, preserve_topology=False))


def _polygons(frame: GeoDataFrame) -> list[list[list[int]]]:
    if frame.empty:
        return []
    smooth = shapely.simplify(frame.geometry.to_numpy(), _MAIN_TOLERANCE_DEGREES)
    return [rings for shape in smooth for rings in encode_polygons(shape)]


def _metro(lines: GeoDataFrame, frame: Any) -> list[dict[str, Any]]:
    return [
        {
            "line": str(row["line"]),
            "colour": _colour(row.get("colour")),
            "lines": encode_lines(shape.intersection(frame)),
        }
        for row, shape in _rows(lines)
        if shape.intersects(frame)
    ]


def _line_colours(lines: GeoDataFrame) -> dict[str, str]:
    return {str(row["line"]): _colour(row.get("colour")) for row, _ in _rows(lines)}


def _stations(found: GeoDataFrame, colours: Mapping[str, str], frame: Any) -> list[dict[str, Any]]:
    stations = []
    for row, shape in _rows(found):
        point = shape.representative_point()
        if not frame.covers(point):
            continue
        lines = _line_list(row.get("lines"))
        stations.append(
            {
                "name": _name(row),
                "lon": round(point.x, 5),
                "lat": round(point.y, 5),
                "lines": lines,
                "colour": next((colours[line] for line in lines if line in colours), "#3b4a54"),
            }
        )
    return stations


def _names(frame: GeoDataFrame, kind: str) -> list[dict[str, Any]]:
    """One label for each name, in the widest part of its largest polygon; larger ones from afar."""
    largest: dict[str, tuple[float, dict[str, str], Any]] = {}
    for row, shape in _rows(frame):
        name = _name(row)
        key, area = name["zh"] or name["en"], shape.area
        if key and area >= _SMALLEST_NAMED and area > largest.get(key, (0.0,))[0]:
            largest[key] = (area, name, shape)
    return [_label(kind, *found) for found in largest.values()]


def _label(kind: str, area: float, name: dict[str, str], shape: Any) -> dict[str, Any]:
    part = max(getattr(shape, "geoms", [shape]), key=lambda polygon: polygon.area)
    middle = shapely.get_point(shapely.maximum_inscribed_circle(part, 1e-4), 0)
    zoom = int(np.clip(round(15.5 - np.log2(np.sqrt(area) / 2e-3)), 10, 16))
    return {
        "kind": kind,
        "name": name,
        "lon": round(middle.x, 5),
        "lat": round(middle.y, 5),
        "zoom": zoom,
        "priority": 16 - zoom,
    }


def _rows(frame: GeoDataFrame) -> Iterable[tuple[Mapping[Any, Any], Any]]:
    for row in frame.to_dict("records"):
        shape = row.get("geometry")
        if shape is not None and not shape.is_empty:
            yield row, shape


def _name(row: Mapping[Any, Any]) -> dict[str, str]:
    return {language: _text(row.get(f"name_{language}")) for language in ("zh", "en")}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _line_list(value: Any) -> list[str]:
    """Lines as data give them: a list, or one text with commas, semicolons or blanks between."""
    if isinstance(value, str):
        return [part for part in value.replace(";", ",").replace(" ", ",").split(",") if part]
    return [str(part) for part in value] if isinstance(value, (list, tuple, np.ndarray)) else []


def _colour(value: Any) -> str:
    text = _text(value)
    known = (
        len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
    )
    return text if known else "#5b6b75"


def _write(file: Path, content: Mapping[str, Any]) -> None:
    """Written under another name and renamed, so that a reader never sees a part of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream, ensure_ascii=False, separators=(",", ":"))
        Path(name).chmod(0o644)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
