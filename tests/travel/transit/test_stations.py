"""A station's day: which is near, and the first and last departures of each line and way."""

from __future__ import annotations

import pytest

from geo.model import TransitRules
from geo.travel.transit.service import Service
from geo.travel.transit.stations import station_near
from tests.gridville import at
from tests.timetables import METRO, MadeUp, MadeUpLine, clock, every, made_up

STOPS = {"a": at(200, 400), "b": at(1000, 400), "b platform 2": at(1000, 410)}
LATE = [clock(24, 30)]  # half past midnight belongs to the evening before
DAY = every(10, clock(6, 5), clock(22, 5))
LINES = [
    MadeUpLine("10", ["b platform 2", "a"], [0, 5], [clock(7), *LATE], METRO),
    MadeUpLine("2", ["a", "b"], [0, 5], [clock(0, 20), *DAY], METRO),
    MadeUpLine("2", ["b", "a"], [0, 5], every(10, clock(6), clock(22)), METRO),
]


@pytest.fixture(scope="module")
def service(gridville) -> Service:
    made = MadeUp(STOPS, LINES, stations={"b platform 2": "b"})
    return Service(gridville, made_up(made), TransitRules())


def test_a_station_tells_each_line_and_way_by_number(service):
    found = station_near(service, at(1050, 400))
    assert found is not None
    assert found.name["en"] == "b"
    told = [(one.line.id, one.heading["en"], one.first, one.last) for one in found.departures]
    assert told == [
        ("2", "a", clock(6), clock(22)),
        ("10", "a", clock(7), clock(24, 30)),
    ]


def test_the_small_hours_belong_to_the_day_before(service):
    """Line 2's run at 00:20 is the last of the day before, not the first of this one; and nobody
    leaves a line's last stop by it."""
    found = station_near(service, at(200, 400))
    assert found is not None
    assert [(one.line.id, one.first, one.last) for one in found.departures] == [
        ("2", clock(6, 5), clock(22, 5))
    ]


def test_far_from_any_station_there_is_none(service):
    assert station_near(service, at(200, 1800)) is None
