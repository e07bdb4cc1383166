"""The way by public transport between two places for one departure, ride by ride."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.errors import NoRoute
from geo.model import Direction, Journey, Leg, Mode, Route, Seconds, Spot
from geo.travel.route import route
from geo.travel.transit.board import NEVER
from geo.travel.transit.field import place_at
from geo.travel.transit.legs import Legs
from geo.travel.transit.rounds import MOST_RIDES, Round, rounds
from geo.travel.transit.service import Service
from geo.travel.transit.sweep import LONGEST_SECONDS, entered
from geo.travel.transit.trace import trace


@dataclass(frozen=True, eq=False, repr=False)
class Ends:
    """Seconds from the origin until one can board at each stop, and from getting off there to the
    destination, shape (stops,); and the way on foot, None where there is none."""

    service: Service
    enter: Seconds
    finish: Seconds
    walked: Route | None

    @property
    def walk_seconds(self) -> int:
        return int(NEVER) if self.walked is None else round(self.walked.seconds)

    def search(self, at: int, direction: Direction, most: int = MOST_RIDES) -> list[Round]:
        """How things stand after each ride from the origin, or back in time from the destination;
        `at` on the clock of the direction."""
        history: list[Round] = []
        part = self.service.part(direction)
        first = self.enter if direction is Direction.FROM else self.finish
        departs = np.array([at])
        rounds(part.board, part.changes, first, departs, LONGEST_SECONDS, history, most)
        return history

    def soonest(self, at: int) -> int:
        """Seconds until who sets out `at` a second of the day is there, walking where that is as
        fast; more than LONGEST_SECONDS where there is no way."""
        last = self.search(at, Direction.FROM)[-1]
        return min(self.seconds(last, Direction.FROM), self.walk_seconds)

    def seconds(self, after: Round, direction: Direction) -> int:
        """Seconds to the place at the other end after so many rides."""
        rest = self.finish if direction is Direction.FROM else self.enter
        return int((after.alight[:, 0] + rest).min(initial=NEVER))


def journey(
    service: Service,
    origin: Spot,
    destination: Spot,
    mode: Mode,
    at: int,
    direction: Direction = Direction.FROM,
    ends: Ends | None = None,
) -> Journey:
    """The earliest arrival for who sets out `at` a second of the day, or in direction 'to' the
    latest departure for who has to be there then.

    Of equal ones it has the fewest rides, and leaves last. Walking all the way counts where it is
    as fast. Raises OutOfBounds or OffNetwork for the places, NoRoute where nothing leads there
    within LONGEST_SECONDS. `ends` are what `find_ends` said of the two places already.
    """
    ends = ends or find_ends(service, origin, destination, mode)
    if direction is Direction.TO:
        back = ends.search(-at, Direction.TO)[-1]
        at -= min(ends.seconds(back, Direction.TO), ends.walk_seconds, LONGEST_SECONDS + 1)
    took = [ends.seconds(step, Direction.FROM) for step in ends.search(at, Direction.FROM)]
    soonest = min(took)
    legs, timetable = Legs(service, origin, destination), service.timetable
    if ends.walked is not None and ends.walk_seconds <= min(soonest, LONGEST_SECONDS):
        whole = legs.all_the_way(ends.walked, at)
        return Journey(origin, destination, mode, timetable.day, at, whole.end, (whole,))
    if soonest > LONGEST_SECONDS:
        raise NoRoute(origin.id, destination.id, mode.value)
    start, parts = _ridden(ends, legs, at + soonest, took.index(soonest), mode)
    end = at + soonest
    return Journey(origin, destination, mode, timetable.day, start, end, parts, timetable.counted)


def find_ends(service: Service, origin: Spot, destination: Spot, mode: Mode) -> Ends:
    """Join both places to the streets and the stops; raises OutOfBounds or OffNetwork."""
    start = place_at(service, origin.point, mode)
    goal = place_at(service, destination.point, Mode.TRANSIT)
    try:
        walked = route(service.study, origin, destination, Mode.WALK)
    except NoRoute:
        walked = None
    return Ends(
        service,
        entered(service, start, Direction.FROM),
        entered(service, goal, Direction.TO),
        walked,
    )


def _ridden(
    ends: Ends, legs: Legs, arrive: int, rides: int, mode: Mode
) -> tuple[int, tuple[Leg, ...]]:
    """The latest departure that arrives by then with so many rides, and its legs."""
    back = ends.search(-arrive, Direction.TO, rides)
    start = arrive - ends.seconds(back[-1], Direction.TO)
    history = ends.search(start, Direction.FROM, rides)
    part = ends.service.part(Direction.FROM)
    found = trace(part, history, ends.enter, ends.finish, start)
    return start, legs.of(found, start, arrive, mode)
