"""Rides and walks as the legs of a journey, with names, lines and the ground they cover."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from geo.model import Direction, Ints, Leg, Mode, Name, Period, Point, Route, Spot
from geo.network.snap import Snapped
from geo.travel.route import route
from geo.travel.transit.service import Service
from geo.travel.transit.stops import Doors
from geo.travel.transit.streets import between
from geo.travel.transit.trace import Ride


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
        legs = [self._access(rides[0], start, mode), self._ride(rides[0])]
        for before, after in pairwise(rides):
            legs += [*self._change(before, after), self._ride(after)]
        return (*legs, self._egress(rides[-1], end))

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

    def _access(self, ride: Ride, start: int, mode: Mode) -> Leg:
        """From the origin to the first stop, by bicycle where that is how it was reached sooner."""
        stop = int(self.stop[ride.on])
        took = ride.change - int(self.part.near[stop])
        point, service = self.origin.point, self.service
        near, way = Mode.WALK, self._way(point, service.doors, stop, False, Direction.FROM)
        if mode is Mode.BIKE_TRANSIT and (way is None or round(way[0]) > took):
            cycle, _, lock = service.reach(by_bike=True)
            ridden = self._way(point, service.racks, stop, True, Direction.FROM)
            near, way, took = cycle, ridden or way, took - lock
        ends = self.origin.name, self._name(stop)
        return self._street(near, ends, (start, start + took), point, way and way[1])

    def _egress(self, ride: Ride, end: int) -> Leg:
        """From the last stop to the destination."""
        stop = int(self.stop[ride.off])
        start = ride.alight + int(self.part.away[stop])
        point = self.destination.point
        way = self._way(point, self.service.doors, stop, False, Direction.TO)
        ends = self._name(stop), self.destination.name
        return self._street(Mode.WALK, ends, (start, end), way and way[1], point)

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
    ) -> tuple[float, Point] | None:
        """Seconds from a point to the nearest door of a stop (back in direction 'to'), and where
        that door is; None where there is none in reach."""
        study = self.service.study
        mode, longest, _ = self.service.reach(by_bike)
        place = study.snapper.snap(*study.locate([point]), mode)
        own, snapped = _of_stop(doors, stop)
        if not place.joined.all():
            return None
        ways = between(study.network, place, snapped, mode, direction, longest)
        if not len(ways.seconds):
            return None
        best = int(np.argmin(ways.seconds))
        return float(ways.seconds[best]), _point(doors, own[ways.far[best]])

    def _doors_between(self, first: int, second: int) -> tuple[float, Point, Point] | None:
        """Seconds through the streets between the doors of two stops that are nearest to each
        other, and where these are."""
        doors, study = self.service.doors, self.service.study
        (one, start), (other, goal) = _of_stop(doors, first), _of_stop(doors, second)
        mode, longest, _ = self.service.reach(by_bike=False)
        ways = between(study.network, start, goal, mode, Direction.FROM, longest)
        if not len(ways.seconds):
            return None
        best = int(np.argmin(ways.seconds))
        ends = _point(doors, one[ways.near[best]]), _point(doors, other[ways.far[best]])
        return float(ways.seconds[best]), *ends


def _of_stop(doors: Doors, stop: int) -> tuple[Ints, Snapped]:
    own = doors.door[doors.stop == stop]
    return own, doors.snapped.take(own)


def _point(doors: Doors, door: int) -> Point:
    return Point(float(doors.lon[door]), float(doors.lat[door]))
