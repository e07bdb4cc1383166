"""Walks through the streets between many places at once, and from places to every node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from geo.model import Direction, Floats, Ints, Mode, Period
from geo.network.graph import Network
from geo.network.snap import Snapped
from geo.travel.graphs import graph_of
from geo.travel.streets import with_places

_BATCH = 64  # searches at once
_OPPOSITE = {Direction.TO: Direction.FROM, Direction.FROM: Direction.TO}


@dataclass(frozen=True)
class Pairs:
    """From one of some places to one of others, in so many seconds; shape (pairs,) each."""

    near: Ints
    far: Ints
    seconds: Floats


@dataclass(frozen=True)
class _Ends:
    """The nodes next to places, and the seconds between each place and them, shape (places, 2)."""

    node: Ints
    seconds: Floats


def between(
    network: Network,
    near: Snapped,
    far: Snapped,
    mode: Mode,
    direction: Direction,
    longest: float,
) -> Pairs:
    """All ways of a street mode without turn costs from `near` places to `far` ones (back in
    direction 'to') that take no longer than `longest`, walks off the network included."""
    ends, off = _ends(network, far, mode, direction), _off(network, far)
    found = []
    for first, seconds in _searched(network, near, mode, direction, longest):
        each = np.minimum(
            seconds[:, ends.node[:, 0]] + ends.seconds[:, 0],
            seconds[:, ends.node[:, 1]] + ends.seconds[:, 1],
        )
        row, column = np.nonzero(each + off <= longest)
        found.append((row + first, column, (each + off)[row, column]))
    found.append(_on_one_link(network, near, far, mode, direction, longest))
    return _gathered(found)


def to_nodes(
    network: Network, near: Snapped, mode: Mode, direction: Direction, longest: float
) -> Pairs:
    """All ways from places to nodes of the network (back in direction 'to') up to `longest`."""
    found = []
    for first, seconds in _searched(network, near, mode, direction, longest):
        row, column = np.nonzero(seconds <= longest)
        found.append((row + first, column, seconds[row, column]))
    return _gathered(found)


def _gathered(found: list[tuple[Ints, Ints, Floats]]) -> Pairs:
    if not found:
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    near, far, seconds = (np.concatenate(part) for part in zip(*found, strict=True))
    return Pairs(near, far, seconds)


def _searched(
    network: Network, near: Snapped, mode: Mode, direction: Direction, longest: float
) -> Iterator[tuple[int, Floats]]:
    """Seconds from batches of places to all nodes, with the number of each batch's first place."""
    graph = graph_of(network, mode, Period.FREE, direction)
    for first in range(0, len(near), _BATCH):
        batch = near.take(slice(first, first + _BATCH))
        matrix, rows = with_places(graph, batch, _off(network, batch))
        found = dijkstra(matrix, directed=True, indices=rows, limit=longest)
        yield first, found[:, : network.nodes]


def _off(network: Network, places: Snapped) -> Floats:
    return places.metres * network.off_network_seconds_per_metre


def _ends(network: Network, places: Snapped, mode: Mode, direction: Direction) -> _Ends:
    """How one comes from nodes to places, or in direction 'to' from places to nodes."""
    graph = graph_of(network, mode, Period.FREE, _OPPOSITE[direction])
    joined = [
        graph.joined(link, fraction)
        for link, fraction in zip(places.link.tolist(), places.fraction.tolist(), strict=True)
    ]
    if not joined:
        return _Ends(np.empty((0, 2), np.int64), np.empty((0, 2)))
    nodes, seconds = zip(*joined, strict=True)
    return _Ends(np.stack(nodes), np.stack(seconds))


def _on_one_link(
    network: Network,
    near: Snapped,
    far: Snapped,
    mode: Mode,
    direction: Direction,
    longest: float,
) -> tuple[Ints, Ints, Floats]:
    """The ways straight along the link that both places join."""
    order = np.argsort(far.link, kind="stable")
    low = np.searchsorted(far.link[order], near.link)
    count = np.searchsorted(far.link[order], near.link, side="right") - low
    first = np.repeat(np.arange(len(near)), count)
    second = order[np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count) + low[first]]
    ahead = far.fraction[second] - near.fraction[first]
    if direction is Direction.TO:
        ahead = -ahead
    along, against = network.travel_of(mode, Period.FREE)
    link = near.link[first]
    with np.errstate(invalid="ignore"):  # 0 x inf, at one and the same spot of a one-way
        seconds = np.where(ahead >= 0, ahead * along[link], -ahead * against[link])
    seconds = np.where(ahead == 0, 0.0, seconds)
    seconds = seconds + _off(network, near)[first] + _off(network, far)[second]
    kept = seconds <= longest
    return first[kept], second[kept], seconds[kept]
