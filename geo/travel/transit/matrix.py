"""Travel times by public transport between many places, at a percentile of a departure window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from geo.model import Direction, Floats, Ints, Mode, Seconds, Spot, When
from geo.network.snap import Snapped
from geo.travel.transit.board import NEVER, SPAN
from geo.travel.transit.running import catches
from geo.travel.transit.service import Service
from geo.travel.transit.sweep import (
    LONGEST_SECONDS,
    Place,
    clock_of,
    entered,
    ranks_of,
    sweep_at,
)
from geo.travel.transit.walks import Walks

Entered = tuple[Place, Seconds]
"""A place, and the seconds between it and each stop."""

_COLUMNS = 128  # arrivals searched at once
_THREADS = 2  # numpy lets go of the interpreter for most of a search


def transit_seconds(
    service: Service,
    origins: Sequence[Spot],
    destinations: Sequence[Spot],
    mode: Mode,
    when: When,
    on_foot: Floats,
) -> Floats:
    """Seconds from every origin to every destination, by public transport or `on_foot` where that
    is faster; all of shape (origins, destinations), infinite where there is no way.

    Searches forwards from every origin, or, where that is less work, backwards from every
    destination for each arrival there that a run makes possible; both are exact.
    """
    (seconds,) = transit_windows(service, origins, destinations, mode, (when,), on_foot)
    return seconds


def transit_windows(
    service: Service,
    origins: Sequence[Spot],
    destinations: Sequence[Spot],
    mode: Mode,
    whens: Sequence[When],
    on_foot: Floats,
) -> list[Floats]:
    """The same for each of several windows of one day: the streets are asked once for all."""
    start, goal = (_Points(service, spots, mode) for spots in (origins, destinations))
    ends = _Ends(service, start, goal)
    with ThreadPoolExecutor(_THREADS) as pool:
        return [_window(ends, when, on_foot, pool) for when in whens]


def _window(ends: _Ends, when: When, on_foot: Floats, pool: ThreadPoolExecutor) -> Floats:
    """Seconds of one window, shape (origins, destinations)."""
    departs = clock_of(when, Direction.FROM, ends.service)
    start, goal = ends.start, ends.goal
    arrivals = [_in_reach(each, departs) for each in ends.arrivals]
    seconds = on_foot.copy()
    if sum(map(len, arrivals)) < len(departs) * len(on_foot):
        back = partial(_backwards, ends, departs, when)
        columns = pool.map(back, ends.entered_to, arrivals, on_foot.T[goal.joined])
        for column, found in zip(goal.joined, columns, strict=True):
            seconds[:, column] = np.minimum(found, on_foot[:, column])
        return seconds
    ahead = partial(_forwards, ends, departs, when)
    for row, found in zip(start.joined, pool.map(ahead, ends.entered_from), strict=True):
        seconds[row] = np.minimum(found, on_foot[row])
    return seconds


class _Points:
    """Places joined to the streets on foot and, for the mode that takes one, by bicycle."""

    def __init__(self, service: Service, spots: Sequence[Spot], mode: Mode) -> None:
        study = service.study
        x, y = study.locate([spot.point for spot in spots])
        self.on_foot = study.snapper.snap(x, y, Mode.WALK)
        cycles = mode is Mode.BIKE_TRANSIT
        self.by_bike = study.snapper.snap(x, y, service.rules.cycle) if cycles else None
        self.joined: list[int] = np.flatnonzero(self.on_foot.joined).tolist()

    def places(self, bike: bool) -> list[Place]:
        """Those that join the streets, with their bicycles or without."""
        rides = self.by_bike if bike else None
        return [Place(_one(self.on_foot, i), rides and _one(rides, i)) for i in self.joined]


def _one(snapped: Snapped, row: int) -> Snapped:
    return snapped.take(slice(row, row + 1))


@dataclass(frozen=True)
class _Ends:
    """What the streets say of the ways to stops and from them, the same at every hour."""

    service: Service
    start: _Points
    goal: _Points

    @cached_property
    def entered_from(self) -> list[Entered]:
        """Each origin, with the seconds until one can board at each stop."""
        return self._entered(self.start.places(bike=True), Direction.FROM)

    @cached_property
    def entered_to(self) -> list[Entered]:
        """Each destination, with the seconds there from getting off at each stop."""
        return self._entered(self.goal.places(bike=False), Direction.TO)

    @cached_property
    def arrivals(self) -> list[Ints]:
        """When the day's runs bring one to each destination."""
        return [_arrivals(self.service, enter) for _, enter in self.entered_to]

    @cached_property
    def from_exits(self) -> Walks:
        """From the doors of stops to the destinations."""
        return self.service.to_points(Direction.FROM, self.goal.on_foot)

    @cached_property
    def to_exits(self) -> Walks:
        """From the origins to the doors of stops, and to their racks."""
        return self.service.to_points(Direction.TO, self.start.on_foot, self.start.by_bike)

    def _entered(self, places: list[Place], direction: Direction) -> list[Entered]:
        return [(place, entered(self.service, place, direction)) for place in places]


def _forwards(ends: _Ends, departs: Ints, when: When, origin: Entered) -> Floats:
    """Seconds from an origin to every goal of the walks, shape (goals,)."""
    place, enter = origin
    walks = ends.from_exits
    swept = sweep_at(ends.service, place, Direction.FROM, departs, enter=enter)
    (rank,) = ranks_of((when.percentile,), len(departs))
    seconds = np.full(walks.goals, np.inf)
    bound = np.full(walks.goals, LONGEST_SECONDS + 1, np.int32)
    for goals, found in walks.least(swept.leave, bound):
        seconds[goals] = np.partition(found, rank, axis=1)[:, rank]
    return np.where(seconds <= LONGEST_SECONDS, seconds, np.inf)


def _arrivals(service: Service, enter: Seconds) -> Ints:
    """When runs bring one to a place, ascending clock seconds.

    Of one run a stop counts only where no later one brings one there as soon: whoever is aboard at
    the first is still aboard at the second.
    """
    found = catches(service, Direction.TO, enter)
    board = service.part(Direction.TO).board
    run = board.run[found.call].astype(np.int64) + found.run
    order = np.lexsort((found.call, run))  # in reversed time a run's later stops come first
    leave, run = found.leave[order], run[order]
    raised = leave + run * SPAN
    best = np.maximum.accumulate(raised)
    useful = np.ones(len(run), bool)
    useful[1:] = (raised[1:] > best[:-1]) | (run[1:] != run[:-1])
    return np.asarray(np.unique(-leave[useful]))


def _in_reach(arrive: Ints, departs: Ints) -> Ints:
    """The arrivals that matter to departures."""
    kept = (arrive >= departs.min()) & (arrive <= departs.max() + LONGEST_SECONDS)
    return np.asarray(arrive[kept])


def _backwards(
    ends: _Ends,
    departs: Ints,
    when: When,
    destination: Entered,
    arrivals: Ints,
    on_foot: Floats,
) -> Floats:
    """Seconds from every origin to a place, shape (origins,): the first arrival there for which one
    need not have set out yet. What is more than `on_foot` may be told as more than it is."""
    place, enter = destination
    walks = ends.to_exits
    (rank,) = ranks_of((when.percentile,), len(departs))
    seconds = np.full(walks.goals, np.inf)
    if not len(arrivals):
        return seconds
    cycles = ends.start.by_bike is not None
    never = -int(NEVER)
    leave = np.full((walks.goals, len(arrivals)), never, np.int64)
    near = np.bincount(walks.goal, minlength=walks.goals) > 0
    for part in _parts(len(arrivals)):
        missing = near & (leave[:, : part.start].max(axis=1, initial=never) < departs.max())
        if not (missing & (departs.max() + on_foot > arrivals[part.start])).any():
            break  # whatever comes later is no sooner than on foot
        swept = sweep_at(
            ends.service, place, Direction.TO, -arrivals[part], cycles_away=cycles, enter=enter
        )
        bound = np.full(walks.goals, LONGEST_SECONDS + 1, np.int32)
        for goals, found in walks.least(swept.leave, bound):
            in_time = found <= LONGEST_SECONDS
            leave[goals, part] = np.where(in_time, arrivals[part] - found, never)
    # An arrival that takes too long must not hide that a sooner one leaves later.
    np.maximum.accumulate(leave, axis=1, out=leave)
    padded: Ints = np.append(arrivals, np.int64(NEVER))
    for goal in range(walks.goals):
        each: Ints = padded[np.searchsorted(leave[goal], departs)] - departs
        seconds[goal] = np.partition(each, rank)[rank]
    return np.where(seconds <= LONGEST_SECONDS, seconds, np.inf)


def _parts(count: int) -> Iterator[slice]:
    for first in range(0, count, _COLUMNS):
        yield slice(first, first + _COLUMNS)
