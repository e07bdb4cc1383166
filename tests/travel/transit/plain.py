"""Earliest arrival by a plain time-dependent search: a queue of (time, stop), run by run.

Written apart from the engine: it knows its timetable and its street fields, none of its arrays.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from functools import cache

import numpy as np

from geo.crs import to_metres
from geo.model import RAIL_KINDS, Direction, Mode, Period, Point, Timetable, TransitRules
from geo.network.snap import Snapped
from geo.study import Study
from geo.travel.streets import search

Departure = tuple[int, int, int]  # when, which run, which of its calls


class PlainSearch:
    """All runs as lists, and walks as fields from one stop or place at a time."""

    def __init__(self, study: Study, timetable: Timetable, rules: TransitRules) -> None:
        self.study, self.rules, self.timetable = study, rules, timetable
        stops = timetable.stops
        self.runs: list[list[tuple[int, int, int, bool, bool]]] = []
        rail: set[int] = set()
        road: set[int] = set()
        for pattern in range(timetable.patterns):
            part = slice(timetable.first_call[pattern], timetable.first_call[pattern + 1])
            calls = timetable.calls[part].tolist()
            flags = timetable.boards[part].tolist(), timetable.alights[part].tolist()
            by_rail = timetable.lines[int(timetable.line[pattern])].kind in RAIL_KINDS
            (rail if by_rail else road).update(calls)
            for came, left in zip(*(t.tolist() for t in timetable.times_of(pattern)), strict=True):
                self.runs.append(list(zip(calls, came, left, *flags, strict=True)))
        self.rail, self.served = rail - road, rail | road
        self.leaving: dict[int, list[Departure]] = {stop: [] for stop in self.served}
        for number, run in enumerate(self.runs):
            for i, (stop, _, left, boards, _) in enumerate(run[:-1]):
                if boards:
                    self.leaving[stop].append((left, number, i))
        for departures in self.leaving.values():
            departures.sort()
        self.doors: list[tuple[int, Snapped]] = []
        self.through: list[tuple[int, int]] = []  # seconds more into and out of each
        listed = zip(timetable.change_from, timetable.change_to, strict=True)
        took = dict(zip(listed, timetable.change_seconds.tolist(), strict=True))
        took = {pair: seconds for pair, seconds in took.items() if seconds >= 0}
        for stop in sorted(self.served):
            ways = [(stop, 0, 0)]
            for by in sorted(rail):
                apart = stop in rail and stops.station[by] != stops.station[stop]
                if apart and ((by, stop) in took or (stop, by) in took):
                    ways.append((by, took.get((by, stop), 10**9), took.get((stop, by), 10**9)))
            for by, into, out in ways:
                at = [(stops.lon[by], stops.lat[by])]
                if by in rail:
                    doors = stops.doors.get(int(stops.station[by]), [])
                    at = [*doors, *([] if by in self.rail and len(doors) else at)]
                for lon, lat in at:
                    x, y = to_metres([lon], [lat], study.town.metres)
                    snapped = study.snapper.snap(x, y, Mode.WALK)
                    if snapped.joined[0]:
                        self.doors.append((stop, snapped))
                        self.through.append((into, out))
        self.links = np.array([int(s.link[0]) for _, s in self.doors])
        self.fractions = np.array([float(s.fraction[0]) for _, s in self.doors])
        self.off = np.array([float(s.metres[0]) for _, s in self.doors])
        self.off *= study.network.off_network_seconds_per_metre
        self.changes = cache(self._changes)

    def walks(self, place: Snapped, direction: Direction) -> dict[int, int]:
        """Whole seconds between a place and every stop within the longest walk."""
        longest = self.rules.longest_walk
        (field,) = search(self.study.network, place, Mode.WALK, Period.FREE, direction, longest)
        each = field.along(self.links, self.fractions) + self.off
        found: dict[int, int] = {}
        for k in np.flatnonzero(each <= longest).tolist():
            stop, (into, out) = self.doors[k][0], self.through[k]
            more = into if direction is Direction.FROM else out
            if more < 10**9:
                found[stop] = min(found.get(stop, 10**9), round(float(each[k])) + more)
        return found

    def _changes(self, stop: int) -> dict[int, int]:
        """From getting off at a stop to being ready to board at others."""
        found: dict[int, int] = {}
        for (own, door), (_, more) in zip(self.doors, self.through, strict=True):
            if own == stop and more < 10**9:
                out = self.rules.entrance_out if stop in self.rail else 0
                for other, seconds in self.walks(door, Direction.FROM).items():
                    ready = out + more + seconds + self._into(other)
                    found[other] = min(found.get(other, 10**9), ready)
        station = self.timetable.stops.station
        for other in self.served:
            if other != stop and station[other] == station[stop]:
                found[other] = self.rules.interchange
        whole = stop in self.rail and station[stop] == stop
        found[stop] = self.rules.interchange if whole else self.rules.boarding_slack
        listed = self.timetable.change_from == stop
        to, seconds = self.timetable.change_to[listed], self.timetable.change_seconds[listed]
        found |= dict(zip(to.tolist(), seconds.tolist(), strict=True))
        return {other: seconds for other, seconds in found.items() if seconds >= 0}

    def _into(self, stop: int) -> int:
        return self.rules.boarding_slack + (self.rules.entrance_in if stop in self.rail else 0)

    def alights(self, access: dict[int, int], start: int, until: int) -> dict[int, int]:
        """When one can get off at every stop, setting out at `start`."""
        best: dict[int, int] = {}
        boarded: dict[int, int] = {}
        seen: dict[int, int] = {}
        queue: list[tuple[int, int]] = []

        def board(stop: int, ready: int) -> None:
            departures = self.leaving.get(stop, [])
            stop_at = seen.get(stop, until + 1)
            seen[stop] = min(stop_at, ready)
            for left, run, i in departures[bisect_left(departures, (ready, -1, -1)) :]:
                if left >= stop_at:
                    break
                for j in range(i + 1, min(boarded.get(run, 10**9), len(self.runs[run]) - 1) + 1):
                    to, came, _, _, alights = self.runs[run][j]
                    if alights and came < best.get(to, until + 1):
                        best[to] = came
                        heapq.heappush(queue, (came, to))
                boarded[run] = min(boarded.get(run, 10**9), i)

        for stop, seconds in access.items():
            board(stop, start + seconds + self._into(stop))
        while queue:
            came, stop = heapq.heappop(queue)
            if came == best[stop]:
                for other, seconds in self.changes(stop).items():
                    if came + seconds < seen.get(other, until + 1):
                        board(other, came + seconds)
        return best

    def arrive(self, origin: Snapped, goals: list[Snapped], start: int, until: int) -> list[float]:
        """The earliest arrival at each goal, on foot all the way where that is sooner."""
        alights = self.alights(self.walks(origin, Direction.FROM), start, until)
        (field,) = search(self.study.network, origin, Mode.WALK, Period.FREE, Direction.FROM)
        found = []
        for goal in goals:
            off = float(goal.metres[0]) * self.study.network.off_network_seconds_per_metre
            best = start + float(field.along(goal.link, goal.fraction)[0]) + off
            for stop, seconds in self.walks(goal, Direction.TO).items():
                out = self.rules.entrance_out if stop in self.rail else 0
                if stop in alights and alights[stop] + out + seconds <= until:
                    best = min(best, alights[stop] + out + seconds)
            found.append(best)
        return found

    def snap(self, point: Point) -> Snapped:
        """Join a point to the streets on foot."""
        return self.study.snap([point], Mode.WALK)
