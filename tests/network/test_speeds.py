"""Speeds by class, mode and period, and what they make of a kilometre."""

from __future__ import annotations

import numpy as np
import pytest

from geo.model import STREET_MODES, Mode, Period
from geo.network.rules import CODE
from geo.network.speeds import (
    COLUMNS,
    column,
    congestion_shares,
    signal_seconds,
    unsigned_kmh,
)
from geo.sources.assumptions import default_assumptions
from tests.network.drawing import network_of

ASSUMED = default_assumptions()


def seconds(tags: dict[str, str], mode: Mode, period: Period = Period.FREE) -> tuple[float, float]:
    """Time along one kilometre with these tags and against it."""
    along, against = network_of((tags, [(0, 0), (1000, 0)])).travel_of(mode, period)
    return float(along[0]), float(against[0])


def at_kmh(kmh: float) -> object:
    return pytest.approx(3600 / kmh, rel=1e-4)


def test_only_driving_has_a_column_for_each_period() -> None:
    assert len(COLUMNS) == 6
    for mode in (Mode.WALK, Mode.BIKE, Mode.EBIKE):
        assert len({column(mode, period) for period in Period}) == 1
    assert len({column(Mode.DRIVE, period) for period in Period}) == 3
    assert len({column(mode, period) for mode in STREET_MODES for period in Period}) == 6


@pytest.mark.parametrize(
    ("name", "ramp", "kmh"),
    [
        ("motorway", False, 100),
        ("motorway", True, 60),
        ("primary", False, 60),
        ("living_street", False, 10),
        ("footway", False, 20),
        ("track", False, 20),
        ("assumed", False, 15),
        ("ferry", False, 10),
    ],
)
def test_unsigned_speeds(name: str, ramp: bool, kmh: float) -> None:
    assert unsigned_kmh(CODE[name], ramp, ASSUMED) == pytest.approx(kmh)


def test_congestion_slows_streets_by_their_group_and_neither_ferries_nor_assumed_streets() -> None:
    names = ("motorway", "trunk", "primary", "secondary", "tertiary", "service", "ferry", "assumed")
    codes = np.array([CODE[name] for name in names])
    assert congestion_shares(codes, Period.FREE, ASSUMED).tolist() == [1.0] * 8
    off_peak = [0.9, 0.9, 0.8, 0.8, 0.85, 0.85, 1, 1]
    assert congestion_shares(codes, Period.OFF_PEAK, ASSUMED).tolist() == off_peak
    peak = [0.6, 0.6, 0.55, 0.55, 0.7, 0.7, 1, 1]
    assert congestion_shares(codes, Period.PEAK, ASSUMED).tolist() == peak


def test_lights_cost_what_the_assumptions_say() -> None:
    keys = ("delays.signal_walk", "delays.signal_bike", "delays.signal_bike", "delays.signal_drive")
    assert [signal_seconds(mode, ASSUMED) for mode in STREET_MODES] == [
        ASSUMED[key] for key in keys
    ]


def test_walkers_and_cyclists_have_one_speed_each() -> None:
    street = {"highway": "primary", "maxspeed": "30"}
    for mode, kmh in ((Mode.WALK, 4.8), (Mode.BIKE, 13.46), (Mode.EBIKE, 17.09)):
        assert seconds(street, mode) == (at_kmh(kmh), at_kmh(kmh))


def test_cars_keep_nine_tenths_of_a_signed_limit_in_each_sense() -> None:
    limits = {"maxspeed:forward": "50", "maxspeed:backward": "30 mph"}
    along, against = seconds({"highway": "residential", **limits}, Mode.DRIVE)
    assert along == at_kmh(45)
    assert against == at_kmh(0.9 * 30 * 1.609344)
    assert seconds({"highway": "trunk"}, Mode.DRIVE) == (at_kmh(70), at_kmh(70))
    assert seconds({"highway": "trunk"}, Mode.DRIVE, Period.PEAK) == (at_kmh(42), at_kmh(42))


def test_who_may_not_go_takes_for_ever() -> None:
    assert seconds({"highway": "footway"}, Mode.DRIVE) == (np.inf, np.inf)
    assert seconds({"highway": "service", "oneway": "yes"}, Mode.BIKE)[1] == np.inf


def test_ferries_take_as_long_as_their_own_way_says() -> None:
    ferry = {"route": "ferry", "duration": "20"}
    # Two lines without names, 500 m and 3 km: each takes its own twenty minutes.
    short, long = (ferry, [(0, 0), (0, 500)]), (ferry, [(1000, 0), (1000, 1500), (1000, 3000)])
    along, _ = network_of(short, long).travel_of(Mode.WALK, Period.FREE)
    assert sorted(along) == pytest.approx([1200, 1200])


def test_a_ferry_with_a_stop_takes_its_time_in_all() -> None:
    ferry = {"route": "ferry", "duration": "20"}
    pier = ({"highway": "footway"}, [(0, 500), (100, 500)])
    network = network_of((ferry, [(0, 0), (0, 500), (0, 2000)]), pier)
    along, _ = network.travel_of(Mode.BIKE, Period.FREE)
    assert sorted(along[network.code == CODE["ferry"]]) == pytest.approx([300, 900], rel=1e-4)


def test_ferries_without_a_duration_go_at_ten_kmh_by_any_mode() -> None:
    ferry = {"route": "ferry", "motor_vehicle": "yes"}
    for mode in STREET_MODES:
        assert seconds(ferry, mode) == (at_kmh(10), at_kmh(10))
    assert seconds(ferry, Mode.DRIVE, Period.PEAK)[0] == at_kmh(10)
