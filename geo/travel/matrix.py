"""Travel times between many places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from geo.model import (
    TRANSIT_MODES,
    Direction,
    Floats,
    Matrix,
    Mode,
    Period,
    Spot,
    Status,
    When,
)
from geo.network.snap import Snapped
from geo.study import Study
from geo.travel.doors import Doors, doors_of
from geo.travel.paths import search_paths
from geo.travel.transit.matrix import transit_seconds
from geo.travel.transit.service import Service, asked_service


def matrix(
    study: Study,
    origins: Sequence[Spot],
    destinations: Sequence[Spot],
    mode: Mode,
    period: Period = Period.OFF_PEAK,
    service: Service | None = None,
    when: When | None = None,
) -> Matrix:
    """Seconds and metres from every origin to every destination; off-network places are marked.

    Times hold what the doors of hubs cost: of a hub's entrances the best one is taken, for each
    pair. By public transport it takes a `service` and `when` to set out; seconds are then those at
    the window's percentile, or on foot where that is faster. Raises OutOfBounds for a place outside
    the town's map, QuestionError for a window that makes no sense.
    """
    if mode in TRANSIT_MODES:
        return _by_transit(study, origins, destinations, mode, *asked_service(service, when))
    start, goal = doors_of(study, origins, mode), doors_of(study, destinations, mode)
    shape = (len(origins), len(destinations))
    status = np.full(shape, Status.UNREACHABLE.value, dtype="<U11")
    status[~start.joined] = Status.OFF_NETWORK.value
    status[:, ~goal.joined] = Status.OFF_NETWORK.value
    between = np.full((len(start), len(goal)), np.nan), np.full((len(start), len(goal)), np.nan)
    assumed = _fill(study, start.snapped, goal.snapped, mode, period, *between)
    between[0][:] += start.seconds[:, None] + goal.seconds
    seconds, metres = _best_doors(start, goal, *between)
    _fill_same(origins, destinations, status, seconds, metres)
    status[np.isfinite(seconds)] = Status.OK.value
    return Matrix(
        tuple(spot.id for spot in origins),
        tuple(spot.id for spot in destinations),
        mode,
        period if mode is Mode.DRIVE else Period.FREE,
        seconds,
        metres,
        goal.snap_metres,
        status,
        assumed,
    )


def _best_doors(
    start: Doors, goal: Doors, seconds: Floats, metres: Floats
) -> tuple[Floats, Floats]:
    """Times between doors, shape (doors, doors), as those between their places by the best pair."""
    seconds, metres = _best_rows(start, seconds, metres)
    seconds, metres = _best_rows(goal, seconds.T, metres.T)
    return seconds.T, metres.T


def _best_rows(doors: Doors, seconds: Floats, metres: Floats) -> tuple[Floats, Floats]:
    """Of the rows of one place's doors, the quickest in each column; NaN where none leads there."""
    if doors.single:
        return seconds, metres
    known = np.where(np.isnan(seconds), np.inf, seconds)
    least = np.minimum.reduceat(known, doors.first, axis=0)
    best = np.isfinite(known) & (known == least[doors.spot])
    length = np.minimum.reduceat(np.where(best, metres, np.inf), doors.first, axis=0)
    found = np.isfinite(least)
    return np.where(found, least, np.nan), np.where(found, length, np.nan)


def _by_transit(
    study: Study,
    origins: Sequence[Spot],
    destinations: Sequence[Spot],
    mode: Mode,
    service: Service,
    when: When,
) -> Matrix:
    walked = matrix(study, origins, destinations, Mode.WALK)
    on_foot = np.where(np.isnan(walked.seconds), np.inf, walked.seconds)
    seconds = transit_seconds(service, origins, destinations, mode, when, on_foot)
    status = np.where(np.isfinite(seconds), Status.OK.value, walked.status)
    return replace(
        walked,
        mode=mode,
        seconds=np.where(np.isfinite(seconds), seconds, np.nan),
        metres=np.full(seconds.shape, np.nan),
        status=status,
        when=when,
    )


def _fill(
    study: Study,
    start: Snapped,
    goal: Snapped,
    mode: Mode,
    period: Period,
    seconds: Floats,
    metres: Floats,
) -> bool:
    """Search from the smaller side, forwards or backwards, and write rows or columns.

    Tells whether any of the ways uses an assumed street.
    """
    assumed = False
    backwards = len(goal) < len(start)
    near, far = (goal, start) if backwards else (start, goal)
    direction = Direction.TO if backwards else Direction.FROM
    searched, found = np.flatnonzero(near.joined), np.flatnonzero(far.joined)
    places = far.take(found)
    into_seconds, into_metres = (seconds.T, metres.T) if backwards else (seconds, metres)
    # One after the other: all at once would be no faster, and hold many copies of the network.
    for row in searched.tolist():
        [paths] = search_paths(
            study.network, near.take(slice(row, row + 1)), mode, period, direction
        )
        time, length, how = paths.reach(places)
        if study.network.has_assumed and not assumed:
            used = paths.uses_assumed(places, how) & np.isfinite(time)
            assumed = bool(used.any())
        into_seconds[row, found] = np.where(np.isfinite(time), time, np.nan)
        into_metres[row, found] = length
    return assumed


def _fill_same(
    origins: Sequence[Spot],
    destinations: Sequence[Spot],
    status: NDArray[np.str_],
    seconds: Floats,
    metres: Floats,
) -> None:
    """From a place to itself there is nothing to travel."""
    columns = {spot.point: column for column, spot in enumerate(destinations)}
    for row, spot in enumerate(origins):
        column = columns.get(spot.point)
        if column is not None and status[row, column] != Status.OFF_NETWORK.value:
            seconds[row, column] = metres[row, column] = 0.0
