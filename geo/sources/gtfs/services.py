"""Which services run on a day, and on which days anything runs at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path

import numpy as np

from geo.model import Ints
from geo.sources.gtfs.feed import Days, Feed, Flags, Services

_ONE = np.timedelta64(1, "D")


def running(services: Services, day: np.datetime64) -> Flags:
    """For each service whether it runs on a day."""
    runs = services.weekly[:, weekday(day)] & (services.first <= day) & (services.last >= day)
    today = services.on == day
    runs[services.changed[today]] = services.added[today]
    return runs


def weekday(day: np.datetime64) -> int:
    """0 for a Monday; 1970 began on a Thursday."""
    return int((day.astype("datetime64[D]").astype(np.int64) + 3) % 7)


def valid_days(feed: Feed) -> tuple[date, date] | None:
    """The first and the last day on which trips run; None where none ever does.

    Of several feeds: of the days on which all of them run, where there are such days.
    """
    days = _best_days(feed)
    return (days[0].item(), days[-1].item()) if len(days) else None


def nearest_day(feed: Feed, day: date) -> date | None:
    """The day of service nearest to another day, of the same weekday where there is one.

    Of several feeds, one on which all of them run, where there is one. Of two days as near, the
    later. None where nothing ever runs.
    """
    days, asked = _best_days(feed), np.datetime64(day, "D")
    if asked in days or not len(days):
        return day if len(days) else None
    same = days[(days - asked) % (7 * _ONE) == 0 * _ONE]
    days = same if len(same) else days
    away = np.abs(days - asked)
    nearest: date = days[away == away.min()][-1].item()
    return nearest


def idle_feeds(feed: Feed, day: date) -> tuple[Path, ...]:
    """Of several feeds read as one, those of which nothing runs on a day."""
    services = feed.services
    busy = services.feed[running(services, np.datetime64(day, "D")) & services.used]
    return tuple(path for i, path in enumerate(feed.paths) if i not in busy)


def _best_days(feed: Feed) -> Days:
    services = feed.services
    each = [
        days_of_service(replace(services, used=services.used & (services.feed == i)))
        for i in range(len(feed.paths))
    ]
    common: Days = reduce(np.intersect1d, each)
    return common if len(common) else np.unique(np.concatenate(each))


def days_of_service(services: Services) -> Days:
    """The days on which any service with trips runs, in order.

    Counted by weekday from where each service begins and ends, then set right by the exceptions,
    so that long calendars with many services cost no more than their lines.
    """
    used = services.used
    weekly = used & (services.first <= services.last) & services.weekly.any(1)
    listed = used[services.changed]
    edges = [services.first[weekly], services.last[weekly], services.on[listed]]
    whole = np.concatenate(edges)
    if not len(whole):
        return whole
    begin = whole.min()
    counts = _weekly_counts(services, weekly, begin, int((whole.max() - begin) / _ONE) + 1)
    changed, on, added = services.changed[listed], services.on[listed], services.added[listed]
    by_week = _runs_by_week(services, changed, on)
    at = ((on - begin) / _ONE).astype(np.int64)
    np.add.at(counts, at, np.where(added, ~by_week, -by_week.astype(np.int64)))
    days: Days = begin + np.flatnonzero(counts > 0) * _ONE
    return days


def _weekly_counts(services: Services, used: Flags, begin: np.datetime64, length: int) -> Ints:
    """How many services run on each of `length` days by calendar.txt alone."""
    first = ((services.first[used] - begin) / _ONE).astype(np.int64)
    after = ((services.last[used] - begin) / _ONE).astype(np.int64) + 1
    counts = np.zeros(length, np.int64)
    for of_week in range(7):
        runs = services.weekly[used, of_week]
        steps = np.zeros(length + 1, np.int64)
        np.add.at(steps, first[runs], 1)
        np.add.at(steps, after[runs], -1)
        days = slice((of_week - weekday(begin)) % 7, length, 7)
        counts[days] = np.cumsum(steps)[days]
    return counts


def _runs_by_week(services: Services, rows: Ints, on: Days) -> Flags:
    of_week = (on.astype(np.int64) + 3) % 7
    inside = (services.first[rows] <= on) & (on <= services.last[rows])
    return services.weekly[rows, of_week] & inside
