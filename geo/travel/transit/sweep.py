"""From one place, or to it, at every minute of a window: seconds at every stop and every node."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.errors import QuestionError
from geo.model import (
    Direction,
    Floats,
    Ints,
    Mode,
    Period,
    Running,
    Seconds,
    When,
)
from geo.network.snap import Snapped
from geo.travel.streets import search
from geo.travel.transit.board import NEVER
from geo.travel.transit.rounds import rounds
from geo.travel.transit.running import running
from geo.travel.transit.service import Service
from geo.travel.transit.stops import Doors

LONGEST_SECONDS = 4 * 3600
"""Trips that take longer are no trips in a town."""

_LONGEST_WINDOW = 240


@dataclass(frozen=True)
class Place:
    """A place as a search meets it: joined to the streets on foot, and by bicycle where it begins
    the trip and one is taken; each of one row."""

    on_foot: Snapped
    by_bike: Snapped | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """A search from (or to) one place over a window.

    `enter`, shape (stops,): seconds between the place and the earliest departure at each stop;
    `alight`, shape (stops, departures): seconds until one gets off there; NEVER out of reach.
    `departs` holds the clock, backwards from midnight in direction 'to'. `rides` is the most that
    any stop gained by, `longest` limits the whole trip. `cycles_away` says that the bicycle is
    ridden at the end away from the place.
    """

    service: Service
    direction: Direction
    cycles_away: bool
    departs: Ints
    enter: Seconds
    alight: Seconds
    rides: int
    longest: int

    @cached_property
    def leave(self) -> Seconds:
        """Seconds until one is on the street, shape (doors, departures): at the doors of stops,
        then at the racks of stations where the far end is the one by bicycle."""
        part = self.service.part(self.direction)
        away = np.minimum(self.alight, NEVER) + part.away.astype(np.int32)[:, None]
        into = self.direction is Direction.TO
        found = [_at_doors(away, doors, into) for doors in self.service.exits(self.cycles_away)]
        return np.minimum(np.concatenate(found), NEVER)

    @property
    def running(self) -> Running:
        """What ran in the window."""
        changes = max(self.rides - 1, 0)
        return running(
            self.service, self.direction, self.enter, self.departs, self.longest, changes
        )

    def at_nodes(self, percentiles: tuple[float, ...]) -> Floats:
        """Seconds at every node by one ride or more, shape (percentiles, nodes), infinite where
        too few departures come there."""
        walks = self.service.to_nodes(self.direction, self.cycles_away)
        ranks = ranks_of(percentiles, len(self.departs))
        found = np.full((walks.goals, len(ranks)), np.inf)
        longest = walks.longest(self.leave.max(axis=1)) + 1
        bound = np.minimum(longest, self.longest + 1).astype(np.int32)
        for nodes, seconds in walks.least(self.leave, bound):
            seconds.partition(np.unique(ranks), axis=1)
            chosen = seconds[:, ranks]
            found[nodes] = np.where(chosen <= self.longest, chosen, np.inf)
        return found.T


def sweep(
    service: Service,
    place: Place,
    direction: Direction,
    when: When,
    longest: float = LONGEST_SECONDS,
) -> Sweep:
    """Search from a place at every minute of the window (or to it, to be there at every minute).

    Raises QuestionError for a window that makes no sense or a day that is not the timetable's.
    """
    departs = clock_of(when, direction, service)
    cycles_away = place.by_bike is not None and direction is Direction.TO
    return sweep_at(service, place, direction, departs, longest, cycles_away)


def sweep_at(
    service: Service,
    place: Place,
    direction: Direction,
    departs: Ints,
    longest: float = LONGEST_SECONDS,
    cycles_away: bool = False,
    enter: Seconds | None = None,
) -> Sweep:
    """The same at any seconds of the clock, counted backwards in direction 'to'; `cycles_away`
    says that the far end is one by bicycle, `enter` what `entered` said of the place already."""
    part = service.part(direction)
    enter = entered(service, place, direction) if enter is None else enter
    limit = int(min(longest, LONGEST_SECONDS))
    alight, rides = rounds(part.board, part.changes, enter, departs, limit)
    return Sweep(service, direction, cycles_away, departs, enter, alight, rides, limit)


def clock_of(when: When, direction: Direction, service: Service) -> Ints:
    """The clock seconds of a window's minutes, counted backwards in direction 'to'."""
    if when.day != service.timetable.day:
        remedy = f"The timetable at hand is that of {service.timetable.day}."
        raise QuestionError("day", when.day.isoformat(), remedy)
    if not 1 <= when.window <= _LONGEST_WINDOW:
        raise QuestionError("window", when.window, f"Give 1 to {_LONGEST_WINDOW} minutes.")
    if not 0 <= when.depart < 2 * 86_400:
        raise QuestionError("depart", when.depart, "Give a time of the day, such as 08:00.")
    if not 0 <= when.percentile <= 100:
        raise QuestionError("percentile", when.percentile, "Give 0 to 100; 50 is the median.")
    clock = when.depart + 60 * np.arange(when.window)
    return -clock if direction is Direction.TO else clock


def ranks_of(percentiles: tuple[float, ...], count: int) -> Ints:
    """Which of `count` ordered figures each percentile is: the least that so many per cent of them
    do not exceed, so that it is always a trip that one can make."""
    ranks = np.ceil(np.array(percentiles) / 100 * count).astype(np.int64) - 1
    return np.clip(ranks, 0, count - 1)


def entered(service: Service, place: Place, direction: Direction) -> Seconds:
    """Seconds between the place and being able to board at each stop, shape (stops,)."""
    near = service.part(direction).near
    mode, longest, _ = service.reach(by_bike=False)
    enter = _reached(service, place.on_foot, mode, direction, longest, service.doors)
    if place.by_bike is not None and direction is Direction.FROM:
        mode, longest, lock = service.reach(by_bike=True)
        ridden = _reached(service, place.by_bike, mode, direction, longest, service.racks)
        enter = np.minimum(enter, ridden + lock)
    whole: Seconds = np.minimum(enter + near, NEVER).astype(np.int32)
    return whole


def _reached(
    service: Service,
    place: Snapped,
    mode: Mode,
    direction: Direction,
    longest: int,
    doors: Doors,
) -> Ints:
    """Seconds through the streets between a place and each stop, by its nearest door."""
    network = service.study.network
    found = np.full(len(service.timetable.stops), NEVER, np.int64)
    if not place.joined.all() or not len(doors.snapped):
        return found
    (field,) = search(network, place, mode, Period.FREE, direction, longest)
    off = doors.snapped.metres * network.off_network_seconds_per_metre
    seconds = field.along(doors.snapped.link, doors.snapped.fraction) + off
    near = (seconds <= longest)[doors.door]
    whole = np.rint(seconds[doors.door[near]]).astype(np.int64)
    whole += doors.extra(direction is Direction.FROM)[near]
    np.minimum.at(found, doors.stop[near], whole)
    return found


def _at_doors(away: Seconds, doors: Doors, into: bool) -> Seconds:
    """The least over the stops that each door opens to, shape (doors, departures); trips end at the
    doors, or with `into` they start there."""
    found = np.full((len(doors.snapped), away.shape[1]), NEVER, np.int32)
    extra = doors.extra(into).astype(np.int32)[:, None]
    np.minimum.at(found, doors.door, np.minimum(away[doors.stop] + extra, NEVER))
    return found
