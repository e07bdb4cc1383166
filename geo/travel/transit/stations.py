"""Stations of a timetable: which is near, and when its first and last runs leave."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from geo.crs import to_metres
from geo.model import FirstLast, Ints, Line, Name, Point, Seconds, Station, Timetable
from geo.travel.transit.service import Service
from geo.travel.transit.stops import served

DAY_BEGINS, DAY_SECONDS = 3 * 3600, 86_400
"""A day of service runs from three in the morning to the next three; what leaves at half past
midnight is the last of the day before."""


def station_near(service: Service, point: Point, metres: float = 300.0) -> Station | None:
    """The served station nearest to a point, None where there is none so near."""
    timetable, study = service.timetable, service.study
    rows = np.flatnonzero(served(timetable))
    if not len(rows):
        return None
    stops = timetable.stops
    x, y = to_metres(stops.lon[rows], stops.lat[rows], study.town.metres)
    (here_x,), (here_y,) = to_metres([point.lon], [point.lat], study.town.metres)
    away = np.hypot(x - here_x, y - here_y)
    nearest = int(np.argmin(away))
    if away[nearest] > metres:
        return None
    return station(timetable, int(stops.station[rows[nearest]]))


def station(timetable: Timetable, row: int) -> Station:
    """The station that a row of the stops stands for, with its departures in order of line."""
    stops = timetable.stops
    members = np.flatnonzero(stops.station == row)
    found: dict[tuple[Line, Name], list[Seconds]] = defaultdict(list)
    for pattern in range(timetable.patterns):
        times = _leaving(timetable, pattern, members)
        if len(times):
            line = timetable.lines[int(timetable.line[pattern])]
            found[line, timetable.heading[pattern]].append(times)
    rows = [
        FirstLast(line, heading, int(min(t.min() for t in times)), int(max(t.max() for t in times)))
        for (line, heading), times in found.items()
    ]
    order = sorted(rows, key=lambda one: (_number(one.line), one.heading.en or one.heading.zh))
    return Station(stops.names[row], Point(float(stops.lon[row]), float(stops.lat[row])), (*order,))


def _leaving(timetable: Timetable, pattern: int, members: Ints) -> Seconds:
    """When runs of a pattern leave any of some stops on the day, where one can ride on from it."""
    part = slice(timetable.first_call[pattern], timetable.first_call[pattern + 1])
    here = np.isin(timetable.calls[part], members) & timetable.boards[part]
    here[-1:] = False  # nobody rides on from the last stop
    _, leaving = timetable.times_of(pattern)
    times = leaving[:, here].ravel()
    within = (times >= DAY_BEGINS) & (times < DAY_BEGINS + DAY_SECONDS)
    return np.asarray(times[within])


def _number(line: Line) -> tuple[int, str]:
    """Lines by their number, those without one after them by name."""
    name = line.name["en"]
    return (int(name), "") if name.isdigit() else (10_000, name)
