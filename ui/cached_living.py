"""What the neighbourhood page computes, kept: amenities, blocks, and the seconds between them."""

from __future__ import annotations

from dataclasses import dataclass

from geo.measures.blocks import near_blocks
from geo.model import Floats, Mode, Parcels
from geo.network.entries import Entries
from geo.network.snap import Snapped
from geo.sources.amenities import AmenityList, amenities_of
from geo.study import Study
from geo.travel.coverage import Amenities, around, coverage, open_amenities
from geo.travel.sites import find_entrances
from ui import cached, cached_sites


@dataclass(frozen=True, eq=False)
class Blocks:
    """The blocks of a neighbourhood, and where a mode enters them."""

    parcels: Parcels
    gates: Entries


def _facts(study: Study) -> tuple[object, ...]:
    return study.digest, cached.stamp(study.town.folder)


def listed(study: Study) -> AmenityList:
    """The town's amenities; raises TownError or SourceError."""
    return cached.held(lambda: amenities_of(study.town), "amenities", *_facts(study))


def amenities(study: Study, mode: Mode) -> Amenities:
    """The same, with their entrances."""
    found = listed(study)
    return cached.held(
        lambda: open_amenities(study, found, mode), "amenity doors", *_facts(study), mode
    )


def blocks(study: Study, mode: Mode) -> Blocks:
    """The blocks near the town's middle with their entrances."""

    def make() -> Blocks:
        land = near_blocks(study.town, cached_sites.parcels(study), study.water)
        return Blocks(land, find_entrances(study, land, mode))

    return cached.held(make, "blocks", *_facts(study), mode)


def seconds(study: Study, mode: Mode, categories: tuple[str, ...]) -> Floats:
    """Seconds from every block to the nearest amenity of each category."""

    def make() -> Floats:
        own = blocks(study, mode).gates
        return coverage(study, amenities(study, mode), own, mode, categories)

    return cached.held(make, "coverage", *_facts(study), mode, categories)


def around_place(study: Study, doors: Snapped, mode: Mode, *where: object) -> Floats:
    """Seconds from a place, `where` of which names it, to every amenity."""

    def make() -> Floats:
        return around(study, amenities(study, mode), doors, mode)

    return cached.kept(make, "around", *_facts(study), mode, *where)
