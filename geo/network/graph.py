"""The network: one directed graph for all modes, as arrays that can be memory-mapped."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from geo.model import Floats, Ints, Mode, Name, Period
from geo.network.rules import BIKE, BRIDGE, CODE, DRIVE, RAMP, TUNNEL, WALK
from geo.network.speeds import column

BIT = {Mode.WALK: WALK, Mode.BIKE: BIKE, Mode.EBIKE: BIKE, Mode.DRIVE: DRIVE}
_NO_DOOR_CLASSES = [CODE["motorway"], CODE["ferry"], CODE["barrier"]]


@dataclass(frozen=True, eq=False, repr=False)
class Adjacency:
    """Edges as sparse rows: `edge[k]` is the directed edge behind entry k of `matrix`."""

    matrix: csr_matrix
    edge: Ints

    @cached_property
    def _key(self) -> Ints:
        nodes = self.matrix.shape[0]
        tail = np.repeat(np.arange(nodes, dtype=np.int64), np.diff(self.matrix.indptr))
        return tail * nodes + self.matrix.indices

    def between(self, tail: Ints, head: Ints) -> Ints:
        """The directed edge from each tail to each head, which must be neighbours in the rows."""
        key = tail.astype(np.int64) * self.matrix.shape[0] + head
        return self.edge[np.searchsorted(self._key, key)]


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """Nodes and links in local metres, and the time of every directed edge by mode and period.

    With N nodes and L links: `x`, `y` (N,); `start`, `end` (L,) node numbers; `metres` (L,);
    `code`, `flags`, `name` (L,), see geo.network.rules and `names`; the shape of link i is
    `shape_xy[shape_offsets[i]:shape_offsets[i+1]]`. Directed edge e < L runs along link e, edge
    L + e against it: `travel`, `delay` (columns, 2 L) hold its seconds under way, infinite where
    the mode may not go, and in free flow at the light where it ends. `lit` (N,) numbers the
    signalled junction that a node belongs to, -1 where it is none. By car directed edge
    `turn_before[i]` may be followed by `turn_after[i]`, which costs `turn_seconds[i]` in free flow
    besides the light.
    """

    x: Floats
    y: Floats
    start: Ints
    end: Ints
    metres: Floats
    code: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    name: Ints
    shape_offsets: Ints
    shape_xy: Floats
    travel: Floats
    delay: Floats
    lit: Ints
    turn_before: NDArray[np.int32]
    turn_after: NDArray[np.int32]
    turn_seconds: NDArray[np.float32]
    names: tuple[tuple[str, str, str], ...]
    walk_metres_per_second: float
    detour: float
    snap_limit: float
    band_limit: float

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.x)

    @property
    def links(self) -> int:
        """How many links there are; directed edges are twice as many."""
        return len(self.start)

    @property
    def has_assumed(self) -> bool:
        """Whether assumed local streets fill the gaps of the mapped ones."""
        return bool((self.code == CODE["assumed"]).any())

    @property
    def off_network_seconds_per_metre(self) -> float:
        """Time of a straight metre off the network, on foot."""
        return self.detour / self.walk_metres_per_second

    def name_of(self, link: int) -> Name:
        """The link's name; what is signed serves for a language that has none of its own."""
        signed, zh, en = self.names[int(self.name[link])]
        return Name(zh or signed, en or signed)

    def travel_of(self, mode: Mode, period: Period) -> tuple[Floats, Floats]:
        """Seconds under way along each link and against it, shape (links,) each."""
        row = self.travel[column(mode, period)]
        return row[: self.links], row[self.links :]

    def delay_of(self, mode: Mode, period: Period) -> tuple[Floats, Floats]:
        """Free-flow seconds at the light where each link ends, along and against it, (links,)."""
        row = self.delay[column(mode, period)]
        return row[: self.links], row[self.links :]

    @cached_property
    def _adjacencies(self) -> dict[tuple[int, bool], Adjacency]:
        return {}

    def adjacency(self, mode: Mode, period: Period, reverse: bool = False) -> Adjacency:
        """The graph of a mode and period as sparse rows, seconds as weights; kept once made."""
        key = (column(mode, period), reverse)
        if key not in self._adjacencies:
            self._adjacencies[key] = self._make_adjacency(*key)
        return self._adjacencies[key]

    def _make_adjacency(self, number: int, reverse: bool) -> Adjacency:
        seconds = self.travel[number] + self.delay[number]
        edge = np.flatnonzero(np.isfinite(seconds))
        tail = np.concatenate([self.start, self.end])[edge]
        head = np.concatenate([self.end, self.start])[edge]
        if reverse:
            tail, head = head, tail
        order = np.lexsort((seconds[edge], head, tail))
        edge, tail, head = edge[order], tail[order], head[order]
        # Of parallel edges only the fastest counts; a loop leads nowhere.
        fresh = np.ones(len(edge), bool)
        fresh[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
        fresh &= tail != head
        edge, tail, head = edge[fresh], tail[fresh], head[fresh]
        indptr = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=self.nodes))])
        matrix = csr_matrix(
            (np.maximum(seconds[edge], 1e-6), head.astype(np.int32), indptr.astype(np.int32)),
            shape=(self.nodes, self.nodes),
        )
        return Adjacency(matrix, edge)

    @cached_property
    def search_graphs(self) -> dict[tuple[int, bool], Any]:
        """What searches run over, kept once made, by column and whether backwards."""
        return {}

    @cached_property
    def search_lines(self) -> dict[tuple[int, bool], tuple[Floats, Floats]]:
        """How seconds run along every edge, kept once made, by column and whether backwards."""
        return {}

    @cached_property
    def _doors(self) -> dict[int, NDArray[np.bool_]]:
        return {}

    def doors(self, mode: Mode) -> NDArray[np.bool_]:
        """Where the mode may enter and leave the network, shape (links,).

        Links of its largest strongly connected part; no motorway, bridge, tunnel, ramp or ferry.
        """
        bit = BIT[mode]
        if bit not in self._doors:
            part = largest_part(self, mode)
            along, against = self.travel_of(mode, Period.FREE)
            usable = np.isfinite(along) | np.isfinite(against)
            usable &= part[self.start] & part[self.end]
            usable &= (self.flags & (BRIDGE | TUNNEL | RAMP)) == 0
            usable &= self.metres > 0
            self._doors[bit] = usable & ~np.isin(self.code, _NO_DOOR_CLASSES)
        return self._doors[bit]

    @cached_property
    def shapes(self) -> NDArray[np.object_]:
        """Every link as a shapely line in local metres."""
        return lines_of(self.shape_xy, self.shape_offsets)


def lines_of(xy: Floats, offsets: Ints) -> NDArray[np.object_]:
    """Runs of points as shapely lines, shape (runs,)."""
    number = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    return np.asarray(shapely.linestrings(xy, indices=number))


def largest_part(network: Network, mode: Mode) -> NDArray[np.bool_]:
    """Nodes of the largest part where the mode gets from anywhere to anywhere, shape (nodes,)."""
    matrix = network.adjacency(mode, Period.FREE).matrix
    _, label = connected_components(matrix, directed=True, connection="strong")
    return np.asarray(label == np.bincount(label).argmax())


_SCALARS = ("walk_metres_per_second", "detour", "snap_limit", "band_limit")


def save(network: Network, folder: Path) -> None:
    """Write the network's arrays, one file each, and the rest as JSON."""
    for field in fields(network):
        value = getattr(network, field.name)
        if isinstance(value, np.ndarray):
            np.save(folder / f"{field.name}.npy", value, allow_pickle=False)
    rest = {key: getattr(network, key) for key in ("names", *_SCALARS)}
    (folder / "network.json").write_text(json.dumps(rest, ensure_ascii=False), encoding="utf-8")


def load(folder: Path) -> Network:
    """Read a network back, its arrays memory-mapped."""
    rest = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    rest["names"] = tuple(tuple(row) for row in rest["names"])
    arrays = {
        field.name: np.load(folder / f"{field.name}.npy", mmap_mode="r", allow_pickle=False)
        for field in fields(Network)
        if field.name not in rest
    }
    return Network(**arrays, **rest)
