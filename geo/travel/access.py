"""Places around parcels: how many of each category within so many minutes, and which."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.model import Direction, Ints, Mode, Parcels, Period, Place
from geo.network.entries import Entries
from geo.study import Study
from geo.travel.parcels import parcel_seconds
from geo.travel.sites import entrances
from geo.travel.streets import search, search_nearest

_CHUNK = 32  # fields at once


def access_counts(
    study: Study,
    parcels: Parcels,
    mode: Mode,
    minutes: int,
    gates: Entries | None = None,
) -> dict[str, Ints]:
    """By category, how many places every parcel reaches within so many minutes, shape (parcels,).

    In free flow, from a parcel's best entrance to each place; `gates` are the entrances, where they
    are at hand.
    """
    gates = gates or entrances(study, parcels, mode)
    found = {place.category: np.zeros(len(parcels), np.int64) for place in study.places}
    limit = 60.0 * minutes
    for places in _chunks(_inside(study), _CHUNK):
        points = [place.point for place in places]
        snapped = study.snapper.snap(*study.locate(points), mode)
        joined = np.flatnonzero(snapped.joined)
        asked = mode, Period.FREE, Direction.TO
        fields = search(study.network, snapped.take(joined), *asked, limit)
        for row, field in zip(joined.tolist(), fields, strict=True):
            found[places[row].category] += parcel_seconds(field, gates) <= limit
    return found


def places_near(
    study: Study, gates: Entries, parcel: int, mode: Mode, minutes: int
) -> list[tuple[float, Place]]:
    """The places that one parcel reaches within so many minutes, with their seconds, the nearest
    first."""
    own = np.flatnonzero(gates.parcel == parcel)
    places = _inside(study)
    limit = 60.0 * minutes
    asked = mode, Period.FREE, Direction.FROM
    field = search_nearest(study.network, gates.places.take(own), *asked, limit)
    if field is None or not places:
        return []
    snapped = study.snapper.snap(*study.locate([place.point for place in places]), mode)
    joined = np.flatnonzero(snapped.joined)
    there = snapped.take(joined)
    walk = there.metres * study.network.off_network_seconds_per_metre
    seconds = field.along(there.link, there.fraction) + walk
    near = [
        (float(seconds[i]), places[row])
        for i, row in enumerate(joined.tolist())
        if seconds[i] <= limit
    ]
    return sorted(near, key=lambda pair: pair[0])


def _inside(study: Study) -> list[Place]:
    return [place for place in study.places if study.town.holds(place.point)]


def _chunks(places: Sequence[Place], size: int) -> list[Sequence[Place]]:
    return [places[i : i + size] for i in range(0, len(places), size)]
