"""Site search: what a parcel must be near to, and how parcels came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from geo.model.basics import Floats, Ints, Mode, Period
from geo.model.land_use import UNKNOWN

Flags = NDArray[np.bool_]

PARCEL_KINDS: Mapping[str, tuple[str, ...]] = {
    "block": (UNKNOWN,),
    "industrial": ("M", "W"),
    "commercial": ("B",),
    "homes": ("R",),
    "education": ("A3",),
    "health": ("A5", "A6"),
    "public": ("A",),
    "transport": ("S",),
    "utilities": ("U",),
    "green": ("G",),
    "other": ("H", "E"),
}
"""What a tenant calls parcels, by the heads of their land-use codes; of several the longest counts.
Retail is commerce (B1)."""

TO_LET = ("block", "industrial", "commercial")
"""What the search starts with: homes, schools and hospitals are not to let."""


@dataclass(frozen=True, slots=True)
class Within:
    """A limit: a hub (by id), the nearest hub of a kind, or the nearest place of a category lies
    within so many minutes; `period` counts for cars only."""

    target: str
    mode: Mode
    minutes: int
    period: Period = Period.OFF_PEAK

    @property
    def asked(self) -> Asked:
        """What has to be known for it, whatever its minutes."""
        return (self.target, self.mode, self.period if self.mode is Mode.DRIVE else Period.FREE)


Asked = tuple[str, Mode, Period]


@dataclass(frozen=True)
class SiteTimes:
    """Seconds between every parcel and one target, shape (parcels,), infinite where there is no
    way; `reached` tells the parcels that any street of the mode comes near."""

    seconds: Floats
    reached: Flags


@dataclass(frozen=True)
class Found:
    """How parcels came out, arrays over all of them.

    `seconds` and `met` have shape (limits, parcels). `order` numbers the parcels, best first: those
    that meet most limits, then by `score`, the weighted mean of their minutes (NaN where one has
    no way). `alone` counts, for each limit, the parcels that meet it.
    """

    limits: tuple[Within, ...]
    seconds: Floats
    reached: Flags
    met: Flags
    score: Floats
    order: Ints
    alone: tuple[int, ...]

    @property
    def together(self) -> Flags:
        """Which parcels meet every limit, shape (parcels,)."""
        return np.asarray(self.met.all(axis=0))

    def minutes_over(self, parcel: int) -> dict[int, float]:
        """By the number of each limit that a parcel fails, by how many minutes; infinite where
        there is no way."""
        failed = np.flatnonzero(~self.met[:, parcel])
        over = {int(i): self.seconds[i, parcel] / 60 - self.limits[i].minutes for i in failed}
        return {i: float(minutes) for i, minutes in over.items()}


@cache
def kind_of(land_use: str) -> str:
    """What a tenant calls a parcel of a land-use code."""
    heads = [(head, kind) for kind, heads in PARCEL_KINDS.items() for head in heads]
    fits = [(len(head), kind) for head, kind in heads if land_use.startswith(head)]
    return max(fits, default=(0, "other"))[1]
