"""An order chosen by hand -> the same order on the clock, and what would help where it fails."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from geo.errors import TourChange
from geo.measures.tours.explain import Why, least, least_end, why_left_out
from geo.measures.tours.problem import NEVER, Clock, Order, Problem
from geo.measures.tours.repair import inserted
from geo.measures.tours.solve import Solved, solve
from geo.measures.tours.timing import timed
from geo.model import Reason

_MINUTE = 60.0
_LAST = 30 * 3600.0  # no day is longer


def in_order(problem: Problem, order: Order, clock: Clock | None = None) -> Solved | None:
    """The order on the clock, with every other must, then every other stop that fits, put in
    where it wastes the least. None where the order or a must fails."""
    clock = clock or problem.travel
    found = timed(problem, completed(problem, order, clock), clock)
    for stop in _missing(problem, found.order if found else ()):
        if found is not None:
            found = inserted(problem, found.order, stop, clock) or found
    return Solved(found, False) if found else None


def completed(problem: Problem, order: Order, clock: Clock) -> Order:
    """The order with the musts that it lacks; one that fits nowhere comes last."""
    for stop in np.flatnonzero(problem.must).tolist():
        if stop not in order:
            found = inserted(problem, order, stop, clock)
            order = found.order if found else (*order, stop)
    return order


def _missing(problem: Problem, order: Order) -> list[int]:
    """Stops that are not in the order, the most wanted first."""
    ranked = np.argsort(-problem.score, kind="stable").tolist()
    return [stop for stop in ranked if stop not in order]


def why_not_in_order(problem: Problem, order: Order) -> list[Why]:
    """Why each stop is missing; of what would fit in some other order, that it is the order."""
    return [
        replace(why, reason=Reason.ORDER, minutes=None)
        if why.reason in (Reason.HOURS, Reason.TIME)
        and least_end(problem, (*order, why.stop)) <= min(problem.back_by, _LAST)
        else why
        for why in why_left_out(problem, order)
    ]


def stuck(problem: Problem, order: Order, clock: Clock) -> int | None:
    """The first stop of a failing order that cannot be visited in its hours; None where all can,
    and only the return is too late."""
    free = replace(problem, back_by=NEVER)
    lengths = range(1, len(order) + 1)
    return next((order[n - 1] for n in lengths if timed(free, order[:n], clock) is None), None)


def changes_in_order(problem: Problem, order: Order, clock: Clock) -> Iterator[TourChange]:
    """What would make a failing order possible, tried one at a time: to return later, to start
    earlier, or to take the best order."""
    late = timed(replace(problem, back_by=NEVER), order, clock)
    if late is not None:
        more = math.ceil((late.end - problem.back_by) / _MINUTE)
        yield TourChange("return", more, problem.back_by + more * _MINUTE)

    def fits(minutes: int) -> bool:
        sooner = replace(problem, depart=problem.depart - minutes * _MINUTE)
        return timed(sooner, order, clock) is not None

    if earlier := least(fits, int(problem.depart // _MINUTE)):
        yield TourChange("start", earlier, problem.depart - earlier * _MINUTE)
    if solve(problem, clock) is not None:
        yield TourChange("order", 0, 0.0)
