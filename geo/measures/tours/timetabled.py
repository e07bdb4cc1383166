"""Tours by public transport: planned on the hour's usual times, then timed by true departures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache

import numpy as np

from geo.measures.tours.problem import NEVER, Asked, Travel
from geo.measures.tours.ways import Ways
from geo.model import (
    Journey,
    Leg,
    Mode,
    Name,
    Period,
    Route,
    Spot,
    Step,
    TourWish,
    When,
)
from geo.study import Study
from geo.travel.matrix import matrix
from geo.travel.transit.journey import Ends, find_ends, journey
from geo.travel.transit.matrix import transit_windows
from geo.travel.transit.opening import open_service
from geo.travel.transit.service import Service
from geo.travel.transit.sweep import LONGEST_SECONDS

HOUR, MINUTE, LAST_HOUR = 3600, 60, 24
HOURS_AT_MOST = 16


class Timetabled:
    """Walking, waiting and riding by the day's timetable."""

    def ways(self, study: Study, spots: Sequence[Spot], wish: TourWish) -> Ways:
        """The median of every hour's departures; the clock asks for the true ones.

        Raises NoService for a day on which nothing runs, QuestionError for a town without a
        timetable.
        """
        service = _service(study, wish.day)
        first = wish.depart_seconds // HOUR
        back = wish.back_by_seconds
        last = LAST_HOUR if back is None else -(-back // HOUR)
        hours = range(first, max(first + 1, min(last, first + HOURS_AT_MOST)))
        walked = matrix(study, spots, spots, Mode.WALK)
        on_foot = np.where(np.isnan(walked.seconds), NEVER, walked.seconds)
        whens = [When(wish.day, hour * HOUR, HOUR // MINUTE) for hour in hours]
        each = transit_windows(service, spots, spots, Mode.TRANSIT, whens, on_foot)
        minutes = np.ceil(np.array(each) / MINUTE - 1e-6)
        clock = _clock(_ends(study, wish.day), spots)
        return Ways(Travel(minutes * MINUTE, float(first * HOUR)), walked.assumed, clock)

    def route(
        self, study: Study, origin: Spot, destination: Spot, wish: TourWish, depart: int
    ) -> Route | None:
        """The way of that very departure, with its rides as steps."""
        service = _service(study, wish.day)
        ends = _ends(study, wish.day)(origin, destination)
        way = journey(service, origin, destination, Mode.TRANSIT, depart, ends=ends)
        return as_route(way)


@lru_cache(maxsize=4)
def _service(study: Study, day: date) -> Service:
    """The day's timetable on the streets: one for all the ways of a tour."""
    return open_service(study, day)


@lru_cache(maxsize=4)
def _ends(study: Study, day: date) -> Callable[[Spot, Spot], Ends]:
    """What the streets say of two places, the same at every minute of the day; kept when asked."""
    service = _service(study, day)

    @lru_cache(maxsize=1024)
    def ends(origin: Spot, destination: Spot) -> Ends:
        return find_ends(service, origin, destination, Mode.TRANSIT)

    return ends


def _clock(ends: Callable[[Spot, Spot], Ends], spots: Sequence[Spot]) -> Asked:
    """Seconds from being ready until one is there, whole minutes, asked for one by one."""

    @cache
    def seconds(i: int, j: int, ready: float) -> float:
        if spots[i].point == spots[j].point:
            return 0.0
        took = ends(spots[i], spots[j]).soonest(int(ready))
        return NEVER if took > LONGEST_SECONDS else float(-(-took // MINUTE) * MINUTE)

    return Asked(seconds)


def as_route(found: Journey) -> Route:
    """A journey as one way: its line, and a step for each leg."""
    line = np.concatenate([leg.path.reshape(-1, 2) for leg in found.legs])
    return Route(
        found.origin,
        found.destination,
        Mode.TRANSIT,
        Period.FREE,
        float(found.seconds),
        found.metres,
        line,
        tuple(map(_step, found.legs)),
        found.assumed,
    )


def _step(leg: Leg) -> Step:
    if leg.line is None:
        return Step(leg.to, "walk", leg.metres, float(leg.seconds), assumed=leg.assumed)
    name = Name(
        f"{leg.line.name['zh']}号线 {leg.place['zh']} → {leg.to['zh']}"
        if leg.line.name["zh"].isdigit()
        else f"{leg.line.name['zh']} {leg.place['zh']} → {leg.to['zh']}",
        f"Line {leg.line.name['en']} {leg.place['en']} → {leg.to['en']}",
    )
    return Step(name, "ride", 0.0, float(leg.seconds))
