"""Seconds between every parcel of a town and what limits name: hubs, kinds of hubs, places."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from geo.crs import in_metres_all
from geo.errors import QuestionError
from geo.model import (
    TRANSIT_MODES,
    Asked,
    Direction,
    Mode,
    Parcels,
    SiteTimes,
    Spot,
    When,
    as_spot,
)
from geo.network.entries import Entries, entries
from geo.network.snap import Snapped
from geo.study import Study
from geo.travel.doors import doors_of
from geo.travel.parcels import parcel_seconds
from geo.travel.streets import AnyField, search_nearest
from geo.travel.transit.field import place_at, search_transit
from geo.travel.transit.service import Service, asked_service


def targets_of(study: Study) -> dict[str, tuple[Spot, ...]]:
    """What limits can name: each hub by its id, the hubs of a kind, the places of a category.

    Of equal names a hub comes before a kind, and a kind before a category.
    """
    found: dict[str, tuple[Spot, ...]] = {}
    for place in study.places:
        found[place.category] = (*found.get(place.category, ()), as_spot(place))
    kinds: dict[str, tuple[Spot, ...]] = {}
    for hub in study.hubs:
        kinds[hub.kind] = (*kinds.get(hub.kind, ()), as_spot(hub))
    return found | kinds | {hub.id: (as_spot(hub),) for hub in study.hubs}


def find_entrances(study: Study, parcels: Parcels, mode: Mode) -> Entries:
    """The entrances of parcels by a street mode (on foot by public transport)."""
    return entries(study.snapper, _in_metres(study, parcels), _street(mode))


def _street(mode: Mode) -> Mode:
    return Mode.WALK if mode in TRANSIT_MODES else mode


def entrances(study: Study, parcels: Parcels, mode: Mode) -> Entries:
    """The same, kept in the town's cache; what cannot be kept is found anew."""
    street = _street(mode)
    file = study.cache / "entries" / f"{_digest(parcels)}-{street}.npz"
    try:
        with np.load(file, allow_pickle=False) as kept:
            places = Snapped(kept["link"], kept["fraction"], kept["metres"], kept["across"])
            return Entries(len(parcels), kept["parcel"], places)
    except (OSError, EOFError, ValueError, KeyError):
        found = find_entrances(study, parcels, mode)
        _keep(file, found)
        return found


def site_times(
    study: Study,
    parcels: Parcels,
    asked: Asked,
    direction: Direction = Direction.TO,
    service: Service | None = None,
    when: When | None = None,
    gates: Entries | None = None,
) -> SiteTimes:
    """Seconds between every parcel and the nearest spot of a target: to it, or from it.

    A parcel's time is that of its best entrance, a hub's that of its best door, with parking or
    locking; `gates` are the entrances, where they are at hand. Raises
    QuestionError for a target that the town does not have.
    """
    target, mode, period = asked
    known = targets_of(study)
    if target not in known:
        listed = ", ".join(sorted(known))
        raise QuestionError("target", target, f"Known in this town: {listed}.")
    gates = gates or entrances(study, parcels, mode)
    fields: list[AnyField]
    if mode in TRANSIT_MODES:
        fields = _by_transit(known[target], mode, direction, *asked_service(service, when))
    else:
        doors = doors_of(study, known[target], mode)
        doors = doors.take(np.flatnonzero(doors.snapped.joined))
        way = mode, period, direction
        near = search_nearest(study.network, doors.snapped, *way, door_seconds=doors.seconds)
        fields = [near] if near else []
    seconds = np.full(len(parcels), np.inf)
    for field in fields:
        seconds = np.minimum(seconds, parcel_seconds(field, gates))
    return SiteTimes(seconds, gates.reached)


def _by_transit(
    spots: Sequence[Spot], mode: Mode, direction: Direction, service: Service, when: When
) -> list[AnyField]:
    study = service.study
    snapped = study.snapper.snap(*study.locate([spot.point for spot in spots]), Mode.WALK)
    joined = [spot for spot, on in zip(spots, snapped.joined.tolist(), strict=True) if on]
    places = [place_at(service, spot.point, mode) for spot in joined]
    return list(search_transit(service, places, direction, when))


def _digest(parcels: Parcels) -> str:
    """What the entrances depend on, besides the network whose cache they are kept in."""
    known = hashlib.sha256(b"".join(shapely.to_wkb(parcels.shapes).tolist()))
    return known.hexdigest()[:16]


def _in_metres(study: Study, parcels: Parcels) -> np.ndarray:
    return np.asarray(in_metres_all(parcels.shapes, study.town.metres), object)


def _keep(file: Path, found: Entries) -> None:
    """Write beside the file and rename: nobody ever reads half of it."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        places = found.places
        with beside.open("wb") as opened:
            np.savez(
                opened,
                parcel=found.parcel,
                link=places.link,
                fraction=places.fraction,
                metres=places.metres,
                across=places.across_water,
            )
        beside.replace(file)
