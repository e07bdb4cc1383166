"""Gridville: a made-up town in metres, whose travel times follow from blocks and speeds on paper.

Eleven streets run east and eleven run north, 200 m apart, the first ones through (0, 0). The fifth
street east, y = 1000, is Main Road (primary, 60 km/h); the fifth north, x = 1000, is One Way
(secondary, 50 km/h, northbound only); all others are residential (30 km/h). A river lies between
y = 1440 and y = 1560; only the streets x = 400 and x = 1600 cross it, on bridges. A motorway runs
along y = -300 with ramps at both ends. Two streets on an island east of the town, x 3000 to 3200,
meet nothing else. The data map no lights, so the one crossing of larger roads counts as lit.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from geo.crs import to_degrees
from geo.model import Name, Point, Spot

METRES = "EPSG:32631"
EAST, NORTH = 500_000.0, 5_000_000.0
BLOCK = 200.0
STREETS = 11
BRIDGES = (400.0, 1600.0)
RIVER = (1440.0, 1560.0)
HUBS = {"station": (1000.0, 400.0), "airport": (1900.0, 1000.0), "north": (600.0, 1900.0)}


def at(x: float, y: float) -> Point:
    """A point of Gridville by its metres from the first corner."""
    lon, lat = to_degrees(EAST + x, NORTH + y, METRES)
    return Point(round(float(lon), 8), round(float(lat), 8))


def spot(x: float, y: float, id: str = "here") -> Spot:
    """A place to ask about."""
    return Spot(id, Name("这里", "here"), at(x, y))


def write_gridville(folder: Path, **texts: str) -> Path:
    """Write the town folder; `texts` may replace any name: town, street, hub."""
    folder.mkdir(parents=True, exist_ok=True)
    roads = [_feature(f"r{i}", road, texts) for i, road in enumerate(_roads())]
    _write(folder / "roads.geojson", roads)
    _write(folder / "water.geojson", [_river()])
    _write(folder / "hubs.geojson", [_hub(id, *xy, texts) for id, xy in HUBS.items()])
    (folder / "town.toml").write_text(_toml(texts), encoding="utf-8")
    return folder


def _roads() -> list[dict[str, Any]]:
    ticks = [i * BLOCK for i in range(STREETS)]
    roads: list[dict[str, Any]] = []
    for y in ticks:
        kind = "primary" if y == 1000 else "residential"
        name = "Main Road" if y == 1000 else f"Street {y / BLOCK:.0f} East"
        roads.append({"highway": kind, "name": name, "line": [(x, y) for x in ticks]})
    for x in ticks:
        tags = {"highway": "residential", "name": f"Street {x / BLOCK:.0f} North"}
        if x == 1000:
            tags = {"highway": "secondary", "name": "One Way", "oneway": "yes"}
        roads.append({**tags, "line": [(x, y) for y in ticks if y < RIVER[0]]})
        roads.append({**tags, "line": [(x, y) for y in ticks if y > RIVER[1]]})
        if x in BRIDGES:
            roads.append({**tags, "bridge": "yes", "line": [(x, 1400.0), (x, 1600.0)]})
    fast = [(0.0, -300.0), (2000.0, -300.0)]
    roads.append({"highway": "motorway", "name": "Fast", "oneway": "no", "line": fast})
    for x in (0.0, 2000.0):
        line = [(x, -300.0), (x, 0.0)]
        roads.append({"highway": "motorway_link", "name": "", "oneway": "no", "line": line})
    isle = [(3000.0, 1000.0), (3200.0, 1000.0), (3200.0, 1200.0)]
    roads.append({"highway": "residential", "name": "Island", "line": isle})
    return roads


def _degrees(line: list[tuple[float, float]]) -> list[list[float]]:
    return [[at(x, y).lon, at(x, y).lat] for x, y in line]


def _feature(id: str, road: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    tags = {key: value for key, value in road.items() if key not in {"line", "name"}}
    name = texts.get("street", road["name"])
    properties = {"id": id, **tags, "name_zh": name, "name_en": name, **_said("approximate")}
    return _geo(properties, "LineString", _degrees(road["line"]))


def _river() -> dict[str, Any]:
    south, north = RIVER
    ring = [(-400.0, south), (2400.0, south), (2400.0, north), (-400.0, north), (-400.0, south)]
    named = {"id": "river", "name_zh": "河", "name_en": "River", **_said("approximate")}
    return _geo(named, "Polygon", [_degrees(ring)])


def _hub(id: str, x: float, y: float, texts: dict[str, str]) -> dict[str, Any]:
    name = texts.get("hub", id.title())
    kind = {"airport": "airport", "station": "rail"}.get(id, "metro")
    named = {"id": id, "name_zh": name, "name_en": name, "kind": kind, **_said("surveyed")}
    return _geo(named, "Point", _degrees([(x, y)])[0])


def _said(accuracy: str) -> dict[str, str]:
    return {"accuracy": accuracy, "source": "made up", "as_of": "2026-01-01"}


def _geo(properties: dict[str, Any], kind: str, coordinates: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _write(path: Path, features: list[dict[str, Any]]) -> None:
    whole = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


def _toml(texts: dict[str, str]) -> str:
    name = json.dumps(texts.get("town", "Gridville"), ensure_ascii=False)
    centre, low, high = at(1000, 1000), at(-600, -600), at(3600, 2600)
    source = (
        'origin = { zh = "虚构", en = "made up" }\nlicence = "CC0-1.0"\nas_of = "2026-01-01"\n'
        'accuracy = "approximate"\ndatum = "WGS-84"\n'
    )
    keys = ("roads", "hubs", "water")
    sources = "".join(f'\n[[source]]\nfile = "{key}"\n{source}' for key in keys)
    return (
        f"name = {{ zh = {name}, en = {name} }}\n"
        f"centre = [{centre.lon}, {centre.lat}]\n"
        f"bounds = [{low.lon}, {low.lat}, {high.lon}, {high.lat}]\n"
        f'metres = "{METRES}"\ntimezone = "Europe/Paris"\n\n[files]\n'
        'roads = "roads.geojson"\nhubs = "hubs.geojson"\nwater = "water.geojson"\n' + sources
    )
