"""Why a stop was left out, and what would have to change for an impossible wish: all computed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from geo.errors import TourChange
from geo.measures.tours.exact import MOST_STOPS, most_musts, reach
from geo.measures.tours.problem import NEVER, Order, Problem
from geo.measures.tours.repair import inserted
from geo.measures.tours.searched import search
from geo.measures.tours.solve import solve, usable_stops
from geo.measures.tours.timing import timed
from geo.model import Reason

_LEAST_VISIT = 300.0
_MINUTE = 60.0


@dataclass(frozen=True)
class Why:
    """The reason why a stop is missing, and by how many minutes where only time is lacking."""

    stop: int
    reason: Reason
    minutes: int | None = None


def why_left_out(problem: Problem, order: Order) -> list[Why]:
    """For every stop that is not in the order, what keeps it out beside those that are."""
    usable = usable_stops(problem)
    return [_why(problem, order, s, s in usable) for s in range(len(problem)) if s not in order]


def _why(problem: Problem, order: Order, stop: int, usable: bool) -> Why:
    if not len(problem.begins[stop]):
        return Why(stop, Reason.CLOSED)
    if not usable:
        return Why(stop, Reason.UNREACHABLE)
    end = least_end(problem, (*order, stop))
    if end == NEVER:
        return Why(stop, Reason.HOURS)
    late = max(end - problem.back_by, 1.0)
    return Why(stop, Reason.TIME, math.ceil(late / _MINUTE))


def least_end(problem: Problem, stops: Sequence[int]) -> float:
    """When a tour of all these stops could end at the earliest, however late that is.

    Exact for up to 13 stops; of more, the last one is put where it fits best.
    """
    free = replace(problem, back_by=NEVER)
    if len(stops) <= MOST_STOPS:
        return reach(free.take(stops)).least_end(tuple(range(len(stops))))
    found = inserted(free, tuple(stops[:-1]), stops[-1], free.travel)
    return found.end if found else NEVER


def culprit(problem: Problem) -> int | None:
    """The must that stands in the way: of those beyond the largest set of musts that can be done
    in time, the one whose last chance comes first. None where even the bare way takes too long."""
    musts = np.flatnonzero(problem.must).tolist()
    done = _largest(problem, musts)
    missing = [stop for stop in musts if stop not in done]
    return min(missing, key=lambda stop: _last_chance(problem, stop), default=None)


def _largest(problem: Problem, musts: list[int]) -> Order:
    part = problem.take(musts)
    found = most_musts(reach(part)) if len(musts) <= MOST_STOPS else search(part)
    return tuple(musts[i] for i in found)


def _last_chance(problem: Problem, stop: int) -> float:
    begins = problem.begins[stop]
    return float(begins[:, 1].max()) if len(begins) else -NEVER


def changes(problem: Problem, stop: int | None) -> tuple[TourChange, ...]:
    """What would make an impossible wish possible, the smallest change first.

    Tried one at a time, in whole minutes: to return later, to start earlier, to stay shorter at
    the stop; then to leave the stop out.
    """
    musts = _musts_only(problem)
    minutes = sorted(_in_minutes(musts, problem, stop), key=lambda change: change.minutes)
    return (*minutes, *_leave_out(problem, stop))


def _musts_only(problem: Problem) -> Problem:
    return problem.take(np.flatnonzero(problem.must).tolist())


def _in_minutes(musts: Problem, problem: Problem, stop: int | None) -> Iterator[TourChange]:
    later = _end_of_musts(musts)
    if later < NEVER:
        more = math.ceil((later - problem.back_by) / _MINUTE)
        yield TourChange("return", more, problem.back_by + more * _MINUTE)
    whole = int(problem.depart // _MINUTE)
    earlier = least(lambda n: _fits(replace(musts, depart=musts.depart - n * _MINUTE)), whole)
    if earlier:
        yield TourChange("start", earlier, problem.depart - earlier * _MINUTE)
    if stop is not None:
        place = np.flatnonzero(problem.must).tolist().index(stop)
        spare = int((problem.visit[stop] - _LEAST_VISIT) // _MINUTE)
        less = least(lambda n: _fits(_shorter(musts, place, n * _MINUTE)), spare)
        if less:
            yield TourChange("visit", less, float(problem.visit[stop]) - less * _MINUTE)


def _leave_out(problem: Problem, stop: int | None) -> Iterator[TourChange]:
    if stop is None:
        return
    rest = [s for s in np.flatnonzero(problem.must).tolist() if s != stop]
    if _fits(problem.take(rest)):
        yield TourChange("leave-out", 0, 0.0)


def _shorter(problem: Problem, stop: int, seconds: float) -> Problem:
    """With a visit that takes less and may therefore begin later."""
    visit = problem.visit.copy()
    visit[stop] -= seconds
    begins = list(problem.begins)
    begins[stop] = begins[stop] + np.array([0.0, seconds])
    return replace(problem, visit=visit, begins=tuple(begins))


def _end_of_musts(musts: Problem) -> float:
    if len(musts) <= MOST_STOPS:
        return least_end(musts, range(len(musts)))
    free = replace(musts, back_by=NEVER)
    order = search(free)
    found = timed(free, order) if len(order) == len(musts) else None
    return found.end if found else NEVER


def _fits(problem: Problem) -> bool:
    """Whether all stops of the problem, musts, can be visited in time."""
    if len(problem) > MOST_STOPS:
        return solve(problem) is not None
    end = least_end(problem, range(len(problem)))
    return end < NEVER and end <= problem.back_by


def least(fits: Callable[[int], bool], most: int) -> int | None:
    """The least whole number from 1 to `most` that fits, where more fits whenever less does."""
    if most < 1 or not fits(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high
