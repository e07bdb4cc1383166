"""An order of stops -> when one arrives, begins, leaves and eats, by a clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from geo.measures.tours.problem import NEVER, Clock, Order, Problem


@dataclass(frozen=True)
class Timed:
    """An order on the clock; the tuples run along it, `leave` with one more for the start.

    `ready` says when each visit (and a lunch after it) is over, `leave` when one then sets off.
    `meal` is the lunch: when it begins, before which position of the order (the number of stops:
    after all), and whether it is had where that visit will be, rather than where the last one was.
    """

    order: Order
    arrive: tuple[float, ...]
    begin: tuple[float, ...]
    leave: tuple[float, ...]
    end: float
    meal: tuple[float, int, bool] | None = None

    def wasted(self, problem: Problem) -> float:
        """Seconds of travel and waiting, or of travel only where waiting does not count."""
        if not problem.waiting_counts:
            away = [*self.arrive, self.end]
            return sum(there - left for left, there in zip(self.leave, away, strict=True))
        visits = sum(float(problem.visit[stop]) for stop in self.order)
        meal = problem.meal_seconds if self.meal else 0.0
        return self.end - problem.depart - visits - meal


class _State(NamedTuple):
    """How far one has come: ready for the next step after this one, which began `at`."""

    ready: float
    step: str = "start"
    at: float = 0.0
    before: _State | None = None
    position: int = 0
    there: bool = False


def timed(problem: Problem, order: Order, clock: Clock | None = None) -> Timed | None:
    """The order on the clock, lunch where it delays the end least.

    The clock is the problem's own travel by default. None where hours or the latest return fail.
    """
    clock = clock or problem.travel
    hungry: _State | None = _State(problem.depart)
    eaten = _lunch(problem, hungry, 0)
    place = problem.start
    for position, stop in enumerate(order):
        came = _go(clock, hungry, place, stop)
        came_eaten = _soonest(
            _go(clock, eaten, place, stop), _lunch(problem, came, position, there=True)
        )
        hungry = _visit(problem, came, stop)
        eaten = _soonest(_visit(problem, came_eaten, stop), _lunch(problem, hungry, position + 1))
        place = stop
        if hungry is None and eaten is None:
            return None
    ends = [_go(clock, state, place, problem.end) for state in (hungry, eaten)]
    if ends[0] is not None and not problem.may_end(np.asarray(ends[0].ready)):
        ends[0] = None
    last = _soonest(*ends)
    if last is None or last.ready > problem.back_by:
        return None
    return _told(order, last)


def _told(order: Order, last: _State) -> Timed:
    """What the states on the way to the last one say, from the first on."""
    arrive: list[float] = []
    begin: list[float] = []
    leave: list[float] = []
    meal = None
    state: _State | None = last
    while state is not None:
        if state.step == "go":
            arrive.append(state.ready)
            leave.append(state.at)
        elif state.step == "visit":
            begin.append(state.at)
        elif state.step == "lunch":
            meal = (state.at, state.position, state.there)
        state = state.before
    arrivals = arrive[::-1][:-1]
    return Timed(order, tuple(arrivals), tuple(begin[::-1]), tuple(leave[::-1]), last.ready, meal)


def _go(clock: Clock, state: _State | None, i: int, j: int) -> _State | None:
    if state is None:
        return None
    there = clock.arrive(i, j, state.ready)
    if there == NEVER:
        return None
    return _State(there, "go", clock.leave(i, j, state.ready), state)


def _visit(problem: Problem, state: _State | None, stop: int) -> _State | None:
    if state is None:
        return None
    begin = problem.begin(stop, state.ready)
    return None if begin == NEVER else _State(begin + problem.stays[stop], "visit", begin, state)


def _lunch(
    problem: Problem, state: _State | None, position: int, there: bool = False
) -> _State | None:
    lunch = problem.lunch
    if state is None or lunch is None:
        return None
    start = max(state.ready, float(lunch.earliest))
    if start > lunch.latest:
        return None
    return _State(start + problem.meal_seconds, "lunch", start, state, position, there)


def _soonest(one: _State | None, other: _State | None) -> _State | None:
    if one is None or other is None:
        return one or other
    return one if one.ready <= other.ready else other
