"""What the site search computes, kept: a town's parcels, times of all parcels, what lies near."""

from __future__ import annotations

from geo.model import (
    TRANSIT_MODES,
    Asked,
    Direction,
    Mode,
    Parcels,
    Place,
    SiteTimes,
    When,
)
from geo.network.entries import Entries
from geo.sources.parcels import Surroundings, parcels_of, surroundings_of
from geo.study import Study
from geo.travel.access import places_near as places_near_parcel
from geo.travel.sites import entrances, find_entrances
from geo.travel.sites import site_times as travel_site_times
from ui.cached import kept, service, stamp


def parcels(study: Study) -> Parcels | None:
    """The town's own parcels; None where it has none. Raises SourceError."""

    facts = (study.digest, stamp(study.town.folder))
    read = kept(lambda: parcels_of(study.town), "parcels", *facts)
    return read.parcels if read else None


def site_times(
    study: Study,
    parcels: Parcels,
    key: str,
    asked: Asked,
    direction: Direction,
    when: When | None,
    own: bool,
) -> SiteTimes:
    """Seconds between every parcel (all that `key` stands for) and a target; raises NoService.

    Of parcels that are not the town's `own`, nothing is written to the disk.
    """
    when = when if asked[1] in TRANSIT_MODES else None

    def travel() -> SiteTimes:
        running = service(study, when.day) if when else None
        gates = None if own else _entrances(study, parcels, key, asked[1])
        return travel_site_times(study, parcels, asked, direction, running, when, gates)

    return kept(travel, "sites", study.digest, key, asked, direction, when)


def _entrances(study: Study, parcels: Parcels, key: str, mode: Mode) -> Entries:
    return kept(lambda: find_entrances(study, parcels, mode), "gates", study.digest, key, mode)


def places_near(
    study: Study, parcels: Parcels, key: str, own: bool, parcel: int, minutes: int
) -> list[tuple[float, Place]]:
    """The places that a parcel reaches on foot within so many minutes, the nearest first."""
    gates = entrances(study, parcels, Mode.WALK) if own else None
    gates = gates or _entrances(study, parcels, key, Mode.WALK)
    return places_near_parcel(study, gates, parcel, Mode.WALK, minutes)


def surroundings(study: Study) -> Surroundings:
    """What a file's coordinates are compared with."""
    return kept(lambda: surroundings_of(study.town), "surroundings", study.digest)
