"""Seconds to the nearest of each category -> what is reached, what is missing, who is worst off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geo.model import Floats, Ints


@dataclass(frozen=True, slots=True)
class Gap:
    """A category over all blocks that streets reach: how many reach one within the limit, the
    number of the block worst served, and its seconds (infinite where it finds none at all)."""

    reached: int
    blocks: int
    worst: int
    seconds: float


def reached(seconds: Floats, minutes: int) -> Ints:
    """How many categories every block reaches, shape (blocks,), of `seconds`, (categories,
    blocks)."""
    return np.asarray((seconds <= 60.0 * minutes).sum(axis=0), np.int64)


def gap(seconds: Floats, joined: np.ndarray, minutes: int) -> Gap | None:
    """One category's gap, of its seconds and of which blocks any street reaches, both (blocks,);
    None where no block is reached. Of equals the first is the worst."""
    own = np.flatnonzero(joined)
    if not len(own):
        return None
    worst = int(own[np.argmax(seconds[own])])
    within = int((seconds[own] <= 60.0 * minutes).sum())
    return Gap(within, len(own), worst, float(seconds[worst]))


def counts_within(seconds: Floats, minutes: tuple[int, ...]) -> tuple[int, ...]:
    """How many of some amenities, of their `seconds` (amenities,), lie within each limit."""
    return tuple(int((seconds <= 60.0 * limit).sum()) for limit in minutes)
