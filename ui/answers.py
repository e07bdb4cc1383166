"""What a page computes: all its answers at once, each of which may have come to nothing."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import GeoError
from geo.model import (
    Direction,
    Isochrone,
    IsochroneQuestion,
    Mode,
    Name,
    Route,
    Spot,
    as_spot,
    to_the_street,
)
from geo.study import Study
from ui import cached
from ui.times import HubTimes, hub_times


@dataclass(frozen=True)
class Commute:
    """Bands, times to every hub and the way to one; `trouble` says why there are none."""

    question: IsochroneQuestion
    bands: Isochrone | None = None
    times: HubTimes | None = None
    trouble: GeoError | None = None
    route: Route | None = None
    no_route: GeoError | None = None

    @property
    def assumed(self) -> bool:
        """Whether any number here rests on assumed local streets."""
        parts = (self.bands, self.times, self.route)
        return any(part.assumed for part in parts if part is not None)


def commute(study: Study, question: IsochroneQuestion, to: str = "") -> Commute:
    """Bands and times of a question, and the way between its first place and the hub `to`."""
    try:
        bands = cached.isochrone(study, question)
        times = hub_times(study, question)
    except GeoError as trouble:
        return Commute(question, trouble=trouble)
    try:
        route = _way(study, question, to)
    except GeoError as trouble:
        return Commute(question, bands, times, no_route=trouble)
    return Commute(question, bands, times, route=route)


def _way(study: Study, question: IsochroneQuestion, to: str) -> Route | None:
    hub = next((hub for hub in study.hubs if hub.id == to), None)
    place = question.spots[0]
    if hub is None or hub.id == place.id:
        return None
    ends = (question.ends[0], as_spot(hub) if question.doors else to_the_street(as_spot(hub)))
    start, goal = ends if question.direction == Direction.FROM else ends[::-1]
    return cached.route(study, start, goal, question.mode, question.period)


def from_the_middle(study: Study) -> HubTimes | None:
    """Times from the middle of the town to every hub; None where the middle joins no street."""
    spot = Spot("centre", Name("", ""), study.town.centre)
    try:
        return hub_times(study, IsochroneQuestion((spot,), Mode.DRIVE, (), Direction.FROM))
    except GeoError:
        return None
