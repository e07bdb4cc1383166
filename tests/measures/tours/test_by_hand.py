"""An order chosen by hand is kept, never against the hours, and never better than the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.measures.tours.by_hand import changes_in_order, in_order, stuck, why_not_in_order
from geo.measures.tours.exact import best, reach
from geo.measures.tours.problem import Problem
from geo.measures.tours.timing import timed
from geo.model import Reason
from tests.measures.tours.made_up import at_random, check, on_a_line


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_an_order_by_hand_keeps_the_hours_and_is_never_better(seed: int, data) -> None:
    problem = at_random(seed, 6)
    order = tuple(data.draw(st.permutations(range(6)))[: data.draw(st.integers(1, 6))])
    solved = in_order(problem, order)
    if solved is None:
        return
    check(problem, solved.found)
    assert [stop for stop in solved.found.order if stop in order] == list(order)
    exact = best(reach(problem))
    assert exact is not None
    perfect = timed(problem, exact)
    assert perfect is not None
    score = [
        sum(problem.score[s] for s in o if not problem.must[s])
        for o in (solved.found.order, perfect.order)
    ]
    assert score[0] <= score[1] + 1e-6
    if set(solved.found.order) == set(perfect.order):
        assert solved.found.wasted(problem) >= perfect.wasted(problem) - 1e-6


def late(back_by: float) -> Problem:
    """Stops 10, 20 and 30 minutes out, always open; the far one first, then the near one, costs
    20 minutes more than the way out and back."""
    always = [[(0.0, 600.0)]] * 3
    return replace(on_a_line([10, 20, 30], [5, 5, 5], always), back_by=back_by)


def test_an_order_too_long_says_how_much_later_and_that_another_fits() -> None:
    free = late(np.inf)
    best_end, poor = timed(free, (0, 1, 2)), timed(free, (2, 0, 1))
    assert best_end is not None and poor is not None
    assert poor.end - best_end.end == 20 * 60
    tight = late(best_end.end)
    assert in_order(tight, (2, 0, 1)) is None
    assert stuck(tight, (2, 0, 1), tight.travel) is None
    changes = {c.kind: c.minutes for c in changes_in_order(tight, (2, 0, 1), tight.travel)}
    assert changes == {"return": 20, "start": 20, "order": 0}


def test_a_stop_that_closes_first_is_the_one_that_fails() -> None:
    problem = late(np.inf)
    first = timed(problem, (0, 1, 2))
    assert first is not None
    closing = (np.array([[0.0, first.begin[0]]]), *problem.begins[1:])
    problem = replace(problem, begins=closing)
    assert in_order(problem, (0, 1, 2)) is not None
    assert stuck(problem, (2, 0, 1), problem.travel) == 0


def test_a_stop_that_fits_only_elsewhere_says_that_it_is_the_order() -> None:
    """Out to 30, over to -30, and to 30 again takes 180 minutes with nothing to spare; -30 first
    takes in the place at 60 in just as many."""
    always, musts = [[(0.0, 600.0)]] * 4, [False, True, True, True]
    problem = on_a_line([60, 30, 30, -30], [0, 0, 0, 0], always, musts, back_by=180)
    assert set(best(reach(problem)) or ()) == {0, 1, 2, 3}
    solved = in_order(problem, (1, 3, 2))
    assert solved is not None
    assert solved.found.order == (1, 3, 2)
    (missing,) = why_not_in_order(problem, solved.found.order)
    assert (missing.stop, missing.reason) == (0, Reason.ORDER)
    roomy = replace(problem, back_by=problem.back_by + 3600)
    added = in_order(roomy, (1, 3, 2))
    assert added is not None and set(added.found.order) == {0, 1, 2, 3}
