"""On which days a feed holds, and which of them is nearest to another day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sources.gtfs import Feed, idle_feeds, nearest_day, read_feed, timetable, valid_days
from geo.sources.gtfs.feed import Services
from geo.sources.gtfs.services import days_of_service, running
from tests.sources.gtfs.made_up import FEED, with_text, write_folder

BEGIN = date(2026, 1, 1)


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return read_feed(write_folder(tmp_path / "feed"))


def test_a_feed_holds_from_its_first_to_its_last_day_of_service(feed: Feed) -> None:
    assert valid_days(feed) == (date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        (date(2026, 6, 10), date(2026, 6, 10)),
        (date(2026, 12, 2), date(2026, 6, 24)),  # a Wednesday, and the last one of the feed
        (date(2026, 1, 7), date(2026, 6, 3)),
        (date(2026, 6, 7), date(2026, 6, 8)),  # no Sunday in it: the day after
    ],
)
def test_the_nearest_day_is_of_the_same_weekday(feed: Feed, asked: date, nearest: date) -> None:
    assert nearest_day(feed, asked) == nearest


def test_exceptions_add_and_take_away_days(tmp_path: Path) -> None:
    dates = "service_id,date,exception_type\nweek,20260601,2\nweek,20260704,1\n"
    feed = read_feed(write_folder(tmp_path / "feed", FEED | {"calendar_dates.txt": dates}))
    assert valid_days(feed) == (date(2026, 6, 2), date(2026, 7, 4))
    assert nearest_day(feed, date(2026, 6, 7)) == date(2026, 6, 8)
    assert timetable(feed, date(2026, 7, 4)).runs == 7


def test_a_feed_may_do_with_dates_alone(tmp_path: Path) -> None:
    tables = FEED | {"calendar_dates.txt": "service_id,date,exception_type\nweek,20260605,1\n"}
    del tables["calendar.txt"]
    tables["trips.txt"] = tables["trips.txt"].replace("night,fri,n1,\n", "")
    tables["stop_times.txt"] = "".join(
        line for line in tables["stop_times.txt"].splitlines(True) if not line.startswith("n1")
    )
    feed = read_feed(write_folder(tmp_path / "feed", tables))
    assert valid_days(feed) == (date(2026, 6, 5), date(2026, 6, 5))
    assert feed.faults == ()


def test_of_several_feeds_the_days_count_on_which_all_run(tmp_path: Path) -> None:
    later = with_text("calendar.txt", "20260601,20260630", "20260615,20260731")
    paths = [write_folder(tmp_path / "a"), write_folder(tmp_path / "b", later)]
    both = read_feed(paths)
    assert valid_days(both) == (date(2026, 6, 5), date(2026, 6, 30))
    assert nearest_day(both, date(2026, 7, 8)) == date(2026, 6, 24)
    assert idle_feeds(both, date(2026, 7, 8)) == (paths[0],)
    assert idle_feeds(both, date(2026, 6, 24)) == ()


def days(shift: int) -> np.datetime64:
    return np.datetime64(BEGIN + timedelta(days=shift), "D")


@st.composite
def calendars(draw: st.DrawFn) -> Services:
    """A few services over a few weeks, with exceptions of which some say what holds anyway."""
    count = draw(st.integers(1, 3))
    flags = draw(st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=count))
    spans = [draw(st.tuples(st.integers(0, 30), st.integers(-2, 30))) for _ in range(count)]
    where = st.tuples(st.integers(0, count - 1), st.integers(-5, 65))
    listed = draw(st.dictionaries(where, st.booleans(), max_size=8))
    return Services(
        weekly=np.array(flags[:count], bool),
        first=np.array([days(begin) for begin, _ in spans]),
        last=np.array([days(begin + length) for begin, length in spans]),
        changed=np.array([service for service, _ in listed], np.int64),
        on=np.array([days(day) for _, day in listed], "datetime64[D]"),
        added=np.array(list(listed.values()), bool),
        used=np.array(draw(st.lists(st.booleans(), min_size=count, max_size=count))),
        feed=np.zeros(count, np.int64),
    )


@given(calendars())
def test_days_of_service_are_those_on_which_something_runs(services: Services) -> None:
    asked = [days(shift) for shift in range(-10, 75)]
    runs = [day for day in asked if (running(services, day) & services.used).any()]
    assert list(days_of_service(services)) == runs
