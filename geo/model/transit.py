"""Trips by public transport: what is assumed of them, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.model.basics import Floats, Mode, Name, Point
from geo.model.questions import Spot
from geo.model.timetables import Line

RAIL_KINDS = frozenset({1, 2, 12, *range(100, 118), *range(400, 405)})
"""GTFS route types, extended ones included, whose stops are stations: with doors and platforms."""


@dataclass(frozen=True, slots=True)
class TransitRules:
    """What is assumed of every trip, in whole seconds; all of it can be chosen.

    `entrance_in` and `entrance_out` lie between a station's doors and its trains, `interchange`
    between two lines of one station; `boarding_slack` is how long before its departure one has to
    be there. `longest_walk` limits each walk: to the first stop, between two, and from the last.
    `longest_ride` limits the way to the station on `cycle`; leaving it there takes `lock`.
    """

    entrance_in: int = 150
    entrance_out: int = 120
    interchange: int = 180
    boarding_slack: int = 0
    longest_walk: int = 1200
    longest_ride: int = 1200
    lock: int = 60
    cycle: Mode = Mode.BIKE


@dataclass(frozen=True, slots=True)
class Boarding:
    """A run that one can catch from a place, or one that brings one there.

    `leave` says by when to set out, or from when on one is there; `board` is when it leaves (or
    comes to) `stop`; both are seconds of the timetable's day.
    """

    leave: int
    board: int
    stop: Name
    line: Line
    heading: Name


@dataclass(frozen=True, slots=True)
class Running:
    """What ran in a window of departures from a place.

    `changes` is the most that any stop in reach gained by. `last` is the last run before the
    service rests, None where no stop is near or nothing runs. `gone` says that it had left before
    the window, and nothing else is to be caught in it; `next` is then the first run after the rest.
    To a place, seen backwards: `last` is the first run of the day that brings one there, `gone`
    says that it comes after the window. `counted` says that departures of services that only state
    a headway were counted.
    """

    changes: int
    gone: bool
    last: Boarding | None
    next: Boarding | None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class FirstLast:
    """The first and the last departure of a line from a station one way, seconds of the day."""

    line: Line
    heading: Name
    first: int
    last: int


@dataclass(frozen=True)
class Station:
    """A station as its riders know it: its name, where it is, and what leaves from it."""

    name: Name
    point: Point
    departures: tuple[FirstLast, ...]


@dataclass(frozen=True)
class Leg:
    """One part of a journey, from `start` to `end` in seconds of the day.

    `mode` is walk, bike or ebike on the streets, transit for a ride, and walk without a line for a
    change inside a station. `place` and `to` are names of places or stops. `path` has shape (k, 2),
    lon and lat; of a ride it holds the stops it calls at, named in `calls`. `assumed` says that
    some of it runs along assumed local streets.
    """

    mode: Mode
    place: Name
    to: Name
    start: int
    end: int
    path: Floats
    metres: float = 0.0
    line: Line | None = None
    heading: Name | None = None
    calls: tuple[Name, ...] = ()
    assumed: bool = False

    @property
    def seconds(self) -> int:
        return self.end - self.start


@dataclass(frozen=True)
class Journey:
    """The way by public transport; waiting is the time between its legs.

    It leaves at `start` and arrives at `end`, seconds of `day`. `counted` is
    that of `Running`.
    """

    origin: Spot
    destination: Spot
    mode: Mode
    day: date
    start: int
    end: int
    legs: tuple[Leg, ...]
    counted: bool = False

    @property
    def seconds(self) -> int:
        return self.end - self.start

    @property
    def metres(self) -> float:
        """The length of what goes through the streets."""
        return sum(leg.metres for leg in self.legs)

    @property
    def assumed(self) -> bool:
        """Whether any of it runs along assumed local streets."""
        return any(leg.assumed for leg in self.legs)

    @property
    def changes(self) -> int:
        """How often one changes from one ride to another."""
        return max(sum(leg.line is not None for leg in self.legs) - 1, 0)
