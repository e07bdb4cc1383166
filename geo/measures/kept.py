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
from geo.model import TRANSIT_MODES, IsochroneQuestion, Mode, When
from geo.network.reach import Reach
from geo.study import Study
from geo.travel.doors import Doors, ends_of
from geo.travel.streets import Field, nearest, search
from geo.travel.transit.field import place_at, search_transit
from geo.travel.transit.service import Service, asked_service

_VERSION = 2
"""Raise it when a search or what a grid holds changes."""


@dataclass(frozen=True, eq=False, repr=False)
class KeptTimes:
    """The times of a hub, searched for where they are not kept yet."""

    study: Study
    doors: Doors
    question: IsochroneQuestion

    @property
    def mode(self) -> Mode:
        return self.question.mode

    @property
    def own_links(self) -> list[int]:
        return [int(link) for link in self.doors.snapped.link]

    @property
    def running(self) -> None:
        """Streets run no timetable."""

    @cached_property
    def least(self) -> Array:
        return self._kept("least", lambda: self._times.least)

    def on_grid(self, study: Study, reach: Reach, links: NDArray[np.bool_]) -> Grid:
        def make() -> Grid:
            return self._times.on_grid(study, reach, np.ones_like(links))

        return self._kept(f"grid-{reach.cell_metres:.0f}", make)

    @cached_property
    def _times(self) -> FieldTimes:
        return FieldTimes(nearest(_search(self.study, self.doors, self.question, np.inf)))

    def _kept(self, what: str, make: Callable[[], Array]) -> Array:
        study, asked = self.study, self.question
        period = asked.period if asked.mode is Mode.DRIVE else ""
        place = self.doors.points, self.doors.seconds.tolist()
        facts = (_VERSION, study.digest, *place, asked.mode, period, asked.direction)
        digest = sha256("\n".join(map(str, facts)).encode()).hexdigest()[:16]
        return shelved(study.cache / "hubs", f"{digest}-{what}", make)


def times_of(
    study: Study,
    question: IsochroneQuestion,
    limit_seconds: float,
    service: Service | None = None,
) -> list[Times]:
    """The times of every place of a question: kept ones of hubs, searched ones of other points.

    Raises OutOfBounds or OffNetwork for the places.
    """
    if question.mode in TRANSIT_MODES:
        return _by_transit(question, limit_seconds, *asked_service(service, question.when))
    hubs = {hub.point for hub in study.hubs}
    doors = ends_of(study, question.ends, question.mode)
    known = [spot.point in hubs for spot in question.ends]
    others = doors.take(np.flatnonzero(~np.array(known)[doors.spot]))
    found = iter(_search(study, others, question, limit_seconds))
    parts = [np.arange(len(doors))[part] for part in doors.parts]
    return [
        KeptTimes(study, doors.take(rows), question)
        if is_hub
        else FieldTimes(nearest([next(found) for _ in rows]))
        for is_hub, rows in zip(known, parts, strict=True)
    ]


def _search(
    study: Study, doors: Doors, question: IsochroneQuestion, limit_seconds: float
) -> list[Field]:
    """The field of every door."""
    asked = question.mode, question.period, question.direction
    return search(study.network, doors.snapped, *asked, limit_seconds, doors.seconds)


def _by_transit(
    question: IsochroneQuestion, limit_seconds: float, service: Service, when: When
) -> list[Times]:
    places = [place_at(service, spot.point, question.mode) for spot in question.spots]
    found = search_transit(service, places, question.direction, when, limit_seconds)
    return [FieldTimes(field) for field in found]
