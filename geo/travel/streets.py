"""The search: seconds from a place to everywhere on the network, or from everywhere to it.

Places enter the network part-way along a link, as a vertex of their own that the graph gets for the
time of one search; Dijkstra's algorithm is scipy's, over sparse rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from geo.model import Direction, Floats, Ints, Mode, Period
from geo.network.graph import Network
from geo.network.snap import Snapped
from geo.travel.graphs import Graph, graph_of, lines_of

Number = TypeVar("Number", np.float32, np.float64)


class AnyField(Protocol):
    """Seconds between one place and every point of the streets, however one travels.

    The last part of the way is one of a street `mode`, whose doors count; the place joins
    `own_links`.
    """

    @property
    def network(self) -> Network: ...

    @property
    def mode(self) -> Mode: ...

    @property
    def own_links(self) -> list[int]: ...

    @property
    def least(self) -> Floats:
        """At most what any point of a link takes, infinite where out of reach, shape (links,)."""

    def along(self, links: NDArray[np.integer], fractions: NDArray[Number]) -> NDArray[Number]:
        """Seconds at points of the network, given as link and fraction along it, shape (k,)."""


@dataclass(frozen=True, eq=False, repr=False)
class Field:
    """Travel time between one place and every directed edge, infinite where out of reach.

    `begin`, shape (edges,): seconds from the place to the start of each edge in direction 'from',
    or from its end to the place in direction 'to'. The place joins the network on `link` at
    `fraction`, `access_seconds` away from it, on foot and at its door. A place with several doors
    joins it at the `others`, too.
    """

    network: Network
    begin: Floats
    mode: Mode
    period: Period
    direction: Direction
    link: int
    fraction: float
    access_seconds: float
    others: tuple[Field, ...] = ()

    @property
    def own_links(self) -> list[int]:
        """The links that the place joins, one for each of its doors."""
        return [door.link for door in (self, *self.others)]

    @cached_property
    def least(self) -> Floats:
        """The less of the two senses' seconds, shape (links,)."""
        links = self.network.links
        return np.minimum(self.begin[:links], self.begin[links:])

    @cached_property
    def at_nodes(self) -> Floats:
        """Seconds at every node, shape (nodes,): the least over what starts or ends there."""
        network = self.network
        tail, head = (network.start, network.end), (network.end, network.start)
        nodes = np.concatenate(head if self.direction is Direction.TO else tail)
        seconds = np.full(network.nodes, np.inf)
        np.minimum.at(seconds, nodes, self.begin)
        return seconds

    def along(self, links: NDArray[np.integer], fractions: NDArray[Number]) -> NDArray[Number]:
        """Seconds at points of the network, given as link and fraction along it, shape (k,) each.

        They come in the precision of the fractions.
        """
        level, slope = (rows.astype(fractions.dtype) for rows in self._lines)
        count = self.network.links
        at = links.astype(np.intp)  # once, not for each of four
        seconds = np.minimum(
            level[:count][at] + fractions * slope[:count][at],
            level[count:][at] + fractions * slope[count:][at],
        )
        for door in (self, *self.others):
            own = np.flatnonzero(links == door.link)
            if len(own):
                direct = door.access_seconds + door.on_own_link(fractions[own].astype(float))
                seconds[own] = np.minimum(seconds[own], direct)
        return np.asarray(seconds, fractions.dtype)

    @property
    def _lines(self) -> tuple[Floats, Floats]:
        """Seconds as straight lines over a link's fraction: level and slope, shape (edges,)."""
        rest, slope = lines_of(self.network, self.mode, self.period, self.direction)
        return self.begin + rest, slope

    def on_own_link(self, fractions: Floats) -> Floats:
        """Seconds between the place and points of the very link that it joins, along it."""
        along, against = self.network.travel_of(self.mode, self.period)
        ahead = fractions - self.fraction
        if self.direction is Direction.TO:
            ahead = -ahead
        forward, back = float(along[self.link]), float(against[self.link])
        with np.errstate(invalid="ignore"):  # 0 x inf, at the place itself
            seconds = np.where(ahead >= 0, ahead * forward, -ahead * back)
        return np.where(ahead == 0, 0.0, seconds)


def search(
    network: Network,
    snapped: Snapped,
    mode: Mode,
    period: Period,
    direction: Direction,
    limit_seconds: float = np.inf,
    door_seconds: Floats | float = 0.0,
) -> list[Field]:
    """The field of every place that joins the network, in order; what lies beyond the limit is out
    of reach. `door_seconds`, shape (places,), are spent at the places themselves."""
    if not len(snapped):
        return []
    asked = (mode, period, direction)
    access = _access(network, snapped, door_seconds)
    graph, seconds = _seconds(network, snapped, asked, limit_seconds, access)
    return fields_of(network, graph, snapped, access, seconds, asked)


def nearest(doors: Sequence[Field]) -> Field:
    """The field of a place with several doors, each of which has one: the least of them."""
    if len(doors) == 1:
        return doors[0]
    begin = np.minimum.reduce([door.begin for door in doors])
    return replace(doors[0], begin=begin, others=tuple(doors[1:]))


def search_nearest(
    network: Network,
    snapped: Snapped,
    mode: Mode,
    period: Period,
    direction: Direction,
    limit_seconds: float = np.inf,
    door_seconds: Floats | float = 0.0,
) -> Field | None:
    """The field of the nearest of several places, by one search from all of them; None of none.

    It is `nearest` of their fields, in the time of one.
    """
    if not len(snapped):
        return None
    access = _access(network, snapped, door_seconds)
    asked = (mode, period, direction)
    graph, seconds = _seconds(network, snapped, asked, limit_seconds, access, nearest_only=True)
    begin = seconds[graph.vertex] + graph.extra
    ends = zip(snapped.link.tolist(), snapped.fraction.tolist(), access.tolist(), strict=True)
    first, *others = (Field(network, begin, *asked, *end) for end in ends)
    return replace(first, others=tuple(others))


def _access(network: Network, snapped: Snapped, door_seconds: Floats | float) -> Floats:
    """Seconds from each place to its street, those at its door included."""
    return snapped.metres * network.off_network_seconds_per_metre + door_seconds


def _seconds(
    network: Network,
    snapped: Snapped,
    asked: tuple[Mode, Period, Direction],
    limit_seconds: float,
    access: Floats,
    nearest_only: bool = False,
) -> tuple[Graph, Floats]:
    """The graph asked of, and the seconds to each of its vertices from every place, shape
    (places, vertices), or from the nearest alone, shape (vertices,)."""
    graph = graph_of(network, *asked)
    matrix, rows = with_places(graph, snapped, access)
    found: Floats = (
        dijkstra(matrix, indices=rows, limit=limit_seconds, min_only=True)
        if nearest_only
        else dijkstra(matrix, indices=rows, limit=limit_seconds)
    )
    return graph, found


def fields_of(
    network: Network,
    graph: Graph,
    snapped: Snapped,
    access: Floats,
    seconds: Floats,
    asked: tuple[Mode, Period, Direction],
) -> list[Field]:
    """What a search found, place by place; `seconds` has shape (places, vertices)."""
    return [
        Field(
            network,
            seconds[i][graph.vertex] + graph.extra,
            *asked,
            int(snapped.link[i]),
            float(snapped.fraction[i]),
            float(access[i]),
        )
        for i in range(len(snapped))
    ]


def with_places(graph: Graph, snapped: Snapped, access: Floats) -> tuple[csr_matrix, Ints]:
    """The graph with one more vertex for each place, and the numbers of these."""
    matrix = graph.matrix
    count = matrix.shape[0]
    vertices, weights, lengths = [], [], []
    for link, fraction, walk in zip(
        snapped.link.tolist(), snapped.fraction.tolist(), access.tolist(), strict=True
    ):
        vertex, seconds = graph.joined(link, fraction)
        weight = np.maximum(seconds + walk, 1e-9)
        usable = np.isfinite(weight)
        vertices.append(vertex[usable])
        weights.append(weight[usable])
        lengths.append(int(usable.sum()))
    indptr = np.concatenate([matrix.indptr, matrix.indptr[-1] + np.cumsum(lengths)])
    size = count + len(snapped)
    whole = csr_matrix(
        (
            np.concatenate([matrix.data, *weights]),
            np.concatenate([matrix.indices, *vertices]).astype(np.int32),
            indptr.astype(np.int32),
        ),
        shape=(size, size),
    )
    return whole, count + np.arange(len(snapped))
