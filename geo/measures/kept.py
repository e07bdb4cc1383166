"""Times of hubs, worked out once for all limits and kept with the built town.

A hub is asked about again and again, and nothing but the limits changes. What is kept holds no
limit; a question cuts it off at its own, so that the answer is the same as of a search made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from geo.measures.shelf import Array, shelved
from geo.measures.surface import FieldTimes, Grid, Times
from geo.model import IsochroneQuestion, Mode, Point
from geo.network.reach import Reach
from geo.study import Study
from geo.travel.streets import search

_VERSION = 1
"""Raise it when a search or what a grid holds changes."""


@dataclass(frozen=True, eq=False, repr=False)
class KeptTimes:
    """The times of a hub, searched for where they are not kept yet."""

    study: Study
    point: Point
    question: IsochroneQuestion

    @property
    def mode(self) -> Mode:
        return self.question.mode

    @cached_property
    def link(self) -> int:
        return int(self.study.snap([self.point], self.mode).link[0])

    @cached_property
    def least(self) -> Array:
        return self._kept("least", lambda: self._times.least)

    def on_grid(self, study: Study, reach: Reach, links: NDArray[np.bool_]) -> Grid:
        def make() -> Grid:
            return self._times.on_grid(study, reach, np.ones_like(links))

        return self._kept(f"grid-{reach.cell_metres:.0f}", make)

    @cached_property
    def _times(self) -> FieldTimes:
        asked = self.question.mode, self.question.period, self.question.direction
        [field] = search(self.study.network, self.study.snap([self.point], self.mode), *asked)
        return FieldTimes(field)

    def _kept(self, what: str, make: Callable[[], Array]) -> Array:
        study, asked = self.study, self.question
        period = asked.period if asked.mode is Mode.DRIVE else ""
        place = self.point.lon, self.point.lat
        facts = (_VERSION, study.digest, *place, asked.mode, period, asked.direction)
        digest = sha256("\n".join(map(str, facts)).encode()).hexdigest()[:16]
        return shelved(study.cache / "hubs", f"{digest}-{what}", make)


def times_of(study: Study, question: IsochroneQuestion, limit_seconds: float) -> list[Times]:
    """The times of every place of a question: kept ones of hubs, searched ones of other points.

    Raises OutOfBounds or OffNetwork for the places.
    """
    points = [spot.point for spot in question.spots]
    snapped = study.snap(points, question.mode)
    hubs = {hub.point for hub in study.hubs}
    asked = question.mode, question.period, question.direction
    others = [i for i, point in enumerate(points) if point not in hubs]
    found = iter(search(study.network, snapped.take(np.array(others, int)), *asked, limit_seconds))
    return [
        KeptTimes(study, point, question) if point in hubs else FieldTimes(next(found))
        for point in points
    ]
