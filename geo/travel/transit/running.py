"""Which runs can be caught from a place, and which of them is the last."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.model import Boarding, Direction, Ints, Running, Seconds
from geo.travel.transit.board import NEVER
from geo.travel.transit.service import Service

REST_SECONDS = 3 * 3600
"""Where nothing can be caught for so long, the service rests: what came before was the last run."""


@dataclass(frozen=True, eq=False, repr=False)
class Catches:
    """Every way to catch a run from a place, in order of `leave`, by when to set out, in clock
    seconds; `call` is where, `run` the run's number among those of its pattern, `board` when."""

    leave: Ints
    call: Ints
    run: Ints
    board: Ints


def catches(service: Service, direction: Direction, enter: Seconds) -> Catches:
    """All runs at the stops that can be entered from a place, `enter` as in a sweep."""
    board = service.part(direction).board
    calls = np.flatnonzero((enter < NEVER)[board.stop])
    which, run, clock = board.runs_from(calls)
    leave = clock - enter[board.stop[calls[which]]]
    order = np.argsort(leave, kind="stable")
    return Catches(leave[order], calls[which][order], run[order], clock[order])


def running(
    service: Service,
    direction: Direction,
    enter: Seconds,
    departs: Ints,
    longest: int,
    changes: int,
) -> Running:
    """What can be caught in a window of departures, and the last run before the service rests."""
    found = catches(service, direction, enter)
    ahead = int(np.searchsorted(found.leave, departs.min()))
    in_time = int(np.searchsorted(found.leave, departs.max() + longest, side="right"))
    gone = in_time <= ahead
    rests = np.flatnonzero(np.diff(found.leave[ahead:]) > REST_SECONDS)
    end = ahead + int(rests[0]) if len(rests) else len(found.leave) - 1
    last = ahead - 1 if gone else end
    return Running(
        changes,
        gone,
        _boarding(service, direction, found, last),
        _boarding(service, direction, found, ahead) if gone else None,
        service.timetable.counted,
    )


def _boarding(
    service: Service, direction: Direction, found: Catches, number: int
) -> Boarding | None:
    """One of them in words, on the clock that runs forwards; None where there is no such."""
    if not 0 <= number < len(found.leave):
        return None
    board, timetable = service.part(direction).board, service.timetable
    call, sign = int(found.call[number]), -1 if direction is Direction.TO else 1
    pattern = int(board.pattern[call])
    return Boarding(
        sign * int(found.leave[number]),
        sign * int(found.board[number]),
        timetable.stops.names[int(board.stop[call])],
        timetable.lines[int(timetable.line[pattern])],
        timetable.heading[pattern],
    )
