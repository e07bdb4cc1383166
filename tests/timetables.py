"""Made-up timetables, line by line, for towns of tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from geo.model import Line, Name, Point, Stops, Timetable

DAY = date(2026, 3, 10)
BUS, METRO = 3, 1


@dataclass(frozen=True)
class MadeUpLine:
    """A line in one direction: `minutes` after its departure it leaves each stop, where it came
    `dwell` seconds sooner; it starts at `starts`, seconds of the day."""

    id: str
    stops: Sequence[str]
    minutes: Sequence[float]
    starts: Sequence[int]
    kind: int = BUS
    boards: Sequence[bool] = ()
    alights: Sequence[bool] = ()
    dwell: int = 0


@dataclass(frozen=True)
class MadeUp:
    """Stops by their points, stations as groups of stops, doors of a stop's station."""

    stops: Mapping[str, Point]
    lines: Sequence[MadeUpLine]
    stations: Mapping[str, str] = field(default_factory=dict)
    doors: Mapping[str, Sequence[Point]] = field(default_factory=dict)
    changes: Sequence[tuple[str, str, int]] = ()


def made_up(made: MadeUp) -> Timetable:
    """The timetable; a pattern for each line."""
    ids = list(made.stops)
    row = {id: i for i, id in enumerate(ids)}
    times = [_times(line) for line in made.lines]
    nothing = np.empty(0, np.int32)
    left = np.concatenate([nothing, *(t.ravel() for t in times)])
    dwells = zip(times, made.lines, strict=True)
    came = np.concatenate([nothing, *(t.ravel() - line.dwell for t, line in dwells)])
    return Timetable(
        day=DAY,
        stops=Stops(
            ids=tuple(ids),
            names=tuple(Name("", id) for id in ids),
            lon=np.array([made.stops[id].lon for id in ids]),
            lat=np.array([made.stops[id].lat for id in ids]),
            station=np.array([row[made.stations.get(id, id)] for id in ids]),
            doors={
                row[id]: np.array([[p.lon, p.lat] for p in points])
                for id, points in made.doors.items()
            },
        ),
        lines=tuple(Line(line.id, Name("", line.id), line.kind) for line in made.lines),
        line=np.arange(len(made.lines)),
        heading=tuple(Name("", line.stops[-1]) for line in made.lines),
        first_call=_offsets([len(line.stops) for line in made.lines]),
        calls=np.array([row[id] for line in made.lines for id in line.stops], np.int64),
        boards=_flags([line.boards or [True] * len(line.stops) for line in made.lines]),
        alights=_flags([line.alights or [True] * len(line.stops) for line in made.lines]),
        first_run=_offsets([len(line.starts) for line in made.lines]),
        first_time=_offsets([t.size for t in times]),
        arrivals=came,
        departures=left,
        change_from=np.array([row[a] for a, _, _ in made.changes], np.int64),
        change_to=np.array([row[b] for _, b, _ in made.changes], np.int64),
        change_seconds=np.array([s for *_, s in made.changes], np.int32),
    )


def _times(line: MadeUpLine) -> np.ndarray:
    starts = np.array(sorted(line.starts))
    return (starts[:, None] + 60 * np.array(line.minutes)).astype(np.int32)


def _offsets(sizes: Sequence[int]) -> np.ndarray:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)


def _flags(rows: Sequence[Sequence[bool]]) -> np.ndarray:
    return np.array([flag for row in rows for flag in row], bool)


def clock(hours: int, minutes: int = 0) -> int:
    """Seconds of the day."""
    return 3600 * hours + 60 * minutes


def every(minutes: float, first: int, last: int) -> list[int]:
    """Starts from `first` to `last`, seconds of the day."""
    return list(range(first, last + 1, round(60 * minutes)))
