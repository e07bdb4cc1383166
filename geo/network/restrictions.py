"""Turn restrictions of ways -> pairs of directed edges that no car drives one after the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from geo.model import Ints, Restriction, Ways
from geo.network.pieces import Pieces


@dataclass
class _Crossing:
    """Directed edges that come to a node and leave it, each with its way's id."""

    coming: list[tuple[int, str]] = field(default_factory=list)
    leaving: list[tuple[int, str]] = field(default_factory=list)


def banned_turns(ways: Ways, pieces: Pieces) -> Ints:
    """Pairs of directed edges, shape (pairs, 2), numbered as in the network.

    Edge e < L runs along piece e, edge L + e against it.
    """
    if not ways.restrictions:
        return np.empty((0, 2), np.int64)
    at = _crossings(ways, pieces, {rule.via for rule in ways.restrictions})
    pairs: set[tuple[int, int]] = set()
    for rule in ways.restrictions:
        crossing = at[rule.via]
        for coming in (edge for edge, way in crossing.coming if way == rule.before):
            pairs |= {(coming, edge) for edge in _closed(rule, coming, crossing, len(pieces.rule))}
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def _closed(rule: Restriction, coming: int, crossing: _Crossing, links: int) -> list[int]:
    """Where a car may not go that comes by an edge of the restriction's way.

    A ban from a way into itself means turning round, not going on along it.
    """
    if rule.only:
        return [edge for edge, way in crossing.leaving if way != rule.after]
    back = rule.before == rule.after
    ends = [edge for edge, way in crossing.leaving if way == rule.after]
    return [edge for edge in ends if not back or abs(edge - coming) == links]


def _crossings(ways: Ways, pieces: Pieces, nodes: set[int]) -> dict[int, _Crossing]:
    """What meets at each of the nodes."""
    links = len(pieces.rule)
    found: dict[int, _Crossing] = defaultdict(_Crossing)
    wanted = np.array(sorted(nodes), np.int64)
    for ends, of_way, along, against in (
        (pieces.first, pieces.first_way, "leaving", "coming"),
        (pieces.last, pieces.last_way, "coming", "leaving"),
    ):
        for piece in np.flatnonzero(np.isin(ends, wanted) & (of_way >= 0)).tolist():
            way = ways.ids[int(of_way[piece])]
            crossing = found[int(ends[piece])]
            getattr(crossing, along).append((piece, way))
            getattr(crossing, against).append((links + piece, way))
    return found
