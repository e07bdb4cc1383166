"""Feeds from folders or zips: read, checked, and where there are several, made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from geo.errors import Fault, FeedError
from geo.sources.gtfs.archive import files_of
from geo.sources.gtfs.calendars import in_use, read_services
from geo.sources.gtfs.feed import Feed
from geo.sources.gtfs.findings import Findings
from geo.sources.gtfs.frequencies import read_frequencies
from geo.sources.gtfs.journeys import Journeys, known_trips, read_journeys, read_routes
from geo.sources.gtfs.merge import merged
from geo.sources.gtfs.names import Names
from geo.sources.gtfs.opened import Tables, open_tables
from geo.sources.gtfs.places import read_places
from geo.sources.gtfs.services import nearest_day, valid_days
from geo.sources.gtfs.stop_times import read_calls
from geo.sources.gtfs.transfers import read_changes


def read_feed(paths: Path | Sequence[Path]) -> Feed:
    """A feed from a folder or a zip, or several as one; ids that two of them use get the name of
    their file before them, as in 'bus:12'.

    What is wrong but can be passed over stands in the feed's `faults`. Raises FeedError, with
    every fault, where a feed cannot be used.
    """
    paths = [paths] if isinstance(paths, Path) else list(paths)
    feeds = []
    for path in paths:
        feed, faults = _read(path)
        if feed is None:
            raise FeedError(path, faults)
        feeds.append(feed)
    return merged(feeds)


def check_feed(path: Path, today: date | None = None) -> tuple[Fault, ...]:
    """Every fault of a feed; it can be used regardless where none of them is fatal.

    A feed whose dates have all passed by `today` (by default the day on which this runs) has a
    fault that says so and names the nearest valid day.
    """
    return survey_feed(path, today)[1]


def survey_feed(path: Path, today: date | None = None) -> tuple[Feed | None, tuple[Fault, ...]]:
    """What can be read of a feed, None where it cannot be used, and every fault of it."""
    feed, faults = _read(path)
    if feed is None:
        return None, faults
    return feed, (*faults, *_outdated(feed, path.name, today or date.today()))


def _outdated(feed: Feed, name: str, today: date) -> list[Fault]:
    days, nearest = valid_days(feed), nearest_day(feed, today)
    if days is None or nearest is None or days[0] <= today <= days[1]:
        return []
    first, last = days
    problem = (
        f"its dates have passed: it was valid from {first} to {last}"
        if last < today
        else f"it is not valid yet: it is from {first} to {last}"
    )
    remedy = f"Get a newer feed, or ask for a day such as {nearest}."
    return [Fault(name, "", problem, remedy, False)]


def _read(path: Path) -> tuple[Feed | None, tuple[Fault, ...]]:
    findings = Findings(path.name)
    tables = open_tables(files_of(path, findings), findings)
    if findings.fatal:
        return None, tuple(findings)
    feed = _feed(path, tables, findings)
    if not len(feed.trips):
        problem, remedy = "no trip in it can be used", "Mend the faults above, or get it anew."
        findings.note("", problem, remedy, fatal=True)
    elif valid_days(feed) is None:
        problem = "none of its trips ever runs"
        findings.note("", problem, "Mend calendar.txt and calendar_dates.txt.", fatal=True)
    elif (all_trips := len(tables["trips.txt"])) > len(feed.trips):
        problem = f"{len(feed.trips)} of its {all_trips} trips can be used"
        findings.note("", problem, "The feed serves regardless; the faults above say what lacks.")
    return (None if findings.fatal else replace(feed, faults=tuple(findings))), tuple(findings)


def _feed(path: Path, tables: Tables, findings: Findings) -> Feed:
    names = Names(tables)
    places = read_places(tables["stops.txt"], names, findings)
    routes = read_routes(tables["routes.txt"], names, findings)
    service_ids, services = read_services(tables, findings)
    listed = tables["trips.txt"]["trip_id"]
    trips = known_trips(tables["trips.txt"], routes, service_ids, findings)
    timed = read_calls(tables["stop_times.txt"], listed, trips["trip_id"], places, findings)
    lone = np.bincount(timed.trip, minlength=len(trips)) == 0
    problem = "the trip {} has fewer than two calls that can be used; it is left out"
    findings.rows(trips, lone, problem, "Add its stop times, or drop it.", "trip_id")
    found = read_journeys(trips, timed, routes, service_ids, places, names)
    trip_ids = trips.only(found.kept)["trip_id"]
    frequencies, repeats = read_frequencies(tables["frequencies.txt"], listed, trip_ids, findings)
    return Feed(
        paths=(path,),
        stops=places.stops,
        lines=routes.lines,
        headings=found.headings,
        trips=replace(found.trips, repeats=repeats),
        calls=found.calls,
        services=in_use(service_ids, services, _used(found, len(services)), findings),
        frequencies=frequencies,
        changes=read_changes(tables["transfers.txt"], places, findings),
        timezone=_timezone(tables, findings),
    )


def _used(found: Journeys, services: int) -> np.ndarray:
    used = np.zeros(services, bool)
    used[found.trips.service] = True
    return used


def _timezone(tables: Tables, findings: Findings) -> str:
    table = tables["agency.txt"]
    said = sorted({str(zone) for zone in table["agency_timezone"].to_pylist()} - {""})
    if len(said) > 1:
        problem = f"it has more than one time zone: {', '.join(said)}"
        findings.note(table.file, problem, f"Write one; {said[0]!r} is taken.")
    return said[0] if said else ""
