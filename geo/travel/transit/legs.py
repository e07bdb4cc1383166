"""Rides and walks as the legs of a journey, with names, lines and the ground they cover."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geo.model import Direction, Leg, Mode, Name, Period, Point, Route, Spot
from geo.travel.route import route
from geo.travel.transit.service import Service
from geo.travel.transit.stops import Doors
from geo.travel.transit.streets import between
from geo.travel.transit.trace import Ride


@dataclass(frozen=True, slots=True)
class _Way:
    """Between a point and a stop: seconds on the streets, and `through` another station whose
    door it is; the door, and the name of what it is a door of."""

    street: int
    through: int
    door: Point
    name: Name

    @property
    def whole(self) -> int:
        return self.street + self.through


class Legs:
    """Makes the legs between two places."""

    def __init__(self, service: Service, origin: Spot, destination: Spot) -> None:
        self.service, self.origin, self.destination = service, origin, destination
        self.part = service.part(Direction.FROM)
        self.stop = self.part.board.stop

    def all_the_way(self, walked: Route, start: int) -> Leg:
        """The way on foot only."""
        end = start + round(walked.seconds)
        names = self.origin.name, self.destination.name
        return Leg(
            Mode.WALK, *names, start, end, walked.line, walked.metres, assumed=walked.assumed
        )

    def of(self, rides: list[Ride], start: int, end: int, mode: Mode) -> tuple[Leg, ...]:
        """All legs of a journey in order."""
        legs = [*self._access(rides[0], start, mode), self._ride(rides[0])]
        for before, after in pairwise(rides):
            legs += [*self._change(before, after), self._ride(after)]
        return (*legs, *self._egress(rides[-1], end))

    def _ride(self, ride: Ride) -> Leg:
        timetable = self.service.timetable
        stops = self.stop[ride.on : ride.off + 1]
        names = tuple(timetable.stops.names[stop] for stop in stops.tolist())
        path = np.column_stack([timetable.stops.lon[stops], timetable.stops.lat[stops]])
        return Leg(
            Mode.TRANSIT,
            names[0],
            names[-1],
            ride.board,
            ride.alight,
            path,
            line=timetable.lines[int(timetable.line[ride.pattern])],
            heading=timetable.heading[ride.pattern],
            calls=names,
        )

    def _access(self, ride: Ride, start: int, mode: Mode) -> list[Leg]:
        """From the origin to the first stop, by bicycle where that is how it was reached sooner."""
        stop = int(self.stop[ride.on])
        took = ride.change - int(self.part.near[stop])
        point, service = self.origin.point, self.service
        near, way = Mode.WALK, self._way(point, service.doors, stop, False, Direction.FROM)
        locked = 0
        if mode is Mode.BIKE_TRANSIT and (way is None or way.whole > took):
            cycle, _, locked = service.reach(by_bike=True)
            ridden = self._way(point, service.racks, stop, True, Direction.FROM)
            near, way = cycle, ridden or way
        there = start + took - locked
        if way is None or not way.through:
            ends = self.origin.name, self._name(stop)
            return [self._street(near, ends, (start, there), point, _door(way))]
        ends, mid = (self.origin.name, way.name), there - way.through
        inside = self._within(way.name, self._name(stop), mid + locked, there + locked, way, stop)
        return [self._street(near, ends, (start, mid), point, way.door), inside]

    def _egress(self, ride: Ride, end: int) -> list[Leg]:
        """From the last stop to the destination."""
        stop = int(self.stop[ride.off])
        start = ride.alight + int(self.part.away[stop])
        point = self.destination.point
        way = self._way(point, self.service.doors, stop, False, Direction.TO)
        if way is None or not way.through:
            ends = self._name(stop), self.destination.name
            return [self._street(Mode.WALK, ends, (start, end), _door(way), point)]
        mid = start + way.through
        inside = self._within(self._name(stop), way.name, start, mid, way, stop)
        ends = way.name, self.destination.name
        return [inside, self._street(Mode.WALK, ends, (mid, end), way.door, point)]

    def _within(self, place: Name, to: Name, start: int, end: int, way: _Way, stop: int) -> Leg:
        """The way between a door and the platforms through another station."""
        stops = self.service.timetable.stops
        path = [[way.door.lon, way.door.lat], [stops.lon[stop], stops.lat[stop]]]
        path = path if to != way.name else path[::-1]
        return Leg(Mode.WALK, place, to, start, end, np.array(path))

    def _change(self, before: Ride, after: Ride) -> list[Leg]:
        """Between two rides: nothing where one stays, a walk outside or inside a station."""
        first, second = int(self.stop[before.off]), int(self.stop[after.on])
        if first == second:
            return []
        ends = self._name(first), self._name(second)
        out, into = int(self.part.away[first]), int(self.part.near[second])
        way = self._doors_between(first, second)
        if way is not None and round(way[0]) == after.change - out - into:
            start = before.alight + out
            clock = start, start + round(way[0])
            if clock[0] == clock[1]:
                return []  # the next line's stop is where one stands
            return [self._street(Mode.WALK, ends, clock, way[1], way[2])]
        stops = self.service.timetable.stops
        path = np.array([[stops.lon[stop], stops.lat[stop]] for stop in (first, second)])
        return [Leg(Mode.WALK, *ends, before.alight, before.alight + after.change, path)]

    def _street(
        self,
        mode: Mode,
        ends: tuple[Name, Name],
        clock: tuple[int, int],
        start: Point | None,
        goal: Point | None,
    ) -> Leg:
        """A leg through the streets, with the line and the metres of the fastest way."""
        if start is None or goal is None or start == goal:
            points = [point for point in (start, goal) if point is not None]
            path = np.array([[point.lon, point.lat] for point in points]).reshape(-1, 2)
            return Leg(mode, *ends, *clock, path)
        a, b = (Spot("", Name("", ""), point) for point in (start, goal))
        way = route(self.service.study, a, b, mode, Period.FREE)
        return Leg(mode, *ends, *clock, way.line, way.metres, assumed=way.assumed)

    def _name(self, stop: int) -> Name:
        return self.service.timetable.stops.names[stop]

    def _way(
        self, point: Point, doors: Doors, stop: int, by_bike: bool, direction: Direction
    ) -> _Way | None:
        """From a point to the best door of a stop (back in direction 'to'); None where none is in
        reach."""
        study = self.service.study
        mode, longest, _ = self.service.reach(by_bike)
        place = study.snapper.snap(*study.locate([point]), mode)
        own = np.flatnonzero(doors.stop == stop)
        if not place.joined.all():
            return None
        snapped = doors.snapped.take(doors.door[own])
        ways = between(study.network, place, snapped, mode, direction, longest)
        if not len(ways.seconds):
            return None
        through = doors.extra(direction is Direction.FROM)[own[ways.far]]
        best = int(np.argmin(np.rint(ways.seconds) + through))
        door = int(doors.door[own[ways.far[best]]])
        return _Way(
            round(float(ways.seconds[best])),
            int(through[best]),
            _point(doors, door),
            self._name(_opens_to(doors, door)),
        )

    def _doors_between(self, first: int, second: int) -> tuple[float, Point, Point] | None:
        """Seconds through the streets between the doors of two stops that are nearest to each
        other, and where these are."""
        doors, study = self.service.doors, self.service.study
        one, other = (np.flatnonzero(doors.stop == stop) for stop in (first, second))
        start, goal = (doors.snapped.take(doors.door[own]) for own in (one, other))
        mode, longest, _ = self.service.reach(by_bike=False)
        ways = between(study.network, start, goal, mode, Direction.FROM, longest)
        if not len(ways.seconds):
            return None
        seconds = ways.seconds + doors.out[one[ways.near]] + doors.into[other[ways.far]]
        best = int(np.argmin(seconds))
        ends = doors.door[one[ways.near[best]]], doors.door[other[ways.far[best]]]
        leave, come = (_point(doors, int(door)) for door in ends)
        return float(seconds[best]), leave, come


def _door(way: _Way | None) -> Point | None:
    return None if way is None else way.door


def _opens_to(doors: Doors, door: int) -> int:
    """A stop whose own door this is."""
    return int(doors.stop[np.flatnonzero((doors.door == door) & (doors.into == 0))[0]])


def _point(doors: Doors, door: int) -> Point:
    return Point(float(doors.lon[door]), float(doors.lat[door]))
