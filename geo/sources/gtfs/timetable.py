"""A feed and a day -> the timetable that searches run on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from geo.errors import NoService
from geo.model import Ints, Seconds, Timetable
from geo.sources.gtfs.feed import Feed
from geo.sources.gtfs.patterns import alike, in_file
from geo.sources.gtfs.services import nearest_day, running, valid_days

DAY_SECONDS = 86_400

EDGE_SECONDS = 6 * 3600
"""How far before and after its day a timetable reaches, for trips around midnight."""


@dataclass(frozen=True)
class _Runs:
    """One row a run: the trip it repeats, and by how many seconds it is moved."""

    trip: Ints
    shift: Ints


@dataclass(frozen=True)
class _Pattern:
    trip: int
    arrivals: Seconds
    departures: Seconds


def timetable(feed: Feed, day: date, edge_seconds: int = EDGE_SECONDS) -> Timetable:
    """All runs of a day, those of the days before and after that lie within `edge_seconds` of it,
    counted from its midnight. Raises NoService on a day on which nothing runs.

    Headways become departures: from start_time on, every headway, before end_time. Where their
    times are not exact, `counted` says that they were so counted.
    """
    asked = np.datetime64(day, "D")
    if not (running(feed.services, asked) & feed.services.used).any():
        days, nearest = valid_days(feed), nearest_day(feed, day)
        if days is None or nearest is None:
            raise NoService(day, None, None, None)
        raise NoService(day, *days, nearest)
    runs, counted = _runs_around(feed, asked, edge_seconds)
    return _assembled(feed, day, list(_patterns(feed, runs)), counted)


def _runs_around(feed: Feed, day: np.datetime64, edge: int) -> tuple[_Runs, bool]:
    first_call = feed.trips.first_call
    begins = feed.calls.arrival[first_call[:-1]].astype(np.int64)
    ends = feed.calls.departure[first_call[1:] - 1].astype(np.int64)
    trips, shifts, counted = [], [], False
    for away in (-1, 0, 1):
        runs = running(feed.services, day + np.timedelta64(away, "D"))[feed.trips.service]
        plain = np.flatnonzero(runs & ~feed.trips.repeats)
        repeated, moved, exact = _repeated(feed, runs)
        trip = np.concatenate([plain, repeated])
        shift = np.concatenate([np.zeros(len(plain), np.int64), moved]) + away * DAY_SECONDS
        near = (ends[trip] + shift >= -edge) & (begins[trip] + shift < DAY_SECONDS + edge)
        if away == 0:
            near[:] = True
        trips.append(trip[near])
        shifts.append(shift[near])
        counted |= bool((~exact[near[len(plain) :]]).any())
    return _Runs(np.concatenate(trips), np.concatenate(shifts)), counted


def _repeated(feed: Feed, runs: np.ndarray) -> tuple[Ints, Ints, np.ndarray]:
    """The departures of the trips that run by headways: the trip, by how much it is moved, and
    whether that is exact."""
    table = feed.frequencies
    rows = np.flatnonzero(runs[table.trip])
    length = table.end[rows] - table.start[rows]
    counts = -(-length // table.headway[rows])
    row = np.repeat(rows, counts)
    nth = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    trip = table.trip[row]
    leaves = feed.calls.departure[feed.trips.first_call[trip]]
    return trip, table.start[row] + nth * table.headway[row] - leaves, table.exact[row]


def _patterns(feed: Feed, runs: _Runs) -> Iterator[_Pattern]:
    trips, which = np.unique(runs.trip, return_inverse=True)
    numbers = alike(feed, trips)[which]
    order = np.argsort(numbers, kind="stable")
    breaks = np.flatnonzero(np.diff(numbers[order])) + 1
    for rows in np.split(order, breaks):
        trip, shift = runs.trip[rows], runs.shift[rows, np.newaxis]
        begin = feed.trips.first_call[trip]
        calls = np.arange(feed.trips.first_call[trip[0] + 1] - begin[0])
        at = begin[:, np.newaxis] + calls
        arrivals = (feed.calls.arrival[at] + shift).astype(np.int32)
        departures = (feed.calls.departure[at] + shift).astype(np.int32)
        for file in in_file(arrivals, departures):
            yield _Pattern(int(trip[0]), arrivals[file], departures[file])


def _assembled(feed: Feed, day: date, patterns: list[_Pattern], counted: bool) -> Timetable:
    trips = np.array([pattern.trip for pattern in patterns], np.int64)
    begin, end = feed.trips.first_call[trips], feed.trips.first_call[trips + 1]
    at = np.concatenate([np.arange(b, e) for b, e in zip(begin, end, strict=True)])
    return Timetable(
        day=day,
        stops=feed.stops,
        lines=feed.lines,
        line=feed.trips.line[trips],
        heading=tuple(feed.headings[i] for i in feed.trips.heading[trips]),
        first_call=_offsets(end - begin),
        calls=feed.calls.stop[at].astype(np.int64),
        boards=feed.calls.boards[at],
        alights=feed.calls.alights[at],
        first_run=_offsets(np.array([len(pattern.arrivals) for pattern in patterns])),
        first_time=_offsets(np.array([pattern.arrivals.size for pattern in patterns])),
        arrivals=np.concatenate([pattern.arrivals.ravel() for pattern in patterns]),
        departures=np.concatenate([pattern.departures.ravel() for pattern in patterns]),
        change_from=feed.changes.origin,
        change_to=feed.changes.destination,
        change_seconds=feed.changes.seconds,
        counted=counted,
    )


def _offsets(lengths: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
