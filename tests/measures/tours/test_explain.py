"""What does not fit says why, and what would make it fit: followed, the advice works."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.errors import TourChange
from geo.measures.tours.explain import changes, culprit, why_left_out
from geo.measures.tours.problem import NEVER, Problem
from geo.measures.tours.solve import solve
from geo.model import Reason
from tests.measures.tours.made_up import NINE, at_random, on_a_line

ALL_DAY = [(0.0, 600.0)]


def left_out(problem: Problem) -> dict[int, tuple[Reason, int | None]]:
    solved = solve(problem)
    assert solved is not None
    return {
        why.stop: (why.reason, why.minutes) for why in why_left_out(problem, solved.found.order)
    }


def test_a_stop_is_left_out_for_want_of_so_many_minutes() -> None:
    problem = on_a_line([10, -20], [30, 30], [ALL_DAY] * 2, [True, False], back_by=100)
    assert left_out(problem) == {1: (Reason.TIME, 20)}  # 20 + 30 + 40 + 30 are 120
    assert left_out(replace(problem, back_by=problem.back_by + 20 * 60)) == {}
    assert left_out(replace(problem, back_by=problem.back_by + 19 * 60)) == {1: (Reason.TIME, 1)}


def test_a_stop_that_is_closed_that_day_says_so() -> None:
    problem = on_a_line([10, 20], [30, 30], [ALL_DAY, []], [True, False])
    assert left_out(problem) == {1: (Reason.CLOSED, None)}


def test_a_stop_whose_hours_cannot_be_met_says_so() -> None:
    problem = on_a_line([10, 20], [30, 30], [ALL_DAY, [(0, 15)]], [True, False])
    assert left_out(problem) == {1: (Reason.HOURS, None)}


def test_a_stop_to_which_no_way_leads_says_so() -> None:
    problem = on_a_line([10, 20], [30, 30], [ALL_DAY] * 2, [True, False])
    seconds = problem.travel.seconds.copy()
    seconds[:, :, 1] = NEVER
    cut_off = replace(problem, travel=replace(problem.travel, seconds=seconds))
    assert left_out(cut_off) == {1: (Reason.UNREACHABLE, None)}


def test_a_late_return_is_the_smallest_change_where_it_is() -> None:
    problem = on_a_line([10, 20], [30, 30], [ALL_DAY, [(0, 200)]], back_by=75)
    assert solve(problem) is None
    found = changes(problem, culprit(problem))
    assert found[0] == TourChange("return", 25, NINE + 100 * 60)


def test_an_early_start_is_the_smallest_change_where_it_is() -> None:
    problem = on_a_line([10, 40], [30, 30], [[(0, 20)], [(0, 60)]], back_by=600)
    assert solve(problem) is None  # the second one is reached after 70 minutes, 10 too late
    assert culprit(problem) == 1
    found = changes(problem, 1)
    assert found[0] == TourChange("start", 10, NINE - 600)
    assert found[-1].kind == "leave-out"


def test_a_way_that_takes_too_long_by_itself_has_no_culprit() -> None:
    far_end = on_a_line([10], [30], [ALL_DAY], back_by=30)
    seconds = far_end.travel.seconds.copy()
    seconds[:, :, 2] = 45 * 60.0
    problem = replace(far_end, travel=replace(far_end.travel, seconds=seconds))
    assert solve(problem) is None
    assert culprit(problem) is not None
    assert culprit(replace(problem, must=np.array([False]))) is None


@pytest.mark.parametrize("seed", range(40))
def test_advice_that_is_followed_works_and_a_minute_less_does_not(seed: int) -> None:
    problem = replace(at_random(seed, 5), must=np.array([True, True, True, True, False]))
    problem = replace(problem, back_by=problem.depart + 9000)
    if solve(problem) is not None:
        return
    stop = culprit(problem)
    for change in changes(problem, stop):
        if change.kind in {"return", "start"}:
            assert solve(_changed(problem, change.kind, change.minutes)) is not None
            assert solve(_changed(problem, change.kind, change.minutes - 1)) is None


def _changed(problem: Problem, kind: str, minutes: int) -> Problem:
    if kind == "return":
        return replace(problem, back_by=problem.back_by + minutes * 60)
    return replace(problem, depart=problem.depart - minutes * 60)
