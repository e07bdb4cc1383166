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
from geo.model import Ints, Progress, Restriction, Ways, no_progress
from geo.sources.restrictions import Raw, read_restrictions
from geo.sources.tags import HIGHWAYS, NODE_KEYS, WAY_KEYS, is_street
from geo.sources.ways import Flags, drop_unused, keep_runs, take, without_repeats

ENDINGS = (".osm.pbf", ".osm.gz", ".osm.bz2", ".osm")

_NODE = np.dtype([("id", "<i8"), ("x", "<i4"), ("y", "<i4")])
_PER_DEGREE = 1e7  # osmium counts positions in ten-millionths
_UNDATED = 1970  # osmium's year for objects without a time
_AGAIN = "Download the file again, or cut it again with `osmium extract`."


@dataclass
class _Raw:
    """Ways as they stand in the file: OpenStreetMap's own node numbers, ways back to back."""

    refs: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    tags: list[dict[str, str]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    newest: str = ""


@dataclass(frozen=True)
class _Nodes:
    """OpenStreetMap's numbers of nodes, their positions in 1e-7 degrees, and the tags of the few
    that have any that matter."""

    numbers: Ints
    positions: NDArray[np.int32]
    tags: dict[int, dict[str, str]]


def read_osm(path: Path, progress: Progress = no_progress) -> Ways:
    """Every way of an OpenStreetMap file that some mode may use, with the tags that routing needs.

    Raises SourceError where the file is missing, broken, cut off, not OpenStreetMap's, or holds no
    street.
    """
    return read_numbered(path, progress)[0]


def read_numbered(path: Path, progress: Progress = no_progress) -> tuple[Ways, Ints]:
    """The same, and OpenStreetMap's own number of each node, shape (nodes,)."""
    with faults_of(path):
        raw, date = _read_ways(path)
        progress("roads", 0.5)
        nodes = _read_nodes(path, min(raw.refs, default=0) < 0)
        turns = read_restrictions(osm_file(path))
        progress("roads", 0.8)
    if not raw.ids:
        problem = "it holds no street" if len(nodes.numbers) else "it is empty"
        remedy = "Give an extract of the town with ways tagged highway=*."
        raise SourceError(path, problem, remedy)
    notes: list[str] = []
    ways, numbers = _placed(path, _once(raw, notes), nodes, notes)
    ways = replace(ways, restrictions=_at_nodes(turns, numbers))
    return replace(ways, as_of=date or raw.newest, notes=tuple(notes)), numbers


def _at_nodes(turns: list[Raw], numbers: Ints) -> tuple[Restriction, ...]:
    """Restrictions at the nodes that the ways use, by their index."""
    place, found = _look_up(numbers, np.array([turn.via for turn in turns], np.int64))
    rows = zip(turns, place.tolist(), found.tolist(), strict=True)
    return tuple(
        Restriction(str(turn.before), at, str(turn.after), turn.only)
        for turn, at, known in rows
        if known
    )


@contextlib.contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """What osmium raises as a SourceError that names the file and the mend."""
    if not path.is_file():
        raise SourceError(path, "there is no such file", "Check the path.")
    try:
        yield
    except (RuntimeError, ValueError, OSError) as error:
        problem = f"it cannot be read as OpenStreetMap data ({error})"
        raise SourceError(path, problem, _AGAIN) from error


def osm_file(path: Path) -> osmium.io.File:
    """The file with its format said, so that capitals in its ending do no harm."""
    name = path.name.lower()
    ending = next((known for known in ENDINGS if name.endswith(known)), ".osm.pbf")
    return osmium.io.File(str(path), ending.removeprefix("."))


def _read_ways(path: Path) -> tuple[_Raw, str]:
    """Usable ways in the file's order, and the date in the file's head ('' without one)."""
    wanted = [("highway", value) for value in (*HIGHWAYS, "platform")] + [("route", "ferry")]
    processor = osmium.FileProcessor(osm_file(path), WAY).with_filter(TagFilter(*wanted))
    head = processor.header
    date = head.get("osmosis_replication_timestamp") or head.get("timestamp")
    raw = _Raw()
    for way in processor:
        if isinstance(way, Way) and way.visible:
            _add(raw, way, dated=bool(date))
    return raw, date[:10]


def _add(raw: _Raw, way: Way, dated: bool) -> None:
    tags = {key: value for key, value in way.tags if key in WAY_KEYS}
    if not is_street(tags):
        return
    raw.refs.extend([node.ref for node in way.nodes])
    raw.ends.append(len(raw.refs))
    raw.tags.append(tags)
    raw.ids.append(way.id)
    if not dated and way.timestamp.year > _UNDATED:
        raw.newest = max(raw.newest, way.timestamp.date().isoformat())


def _read_nodes(path: Path, negative: bool) -> _Nodes:
    """All nodes in the file's order.

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
        with osmium.io.Reader(osm_file(path), NODE) as reader:
            osmium.apply(reader, *handlers)
        count = index.used_memory() // _NODE.itemsize
        nodes = np.fromfile(store, dtype=_NODE, count=count)
    nodes = np.concatenate([nodes, np.array(low.nodes, dtype=_NODE)])
    positions = np.stack([nodes["x"], nodes["y"]], axis=1)
    return _Nodes(nodes["id"].astype(np.int64), positions, tagged.tags)


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
    offsets, refs = without_repeats(offsets, np.frombuffer(raw.refs, dtype=np.int64))
    ids = [str(number) for number in raw.ids]
    ways = Ways(np.empty(0), np.empty(0), offsets, refs, raw.tags, ids)
    last = {number: place for place, number in enumerate(ids)}
    if len(last) == len(ids):
        return ways
    notes.append(f"{len(ids) - len(last)} ways stand in the file twice; the last one counts")
    chosen = np.zeros(len(ids), dtype=bool)
    chosen[list(last.values())] = True
    return take(ways, chosen)


def _placed(path: Path, ways: Ways, nodes: _Nodes, notes: list[str]) -> tuple[Ways, Ints]:
    """The ways on positions, and their nodes' numbers; ways fall apart at nodes that are absent."""
    nodes = _sorted_once(nodes, notes)
    place, found = _look_up(nodes.numbers, ways.refs)
    if not found.all():
        count = int((~found).sum())
        notes.append(f"{count} nodes of ways are not in the file; the ways fall apart there")
    place_of, tagged = _look_up(nodes.numbers, np.array(list(nodes.tags), dtype=np.int64))
    rows = zip(place_of.tolist(), tagged.tolist(), nodes.tags.values(), strict=True)
    whole = replace(
        ways,
        lon=nodes.positions[:, 0].astype(np.float64) / _PER_DEGREE,
        lat=nodes.positions[:, 1].astype(np.float64) / _PER_DEGREE,
        refs=place,
        node_tags={place: tags for place, exact, tags in rows if exact},
    )
    kept = keep_runs(whole, found)
    if not len(kept):
        problem = "its streets' nodes are not in the file"
        remedy = "Cut it again with whole ways (`osmium extract --strategy complete_ways`)."
        raise SourceError(path, problem, remedy)
    return drop_unused(kept), nodes.numbers[np.unique(kept.refs)]


def _look_up(numbers: Ints, wanted: Ints) -> tuple[Ints, Flags]:
    """Where each wanted number stands in the ascending `numbers` (0 where absent), and whether."""
    place = np.searchsorted(numbers, wanted)
    place[place == len(numbers)] = 0
    found = numbers[place] == wanted if len(numbers) else np.zeros(len(wanted), dtype=bool)
    return np.where(found, place, 0).astype(np.int64), np.asarray(found)


def _sorted_once(nodes: _Nodes, notes: list[str]) -> _Nodes:
    """Nodes by ascending number, each once (the last in the file counts), on the globe only."""
    reach = np.array([180, 90]) * _PER_DEGREE
    globe = (np.abs(nodes.positions.astype(np.int64)) <= reach).all(axis=1)
    known, positions = nodes.numbers[globe], nodes.positions[globe]
    if np.any(known[1:] < known[:-1]):
        order = np.argsort(known, kind="stable")
        known, positions = known[order], positions[order]
    last = np.ones(len(known), dtype=bool)
    last[:-1] = known[1:] != known[:-1]
    if not last.all():
        notes.append(f"{int((~last).sum())} nodes stand in the file twice; the last one counts")
    return _Nodes(known[last], positions[last], nodes.tags)
