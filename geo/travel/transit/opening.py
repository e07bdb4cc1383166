"""A town's feeds and a day -> public transport, ready for questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from geo.errors import QuestionError
from geo.model import Mode, Town
from geo.sources.gtfs import idle_feeds, nearest_day, read_feed, timetable
from geo.study import Study
from geo.travel.transit.service import Service, rules_of

TUESDAY = 1


def open_service(study: Study, day: date, then: bool = False, cycle: Mode = Mode.BIKE) -> Service:
    """Public transport of a town on a day, by its own rules; `then` takes its earlier network, and
    `cycle` says what is ridden to the station where anything is.

    Raises QuestionError where the town has no timetable, FeedError for one that cannot be used,
    NoService for a day on which nothing runs.
    """
    town = study.town
    feed = read_feed(_feeds(town, then))
    rules = replace(rules_of(town.assumptions), cycle=cycle)
    return Service(study, timetable(feed, day), rules)


def idle(town: Town, day: date) -> tuple[Path, ...]:
    """Of several feeds of a town, those of which nothing runs on a day."""
    feeds = town.feeds
    return idle_feeds(read_feed(feeds), day) if len(feeds) > 1 else ()


def next_tuesday(town: Town) -> date:
    """A working day to come: the next Tuesday of the town, today if it is one."""
    today = datetime.now(ZoneInfo(town.timezone)).date()
    return today + timedelta(days=(TUESDAY - today.weekday()) % 7)


def usual_day(town: Town) -> date:
    """The day that is meant where nobody says one: the next Tuesday, or the day of service nearest
    to it where the timetable has passed or is yet to come."""
    tuesday = next_tuesday(town)
    return nearest_day(read_feed(town.feeds), tuesday) or tuesday if town.feeds else tuesday


def _feeds(town: Town, then: bool) -> Sequence[Path]:
    feeds = town.feeds_then if then else town.feeds
    if not feeds:
        which = "no timetable of an earlier time" if then else "no timetable"
        remedy = f"This town has {which}. Add a GTFS feed to its folder, or take another mode."
        raise QuestionError("mode", "transit", remedy)
    return feeds
