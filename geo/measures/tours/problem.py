"""A tour as plain numbers: seconds between places, when visits may begin, what is wanted.

Places are numbered: the stops first, then the start, then the end. All times are seconds after
midnight of the day; infinity means never.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.model import Floats, Lunch

NEVER = float("inf")
Order = tuple[int, ...]
"""Stops by number, as they are visited."""


class Clock(Protocol):
    """When one arrives that is ready to leave at some time; later never means earlier."""

    def leave(self, i: int, j: int, ready: float) -> float:
        """The departure, not before `ready`, that arrives first."""

    def arrive(self, i: int, j: int, ready: float) -> float:
        """When that departure arrives."""


@dataclass(frozen=True, eq=False)
class Travel:
    """Seconds between places by the hour of departure: a Clock.

    `seconds` has shape (slots, places, places); slot s holds for departures from
    `first + s * slot` on, the first one also before and the last one also after. Who would arrive
    sooner by leaving in a later slot waits for it.
    """

    seconds: Floats
    first: float = 0.0
    slot: float = 3600.0

    def arrive(self, i: int, j: int, ready: float) -> float:
        """When one is at j that is ready at i."""
        if len(self._rows) == 1:
            return ready + self._rows[0][i][j]
        s = self._slot(ready)
        return min(ready + self._rows[s][i][j], float(self._later[s + 1, i, j]))

    def leave(self, i: int, j: int, ready: float) -> float:
        """When one leaves i for that."""
        if len(self._rows) == 1:
            return ready
        soonest, s = self.arrive(i, j, ready), self._slot(ready)
        if ready + self._rows[s][i][j] <= soonest:
            return ready
        starts = self.first + np.arange(s + 1, len(self.seconds)) * self.slot
        return float(starts[np.argmin(starts + self.seconds[s + 1 :, i, j])])

    def arrivals(self, froms: Sequence[int], j: int, ready: Floats) -> Floats:
        """The same for an array of shape (..., len(froms))."""
        if len(self.seconds) == 1:
            return ready + self.seconds[0, froms, j]
        usable = np.where(np.isfinite(ready), ready, 0.0)
        s = np.clip((usable - self.first) // self.slot, 0, len(self.seconds) - 1).astype(int)
        there = np.minimum(ready + self.seconds[s, froms, j], self._later[s + 1, froms, j])
        return np.where(np.isfinite(ready), there, NEVER)

    def at(self, ready: float) -> Floats:
        """The matrix of one time of departure."""
        return np.asarray(self.seconds[self._slot(ready)])

    def take(self, places: Sequence[int]) -> Travel:
        """Of some places only, in that order."""
        return replace(self, seconds=self.seconds[np.ix_(range(len(self.seconds)), places, places)])

    def _slot(self, ready: float) -> int:
        return min(max(int((ready - self.first) // self.slot), 0), len(self.seconds) - 1)

    @cached_property
    def _rows(self) -> list[list[list[float]]]:
        """The seconds as plain lists, which single look-ups read faster."""
        return self.seconds.tolist()  # type: ignore[no-any-return]

    @cached_property
    def _later(self) -> Floats:
        """The soonest arrival by a departure at the start of slot s or a later one."""
        starts = self.first + np.arange(len(self.seconds)) * self.slot
        arrivals = starts[:, None, None] + self.seconds
        soonest = np.minimum.accumulate(arrivals[::-1], axis=0)[::-1]
        never = np.full((1, *soonest.shape[1:]), NEVER)
        return np.concatenate([soonest, never])


@dataclass(frozen=True)
class Asked:
    """A Clock that asks for every departure: seconds by (from, to, departure)."""

    seconds: Callable[[int, int, float], float]

    def leave(self, i: int, j: int, ready: float) -> float:
        """At once, whatever the way."""
        del i, j
        return ready

    def arrive(self, i: int, j: int, ready: float) -> float:
        """By the seconds of that very departure."""
        return ready + self.seconds(i, j, ready)


@dataclass(frozen=True, eq=False)
class Problem:
    """What is asked; n stops.

    `visit`, `must`, `score`: shape (n,). `begins[i]`, shape (k, 2): first and last moments at which
    the visit of stop i may begin, ascending and apart. `waiting_counts`: whether time spent waiting
    is wasted as much as time spent travelling.
    """

    travel: Travel
    visit: Floats
    begins: tuple[Floats, ...]
    must: NDArray[np.bool_]
    score: Floats
    depart: float
    back_by: float = NEVER
    lunch: Lunch | None = None
    waiting_counts: bool = True

    def __len__(self) -> int:
        return len(self.visit)

    @property
    def start(self) -> int:
        return len(self)

    @property
    def end(self) -> int:
        return len(self) + 1

    @property
    def meal_seconds(self) -> float:
        return self.lunch.minutes * 60.0 if self.lunch else 0.0

    @cached_property
    def stays(self) -> list[float]:
        """The visits' seconds as plain numbers."""
        return self.visit.tolist()  # type: ignore[no-any-return]

    @cached_property
    def _windows(self) -> list[list[tuple[float, float]]]:
        return [rows.tolist() for rows in self.begins]

    def begin(self, stop: int, arrive: float) -> float:
        """When the visit of a stop can begin for one that arrives then."""
        for first, last in self._windows[stop]:
            if arrive <= last:
                return max(arrive, first)
        return NEVER

    def begun(self, stop: int, arrive: Floats) -> Floats:
        """The same for an array of arrivals."""
        found = np.full(arrive.shape, NEVER)
        for first, last in self.begins[stop][::-1].tolist():
            found = np.where(arrive <= last, np.maximum(arrive, first), found)
        return found

    def eaten(self, ready: Floats) -> Floats:
        """When lunch is over for those who are ready for it then; never where it is too late."""
        if self.lunch is None:
            return np.full(np.shape(ready), NEVER)
        start = np.maximum(ready, self.lunch.earliest)
        return np.where(start <= self.lunch.latest, start + self.meal_seconds, NEVER)

    def may_end(self, arrive: Floats) -> NDArray[np.bool_]:
        """Whether one may be back then without having eaten: there is still time for it there."""
        if self.lunch is None or self.depart > self.lunch.latest:
            return np.full(np.shape(arrive), True)
        return np.asarray(arrive <= self.lunch.latest)

    def take(self, stops: Sequence[int]) -> Problem:
        """The same with some of the stops only, in that order."""
        chosen = list(stops)
        return replace(
            self,
            travel=self.travel.take([*chosen, self.start, self.end]),
            visit=self.visit[chosen],
            begins=tuple(self.begins[i] for i in chosen),
            must=self.must[chosen],
            score=self.score[chosen],
        )
