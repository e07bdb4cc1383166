"""The timetable as flat arrays on which all patterns can be ridden at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.model import Ints, Seconds, Timetable

NEVER = np.int32(2**29)
"""More seconds than any way takes; twice of it still fits."""

SPAN = 2**20
"""Room for the clock times of one call among the sorted keys of all calls."""

SHIFT = 2**19
_LATEST = SPAN - 2


@dataclass(frozen=True, eq=False, repr=False)
class Board:
    """Every call of every pattern in order, C of them, with what leaves and comes there.

    `stop`, `pattern`, `opening` (whether it is its pattern's first call), `boards` (whether one may
    get on there), all (C,). A call with r runs has r + 1 slots from `slot` on: `keys` of its
    departures, sorted over all calls, and `arrivals`; the last slot stands for no run. `run`
    numbers the first run of a call's pattern among those of all patterns, later patterns lower, so
    that the least number over the calls of a pattern never mixes with its neighbours'; `none`, the
    number after its last run, is none.
    """

    stops: int
    stop: Ints
    pattern: Ints
    opening: NDArray[np.bool_]
    boards: NDArray[np.bool_]
    slot: Ints
    keys: Ints
    arrivals: Seconds
    run: NDArray[np.int32]
    none: NDArray[np.int32]

    def through(self, marked: NDArray[np.bool_]) -> Ints:
        """All calls of the patterns that call at a marked stop, marks of shape (stops,)."""
        patterns = np.zeros(int(self.pattern[-1]) + 1 if len(self.pattern) else 0, bool)
        patterns[self.pattern[marked[self.stop]]] = True
        return np.flatnonzero(patterns[self.pattern])

    def runs_from(self, calls: Ints) -> tuple[Ints, Ints, Ints]:
        """All runs that one may board at some calls: which of the calls, the run's number among
        those of its pattern, and when it leaves, in clock seconds."""
        calls = np.where(self.boards[calls], calls, -1)
        runs = np.where(calls >= 0, (self.none - self.run)[calls], 0).astype(np.int64)
        which = np.repeat(np.arange(len(calls)), runs)
        run = np.arange(len(which)) - np.repeat(np.cumsum(runs) - runs, runs)
        at = calls[which]
        return which, run, self.keys[self.slot[at] + run] - at * SPAN - SHIFT


def make_board(timetable: Timetable) -> Board:
    """Lay a timetable out; where one may not get on nothing leaves, where not off nothing comes."""
    lengths, runs = np.diff(timetable.first_call), np.diff(timetable.first_run)
    pattern = np.repeat(np.arange(timetable.patterns), lengths)
    slots = runs[pattern] + 1
    slot = np.cumsum(slots) - slots
    opening = np.zeros(len(pattern), bool)
    opening[timetable.first_call[:-1][lengths > 0]] = True
    boards = timetable.boards.copy()
    boards[timetable.first_call[1:][lengths > 0] - 1] = False  # nobody gets on where all get off
    keys, arrivals = _slots(timetable, lengths, boards)
    call = np.repeat(np.arange(len(pattern), dtype=np.int64), slots)
    above = np.cumsum((runs + 1)[::-1])[::-1] - (runs + 1)
    return Board(
        len(timetable.stops),
        np.asarray(timetable.calls, np.int64),
        pattern,
        opening,
        boards,
        slot,
        call * SPAN + keys,
        arrivals,
        above[pattern].astype(np.int32),
        (above + runs)[pattern].astype(np.int32),
    )


def _slots(timetable: Timetable, lengths: Ints, boards: NDArray[np.bool_]) -> tuple[Ints, Seconds]:
    """Departures (from SHIFT on) and arrivals of all slots, call by call."""
    keys, arrivals = [np.empty(0, np.int64)], [np.empty(0, np.int32)]
    for pattern in np.flatnonzero(lengths).tolist():
        part = slice(timetable.first_call[pattern], timetable.first_call[pattern + 1])
        came, left = timetable.times_of(pattern)
        leaves = np.full((lengths[pattern], len(left) + 1), SPAN - 1, np.int64)
        leaves[boards[part], :-1] = left.T[boards[part]] + SHIFT
        comes = np.full(leaves.shape, NEVER, np.int32)
        alights = timetable.alights[part]
        comes[alights, :-1] = came.T[alights]
        keys.append(leaves.ravel())
        arrivals.append(comes.ravel())
    return np.concatenate(keys), np.concatenate(arrivals)


def reversed_timetable(timetable: Timetable) -> Timetable:
    """The same with time reversed: runs go backwards, seconds count down from midnight.

    Who finds the earliest arrival in it has found the latest departure in the original.
    """
    calls, first_call = timetable.calls, timetable.first_call
    pattern = np.repeat(np.arange(timetable.patterns), np.diff(first_call))
    back = (first_call[:-1] + first_call[1:] - 1)[pattern] - np.arange(len(calls))
    times = [timetable.times_of(p) for p in range(timetable.patterns)]
    nothing = [np.empty(0, np.int32)]
    return replace(
        timetable,
        calls=calls[back],
        boards=timetable.alights[back],
        alights=timetable.boards[back],
        arrivals=np.concatenate([*nothing, *(-left[::-1, ::-1].ravel() for _, left in times)]),
        departures=np.concatenate([*nothing, *(-came[::-1, ::-1].ravel() for came, _ in times)]),
        change_from=timetable.change_to,
        change_to=timetable.change_from,
    )
