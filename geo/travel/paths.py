"""The search with its ways kept: from which vertex each one is reached, and in how many metres."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from geo.model import Direction, Floats, Ints, Mode, Period
from geo.network.graph import Network
from geo.network.rules import CODE
from geo.network.snap import Snapped
from geo.travel.graphs import Graph, graph_of
from geo.travel.streets import Field, fields_of, with_places

ALONG, AGAINST, STRAIGHT = 0, 1, 2
"""How a way comes to a place: along its link, against it, or straight along the link that both
places join."""


@dataclass(frozen=True, eq=False, repr=False)
class Paths:
    """A field and, for each vertex of its graph, the vertex before it, shape (vertices,).

    -1 stands for vertices next to the place, -2 for those out of reach.
    """

    field: Field
    graph: Graph
    before: NDArray[np.int32]

    @cached_property
    def metres(self) -> Floats:
        """Metres along the network between the place and each edge's start ('from') or end ('to'),
        shape (edges,), NaN out of reach."""
        return self._summed(self.field.network.metres)

    @cached_property
    def assumed(self) -> NDArray[np.bool_]:
        """Whether the way to each edge uses an assumed street, shape (edges,)."""
        network = self.field.network
        return np.asarray(self._summed((network.code == CODE["assumed"]).astype(float)) > 0)

    def _summed(self, of_link: Floats) -> Floats:
        """A figure of links, such as metres, summed along the way to every edge, shape (edges,).

        Every vertex points at the one before it; doubling the stride sums a chain in log2 of its
        length.
        """
        vertices = np.flatnonzero(self.before >= 0)
        previous = self.before[vertices].astype(np.int64)
        total = np.where(self.before == -2, np.nan, 0.0)
        edges = self.graph.edge_between(previous, vertices)
        total[vertices] = of_link[edges % self.field.network.links]
        jump = np.arange(len(self.before))
        jump[vertices] = previous
        while True:
            onward = np.flatnonzero(jump[jump] != jump)
            if not len(onward):
                break
            total[onward] += total[jump[onward]]
            jump = jump[jump]
        first = self._first_share(jump) * of_link[self.field.link]
        return np.asarray((total + first)[self.graph.vertex])

    def _first_share(self, vertex: Ints) -> Floats:
        """The share of the place's own link that leads to vertices next to it."""
        field, network = self.field, self.field.network
        start, end = network.start[field.link], network.end[field.link]
        rest = 1 - field.fraction
        if start == end:
            return np.full(len(vertex), min(field.fraction, rest))
        return np.where(self.graph.node_of(vertex) == start, field.fraction, rest)

    def reach(self, snapped: Snapped) -> tuple[Floats, Floats, Ints]:
        """Seconds and metres to (or from) places, and how the way comes to each.

        That is ALONG, AGAINST or STRAIGHT. Times and metres hold the walks off the network;
        infinite or NaN where out of reach.
        """
        field, network = self.field, self.field.network
        link, links = snapped.link, network.links
        along, against = network.travel_of(field.mode, field.period)
        share = 1 - snapped.fraction if field.direction is Direction.TO else snapped.fraction
        with np.errstate(invalid="ignore"):  # 0 x inf, where a place lies at the end of a one-way
            last = np.column_stack([share * along[link], (1 - share) * against[link]])
        edges = np.column_stack([link, links + link])
        seconds = np.full((len(snapped), 3), np.inf)
        seconds[:, :2] = field.begin[edges] + np.where(np.isnan(last), np.inf, last)
        metres = np.zeros((len(snapped), 3))
        own_metres = network.metres[link][:, None] * np.column_stack([share, 1 - share])
        metres[:, :2] = self.metres[edges] + own_metres
        own = np.flatnonzero(link == field.link)
        seconds[own, STRAIGHT] = field.access_seconds + field.on_own_link(snapped.fraction[own])
        apart = np.abs(snapped.fraction[own] - field.fraction)
        metres[own, STRAIGHT] = apart * network.metres[field.link]
        how = np.argmin(seconds, axis=1)
        chosen = np.arange(len(snapped)), how
        walk = snapped.metres * network.off_network_seconds_per_metre
        on_foot = snapped.metres * network.detour
        access = field.access_seconds * network.walk_metres_per_second
        total = np.where(np.isfinite(seconds[chosen]), metres[chosen] + on_foot + access, np.nan)
        return seconds[chosen] + walk, total, how

    def uses_assumed(self, snapped: Snapped, how: Ints) -> NDArray[np.bool_]:
        """Whether the ways to places, come to as `reach` told, use an assumed street."""
        network = self.field.network
        edge = snapped.link + np.where(how == AGAINST, network.links, 0)
        own = network.code[snapped.link] == CODE["assumed"]
        return np.asarray(own | ((how != STRAIGHT) & self.assumed[edge]))

    def edges_to(self, edge: int) -> list[int]:
        """The whole directed edges of the way from the place to the start of `edge`, in order."""
        chain = [int(self.graph.vertex[edge])]
        while self.before[chain[-1]] >= 0:
            chain.append(int(self.before[chain[-1]]))
        vertices = np.array(chain[::-1], np.int64)
        return [int(e) for e in self.graph.edge_between(vertices[:-1], vertices[1:])]


def search_paths(
    network: Network, snapped: Snapped, mode: Mode, period: Period, direction: Direction
) -> list[Paths]:
    """The paths of every place that joins the network, in order."""
    if not len(snapped):
        return []
    graph = graph_of(network, mode, period, direction)
    access = snapped.metres * network.off_network_seconds_per_metre
    matrix, rows = with_places(graph, snapped, access)
    seconds, before = dijkstra(matrix, directed=True, indices=rows, return_predecessors=True)
    fields = fields_of(network, graph, snapped, access, seconds, (mode, period, direction))
    vertices = graph.matrix.shape[0]
    return [
        Paths(field, graph, _before(row[:vertices], vertices))
        for field, row in zip(fields, before, strict=True)
    ]


def _before(before: NDArray[np.int32], vertices: int) -> NDArray[np.int32]:
    """Predecessors with -1 for the place itself and -2 for none."""
    return np.where(before >= vertices, -1, np.where(before < 0, -2, before)).astype(np.int32)
