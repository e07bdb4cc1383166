"""One line for each slow step of the engine: the only home of Streamlit's caches.

A town is opened once for all readers and opened anew when one of its files changes. Answers are
kept by the town's digest and the question, a bounded number of each.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import streamlit as st

from geo import maps
from geo import study as studies
from geo.errors import Fault, FeedError, GeoError
from geo.measures.isochrone import isochrone as measure_isochrone
from geo.model import (
    TRANSIT_MODES,
    Direction,
    Figure,
    Isochrone,
    IsochroneQuestion,
    Journey,
    Matrix,
    Mode,
    Name,
    Period,
    Progress,
    Route,
    Spot,
    Station,
    When,
)
from geo.sources.gtfs import read_feed, valid_days
from geo.sources.layers import read_figures
from geo.sources.town import find_town, list_towns, read_town
from geo.study import Study, StudySummary
from geo.travel.matrix import matrix as travel_matrix
from geo.travel.route import route as travel_route
from geo.travel.transit.journey import journey as travel_journey
from geo.travel.transit.opening import open_service
from geo.travel.transit.opening import usual_day as usual_day_of
from geo.travel.transit.service import Service
from geo.travel.transit.stations import station_near

OPEN_TOWNS = 4
STATIC = Path(__file__).resolve().parent.parent / "static"
Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class _Shelf:
    """Opened towns, the oldest dropped first; one thread opens at a time."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    studies: OrderedDict[tuple[Path, Stamp], Study] = field(default_factory=OrderedDict)


@st.cache_resource(show_spinner=False)
def _shelf() -> _Shelf:
    return _Shelf()


ANSWERS = 768
"""Answers kept at most, of all kinds and towns together; a band takes some 100 kB."""

Answer = TypeVar("Answer")


def kept(make: Callable[[], Answer], *facts: object) -> Answer:
    """What `make` gives, kept under all the facts that it depends on."""
    answer: Answer = _answer(make, facts)
    return answer


@st.cache_data(max_entries=ANSWERS, show_spinner=False)
def _answer(_make: Callable[[], Any], facts: tuple[object, ...]) -> Any:  # noqa: ARG001, the key
    return _make()


def held(make: Callable[[], Answer], *facts: object) -> Answer:
    """The same for what is large and never changed: all readers see the one thing itself."""
    answer: Answer = _thing(make, facts)
    return answer


@st.cache_resource(max_entries=4 * OPEN_TOWNS, show_spinner=False)
def _thing(_make: Callable[[], Any], facts: tuple[object, ...]) -> Any:  # noqa: ARG001, the key
    return _make()


@st.cache_resource(show_spinner=False)
def assets() -> None:
    """Put the map's scripts and styles where the server finds them."""
    maps.prepare_assets(STATIC)


def stamp(folder: Path) -> Stamp:
    """Names, sizes and times of a folder's files: what changes when somebody mends them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((file.name, s.st_size, s.st_mtime_ns) for file in files if (s := file.stat()))


def study(folder: Path, progress: Progress) -> Study:
    """The town opened, told step by step when that takes work; raises the engine's errors."""
    shelf, key = _shelf(), (folder, stamp(folder))
    if found := shelf.studies.get(key):  # nobody waits while another town is being built
        return found
    progress("wait", 0.0)
    with shelf.lock:
        if key not in shelf.studies:
            shelf.studies[key] = studies.open_study(folder, progress)
        while len(shelf.studies) > OPEN_TOWNS:
            shelf.studies.popitem(last=False)
        return shelf.studies[key]


def towns() -> dict[str, Name]:
    """Every town by id with its name; those that cannot be read come last, under their ids."""
    found = {town: _name_of(town, stamp(find_town(town))) for town in list_towns()}
    broken = {town: Name(town, town) for town, name in found.items() if name is None}
    return {town: name for town, name in found.items() if name is not None} | broken


def _name_of(town: str, stamp: Stamp) -> Name | None:
    def read() -> Name | None:
        try:
            return read_town(find_town(town)).name
        except GeoError:
            return None

    return kept(read, "name", town, stamp)


def folder_of(town: str) -> Path:
    """Where a town's files lie."""
    return find_town(town)


@dataclass(frozen=True, slots=True)
class Riding:
    """Which public transport answers: today's or that of an earlier time, with which bicycle."""

    then: bool = False
    cycle: Mode = Mode.BIKE


TODAY = Riding()


def service(study: Study, day: date, riding: Riding = TODAY) -> Service:
    """Public transport on a day; raises NoService, FeedError, or QuestionError without a feed."""
    return _service(study, study.digest, day, riding)


@st.cache_resource(max_entries=8, show_spinner=False)
def _service(_study: Study, digest: str, day: date, riding: Riding) -> Service:  # noqa: ARG001
    return open_service(_study, day, riding.then, riding.cycle)


def feed_trouble(study: Study) -> FeedError | None:
    """Why the town's timetable cannot be used; None where it can, or there is none."""

    def look() -> tuple[Path, tuple[Fault, ...]] | None:
        try:
            read_feed(study.town.feeds)
        except FeedError as error:
            return error.path, error.faults
        return None

    found = kept(look, "feeds", study.digest) if study.town.feeds else None
    return FeedError(*found) if found else None


def runs(study: Study) -> bool:
    """Whether the town has a timetable that can be used."""
    return bool(study.town.feeds) and feed_trouble(study) is None


def days_of_service(study: Study) -> tuple[date, date]:
    """The first and the last day of the town's timetable; the usual day where it has none."""
    days = kept(lambda: valid_days(read_feed(study.town.feeds)), "days", study.digest)
    return days or (usual_day(study), usual_day(study))


def today(study: Study) -> date:
    """The date in the town."""
    return datetime.now(ZoneInfo(study.town.timezone)).date()


def usual_day(study: Study) -> date:
    """The day meant where nobody says one: the next Tuesday, or the nearest day of service."""
    return kept(lambda: usual_day_of(study.town), "usual day", study.digest, today(study))


def isochrone(study: Study, question: IsochroneQuestion, riding: Riding = TODAY) -> Isochrone:
    """Bands for a question; raises OffNetwork, OutOfBounds, NoService or QuestionError."""
    if question.mode not in TRANSIT_MODES:
        question, riding = replace(question, when=None), TODAY
    day = question.when.day if question.when else None

    def measure() -> Isochrone:
        return measure_isochrone(study, question, service(study, day, riding) if day else None)

    return kept(measure, "isochrone", study.digest, question, riding)


def matrix(
    study: Study,
    origins: tuple[Spot, ...],
    destinations: tuple[Spot, ...],
    mode: Mode,
    period: Period,
    when: When | None = None,
    riding: Riding = TODAY,
) -> Matrix:
    """Travel from every origin to every destination; raises OutOfBounds or NoService."""
    if mode not in TRANSIT_MODES:
        when, riding = None, TODAY

    def travel() -> Matrix:
        running = service(study, when.day, riding) if when else None
        return travel_matrix(study, origins, destinations, mode, period, running, when)

    facts = (origins, destinations, mode, period, when, riding)
    return kept(travel, "matrix", study.digest, *facts)


def journey(
    study: Study,
    origin: Spot,
    destination: Spot,
    mode: Mode,
    when: When,
    direction: Direction,
    riding: Riding = TODAY,
) -> Journey:
    """The way by public transport for the window's first minute; raises what `journey` does."""

    def travel() -> Journey:
        running = service(study, when.day, riding)
        return travel_journey(running, origin, destination, mode, when.depart, direction)

    facts = (origin, destination, mode, when, direction, riding)
    return kept(travel, "journey", study.digest, *facts)


def station(study: Study, spot: Spot, day: date) -> Station | None:
    """The station at a place, with its first and last departures of a day."""
    return station_near(service(study, day), spot.point)


def route(study: Study, origin: Spot, destination: Spot, mode: Mode, period: Period) -> Route:
    """The fastest way between two places; raises OffNetwork, OutOfBounds or NoRoute."""
    way = (origin, destination, mode, period)
    return kept(lambda: travel_route(study, *way), "route", study.digest, *way)


def summary(study: Study) -> StudySummary:
    """The network in figures."""
    return kept(lambda: studies.summary(study), "summary", study.digest)


def figures(study: Study) -> tuple[Figure, ...]:
    """Published numbers about the town."""
    facts = (study.digest, stamp(study.town.folder))
    return kept(lambda: read_figures(study.town), "figures", *facts)


def basemap(study: Study) -> str:
    """The address of the town's own base map, written where the server finds it."""
    return _basemap(study, study.digest)


@st.cache_resource(max_entries=16, show_spinner=False)
def _basemap(_study: Study, digest: str) -> str:  # noqa: ARG001
    return maps.prepare_basemap(_study, STATIC)
