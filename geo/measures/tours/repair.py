"""An order that the clock does not bear out -> one that holds, and one that holds -> a better one.

The search knows the travel times of one hour; by the true departures an order may come too late,
or leave room. Stops are moved, the least wanted dropped, and others put in where they fit.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geo.measures.tours.problem import Clock, Order, Problem
from geo.measures.tours.timing import Timed, timed

_ROUNDS = 50


def repaired(problem: Problem, order: Order, clock: Clock) -> Timed | None:
    """The order as it holds by the clock, moved or shortened as needed; None if no musts' order
    was found that does."""
    while True:
        found = timed(problem, order, clock) or _least_waste(problem, _moved(order), clock)
        if found:
            return found
        nice = sorted((s for s in order if not problem.must[s]), key=lambda s: problem.score[s])
        if not nice:
            return None
        for stop in nice:
            found = timed(problem, _without(order, stop), clock)
            if found:
                return found
        order = _without(order, nice[0])


def improved(problem: Problem, found: Timed, clock: Clock) -> Timed:
    """The same with whatever more fits, the most wanted first, in a less wasteful order, or with
    stops that are wanted more than those in it."""
    for _ in range(_ROUNDS):
        better = (
            _fuller(problem, found, clock)
            or _shorter(problem, found, clock)
            or _dearer(problem, found, clock)
        )
        if better is None:
            break
        found = better
    return found


def inserted(problem: Problem, order: Order, stop: int, clock: Clock) -> Timed | None:
    """The order with one more stop, where it wastes the least; None where it fits nowhere."""
    places = range(len(order) + 1)
    return _least_waste(problem, ((*order[:k], stop, *order[k:]) for k in places), clock)


def _fuller(problem: Problem, found: Timed, clock: Clock) -> Timed | None:
    missing = [
        s for s in np.argsort(-problem.score, kind="stable").tolist() if s not in found.order
    ]
    every = (inserted(problem, found.order, stop, clock) for stop in missing)
    return next((better for better in every if better), None)


def _missing(problem: Problem, order: Order) -> list[int]:
    """The stops that are not in the order, the most wanted first."""
    return [s for s in np.argsort(-problem.score, kind="stable").tolist() if s not in order]


def _dearer(problem: Problem, found: Timed, clock: Clock) -> Timed | None:
    """With a stop that is wanted more in the place of one that is wanted less."""
    missing = _missing(problem, found.order)
    nice = sorted((s for s in found.order if not problem.must[s]), key=lambda s: problem.score[s])
    for more in missing:
        for less in nice:
            if problem.score[less] >= problem.score[more]:
                break
            better = inserted(problem, _without(found.order, less), more, clock)
            if better:
                return better
    return None


def _shorter(problem: Problem, found: Timed, clock: Clock) -> Timed | None:
    better = _least_waste(problem, _moved(found.order), clock)
    if better is None or better.wasted(problem) >= found.wasted(problem) - 1e-6:
        return None
    return better


def _least_waste(problem: Problem, orders: Iterator[Order], clock: Clock) -> Timed | None:
    every = (timed(problem, order, clock) for order in orders)
    return min(filter(None, every), key=lambda found: found.wasted(problem), default=None)


def _moved(order: Order) -> Iterator[Order]:
    """Every order with one stop put elsewhere, then every one with a part of it turned round."""
    for i, stop in enumerate(order):
        rest = (*order[:i], *order[i + 1 :])
        yield from ((*rest[:k], stop, *rest[k:]) for k in range(len(order)) if k != i)
    for i in range(len(order)):
        for k in range(i + 3, len(order) + 1):
            yield (*order[:i], *order[i:k][::-1], *order[k:])


def _without(order: Order, stop: int) -> Order:
    return tuple(other for other in order if other != stop)
