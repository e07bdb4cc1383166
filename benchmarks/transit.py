"""Public transport: opening a timetable, bands for a window of departures, a matrix to hubs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.extracts import EXTRACTS, PORTO_ALEGRE, ROOT, centre, opened, street_nodes
from benchmarks.measuring import RUNS, Row, median_seconds
from geo.crs import to_degrees
from geo.measures.isochrone import isochrone
from geo.model import Direction, IsochroneQuestion, Mode, Name, Point, Spot, When, as_spot
from geo.sources.gtfs import nearest_day, read_feed, timetable
from geo.study import Study, open_study
from geo.terminal import clock
from geo.travel.matrix import matrix
from geo.travel.transit.field import place_at
from geo.travel.transit.journey import journey
from geo.travel.transit.service import Service, rules_of
from geo.travel.transit.sweep import sweep

TUESDAY = date(2019, 5, 14)
"""A day on which both feeds of Porto Alegre run; its buses do from 12:00 to 16:00 only."""

ONE_O_CLOCK, EIGHT_O_CLOCK = 13 * 3600, 8 * 3600
FAR_HUBS = ("airport", "rail")
PLACES, HUBS, WINDOW, CUT_OFF = 500, 4, 60, (20, 40, 60)


def rows() -> Iterator[Row]:
    """All rows of the group."""
    feeds = [EXTRACTS / "porto_alegre" / f"poa_{name}.zip" for name in ("eptc", "trensurb")]
    with opened(PORTO_ALEGRE) as (study, _):
        yield from _town(study, feeds, TUESDAY, ONE_O_CLOCK, "Porto Alegre", 1.5)
    for folder in sorted((ROOT / "data").iterdir()):
        if (folder / "town.toml").is_file():
            study = open_study(folder)
            yield from _town(study, list(study.town.feeds), None, EIGHT_O_CLOCK, study.town.id, 0.6)


def _town(
    study: Study, feeds: list[Path], day: date | None, depart: int, name: str, goal: float
) -> Iterator[Row]:
    feed = read_feed(feeds)
    day = day or nearest_day(feed, date.today())
    if day is None:
        return
    service = Service(study, timetable(feed, day), rules_of(study.town.assumptions))
    yield _opening(study, service, name)
    when = When(day, depart, WINDOW)
    for mode in (Mode.TRANSIT, Mode.BIKE_TRANSIT):
        for direction in Direction:
            question = IsochroneQuestion((centre(study),), mode, CUT_OFF, direction, when=when)
            took = median_seconds(lambda q=question: isochrone(study, q, service), warm=1)
            what = f"{name}: {WINDOW} departures, {mode} {direction}, field and bands"
            yield Row(what, took, "s", RUNS, at_most=goal if mode is Mode.TRANSIT else None)
    place = place_at(service, study.town.centre, Mode.TRANSIT)
    rides = sweep(service, place, Direction.FROM, when).rides
    yield Row(f"{name}: changes that anyone gains by, from the centre", rides - 1, "")
    yield _matrix(study, service, when, name)
    yield from _door_to_door(study, service, depart, name)


def _door_to_door(study: Study, service: Service, depart: int, name: str) -> Iterator[Row]:
    """From the town's middle to its airport and railway stations, one by one."""
    middle = centre(study)
    for hub in study.hubs:
        if hub.kind in FAR_HUBS:
            way = journey(service, middle, as_spot(hub), Mode.TRANSIT, depart)
            what = f"{name}: centre to {hub.name['en']}, setting out for {clock(way.start)}"
            lines = ", ".join(leg.line.name["en"] for leg in way.legs if leg.line)
            yield Row(what, way.seconds / 60, "min", note=f"by {lines}, {way.changes} changes")


def _opening(study: Study, service: Service, name: str) -> Row:
    def prepare() -> None:
        fresh = Service(study, service.timetable, service.rules)
        fresh.part(Direction.FROM).board  # noqa: B018, made when asked for
        fresh.to_nodes(Direction.FROM)

    took = median_seconds(prepare, runs=3)
    return Row(f"{name}: walks from and between stops, once a timetable", took, "s", 3)


def _matrix(study: Study, service: Service, when: When, name: str) -> Row:
    spots = _spots(study, PLACES + HUBS)
    places, hubs = spots[HUBS:], spots[:HUBS]

    def ask() -> None:
        matrix(study, places, hubs, Mode.TRANSIT, service=service, when=when)

    what = f"{name}: {PLACES} places to {HUBS}, {WINDOW} departures"
    return Row(what, median_seconds(ask, runs=3, warm=1), "s", 3, at_most=30)


def _spots(study: Study, count: int) -> list[Spot]:
    """Random junctions of the walking network."""
    chosen = np.random.default_rng(1).choice(street_nodes(study, Mode.WALK), count, replace=False)
    network = study.network
    lon, lat = to_degrees(network.x[chosen], network.y[chosen], study.town.metres)
    points = [Point(float(a), float(b)) for a, b in zip(lon, lat, strict=True)]
    return [Spot(f"p{i}", Name("", ""), point) for i, point in enumerate(points)]
