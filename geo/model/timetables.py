"""What runs when: the lines, stops and runs of public transport on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.model.basics import Floats, Ints, Name

Seconds = NDArray[np.int32]
"""Whole seconds after midnight of the timetable's day; negative or past 86,400 at its edges."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as its riders know it; `kind` is its GTFS route type, `colour` like '#FC0601'."""

    id: str
    name: Name
    kind: int
    colour: str = ""


@dataclass(frozen=True)
class Stops:
    """Where one boards and alights; every array has one row for each stop.

    `station` is the number of the row that stands for the whole station (itself where a stop
    belongs to none); walking between two stops of one station needs no street. `doors` holds, by
    such a row, the entrances of that station as (lon, lat) pairs of shape (k, 2).
    """

    ids: tuple[str, ...]
    names: tuple[Name, ...]
    lon: Floats
    lat: Floats
    station: Ints
    doors: Mapping[int, Floats] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Timetable:
    """All runs of one day, and of the days before and after those within some hours of midnight.

    Runs that call at the same stops in the same order, and never overtake, form a pattern.
    Pattern `p` calls at `calls[first_call[p]:first_call[p + 1]]`, rows of `stops`, n of them; its
    runs are rows `first_run[p]:first_run[p + 1]`, r of them, in order of time; their times are
    `arrivals[first_time[p]:first_time[p + 1]]` and `departures[...]`, of shape (r, n) when
    reshaped. `boards` and `alights` say, for each call, whether one may get on or off there.
    `line` and `heading` name each pattern. `change_*` are the published changes: from stop row,
    to stop row, seconds; -1 seconds where a change is forbidden. `counted` says that departures of
    services that only state a headway were counted from the start of each period.
    """

    day: date
    stops: Stops
    lines: tuple[Line, ...]
    line: Ints
    heading: tuple[Name, ...]
    first_call: Ints
    calls: Ints
    boards: NDArray[np.bool_]
    alights: NDArray[np.bool_]
    first_run: Ints
    first_time: Ints
    arrivals: Seconds
    departures: Seconds
    change_from: Ints
    change_to: Ints
    change_seconds: Seconds
    counted: bool = False

    @property
    def patterns(self) -> int:
        return len(self.line)

    @cached_property
    def runs(self) -> int:
        return int(self.first_run[-1])

    def times_of(self, pattern: int) -> tuple[Seconds, Seconds]:
        """Arrivals and departures of a pattern, each of shape (runs, calls)."""
        part = slice(self.first_time[pattern], self.first_time[pattern + 1])
        calls = int(self.first_call[pattern + 1] - self.first_call[pattern])
        return self.arrivals[part].reshape(-1, calls), self.departures[part].reshape(-1, calls)
