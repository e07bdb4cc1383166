"""Verdicts on claims follow from minutes as they are shown."""

from __future__ import annotations

import pytest

from geo.measures.claims import judge
from geo.model import Claim, Mode, Name, Period, Verdict

OFF, PEAK = (Mode.DRIVE, Period.OFF_PEAK), (Mode.DRIVE, Period.PEAK)
METRO = (Mode.TRANSIT, Period.OFF_PEAK)


def claim(minutes: int | None = 30, mode: Mode | None = None, station: bool = False) -> Claim:
    return Claim("c", Name("说", "said"), "hub", minutes, mode, "2018", "paper", station)


@pytest.mark.parametrize(
    ("off", "peak", "verdict"),
    [
        (29, 30.4, Verdict.HOLDS),  # 30.4 is shown as 30
        (29, 30.6, Verdict.PARTLY),
        (31, 40, Verdict.FAILS),
        (29, float("nan"), Verdict.PARTLY),
    ],
)
def test_it_holds_in_every_way_in_some_or_in_none(off, peak, verdict) -> None:
    found = judge(claim(), {OFF: off * 60, PEAK: peak * 60})
    assert found.verdict is verdict
    assert found.margin[OFF] == pytest.approx(30 - off)


def test_only_the_mode_that_was_claimed_decides() -> None:
    times = {OFF: 3600.0, METRO: 1200.0}
    assert judge(claim(mode=Mode.TRANSIT), times).verdict is Verdict.HOLDS
    assert judge(claim(mode=Mode.DRIVE), times).verdict is Verdict.FAILS
    assert judge(claim(mode=Mode.WALK), times).verdict is Verdict.UNDECIDED


def test_without_a_number_nobody_can_tell() -> None:
    assert judge(claim(minutes=None), {OFF: 60.0}).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("served", "verdict"),
    [(True, Verdict.HOLDS), (False, Verdict.FAILS), (None, Verdict.UNDECIDED)],
)
def test_a_station_is_there_or_not(served, verdict) -> None:
    assert judge(claim(None, Mode.WALK, station=True), {}, served).verdict is verdict
