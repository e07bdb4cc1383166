"""Rounds of rides: where one is after one ride, after two, for all departures of a window at once.

The method is RAPTOR (Delling, Pajor, Werneck: Round-Based Public Transit Routing, 2015), with the
calls of all patterns and the departures of a whole window as the two axes of every array.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.model import Ints, Seconds
from geo.travel.transit.board import NEVER, SHIFT, SPAN, Board
from geo.travel.transit.walks import Walks, starts_of

MOST_RIDES = 16
"""Rounds end by themselves when nothing improves; this only keeps a broken timetable in bounds."""


@dataclass(frozen=True, eq=False, repr=False)
class Round:
    """After so many rides: seconds since each departure, shape (stops, departures).

    `ready`: until one can board at a stop; `alight`: until one gets off there; NEVER out of reach.
    """

    ready: Seconds
    alight: Seconds


def rounds(
    board: Board,
    changes: Walks,
    enter: Seconds,
    departs: Ints,
    longest: int,
    history: list[Round] | None = None,
    most: int = MOST_RIDES,
) -> tuple[Seconds, int]:
    """Seconds until one alights at every stop, (stops, departures), and how many rides that takes.

    `enter`, shape (stops,): seconds from the place until one can board; `departs`, clock seconds.
    What takes longer than `longest` is out of reach. `history` collects how things stand before
    the first ride and after each.
    """
    ready = np.repeat(enter[:, None], len(departs), axis=1)
    alight = np.full_like(ready, NEVER)
    marked, rides = enter <= longest, 0
    _note(history, ready, alight)
    for ride in range(1, most + 1):
        better = _ride(board, ready, alight, marked, departs, longest)
        if not better.any():
            break
        rides = ride
        marked = _change(changes, ready, alight, better)
        _note(history, ready, alight)
    return alight, rides


def _note(history: list[Round] | None, ready: Seconds, alight: Seconds) -> None:
    if history is not None:
        history.append(Round(ready.copy(), alight.copy()))


def _ride(
    board: Board,
    ready: Seconds,
    alight: Seconds,
    marked: NDArray[np.bool_],
    departs: Ints,
    longest: int,
) -> NDArray[np.bool_]:
    """Ride on from the marked stops and write where one alights; tells which stops improved."""
    better = np.zeros(board.stops, bool)
    calls = board.through(marked)
    run = _aboard(board, calls, ready, marked, departs)
    # Who is aboard on the way to a call got on at an earlier one.
    later = np.flatnonzero(~board.opening[calls])
    later = later[(run[later - 1] < board.none[calls[later], None]).any(axis=1)]
    if not len(later):
        return better
    ahead = calls[later]
    later = later[np.argsort(board.stop[ahead], kind="stable")]
    ahead = calls[later]
    slots = run[later - 1] + (board.slot[ahead] - board.run[ahead])[:, None]
    starts = starts_of(board.stop[ahead])
    comes = np.minimum.reduceat(board.arrivals[slots], starts) - departs.astype(np.int32)
    comes[comes > longest] = NEVER
    stops = board.stop[ahead[starts]]
    sooner = (comes < alight[stops]).any(axis=1)
    stops = stops[sooner]
    alight[stops] = np.minimum(alight[stops], comes[sooner])
    better[stops] = True
    return better


def _aboard(
    board: Board, calls: Ints, ready: Seconds, marked: NDArray[np.bool_], departs: Ints
) -> Ints:
    """The earliest run that one can be aboard of when it leaves each call, (calls, departures)."""
    boarding = np.flatnonzero(marked[board.stop[calls]] & board.boards[calls])
    there = calls[boarding]
    clock = np.minimum(ready[board.stop[there]] + (departs + SHIFT), SPAN - 2)
    clock += (there * SPAN)[:, None]
    found = np.searchsorted(board.keys, clock)
    found += (board.run[there] - board.slot[there])[:, None]
    run = np.repeat(board.none[calls].astype(np.int64)[:, None], len(departs), axis=1)
    run[boarding] = found
    return np.minimum.accumulate(run, axis=0, out=run)


def _change(
    changes: Walks, ready: Seconds, alight: Seconds, better: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Change from the stops that improved and write where one can board; tells which improved."""
    marked = np.zeros(len(ready), bool)
    leave = np.where(better[:, None], alight, NEVER)
    bound = np.minimum(ready.max(axis=1), changes.longest(leave.max(axis=1)) + 1)
    for stops, seconds in changes.least(leave, bound):
        sooner = (seconds < ready[stops]).any(axis=1)
        stops = stops[sooner]
        ready[stops] = np.minimum(ready[stops], seconds[sooner])
        marked[stops] = True
    return marked
