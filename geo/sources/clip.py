"""A town's part of an OpenStreetMap extract: its streets, its water and its places."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from osmium.filter import EntityFilter, KeyFilter, TagFilter
from osmium.osm import AREA, NODE, RELATION, Area, Node, Relation
from osmium.osm.mutable import Node as NewNode
from osmium.osm.mutable import Way as NewWay

from geo.errors import SourceError
from geo.model import Bounds, Ints, Name, Progress, Ways, no_progress
from geo.sources.osm_file import faults_of, osm_file, read_numbered
from geo.sources.place_kinds import kind_keys, kind_of, name_of
from geo.sources.ways import take, touching

SOURCE = "OpenStreetMap"
WATER: Mapping[str, tuple[str, ...]] = {
    "natural": ("water", "bay", "strait"),
    "waterway": ("riverbank", "dock"),
    "landuse": ("reservoir", "basin"),
}
"""Tags of areas of water. The open sea is not among them: OpenStreetMap has only its coastline."""

Feature = dict[str, Any]
_DIGITS = 7  # of a degree: a centimetre
_LETTER = {"node": "n", "way": "w", "relation": "r"}


def clip_streets(
    extract: Path, bounds: Bounds, out: Path, progress: Progress = no_progress
) -> tuple[int, str]:
    """Write the streets that touch `bounds` to `out` (.osm.pbf), whole and with their nodes' tags.

    Gives their number and the data's date, '' where unknown. Turn restrictions between them come
    along. Raises SourceError where the extract is broken or holds none.
    """
    ways, numbers = read_numbered(extract, progress)
    kept = take(ways, touching(ways, bounds))
    if not len(kept):
        raise SourceError(
            extract,
            "none of its streets lies within the town's bounds",
            "Take an extract of the region that the town lies in.",
        )
    header = osmium.io.Header()
    if ways.as_of:
        header.set("osmosis_replication_timestamp", f"{ways.as_of}T00:00:00Z")
    with osmium.SimpleWriter(str(out), header=header, overwrite=True) as writer:
        _write_streets(writer, kept, numbers)
        _copy_restrictions(extract, set(kept.ids), writer)
    return len(set(kept.ids)), ways.as_of


def _write_streets(writer: osmium.SimpleWriter, ways: Ways, numbers: Ints) -> None:
    for place in np.unique(ways.refs).tolist():
        where = (float(ways.lon[place]), float(ways.lat[place]))
        tags = ways.node_tags.get(place, {})
        writer.add_node(NewNode(id=int(numbers[place]), location=where, tags=tags))
    refs, offsets = numbers[ways.refs].tolist(), ways.offsets.tolist()
    spare = max(map(int, ways.ids))
    seen: set[int] = set()
    for number, tags, first, end in zip(
        map(int, ways.ids), ways.tags, offsets[:-1], offsets[1:], strict=True
    ):
        if number in seen:  # the rest of a way that fell apart at a missing node
            spare = number = spare + 1
        seen.add(number)
        writer.add_way(NewWay(id=number, nodes=refs[first:end], tags=tags))


def _copy_restrictions(extract: Path, kept: set[str], writer: osmium.SimpleWriter) -> None:
    found = osmium.FileProcessor(osm_file(extract), RELATION)
    for relation in found.with_filter(TagFilter(("type", "restriction"))):
        if isinstance(relation, Relation):
            ways = [str(member.ref) for member in relation.members if member.type == "w"]
            if ways and kept.issuperset(ways):
                writer.add_relation(relation)


def clip_layers(extract: Path, bounds: Bounds, as_of: str) -> tuple[list[Feature], list[Feature]]:
    """Features of water (areas, cut to `bounds`) and of places (points within `bounds`).

    Raises SourceError for a broken extract.
    """
    keys = KeyFilter(*WATER, *kind_keys())
    found = osmium.FileProcessor(osm_file(extract)).with_areas(keys)
    found = found.with_filter(EntityFilter(NODE | AREA)).with_filter(keys)
    cutter = _Cutter(bounds, as_of)
    with faults_of(extract):
        for thing in found:
            if isinstance(thing, Node):
                cutter.node(thing)
            elif isinstance(thing, Area):
                cutter.area(thing)
    return cutter.water, cutter.places


class _Cutter:
    """Takes nodes and areas one by one, and keeps what is water or a place within the bounds."""

    def __init__(self, bounds: Bounds, as_of: str) -> None:
        self._box = shapely.box(*bounds)
        self._as_of = as_of
        self._shapes = osmium.geom.WKBFactory()
        self.water: list[Feature] = []
        self.places: list[Feature] = []

    def node(self, node: Node) -> None:
        if kind_of(tags := dict(node.tags)) and node.location.valid():
            point = shapely.Point(node.location.lon, node.location.lat)
            self._place(f"osm-n{node.id}", tags, point)

    def area(self, area: Area) -> None:
        tags = dict(area.tags)
        water = any(tags.get(key) in values for key, values in WATER.items())
        if not water and not kind_of(tags):
            return
        try:
            shape = shapely.from_wkb(self._shapes.create_multipolygon(area))
        except (RuntimeError, shapely.errors.GEOSException):
            return  # rings that do not close make no area
        id = f"osm-{'w' if area.from_way() else 'r'}{area.orig_id()}"
        if water:
            self._water(id, tags, shape)
        else:
            self._place(id, tags, shapely.make_valid(shape).representative_point())

    def _water(self, id: str, tags: dict[str, str], shape: Any) -> None:
        cut = shapely.intersection(shapely.make_valid(shape), self._box)
        parts = [part for part in shapely.get_parts(cut) if part.geom_type == "Polygon"]
        if parts:
            whole = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
            self.water.append(_feature(id, name_of(tags), self._as_of, whole))

    def _place(self, id: str, tags: dict[str, str], point: Any) -> None:
        kind = kind_of(tags)
        if kind is None or not self._box.intersects(point):
            return
        name = name_of(tags)
        if not name.zh and not name.en:
            name = kind.name  # a park without a name is still a park
        said = {"category": kind.category}
        said |= {"subcategory_zh": kind.name.zh, "subcategory_en": kind.name.en}
        self.places.append(_feature(id, name, self._as_of, point, said))


def _feature(
    id: str, name: Name, as_of: str, shape: Any, more: Mapping[str, str] | None = None
) -> Feature:
    properties = {"id": id, "name_zh": name.zh, "name_en": name.en, **(more or {})}
    properties |= {"accuracy": "surveyed", "source": SOURCE, "as_of": as_of}
    rounded = shapely.transform(shape, lambda xy: np.round(xy, _DIGITS))
    geometry = json.loads(shapely.to_geojson(rounded))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write_features(path: Path, features: Iterable[Feature]) -> None:
    """Write a FeatureCollection, one feature a line."""
    lines = (json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    body = ",\n".join(lines)
    text = f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'
    path.write_text(text, encoding="utf-8")
