"""Up to 13 stops exactly, by dynamic programming over subsets (Held and Karp 1962).

For each subset of stops and each last one of them, the earliest moment at which all of it can have
been visited, without lunch and with it. Since nobody arrives earlier by leaving later, and to wait
is allowed, the earliest is the best for whatever follows: opening hours, lunch, and travel times
that change by the hour included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.measures.tours.problem import NEVER, Order, Problem
from geo.model import Floats, Ints

MOST_STOPS = 13


@dataclass(frozen=True, eq=False)
class Reached:
    """What can be visited by when, whatever the latest return.

    `ready`, shape (2^n, 2, n + 1): when subset m, its last stop being the third index (n: the
    start), has been visited without and with lunch. `end`, shape (2^n, 2): when one is at the end
    after it, never where lunch is missed.
    """

    problem: Problem
    ready: Floats
    end: Floats

    def least_end(self, stops: Order) -> float:
        """The earliest end of a tour of exactly these stops, however late."""
        return float(self.end[sum(1 << stop for stop in stops)].min())


def reach(problem: Problem) -> Reached:
    """Fill the table; raises ValueError for more than 13 stops."""
    n = len(problem)
    if n > MOST_STOPS:
        raise ValueError(f"{n} stops are more than {MOST_STOPS}")
    ready = np.full((1 << n, 2, n + 1), NEVER)
    ready[0, 0, n] = problem.depart
    ready[0, 1, n] = problem.eaten(ready[0, 0, n])
    sizes = np.bitwise_count(np.arange(1 << n))
    for size in range(1, n + 1):
        subsets = np.flatnonzero(sizes == size)
        for stop in range(n):
            _visit(problem, ready, subsets[subsets >> stop & 1 == 1], stop)
    return Reached(problem, ready, _ends(problem, ready))


def _visit(problem: Problem, ready: Floats, subsets: Ints, stop: int) -> None:
    """Fill in the subsets of which `stop` is the last: lunch before it, after it, or earlier."""
    before = ready[subsets ^ (1 << stop)]
    arrive = problem.travel.arrivals(range(len(problem) + 1), stop, before).min(axis=2)
    visit = problem.visit[stop]
    hungry = problem.begun(stop, arrive[:, 0]) + visit
    first_eaten = np.minimum(arrive[:, 1], problem.eaten(arrive[:, 0]))
    ready[subsets, 0, stop] = hungry
    ready[subsets, 1, stop] = np.minimum(
        problem.begun(stop, first_eaten) + visit, problem.eaten(hungry)
    )


def _ends(problem: Problem, ready: Floats) -> Floats:
    end = problem.travel.arrivals(range(len(problem) + 1), problem.end, ready).min(axis=2)
    end[:, 0] = np.where(problem.may_end(end[:, 0]), end[:, 0], NEVER)
    return np.asarray(end)


def best(reached: Reached) -> Order | None:
    """The order of the best subset: all musts, the greatest score, the least waste, the first end.

    None where the musts cannot all be visited in time.
    """
    problem = reached.problem
    n = len(problem)
    holds = np.arange(1 << n)[:, None] >> np.arange(n) & 1
    wanted = np.asarray((holds.astype(bool) | ~problem.must).all(axis=1))
    waste = reached.end - problem.depart - (holds @ problem.visit)[:, None]
    waste[:, 1] -= problem.meal_seconds
    score = np.round(holds @ np.where(problem.must, 0.0, problem.score), 6)
    fits = wanted[:, None] & (reached.end <= problem.back_by) & np.isfinite(reached.end)
    if not fits.any():
        return None
    rows, meals = np.nonzero(fits)
    ends = reached.end[rows, meals]
    first = np.lexsort((ends, waste[rows, meals], -score[rows]))[0]
    return _order(reached, int(rows[first]), int(meals[first]))


def most_musts(reached: Reached) -> Order:
    """The largest set of musts that can be visited in time, the soonest done among equals."""
    problem = reached.problem
    musts = sum(1 << int(i) for i in np.flatnonzero(problem.must))
    ends = reached.end.min(axis=1)
    subsets = np.arange(len(ends))
    held = np.bitwise_count(subsets).astype(int)
    fits = (subsets & ~musts == 0) & (ends <= problem.back_by) & np.isfinite(ends)
    if not fits.any():
        return ()
    chosen = subsets[fits]
    subset = int(chosen[np.lexsort((ends[fits], -held[fits]))[0]])
    return tuple(i for i in range(len(problem)) if subset >> i & 1)


def _order(reached: Reached, subset: int, meal: int) -> Order:
    """Walk the table back: which last stop, then which before it, gives these very figures."""
    problem, ready = reached.problem, reached.ready
    places = range(len(problem) + 1)
    arrive = problem.travel.arrivals(places, problem.end, ready[subset, meal])
    last, found = int(np.argmin(arrive)), []
    while subset:
        found.append(last)
        subset, meal, last = _before(reached, subset, meal, last)
    return tuple(reversed(found))


def _before(reached: Reached, subset: int, meal: int, stop: int) -> tuple[int, int, int]:
    """The state before the visit of `stop`: the subset, whether lunch was had, the last stop."""
    problem = reached.problem
    ready = reached.ready[subset, :, stop]
    before = subset ^ (1 << stop)
    there = problem.travel.arrivals(range(len(problem) + 1), stop, reached.ready[before])
    arrive = there.min(axis=1)
    if meal and ready[1] == problem.eaten(ready[0]):
        meal = 0  # eaten after the visit
    elif meal and problem.eaten(arrive[0]) <= arrive[1]:
        meal = 0  # eaten before it
    return before, meal, int(np.argmin(there[meal]))
