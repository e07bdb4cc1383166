"""Up to 13 stops: nothing that trying every order finds is better."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.measures.tours.exact import MOST_STOPS, reach
from geo.measures.tours.problem import Travel
from geo.measures.tours.solve import solve
from geo.model import Lunch
from tests.measures.tours.made_up import NINE, at_random, check, every_order, on_a_line, worth

ALL_DAY = [(0.0, 600.0)]


@pytest.mark.parametrize("slots", [1, 8], ids=["steady", "by the hour"])
@pytest.mark.parametrize("lunch", [False, True], ids=["", "lunch"])
@pytest.mark.parametrize("seed", range(12))
def test_no_order_is_better(seed: int, lunch: bool, slots: int) -> None:
    problem = at_random(seed, 5, slots, lunch)
    every = every_order(problem)
    solved = solve(problem)
    assert (solved is None) == (not every)
    if solved:
        assert solved.exact
        check(problem, solved.found)
        assert worth(problem, solved.found) == min(worth(problem, found) for found in every)


def test_the_random_tours_try_what_they_should() -> None:
    found = [solve(at_random(seed, 5, 1, True)) for seed in range(12)]
    assert any(one is None for one in found)
    assert sum(one is not None and one.found.meal is not None for one in found) >= 4


def test_hours_decide_the_order() -> None:
    near_opens_late = on_a_line([10, 20], [30, 30], [[(70, 200)], ALL_DAY])
    solved = solve(near_opens_late)
    assert solved is not None
    assert solved.found.order == (1, 0)
    assert solved.found.begin == (NINE + 20 * 60, NINE + 70 * 60)
    assert solved.found.end == NINE + 110 * 60


def test_all_musts_come_before_any_score() -> None:
    problem = on_a_line([30, -30], [30, 30], [ALL_DAY, ALL_DAY], [True, False], [1, 99], 120)
    solved = solve(problem)
    assert solved is not None and solved.found.order == (0,)


def test_the_greater_sum_of_scores_comes_before_less_waste() -> None:
    problem = on_a_line(
        [40, -5, -6], [10, 10, 10], [ALL_DAY] * 3, [False] * 3, [5, 2, 2], back_by=95
    )
    solved = solve(problem)
    assert solved is not None and solved.found.order == (0,)


def test_two_windows_of_a_day_both_serve() -> None:
    problem = on_a_line([10], [30], [[(0, 5), (60, 90)]])
    solved = solve(problem)
    assert solved is not None and solved.found.begin == (NINE + 3600,)


def test_who_waits_for_a_faster_hour_arrives_first() -> None:
    slow, fast = np.full((3, 3), 3600.0), np.full((3, 3), 600.0)
    travel = Travel(np.stack([slow, fast]), NINE, 1800.0)
    problem = replace(on_a_line([10], [30], [ALL_DAY]), travel=travel)
    solved = solve(problem)
    assert solved is not None
    assert solved.found.leave[0] == NINE + 1800
    assert solved.found.arrive[0] == NINE + 2400


def test_lunch_is_had_in_its_window_and_costs_its_time() -> None:
    lunch = Lunch(int(NINE) + 30 * 60, int(NINE) + 60 * 60, 45)
    problem = on_a_line([10, 20], [30, 30], [ALL_DAY] * 2, lunch=lunch)
    solved = solve(problem)
    assert solved is not None and solved.found.meal is not None
    assert lunch.earliest <= solved.found.meal[0] <= lunch.latest
    assert solved.found.end == NINE + (40 + 60 + 45) * 60
    assert solved.found.wasted(problem) == 40 * 60


def test_who_is_back_in_time_for_lunch_needs_none_on_the_way() -> None:
    lunch = Lunch(int(NINE) + 120 * 60, int(NINE) + 180 * 60, 60)
    solved = solve(on_a_line([10], [30], [ALL_DAY], lunch=lunch))
    assert solved is not None and solved.found.meal is None


def test_thirteen_stops_are_exact_and_fourteen_are_not() -> None:
    reach(at_random(1, MOST_STOPS))
    with pytest.raises(ValueError, match="14 stops"):
        reach(at_random(1, MOST_STOPS + 1))
