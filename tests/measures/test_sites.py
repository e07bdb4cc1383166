"""Limits over parcels: which meet them, in what order, and why the others do not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.measures.sites import judge
from geo.model import Mode, Period, SiteTimes, Within, kind_of

WALK = Within("metro", Mode.WALK, 10)
DRIVE = Within("airport", Mode.DRIVE, 30, Period.PEAK)
REACHED = np.ones(4, bool)
TIMES = {
    WALK.asked: SiteTimes(np.array([300.0, 600.0, 601.0, np.inf]), REACHED),
    DRIVE.asked: SiteTimes(np.array([1700.0, 1000.0, 500.0, 100.0]), REACHED),
}


def test_all_limits_must_hold_and_a_limit_includes_its_minute() -> None:
    found = judge((WALK, DRIVE), TIMES, 4)
    assert found.together.tolist() == [True, True, False, False]
    assert found.alone == (2, 4)


def test_those_that_meet_most_come_first_then_the_nearest() -> None:
    found = judge((WALK, DRIVE), TIMES, 4)
    assert found.order.tolist() == [1, 0, 2, 3]
    assert found.score[:2].tolist() == pytest.approx([(300 + 1700) / 120, (600 + 1000) / 120])
    assert np.isnan(found.score[3])  # there is no way to one of its targets


def test_a_weight_changes_the_order_and_nothing_else() -> None:
    found = judge((WALK, DRIVE), TIMES, 4, {"airport": 0.0})
    assert found.order.tolist()[:2] == [0, 1]
    assert found.together.tolist() == judge((WALK, DRIVE), TIMES, 4).together.tolist()
    assert np.isnan(judge((WALK,), TIMES, 4, {"metro": 0.0}).score).all()


def test_why_a_parcel_fails_is_told_in_minutes() -> None:
    found = judge((WALK, DRIVE), TIMES, 4)
    assert found.minutes_over(2) == {0: pytest.approx(1 / 60)}
    assert found.minutes_over(3) == {0: np.inf}
    assert found.minutes_over(0) == {}


def test_without_limits_every_parcel_is_as_good() -> None:
    found = judge((), {}, 4)
    assert found.together.all()
    assert found.order.tolist() == [0, 1, 2, 3]


seconds = some.lists(
    some.one_of(some.floats(0, 7200), some.just(float("inf"))), min_size=6, max_size=6
)


@given(seconds, seconds, some.integers(1, 60), some.integers(1, 60), some.integers(0, 60))
def test_a_looser_limit_never_loses_a_parcel(one, other, walk, drive, looser) -> None:
    times = {
        WALK.asked: SiteTimes(np.array(one), np.ones(6, bool)),
        DRIVE.asked: SiteTimes(np.array(other), np.ones(6, bool)),
    }

    def met(walk: int) -> np.ndarray:
        limits = (Within("metro", Mode.WALK, walk), Within(*DRIVE.asked[:2], drive, Period.PEAK))
        return judge(limits, times, 6).together

    assert (met(walk) <= met(walk + looser)).all()


@given(seconds, seconds)
def test_the_order_of_limits_does_not_matter(one, other) -> None:
    times = {
        WALK.asked: SiteTimes(np.array(one), np.ones(6, bool)),
        DRIVE.asked: SiteTimes(np.array(other), np.ones(6, bool)),
    }
    forth, back = judge((WALK, DRIVE), times, 6), judge((DRIVE, WALK), times, 6)
    assert forth.order.tolist() == back.order.tolist()


@pytest.mark.parametrize(
    ("code", "kind"),
    [("unknown", "block"), ("M1", "industrial"), ("B1", "commercial"), ("A33", "education"),
     ("A51", "health"), ("A1", "public"), ("R2", "homes"), ("E1", "other"), ("G1", "green")],
)  # fmt: skip
def test_land_uses_have_the_kinds_that_tenants_know(code: str, kind: str) -> None:
    assert kind_of(code) == kind
