"""Signed limits and ferries' durations, as OpenStreetMap's wiki has them written."""

from __future__ import annotations

import pytest

from geo.network.rules import CODE, read_rule


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("50.5", 50.5),
        ("50 km/h", 50),
        ("50kmh", 50),
        ("50 kph", 50),
        ("30 mph", 48.28032),
        ("30mph", 48.28032),
        ("10 knots", 18.52),
        ("50;30", 30),
        ("30|50|50", 30),
        ("signals;70", 70),
        ("DE:urban", 50),
        ("de:rural", 100),
        ("FR:rural", 80),
        ("CN:rural", 70),
        ("XX:rural", 90),
        ("DE:30", 30),
        ("DE:zone:30", 30),
        ("DE:zone30", 30),
        ("GB:nsl_single", 96.6),
        ("walk", 7),
        ("none", 130),
        ("signals", None),
        ("variable", None),
        ("fast", None),
        ("", None),
        ("0", None),
        ("-50", None),
        ("999", None),
        ("DE:0", None),
        ("DE:999", None),
        ("DE:zone:999", None),
        ("DE:²", None),
        ("DE:zone²", None),
        ("nan", None),
        ("inf", None),
        ("9" * 5000, None),
        ("1e2", None),
    ],
)
def test_limits_with_units_zones_lists_and_nonsense(text: str, kmh: float | None) -> None:
    rule = read_rule({"highway": "residential", "maxspeed": text})
    assert rule is not None
    assert rule.limit_forward == pytest.approx(kmh)
    assert rule.limit_backward == rule.limit_forward


@pytest.mark.parametrize(
    ("way", "forward", "backward"),
    [
        ("maxspeed=50 maxspeed:forward=30", 30, 50),
        ("maxspeed:backward=70", None, 70),
        ("maxspeed=50 maxspeed:backward=signals", 50, 50),
        ("maxspeed:type=DE:urban", 50, 50),
        ("maxspeed=signals source:maxspeed=DE:rural", 100, 100),
        ("maxspeed=30 source:maxspeed=DE:urban", 30, 30),
        ("source:maxspeed=sign", None, None),
    ],
)
def test_limits_by_sense_and_by_type(
    way: str, forward: float | None, backward: float | None
) -> None:
    tags = dict(pair.split("=", 1) for pair in way.split())
    rule = read_rule({"highway": "secondary", **tags})
    assert rule is not None
    assert (rule.limit_forward, rule.limit_backward) == (forward, backward)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("20", 1200),
        ("00:20", 1200),
        ("1:30", 5400),
        ("01:30:30", 5430),
        ("PT20M", 1200),
        ("PT1H30M", 5400),
        ("PT45S", 45),
        ("0", None),
        ("PT", None),
        ("1:2:3:4", None),
        ("9" * 5000, None),
        ("soon", None),
        ("²", None),
        ("", None),
    ],
)
def test_durations_of_ferries(text: str, seconds: float | None) -> None:
    rule = read_rule({"route": "ferry", "duration": text})
    assert rule is not None
    assert rule.code == CODE["ferry"]
    assert rule.duration_seconds == seconds


def test_a_street_has_no_duration() -> None:
    rule = read_rule({"highway": "path", "duration": "02:00"})
    assert rule is not None
    assert rule.duration_seconds is None
