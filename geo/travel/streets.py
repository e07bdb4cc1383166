"""The search: seconds from a place to everywhere on the network, or from everywhere to it.

Places enter the network part-way along a link, as a node of their own that the graph gets for the
time of one search; Dijkstra's algorithm is scipy's, over sparse rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from geo.model import Direction, Floats, Ints, Mode, Period
from geo.network.graph import Network
from geo.network.snap import Snapped

Number = TypeVar("Number", np.float32, np.float64)


@dataclass(frozen=True, eq=False, repr=False)
class Ends:
    """What leads from places into the network, two edges a place: to the start and to the end of
    its link. `node`, `seconds`, `metres`: shape (places, 2); seconds are infinite where the link is
    one-way against it."""

    node: Ints
    seconds: Floats
    metres: Floats


@dataclass(frozen=True, eq=False, repr=False)
class Field:
    """Travel time between one place and every node, shape (nodes,), infinite where out of reach.

    The place joins the network on `link` at `fraction`, `access_seconds` on foot away from it.
    """

    network: Network
    seconds: Floats
    mode: Mode
    period: Period
    direction: Direction
    link: int
    fraction: float
    access_seconds: float

    def along(self, links: NDArray[np.integer], fractions: NDArray[Number]) -> NDArray[Number]:
        """Seconds at points of the network, given as link and fraction along it, shape (k,) each.

        They come in the precision of the fractions.
        """
        from_start, from_end = (line.astype(fractions.dtype) for line in self._lines)
        seconds = np.minimum(
            from_start[0][links] + fractions * from_start[1][links],
            from_end[0][links] - fractions * from_end[1][links],
        )
        own = np.flatnonzero(links == self.link)
        if len(own):
            direct = self.access_seconds + self.on_own_link(fractions[own].astype(float))
            seconds[own] = np.minimum(seconds[own], direct)
        return np.asarray(seconds, fractions.dtype)

    @property
    def _lines(self) -> tuple[Floats, Floats]:
        """Seconds along every link as straight lines over the fraction: level and slope, shape (2,
        links), of what comes through its start and of what comes through its end."""
        network = self.network
        along, against = network.travel_of(self.mode, self.period)
        start, end = self.seconds[network.start], self.seconds[network.end]
        if self.direction is Direction.TO:
            lights_along, lights_against = network.delay_of(self.mode, self.period)
            along, against = against, along
            start, end = start + lights_against, end + lights_along
        open_start, open_end = np.isfinite(along), np.isfinite(against)
        slope_start, slope_end = np.where(open_start, along, 0), np.where(open_end, against, 0)
        return (
            np.stack([np.where(open_start, start, np.inf), slope_start]),
            np.stack([np.where(open_end, end + slope_end, np.inf), slope_end]),
        )

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
) -> list[Field]:
    """The field of every place that joins the network, in order; nodes beyond the limit are out of
    reach."""
    if not len(snapped):
        return []
    access = snapped.metres * network.off_network_seconds_per_metre
    matrix = with_places(network, snapped, access, mode, period, direction)
    rows = network.nodes + np.arange(len(snapped))
    seconds = dijkstra(matrix, directed=True, indices=rows, limit=limit_seconds)
    return [
        Field(
            network,
            seconds[i, : network.nodes],
            mode,
            period,
            direction,
            int(snapped.link[i]),
            float(snapped.fraction[i]),
            float(access[i]),
        )
        for i in range(len(snapped))
    ]


def with_places(
    network: Network,
    snapped: Snapped,
    access_seconds: Floats,
    mode: Mode,
    period: Period,
    direction: Direction,
) -> csr_matrix:
    """The graph with one more node for each place, from which its two ends are reached."""
    graph = network.adjacency(mode, period, reverse=direction is Direction.TO).matrix
    ends = link_ends(network, snapped.link, snapped.fraction, mode, period, direction, far=False)
    weight = ends.seconds + access_seconds[:, None]
    usable = np.isfinite(weight)
    count = len(graph.indptr) - 1 + len(snapped)
    indptr = np.concatenate(
        [graph.indptr, graph.indptr[-1] + np.cumsum(usable.sum(axis=1))], dtype=np.int32
    )
    indices = np.concatenate([graph.indices, ends.node[usable]], dtype=np.int32)
    data = np.concatenate([graph.data, np.maximum(weight[usable], 1e-9)])
    return csr_matrix((data, indices, indptr), shape=(count, count))


def link_ends(
    network: Network,
    links: Ints,
    fractions: Floats,
    mode: Mode,
    period: Period,
    direction: Direction,
    far: bool,
) -> Ends:
    """What leads between points on links and the links' two ends.

    `far` is False for the place that is asked about and True for the points whose time is wanted.
    Trips go place -> points in direction 'from' and points -> place in direction 'to'; so a trip
    leaves the point on the link in one case and comes to it in the other. Only who leaves meets the
    light at the link's end.
    """
    along, against = network.travel_of(mode, period)
    leaving = (direction is Direction.FROM) != far
    node = np.column_stack([network.start[links], network.end[links]]).astype(np.int64)
    forward, back = along[links], against[links]
    metres = network.metres[links]
    rest = 1.0 - fractions
    with np.errstate(invalid="ignore"):  # 0 x inf, where a point lies at the end of a one-way
        if leaving:
            lights_along, lights_against = network.delay_of(mode, period)
            to_start = fractions * back + lights_against[links]
            to_end = rest * forward + lights_along[links]
        else:
            to_start, to_end = fractions * forward, rest * back
    seconds = np.column_stack([to_start, to_end])
    return Ends(
        node,
        np.where(np.isnan(seconds), np.inf, seconds),
        np.column_stack([fractions * metres, rest * metres]),
    )
