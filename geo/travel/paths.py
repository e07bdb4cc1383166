"""The search with its ways kept: from which node each node is reached, and in how many metres."""

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
from geo.travel.streets import Field, link_ends, with_places


@dataclass(frozen=True, eq=False, repr=False)
class Paths:
    """A field and, for each node, the node before it, shape (nodes,).

    -1 stands for nodes next to the place, -2 for nodes out of reach.
    """

    field: Field
    before: NDArray[np.int32]

    @cached_property
    def metres(self) -> Floats:
        """Metres along the network from the place to every node, (nodes,), NaN out of reach."""
        return self._summed(self.field.network.metres)

    @cached_property
    def assumed(self) -> NDArray[np.bool_]:
        """Whether the way to each node uses an assumed street, shape (nodes,)."""
        network = self.field.network
        return np.asarray(self._summed((network.code == CODE["assumed"]).astype(float)) > 0)

    def _summed(self, of_link: Floats) -> Floats:
        """A figure of links, such as metres, summed along the way to every node, shape (nodes,).

        Every node points at the one before it; doubling the stride sums a chain in log2 of its
        length.
        """
        field, network = self.field, self.field.network
        nodes = np.flatnonzero(self.before >= 0)
        rows = network.adjacency(field.mode, field.period, field.direction is Direction.TO)
        total = np.where(self.before == -2, np.nan, 0.0)
        total[nodes] = of_link[
            rows.between(self.before[nodes].astype(np.int64), nodes) % network.links
        ]
        jump = np.arange(network.nodes)
        jump[nodes] = self.before[nodes]
        while True:
            onward = np.flatnonzero(jump[jump] != jump)
            if not len(onward):
                break
            total[onward] += total[jump[onward]]
            jump = jump[jump]
        first = np.zeros(network.nodes)
        ends, shares = _first_stretch(field)
        first[ends] = shares * of_link[field.link]
        return total + first[jump]

    def reach(self, snapped: Snapped) -> tuple[Floats, Floats, Ints]:
        """Seconds and metres to (or from) places, and through which end of their links.

        The end is 0 for the link's start, 1 for its end, 2 for straight along the link that both
        places join. Times and metres hold the walks off the network; infinite or NaN where out of
        reach.
        """
        field, network = self.field, self.field.network
        ends = link_ends(
            network,
            snapped.link,
            snapped.fraction,
            field.mode,
            field.period,
            field.direction,
            far=True,
        )
        seconds = np.column_stack(
            [field.seconds[ends.node] + ends.seconds, np.full(len(snapped), np.inf)]
        )
        metres = np.column_stack([self.metres[ends.node] + ends.metres, np.zeros(len(snapped))])
        own = np.flatnonzero(snapped.link == field.link)
        seconds[own, 2] = field.access_seconds + field.on_own_link(snapped.fraction[own])
        apart = np.abs(snapped.fraction[own] - field.fraction)
        metres[own, 2] = apart * network.metres[field.link]
        end = np.argmin(seconds, axis=1)
        chosen = np.arange(len(snapped)), end
        walk = snapped.metres * network.off_network_seconds_per_metre
        on_foot = snapped.metres * network.detour
        access = field.access_seconds * network.walk_metres_per_second
        total = np.where(np.isfinite(seconds[chosen]), metres[chosen] + on_foot + access, np.nan)
        return seconds[chosen] + walk, total, end

    def uses_assumed(self, snapped: Snapped, end: Ints) -> NDArray[np.bool_]:
        """Whether the ways to places, through the ends that `reach` told, use an assumed street."""
        network = self.field.network
        node = np.where(end == 0, network.start[snapped.link], network.end[snapped.link])
        own = network.code[snapped.link] == CODE["assumed"]
        return np.asarray(own | ((end < 2) & self.assumed[node]))


def _first_stretch(field: Field) -> tuple[Ints, Floats]:
    """The ends of the place's own link and the share of it that leads to each."""
    network, link = field.network, field.link
    ends = np.array([network.start[link], network.end[link]], np.int64)
    shares = np.array([field.fraction, 1 - field.fraction])
    return ends, np.full(2, shares.min()) if ends[0] == ends[1] else shares


def search_paths(
    network: Network, snapped: Snapped, mode: Mode, period: Period, direction: Direction
) -> list[Paths]:
    """The paths of every place that joins the network, in order."""
    if not len(snapped):
        return []
    access = snapped.metres * network.off_network_seconds_per_metre
    matrix = with_places(network, snapped, access, mode, period, direction)
    rows = network.nodes + np.arange(len(snapped))
    seconds, before = dijkstra(matrix, directed=True, indices=rows, return_predecessors=True)
    return [
        Paths(
            Field(
                network,
                seconds[i, : network.nodes],
                mode,
                period,
                direction,
                int(snapped.link[i]),
                float(snapped.fraction[i]),
                float(access[i]),
            ),
            _before(before[i, : network.nodes], network.nodes),
        )
        for i in range(len(snapped))
    ]


def _before(before: NDArray[np.int32], nodes: int) -> NDArray[np.int32]:
    """Predecessors with -1 for the place itself and -2 for none."""
    return np.where(before >= nodes, -1, np.where(before < 0, -2, before)).astype(np.int32)


def chain(before: NDArray[np.int32], node: int) -> Ints:
    """The nodes from the place to `node`, both the first on the network and `node` included."""
    nodes = [node]
    while before[nodes[-1]] >= 0:
        nodes.append(int(before[nodes[-1]]))
    return np.array(nodes[::-1], np.int64)
