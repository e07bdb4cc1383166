"""Which runs one rides: found backwards from how things stand after each ride."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from geo.model import Ints, Seconds
from geo.travel.transit.board import NEVER, SHIFT, SPAN, Board
from geo.travel.transit.rounds import Round
from geo.travel.transit.service import Part
from geo.travel.transit.walks import Walks


@dataclass(frozen=True)
class Ride:
    """A run of a pattern from one call to a later one, rows of the board; the clock in seconds of
    the day. `change` is how long getting ready to board took, from the place or the ride before."""

    pattern: int
    run: int
    on: int
    off: int
    board: int
    alight: int
    change: int


def trace(
    part: Part, history: list[Round], enter: Seconds, finish: Seconds, start: int
) -> list[Ride]:
    """The rides of the soonest arrival after the last round; of several, with the shortest walks.

    All arrays are those of a search for one departure, at `start`.
    """
    stop = int(np.argmin(history[-1].alight[:, 0] + finish))
    alight = int(history[-1].alight[stop, 0])
    rides: list[Ride] = []
    for before in history[-2::-1]:
        ready = _first(enter) if before is history[0] else _changed(part.changes, before)
        ride, came = _ride_to(part.board, before, ready, stop, start + alight, start)
        rides.append(ride)
        stop, alight = came, int(before.alight[came, 0])
    return rides[::-1]


Ready = Callable[[int, int], tuple[int, int]]
"""For a stop and the most seconds until its run leaves: the shortest way to be ready, and the stop
that it comes from."""


def _first(enter: Seconds) -> Ready:
    return lambda stop, most: (int(enter[stop]), stop)  # noqa: ARG005, one way only


def _changed(changes: Walks, before: Round) -> Ready:
    def shortest(stop: int, most: int) -> tuple[int, int]:
        low, high = np.searchsorted(changes.goal, [stop, stop + 1])
        source, seconds = changes.source[low:high], changes.seconds[low:high]
        in_time = before.alight[source, 0] + seconds <= most
        best = int(np.argmin(np.where(in_time, seconds, NEVER)))
        return int(seconds[best]), int(source[best])

    return shortest


def _ride_to(
    board: Board, before: Round, ready: Ready, stop: int, alight: int, start: int
) -> tuple[Ride, int]:
    """A ride that gets off at a stop at a second of the clock, and the stop of the ride before."""
    found: list[tuple[int, int, Ride, int]] = []
    for off in np.flatnonzero(board.stop == stop).tolist():
        slots = slice(board.slot[off], board.slot[off] + board.none[off] - board.run[off])
        calls = _calls_before(board, off)
        for run in np.flatnonzero(board.arrivals[slots] == alight).tolist():
            leaves = board.keys[board.slot[calls] + run] - calls * SPAN - SHIFT
            caught = board.boards[calls] & (before.ready[board.stop[calls], 0] + start <= leaves)
            for call, clock in zip(calls[caught].tolist(), leaves[caught].tolist(), strict=True):
                change, came = ready(int(board.stop[call]), clock - start)
                ride = Ride(int(board.pattern[off]), run, call, off, clock, alight, change)
                found.append((change, -call, ride, came))
    *_, ride, came = min(found, key=lambda way: way[:2])
    return ride, came


def _calls_before(board: Board, call: int) -> Ints:
    """The earlier calls of a call's pattern."""
    opening = call
    while not board.opening[opening]:
        opening -= 1
    return np.arange(opening, call)
