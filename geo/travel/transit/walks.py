"""Walks between many places as sparse rows, and the least over them for all departures at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.model import Ints, Seconds
from geo.travel.transit.board import NEVER

_CHUNK = 16_384  # walks at once: their times stay in the processor's cache


@dataclass(frozen=True, eq=False, repr=False)
class Walks:
    """Whole seconds from sources to goals, shape (walks,) each, ordered by goal."""

    source: NDArray[np.int32]
    goal: NDArray[np.int32]
    seconds: Seconds
    sources: int
    goals: int

    @cached_property
    def _starts(self) -> Ints:
        return starts_of(self.goal)

    def longest(self, leave: Seconds) -> Seconds:
        """The least over the walks to each goal, of one figure for each source, shape (goals,)."""
        least = np.full(self.goals, NEVER, np.int32)
        if len(self.goal):
            each = np.minimum(leave[self.source] + self.seconds, NEVER)
            least[self.goal[self._starts]] = np.minimum.reduceat(each, self._starts)
        return least

    def least(self, leave: Seconds, bound: Seconds) -> Iterator[tuple[Ints, Seconds]]:
        """The least over all walks of `leave` + walk, `leave` of shape (sources, departures).

        Comes in pieces: goals, and a row of departures for each. Only walks that can come under
        `bound`, shape (goals,), for some departure count; goals without any are left out.
        """
        soonest = leave.min(axis=1, initial=NEVER)
        of_use = soonest[self.source] + self.seconds < bound[self.goal]
        kept = np.flatnonzero(of_use)
        goal = self.goal[kept]
        first = starts_of(goal)
        cut = np.searchsorted(first, np.arange(_CHUNK, len(kept), _CHUNK))
        ends = np.unique(np.concatenate([[0], cut, [len(first)]]))
        edges = np.append(first, len(kept))
        for low, high in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            part = kept[edges[low] : edges[high]]
            rows = leave[self.source[part]]
            rows += self.seconds[part, None]
            starts = first[low:high]
            yield goal[starts].astype(np.int64), np.minimum.reduceat(rows, starts - edges[low])


def starts_of(ordered: NDArray[np.integer]) -> Ints:
    """Where runs of equal values begin."""
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return np.flatnonzero(fresh)


def make_walks(
    source: NDArray[np.integer],
    goal: NDArray[np.integer],
    seconds: NDArray[np.integer],
    sources: int,
    goals: int,
) -> Walks:
    """Walks from pairs in any order; of several between the same two the shortest counts."""
    order = np.lexsort((seconds, source, goal))
    source, goal, seconds = source[order], goal[order], seconds[order]
    fresh = np.ones(len(source), bool)
    fresh[1:] = (source[1:] != source[:-1]) | (goal[1:] != goal[:-1])
    return Walks(
        source[fresh].astype(np.int32),
        goal[fresh].astype(np.int32),
        seconds[fresh].astype(np.int32),
        sources,
        goals,
    )
