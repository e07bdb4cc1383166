"""More stops than can be solved exactly: close to the best known, and never against the hours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.measures.tours.exact import best, reach
from geo.measures.tours.problem import Asked
from geo.measures.tours.repair import improved, repaired
from geo.measures.tours.searched import search
from geo.measures.tours.solve import solve
from geo.measures.tours.timing import timed
from tests.measures.tours import tsptw
from tests.measures.tours.made_up import at_random, check, on_a_line, worth

WORSE = 1.03
"""The most that a tour may cost of the best known."""

SOLUTIONS = 300
INSTANCES = (
    *("n20w100.003.txt", "n20w20.001.txt", "n40w100.001.txt", "n40w40.001.txt"),
    *("rc_201.1.txt", "rc_202.2.txt", "rc_203.1.txt", "rc_205.1.txt"),
)


@pytest.mark.parametrize("name", INSTANCES)
def test_published_instances_are_solved_within_three_percent(name: str) -> None:
    problem = tsptw.read(name)
    solved = solve(problem, solutions=SOLUTIONS)
    assert solved is not None
    assert sorted(solved.found.order) == list(range(len(problem)))
    check(problem, solved.found)
    assert solved.found.wasted(problem) / tsptw.SCALE == tsptw.cost(problem, solved.found.order)
    assert tsptw.cost(problem, solved.found.order) <= tsptw.best_known()[name] * WORSE


@pytest.mark.parametrize("seed", range(6))
def test_where_all_can_be_seen_the_search_wastes_little_more_than_the_best(seed: int) -> None:
    problem = at_random(seed, 9)
    open_all_day = tuple(np.array([[problem.depart, problem.depart + 40_000]]) for _ in range(9))
    problem = replace(problem, begins=open_all_day, back_by=problem.depart + 40_000)
    exact = best(reach(problem))
    assert exact is not None
    perfect, found = timed(problem, exact), timed(problem, search(problem, SOLUTIONS))
    assert perfect is not None and found is not None
    assert len(found.order) == 9
    assert found.wasted(problem) <= perfect.wasted(problem) * WORSE


def test_the_same_question_gets_the_same_answer() -> None:
    problem = tsptw.read("n20w100.003.txt")
    assert search(problem, 50) == search(problem, 50)


def test_closed_stops_do_not_make_a_tour_too_large_to_solve_exactly() -> None:
    begins = [[(0.0, 600.0)]] * 3 + [[]] * 15
    problem = on_a_line([5.0] * 18, [10.0] * 18, begins, [True] * 3 + [False] * 15)
    solved = solve(problem)
    assert solved is not None and solved.exact and len(solved.found.order) == 3


def test_an_order_that_the_true_departures_break_is_mended() -> None:
    slow = on_a_line([10, 20, 30], [30] * 3, [[(0, 600)]] * 3, [True, False, False], [1, 5, 1], 160)
    order = best(reach(slow))
    assert order is not None and len(order) == 3
    clock = Asked(lambda i, j, _: 1.5 * float(slow.travel.seconds[0, i, j]))
    assert timed(slow, order, clock) is None
    mended = repaired(slow, order, clock)
    assert mended is not None
    assert set(mended.order) == {0, 1}  # the least wanted is dropped
    assert mended.end <= slow.back_by


def test_what_room_the_true_departures_leave_is_used() -> None:
    slow = on_a_line([10, 20, 30], [30] * 3, [[(0, 600)]] * 3, [True, False, False], [1, 5, 1], 110)
    clock = Asked(lambda i, j, _: 0.3 * float(slow.travel.seconds[0, i, j]))
    found = timed(slow, (0,), clock)
    assert found is not None
    assert set(improved(slow, found, clock).order) == {0, 1, 2}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), stops=st.integers(1, 16), lunch=st.booleans())
def test_windows_and_visits_always_hold(seed: int, stops: int, lunch: bool) -> None:
    problem = at_random(seed, stops, 4 if seed % 2 else 1, lunch)
    solved = solve(problem, solutions=40)
    if solved is not None:
        check(problem, solved.found)
        assert set(np.flatnonzero(problem.must)) <= set(solved.found.order)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_more_time_never_gets_less(seed: int) -> None:
    problem = at_random(seed, 6)
    less, more = solve(problem), solve(replace(problem, back_by=problem.back_by + 1800))
    if less is not None:
        assert more is not None
        assert worth(problem, more.found)[0] <= worth(problem, less.found)[0]
