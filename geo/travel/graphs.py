"""What a search runs over: junctions for those who turn freely, directed edges for cars.

Vertices are nodes for walkers and cyclists. For cars they are directed edges, told from their start
in direction 'from' and from their end in direction 'to', so that turns cost time.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from scipy.sparse import csr_matrix

from geo.model import Direction, Floats, Ints, Mode, Period
from geo.network.graph import Network
from geo.network.speeds import column


class Graph(Protocol):
    """A graph to search, seconds as weights; directed edges are numbered as in the network.

    `vertex` and `extra`, shape (edges,): the seconds of vertex `vertex[e]` and `extra[e]` more are
    those at the start of edge e (direction 'from') or from its end on (direction 'to').
    """

    matrix: csr_matrix
    vertex: Ints
    extra: Floats

    def joined(self, link: int, fraction: float) -> tuple[Ints, Floats]:
        """The vertices next to a place on a link, and the seconds to each."""

    def edge_between(self, tail: Ints, head: Ints) -> Ints:
        """The directed edge travelled from each vertex to each neighbouring one."""

    def node_of(self, vertex: Ints) -> Ints:
        """The node at which the way from the place comes to a vertex."""


def graph_of(network: Network, mode: Mode, period: Period, direction: Direction) -> Graph:
    """The graph of a question; kept with the network once made."""
    key = (column(mode, period), direction is Direction.TO)
    kept = network.search_graphs
    if key not in kept:
        made = EdgeGraph if mode is Mode.DRIVE else NodeGraph
        kept[key] = made(network, mode, period, direction)
    graph: Graph = kept[key]
    return graph


def lines_of(
    network: Network, mode: Mode, period: Period, direction: Direction
) -> tuple[Floats, Floats]:
    """What a field's `begin` lacks at fraction 0 of a link, infinite for a closed edge, and the
    seconds over the whole link, falling ones below nought; shape (edges,), kept once made."""
    key = (column(mode, period), direction is Direction.TO)
    if key not in network.search_lines:
        travel = np.concatenate(network.travel_of(mode, period))
        open_ = np.isfinite(travel)
        pace = np.where(open_, travel, 0.0)
        # Who runs against the link has the rest of it behind him in direction 'from'.
        turned = np.arange(len(travel)) >= network.links
        if direction is Direction.TO:
            turned = ~turned
        rest = np.where(open_, np.where(turned, pace, 0.0), np.inf)
        network.search_lines[key] = rest, np.where(turned, -pace, pace)
    return network.search_lines[key]


class NodeGraph:
    """Nodes as vertices: turns are free."""

    def __init__(self, network: Network, mode: Mode, period: Period, direction: Direction) -> None:
        self._network, self._direction = network, direction
        self._rows = network.adjacency(mode, period, reverse=direction is Direction.TO)
        self.matrix = self._rows.matrix
        self._travel = np.concatenate(network.travel_of(mode, period))
        delay = np.concatenate(network.delay_of(mode, period))
        tail = np.concatenate([network.start, network.end]).astype(np.int64)
        head = np.concatenate([network.end, network.start]).astype(np.int64)
        to = direction is Direction.TO
        self.vertex, self.extra = (head, delay) if to else (tail, np.zeros(len(tail)))
        # Only who leaves the place meets the light at the end of its link.
        self._light = np.zeros(len(tail)) if to else delay

    def joined(self, link: int, fraction: float) -> tuple[Ints, Floats]:
        network = self._network
        along, against = link, network.links + link
        nodes = np.array([network.start[link], network.end[link]], np.int64)
        to_start, to_end = fraction, 1.0 - fraction
        edges = (along, against) if self._direction is Direction.TO else (against, along)
        seconds = [
            share * self._travel[edge] + self._light[edge] if share else self._light[edge]
            for share, edge in zip((to_start, to_end), edges, strict=True)
        ]
        closed = ~np.isfinite(self._travel[list(edges)])
        return nodes, np.where(closed, np.inf, seconds)

    def edge_between(self, tail: Ints, head: Ints) -> Ints:
        return self._rows.between(tail.astype(np.int64), head.astype(np.int64))

    def node_of(self, vertex: Ints) -> Ints:
        return vertex


class EdgeGraph:
    """Directed edges as vertices: a turn costs time or cannot be made."""

    def __init__(self, network: Network, mode: Mode, period: Period, direction: Direction) -> None:
        self._network, self._to = network, direction is Direction.TO
        edges = 2 * network.links
        self._travel = np.concatenate(network.travel_of(mode, period))
        before, after = network.turn_before, network.turn_after
        change = _junction_seconds(network, mode, period)
        rows, columns, passed = (after, before, after) if self._to else (before, after, before)
        order = np.argsort(rows, kind="stable") if self._to else np.arange(len(rows))
        self._change = change[order]
        indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=edges))])
        weight = np.maximum(self._travel[passed[order]] + self._change, 1e-6)
        self.matrix = csr_matrix(
            (weight, columns[order], indptr.astype(np.int32)), shape=(edges, edges)
        )
        self.vertex = np.arange(edges)
        self.extra = np.zeros(edges)

    def joined(self, link: int, fraction: float) -> tuple[Ints, Floats]:
        vertices, seconds = [], []
        for edge, share in (
            (link, fraction if self._to else 1.0 - fraction),
            (self._network.links + link, 1.0 - fraction if self._to else fraction),
        ):
            if not np.isfinite(self._travel[edge]):
                continue
            low, high = self.matrix.indptr[edge], self.matrix.indptr[edge + 1]
            vertices.append(self.matrix.indices[low:high])
            seconds.append(share * self._travel[edge] + self._change[low:high])
        nowhere = np.empty(0, np.int64)
        return np.concatenate([nowhere, *vertices]), np.concatenate([nowhere, *seconds])

    def edge_between(self, tail: Ints, head: Ints) -> Ints:  # noqa: ARG002, an edge tells itself
        return np.asarray(tail, np.int64)

    def node_of(self, vertex: Ints) -> Ints:
        network = self._network
        link = vertex % network.links
        at_start = (vertex < network.links) != self._to
        return np.where(at_start, network.start[link], network.end[link]).astype(np.int64)


def _junction_seconds(network: Network, mode: Mode, period: Period) -> Floats:
    """What changing edges costs at a light, a larger road and in the turn, shape (turns,).

    The congestion shares come from floating cars, which wait at lights and turn too, so in fuller
    hours only what they have not cost on the way there is charged; but nobody drives a whole street
    faster in a fuller hour, so it is not forgotten either.
    """
    free = np.concatenate(network.travel_of(mode, Period.FREE))
    lights = np.concatenate(network.delay_of(mode, Period.FREE))
    seconds = lights[network.turn_before] + network.turn_seconds
    travel = np.concatenate(network.travel_of(mode, period))
    open_ = np.isfinite(free)
    lost = np.where(open_, travel, 0.0) - np.where(open_, free, 0.0)
    return np.asarray(np.maximum(seconds - lost[network.turn_before], 0.0))
