"""OpenStreetMap files (.osm.pbf, .osm, .osm.gz, .osm.bz2) into arrays of ways, through pyosmium.

Three quick passes, so that the order of the file does not matter: ways that any mode may use, then
all positions (osmium writes them into a plain array on disk), with the few node tags that matter.
"""

from __future__ import annotations

import contextlib
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.filter import KeyFilter, TagFilter
from osmium.osm import NODE, WAY, Node, Way

from geo.errors import SourceError
from geo.model import Ints, Progress, Ways, no_progress
from geo.sources.ways import keep_runs, without_repeats

ENDINGS = (".osm.pbf", ".osm.gz", ".osm.bz2", ".osm")

_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")
HIGHWAYS = (
    frozenset(_ROADS)
    | {f"{road}_link" for road in _ROADS}
    | {"unclassified", "residential", "living_street", "service", "road", "busway", "track"}
    | {"pedestrian", "footway", "cycleway", "path", "bridleway", "steps", "corridor"}
)
"""Classes that some mode can use; construction, proposed, razed and the like are none of them."""

ACCESS_KEYS = frozenset(
    {"access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot", "motorroad"}
)
WAY_KEYS = (
    ACCESS_KEYS
    | {"highway", "route", "duration", "area", "service", "junction", "oneway", "oneway:bicycle"}
    | {"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"}
    | {"cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway"}
    | {"maxspeed", "maxspeed:forward", "maxspeed:backward", "maxspeed:type", "source:maxspeed"}
    | {"sidewalk", "bridge", "tunnel", "layer", "surface", "incline"}
    | {"name", "name:zh", "name:en", "ref"}
)
NODE_KEYS = (ACCESS_KEYS - {"motorroad"}) | {
    "highway",
    "crossing",
    "crossing:signals",
    "traffic_signals",
    "traffic_signals:direction",
    "barrier",
}

_NODE = np.dtype([("id", "<i8"), ("x", "<i4"), ("y", "<i4")])
_Positions = NDArray[np.int32]
_PER_DEGREE = 1e7  # osmium counts positions in ten-millionths
_UNDATED = 1970  # osmium's year for objects without a time
_WELCOME = frozenset({"yes", "designated", "permissive"})
_AGAIN = "Download the file again, or cut it again with `osmium extract`."


@dataclass
class _Raw:
    """Ways as they stand in the file: OpenStreetMap's own node numbers, ways back to back."""

    refs: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    tags: list[dict[str, str]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    newest: str = ""


def read_osm(path: Path, progress: Progress = no_progress) -> Ways:
    """Every way of an OpenStreetMap file that some mode may use, with the tags that routing needs.

    Raises SourceError where the file is missing, broken, cut off, not OpenStreetMap's, or holds no
    street.
    """
    with _faults_of(path):
        raw, date = _read_ways(path)
        progress("roads", 0.5)
        ids, positions, node_tags = _read_nodes(path, min(raw.refs, default=0) < 0)
        progress("roads", 0.8)
    if not raw.ids:
        raise SourceError(
            path,
            "it holds no street" if len(ids) else "it is empty",
            "Give an extract with its ways tagged highway=*, cut to more than the town's bounds.",
        )
    notes: list[str] = []
    ways = _placed(path, _once(raw, notes), (ids, positions, node_tags), notes)
    progress("roads", 1.0)
    return replace(ways, as_of=date or raw.newest, notes=tuple(notes))


@contextlib.contextmanager
def _faults_of(path: Path) -> Iterator[None]:
    """What osmium raises as a SourceError that names the file and the mend."""
    if not path.is_file():
        raise SourceError(path, "there is no such file", "Check the path.")
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        problem = f"it cannot be read as OpenStreetMap data ({error})"
        raise SourceError(path, problem, _AGAIN) from error


def _file(path: Path) -> osmium.io.File:
    """The file with its format said, so that capitals in its ending do no harm."""
    name = path.name.lower()
    ending = next((known for known in ENDINGS if name.endswith(known)), ".osm.pbf")
    return osmium.io.File(str(path), ending.removeprefix("."))


def _read_ways(path: Path) -> tuple[_Raw, str]:
    """Usable ways in the file's order, and the date in the file's head ('' without one)."""
    wanted = [("highway", value) for value in (*HIGHWAYS, "platform")] + [("route", "ferry")]
    processor = osmium.FileProcessor(_file(path), WAY).with_filter(TagFilter(*wanted))
    head = processor.header
    date = head.get("osmosis_replication_timestamp") or head.get("timestamp")
    raw = _Raw()
    for way in processor:
        if isinstance(way, Way) and way.visible:
            _add(raw, way, dated=bool(date))
    return raw, date[:10]


def _add(raw: _Raw, way: Way, dated: bool) -> None:
    tags = {key: value for key, value in way.tags if key in WAY_KEYS}
    if tags.get("highway") == "platform" and tags.get("foot") not in _WELCOME:
        return
    raw.refs.extend([node.ref for node in way.nodes])
    raw.ends.append(len(raw.refs))
    raw.tags.append(tags)
    raw.ids.append(way.id)
    if not dated and way.timestamp.year > _UNDATED:
        raw.newest = max(raw.newest, way.timestamp.date().isoformat())


def _read_nodes(path: Path, negative: bool) -> tuple[Ints, _Positions, dict[int, dict[str, str]]]:
    """Numbers and positions (1e-7 degrees) of all nodes in the file's order; tags of the few.

    Osmium's index leaves out negative numbers (editors give them to what is not uploaded yet):
    with `negative` they are read one by one.
    """
    tagged, low = _Tagged(), _Negative()
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "nodes"
        index = osmium.index.create_map(f"sparse_file_array,{store}")
        locations = osmium.NodeLocationsForWays(index)
        locations.ignore_errors()
        handlers = [locations, *([low] if negative else []), KeyFilter(*NODE_KEYS), tagged]
        with osmium.io.Reader(_file(path), NODE) as reader:
            osmium.apply(reader, *handlers)
        count = index.used_memory() // _NODE.itemsize
        nodes = np.fromfile(store, dtype=_NODE, count=count)
    nodes = np.concatenate([nodes, np.array(low.nodes, dtype=_NODE)])
    return nodes["id"].astype(np.int64), np.stack([nodes["x"], nodes["y"]], axis=1), tagged.tags


class _Tagged:
    """A handler of osmium: tags that matter of the nodes that have any."""

    def __init__(self) -> None:
        self.tags: dict[int, dict[str, str]] = {}

    def node(self, node: Node) -> None:
        self.tags[node.id] = {key: value for key, value in node.tags if key in NODE_KEYS}


class _Negative:
    """A handler of osmium: nodes with negative numbers."""

    def __init__(self) -> None:
        self.nodes: list[tuple[int, int, int]] = []

    def node(self, node: Node) -> None:
        if node.id < 0:
            self.nodes.append((node.id, node.location.x, node.location.y))


def _once(raw: _Raw, notes: list[str]) -> Ways:
    """Each way once (the last counts), its nodes still by OpenStreetMap's numbers."""
    offsets = np.concatenate([[0], np.frombuffer(raw.ends, dtype=np.int64)]).astype(np.int64)
    refs = np.frombuffer(raw.refs, dtype=np.int64)
    last = {number: place for place, number in enumerate(raw.ids)}
    tags, ids = raw.tags, raw.ids
    if len(last) < len(ids):
        notes.append(f"{len(ids) - len(last)} ways stand in the file twice; the last one counts")
        kept = np.array(sorted(last.values()))
        lengths = np.diff(offsets)
        chosen = np.zeros(len(ids), dtype=bool)
        chosen[kept] = True
        refs = refs[np.repeat(chosen, lengths)]
        offsets = np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int64)
        tags, ids = [tags[i] for i in kept.tolist()], [ids[i] for i in kept.tolist()]
    offsets, refs = without_repeats(offsets, refs)
    nothing = np.empty(0)
    return Ways(nothing, nothing, offsets, refs, tags, [str(number) for number in ids])


def _placed(
    path: Path,
    ways: Ways,
    nodes: tuple[Ints, _Positions, dict[int, dict[str, str]]],
    notes: list[str],
) -> Ways:
    """The ways on positions; they fall apart at nodes that the file does not hold."""
    known, positions, tags = nodes
    known, positions = _sorted_once(known, positions, notes)
    place = np.searchsorted(known, ways.refs)
    place[place == len(known)] = 0
    found = known[place] == ways.refs if len(known) else np.zeros(len(ways.refs), dtype=bool)
    if not found.all():
        count = int((~found).sum())
        notes.append(f"{count} nodes of ways are not in the file; the ways fall apart there")
    if not found.any():
        raise SourceError(
            path,
            "its streets' nodes are not in the file",
            "Cut the extract again with complete ways (`osmium extract --strategy complete_ways`).",
        )
    whole = replace(
        ways,
        lon=positions[:, 0].astype(np.float64) / _PER_DEGREE,
        lat=positions[:, 1].astype(np.float64) / _PER_DEGREE,
        refs=place,
        node_tags=_by_place(known, tags),
    )
    return keep_runs(whole, found)


def _sorted_once(known: Ints, positions: _Positions, notes: list[str]) -> tuple[Ints, _Positions]:
    """Nodes by ascending number, each once (the last in the file counts), on the globe only."""
    inside = (np.abs(positions[:, 0]) <= 180 * _PER_DEGREE) & (
        np.abs(positions[:, 1]) <= 90 * _PER_DEGREE
    )
    known, positions = known[inside], positions[inside]
    if np.any(known[1:] <= known[:-1]):
        order = np.argsort(known, kind="stable")
        known, positions = known[order], positions[order]
    last = np.append(known[1:] != known[:-1], True)[: len(known)]
    if not last.all():
        notes.append(f"{int((~last).sum())} nodes stand in the file twice; the last one counts")
    return known[last], positions[last]


def _by_place(known: Ints, tags: dict[int, dict[str, str]]) -> dict[int, dict[str, str]]:
    """Tags by place in `known`, instead of by OpenStreetMap's number."""
    numbers = np.array(list(tags), dtype=np.int64)
    places = np.searchsorted(known, numbers)
    places[places == len(known)] = 0
    right = known[places] == numbers if len(known) else np.zeros(len(numbers), dtype=bool)
    pairs = zip(places.tolist(), tags.values(), right.tolist(), strict=True)
    return {place: kept for place, kept, exact in pairs if exact and kept}
