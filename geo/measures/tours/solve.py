"""A problem -> its best order on the clock: exactly where that can be done, else by search."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.measures.tours.exact import MOST_STOPS, best, reach
from geo.measures.tours.problem import Clock, Order, Problem
from geo.measures.tours.repair import improved, repaired
from geo.measures.tours.searched import SOLUTIONS, search
from geo.measures.tours.timing import Timed, timed


@dataclass(frozen=True)
class Solved:
    """The order found, and whether none better exists for the travel times of the problem."""

    found: Timed
    exact: bool


def solve(
    problem: Problem, clock: Clock | None = None, solutions: int = SOLUTIONS
) -> Solved | None:
    """The best tour, timed by `clock` (the problem's own travel by default).

    All musts, then the greatest sum of scores, then the least time wasted, then the earliest end.
    None where the musts cannot all be visited within their hours and in time, or where a search of
    more than 13 stops did not find how.
    """
    usable = usable_stops(problem)
    part = problem.take(usable)
    told = _Renumbered(clock or problem.travel, (*usable, problem.start, problem.end))
    if len(usable) < len(problem) and problem.must[_others(problem, usable)].any():
        return None
    solved = _solve(part, told, solutions, clock is None)
    if solved is None:
        return None
    order = tuple(usable[stop] for stop in solved.found.order)
    found = timed(problem, order, clock)
    return Solved(found, solved.exact) if found else None


def usable_stops(problem: Problem) -> Order:
    """The stops that are open at some time and can be reached and left at all."""
    seconds = problem.travel.seconds.min(axis=0)
    there = np.isfinite(seconds[problem.start, : len(problem)])
    back = np.isfinite(seconds[: len(problem), problem.end])
    stops = np.flatnonzero(there & back).tolist()
    return tuple(stop for stop in stops if len(problem.begins[stop]))


def _others(problem: Problem, usable: Order) -> list[int]:
    return [stop for stop in range(len(problem)) if stop not in usable]


def _solve(problem: Problem, clock: Clock, solutions: int, own: bool) -> Solved | None:
    if len(problem) <= MOST_STOPS and problem.waiting_counts:
        order = best(reach(problem))
        if order is None:
            return None
        found = timed(problem, order, clock)
        if found or own:
            return Solved(found, True) if found else None
        mended = repaired(problem, order, clock)
        return Solved(improved(problem, mended, clock), False) if mended else None
    mended = repaired(problem, search(problem, solutions), clock)
    if mended is None or not set(np.flatnonzero(problem.must)) <= set(mended.order):
        mended = _by_musts(problem, clock)
    if mended is None:
        return None
    better = timed(problem, _exchanged(problem, mended.order), clock) or mended
    return Solved(improved(problem, better, clock), False)


def _exchanged(problem: Problem, order: Order) -> Order:
    """A better choice: the stops of the order and a few of the others at a time, solved exactly."""
    others = [s for s in np.argsort(-problem.score, kind="stable").tolist() if s not in order]
    while problem.waiting_counts and others and len(order) < MOST_STOPS:
        room = MOST_STOPS - len(order)
        part, others = [*order, *others[:room]], others[room:]
        found = best(reach(problem.take(part)))
        order = tuple(part[i] for i in found) if found is not None else order
    return order


def _by_musts(problem: Problem, clock: Clock) -> Timed | None:
    """The musts alone, exactly, where the search missed some of them and there are few enough."""
    musts = np.flatnonzero(problem.must).tolist()
    if len(musts) > MOST_STOPS:
        return None
    order = best(reach(problem.take(musts)))
    return repaired(problem, tuple(musts[i] for i in order), clock) if order is not None else None


@dataclass(frozen=True)
class _Renumbered:
    """A clock asked by the numbers of a part of the problem."""

    clock: Clock
    places: Order

    def leave(self, i: int, j: int, ready: float) -> float:
        return self.clock.leave(self.places[i], self.places[j], ready)

    def arrive(self, i: int, j: int, ready: float) -> float:
        return self.clock.arrive(self.places[i], self.places[j], ready)
