"""How far every block is from the nearest amenity of each category, and what lies around a place.

Amenities are entered where their outline or point comes near a street, as parcels are: a park by
its nearest edge, not by its middle. One search from all amenities of a category at once finds the
nearest of them for every block. Times are free of congestion; nobody is asked to change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from geo.model import Direction, Floats, Mode, Period, Place
from geo.network.entries import Entries, entries
from geo.network.snap import Snapped
from geo.sources.amenities import AmenityList
from geo.study import Study
from geo.travel.parcels import entry_seconds, parcel_seconds
from geo.travel.streets import search_nearest

FARTHEST_MINUTES = 60
"""Nothing beyond is looked for: that is no neighbourhood any more."""


@dataclass(frozen=True, eq=False, repr=False)
class Amenities:
    """Amenities with where a mode enters them; `doors` numbers them as `list` does."""

    list: AmenityList
    doors: Entries

    @property
    def places(self) -> tuple[Place, ...]:
        """The amenities as places."""
        return self.list.places


def open_amenities(study: Study, found: AmenityList, mode: Mode) -> Amenities:
    """The amenities with their entrances by a street mode."""
    return Amenities(found, entries(study.snapper, found.shapes, mode))


def coverage(
    study: Study, amenities: Amenities, blocks: Entries, mode: Mode, categories: Sequence[str]
) -> Floats:
    """Seconds from every block to its nearest amenity of each category, shape (categories, blocks);
    infinite where there is none within FARTHEST_MINUTES."""
    own = np.array([place.category for place in amenities.places])
    found = np.full((len(categories), blocks.count), np.inf)
    for row, category in enumerate(categories):
        doors = np.isin(amenities.doors.parcel, np.flatnonzero(own == category))
        asked = mode, Period.FREE, Direction.TO
        places = amenities.doors.places.take(doors)
        field = search_nearest(study.network, places, *asked, 60.0 * FARTHEST_MINUTES)
        if field is not None:
            found[row] = parcel_seconds(field, blocks)
    return found


def around(study: Study, amenities: Amenities, doors: Snapped, mode: Mode) -> Floats:
    """Seconds from a place, joined to the streets at `doors`, to every amenity, shape (amenities,);
    infinite beyond FARTHEST_MINUTES."""
    asked = mode, Period.FREE, Direction.FROM
    field = search_nearest(study.network, doors, *asked, 60.0 * FARTHEST_MINUTES)
    if field is None:
        return np.full(len(amenities.list), np.inf)
    return amenities.doors.least(entry_seconds(field, amenities.doors))
