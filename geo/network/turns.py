"""Turns by car: which directed edge may follow which, and the seconds that changing over costs.

A car's search runs over directed edges instead of nodes, so that a turn can cost time, and nobody
turns round where there is another way on. Counted are the light or the larger road at the junction,
and the turn itself; not counted are queues, the phases of lights and turns on red.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Assumptions, Floats, Ints
from geo.network.rules import CODE, RAMP, ROUNDABOUT

_LOOK_METRES = 10.0  # a street's heading at a junction is taken this far from it
_BACK_DEGREES = 150.0  # more than this is turning round
_BEND_DEGREES = 45.0  # less than this is going on, more is a turn
_FREE = [CODE[name] for name in ("motorway", "ferry", "barrier")]


@dataclass(frozen=True, eq=False, repr=False)
class Streets:
    """What turns depend on, one row a link; the sense of a link is that of its shape.

    `open_along`, `open_against`: whether cars may go; `shapes` are lines in local metres.
    """

    start: Ints
    end: Ints
    code: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    open_along: NDArray[np.bool_]
    open_against: NDArray[np.bool_]
    lit: Ints
    shapes: NDArray[np.object_]


@dataclass(frozen=True, eq=False, repr=False)
class Turns:
    """From directed edge `before[i]` to directed edge `after[i]` in `seconds[i]`, lights aside.

    Directed edge e < L runs along link e, edge L + e against it; arcs are ordered by `before`.
    """

    before: NDArray[np.int32]
    after: NDArray[np.int32]
    seconds: NDArray[np.float32]


def make_turns(
    streets: Streets,
    assumptions: Assumptions,
    left_hand: bool = False,
    banned: Ints | None = None,
) -> Turns:
    """Every turn that a car may make, with what it costs in free flow.

    `banned` are pairs of directed edges, shape (pairs, 2), that may not follow each other.
    """
    links = len(streets.start)
    edges = np.flatnonzero(np.concatenate([streets.open_along, streets.open_against]))
    tail = np.concatenate([streets.start, streets.end])
    head = np.concatenate([streets.end, streets.start])
    before, after = _pairs(edges, tail, head)
    if banned is not None and len(banned):
        key = before * 2 * links + after
        allowed = ~np.isin(key, banned[:, 0] * 2 * links + banned[:, 1])
        before, after = before[allowed], after[allowed]
    kept = _sensible(before, after, links)
    before, after = before[kept], after[kept]
    seconds = _seconds(streets, before, after, head, assumptions, left_hand)
    return Turns(before.astype(np.int32), after.astype(np.int32), seconds.astype(np.float32))


def _pairs(edges: Ints, tail: Ints, head: Ints) -> tuple[Ints, Ints]:
    """Every edge with every edge that starts where it ends."""
    by_tail = edges[np.argsort(tail[edges], kind="stable")]
    tails = tail[by_tail]
    low = np.searchsorted(tails, head[edges], side="left")
    count = np.searchsorted(tails, head[edges], side="right") - low
    before = np.repeat(edges, count)
    step = np.arange(len(before)) - np.repeat(np.cumsum(count) - count, count)
    return before, by_tail[np.repeat(low, count) + step]


def _sensible(before: Ints, after: Ints, links: int) -> NDArray[np.bool_]:
    """All pairs but turning round where there is another way on."""
    back = np.abs(before - after) == links
    others = np.bincount(before[~back], minlength=2 * links)
    return np.asarray(~back | (others[before] == 0))


def _seconds(
    streets: Streets,
    before: Ints,
    after: Ints,
    head: Ints,
    assumptions: Assumptions,
    left_hand: bool,
) -> Floats:
    """What each turn costs in free flow, lights aside, shape (turns,)."""
    links = len(streets.start)
    node = head[before]
    angle = _angles(streets.shapes, before, after) * (-1 if left_hand else 1)
    turn = np.zeros(len(before))
    turn[angle > _BEND_DEGREES] = assumptions["delays.turn_far"]
    turn[angle < -_BEND_DEGREES] = assumptions["delays.turn_near"]
    turn[_gives_way(streets, before % links, node)] += assumptions["delays.give_way"]
    turn[_flows(streets, before % links, after % links, node)] = 0.0
    # From one arm of a fork back into the other is turning round too, whatever the road.
    back = (np.abs(before - after) == links) | (np.abs(angle) > _BACK_DEGREES)
    others = np.bincount(before, minlength=2 * links)[before] > 1
    turn[back & (others | (np.abs(before - after) == links))] = assumptions["delays.turn_round"]
    return turn


def _angles(shapes: NDArray[np.object_], before: Ints, after: Ints) -> Floats:
    """Degrees between the end of one directed edge and the start of the next, left positive."""
    ends = [
        shapely.get_coordinates(shapely.line_interpolate_point(shapes, metres))
        for metres in (0.0, _LOOK_METRES, -_LOOK_METRES)
    ]
    last = shapely.get_coordinates(shapely.get_point(shapes, -1))
    into = np.concatenate([_heading(ends[0], ends[1]), _heading(last, ends[2])])
    out = np.concatenate([_heading(ends[2], last), _heading(ends[1], ends[0])])
    return np.asarray((into[after] - out[before] + 180.0) % 360.0 - 180.0)


def _heading(a: Floats, b: Floats) -> Floats:
    return np.degrees(np.arctan2(b[:, 1] - a[:, 1], b[:, 0] - a[:, 0]))


def _gives_way(streets: Streets, link: Ints, node: Ints) -> NDArray[np.bool_]:
    """Whether the link meets a larger road at a node without a light."""
    largest = np.full(len(streets.lit), len(CODE))
    rank = _ranks(streets.code)
    drivable = streets.open_along | streets.open_against
    for ends in (streets.start, streets.end):
        np.minimum.at(largest, ends[drivable], rank[drivable])
    return np.asarray((streets.lit[node] < 0) & (largest[node] < rank[link]))


def _ranks(code: NDArray[np.uint8]) -> Ints:
    """Classes by size, smaller numbers are larger roads; unclassified and residential are alike."""
    rank = code.astype(np.int64)
    rank[code == CODE["residential"]] = CODE["unclassified"]
    return np.minimum(rank, CODE["service"])


def _flows(streets: Streets, before: Ints, after: Ints, node: Ints) -> NDArray[np.bool_]:
    """Where going on is no turn at a junction: on motorways and ramps, around a roundabout, on
    assumed streets (their speed holds it), and where no third street meets."""
    drivable = streets.open_along | streets.open_against
    meeting = np.bincount(
        np.concatenate([streets.start[drivable], streets.end[drivable]]),
        minlength=len(streets.lit),
    )
    free = np.isin(streets.code, _FREE) | ((streets.flags & RAMP) != 0)
    around = (streets.flags & ROUNDABOUT) != 0
    assumed = streets.code == CODE["assumed"]
    return np.asarray(
        free[before]
        | free[after]
        | (around[before] & around[after])
        | (assumed[before] & assumed[after])
        | (meeting[node] <= 2) & (before != after)
    )
