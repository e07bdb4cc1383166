"""Travel between the places of a tour, and what computes it for each mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from geo.measures.tours.problem import NEVER, Clock, Travel
from geo.model import Assumptions, Mode, Pace, Route, Spot, TourWish
from geo.study import Study
from geo.travel.matrix import matrix
from geo.travel.route import route

_MINUTE = 60.0
_PACED = ("walk", "bike", "ebike")


@dataclass(frozen=True)
class Ways:
    """Travel between the places of a tour; `clock` asks for true departures, where these differ."""

    travel: Travel
    assumed: bool
    clock: Clock | None = None


class Engine(Protocol):
    """How one gets about: the seconds between places, and the way from one to another."""

    def ways(self, study: Study, spots: Sequence[Spot], wish: TourWish) -> Ways:
        """Travel between all places."""

    def route(
        self, study: Study, origin: Spot, destination: Spot, wish: TourWish, depart: int
    ) -> Route | None:
        """The way that one takes then."""


class Streets:
    """On foot, by bicycle, e-bike or car: as fast at every hour, but for the wish's period."""

    def ways(self, study: Study, spots: Sequence[Spot], wish: TourWish) -> Ways:
        """The engine's matrix, at the pace wished."""
        found = matrix(study, spots, spots, Mode(wish.mode), wish.period)
        seconds = np.where(np.isnan(found.seconds), NEVER, found.seconds)
        paced = seconds * pace_of(wish, study.town.assumptions)
        return Ways(Travel(np.ceil(paced / _MINUTE - 1e-6)[None] * _MINUTE), found.assumed)

    def route(
        self, study: Study, origin: Spot, destination: Spot, wish: TourWish, depart: int
    ) -> Route | None:
        """The fastest way; streets do not ask when."""
        del depart
        return route(study, origin, destination, Mode(wish.mode), wish.period)


def pace_of(wish: TourWish, assumptions: Assumptions) -> float:
    """How many times the usual seconds the wish's pace takes; only one's own feet have a pace."""
    if wish.pace is Pace.USUAL or wish.mode not in _PACED:
        return 1.0
    return assumptions[f"tours.{wish.pace.value}"]
