"""What a page computes: all its answers at once, each of which may have come to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from geo.errors import GeoError
from geo.model import (
    RAIL_KINDS,
    TRANSIT_MODES,
    Direction,
    Isochrone,
    IsochroneQuestion,
    Journey,
    Mode,
    Name,
    Route,
    Spot,
    Station,
    as_spot,
    to_the_street,
)
from geo.study import Study
from ui import cached
from ui.cached import TODAY, Riding
from ui.times import HubTimes, hub_times, seconds_by_hub


@dataclass(frozen=True)
class Commute:
    """Bands, times to every hub and the way to one; `trouble` says why there are none.

    By public transport `journey` stands in place of `route`; `then` and `then_seconds` (by hub) are
    those of the earlier network, `station` is the one where the first place stands, and
    `rail_only` says that the timetable holds no buses.
    """

    question: IsochroneQuestion
    bands: Isochrone | None = None
    times: HubTimes | None = None
    trouble: GeoError | None = None
    route: Route | None = None
    journey: Journey | None = None
    no_route: GeoError | None = None
    then: Isochrone | None = None
    then_seconds: Mapping[str, float] = field(default_factory=dict)
    station: Station | None = None
    rail_only: bool = False

    @property
    def assumed(self) -> bool:
        """Whether any number here rests on assumed local streets."""
        parts = (self.bands, self.times, self.route, self.journey)
        return any(part.assumed for part in parts if part is not None)


def commute(
    study: Study, question: IsochroneQuestion, to: str = "", riding: Riding = TODAY
) -> Commute:
    """Bands and times of a question, and the way between its first place and the hub `to`.

    Where `riding` names the earlier network, its answers stand beside today's.
    """
    today = replace(riding, then=False)
    try:
        found = Commute(
            question,
            cached.isochrone(study, question, today),
            hub_times(study, question, today),
            station=_station(study, question),
            rail_only=_rail_only(study, question),
        )
        if riding.then and question.mode in TRANSIT_MODES:
            then = cached.isochrone(study, question, riding)
            seconds = seconds_by_hub(study, question, riding)
            found = replace(found, then=then, then_seconds=seconds)
    except GeoError as trouble:
        return Commute(question, trouble=trouble)
    try:
        return _with_way(found, study, to, today)
    except GeoError as trouble:
        return replace(found, no_route=trouble)


def _station(study: Study, question: IsochroneQuestion) -> Station | None:
    """The station at the first place, by public transport."""
    if question.mode not in TRANSIT_MODES or question.when is None:
        return None
    return cached.station(study, question.spots[0], question.when.day)


def _rail_only(study: Study, question: IsochroneQuestion) -> bool:
    if question.mode not in TRANSIT_MODES or question.when is None:
        return False
    lines = cached.service(study, question.when.day).timetable.lines
    return all(line.kind in RAIL_KINDS for line in lines)


def _with_way(found: Commute, study: Study, to: str, riding: Riding) -> Commute:
    question, place = found.question, found.question.spots[0]
    hub = next((hub for hub in study.hubs if hub.id == to), None)
    if hub is None or hub.id == place.id:
        return found
    ends = (question.ends[0], as_spot(hub) if question.doors else to_the_street(as_spot(hub)))
    start, goal = ends if question.direction == Direction.FROM else ends[::-1]
    if question.mode in TRANSIT_MODES and question.when is not None:
        way, when = question.direction, question.when
        journey = cached.journey(study, start, goal, question.mode, when, way, riding)
        return replace(found, journey=journey)
    return replace(found, route=cached.route(study, start, goal, question.mode, question.period))


def from_the_middle(study: Study) -> HubTimes | None:
    """Times from the middle of the town to every hub; None where the middle joins no street."""
    spot = Spot("centre", Name("", ""), study.town.centre)
    try:
        return hub_times(study, IsochroneQuestion((spot,), Mode.DRIVE, (), Direction.FROM))
    except GeoError:
        return None
