"""Coverage is what one finds by asking for each amenity and each block alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.measures.coverage import counts_within, gap, reached
from geo.model import Direction, Mode, Period
from geo.model.life_circle import CATEGORIES
from geo.sources.amenities import AREAS, SAME_METRES, AmenityList, amenities_of
from geo.sources.layers import read_places
from geo.sources.parcels import parcels_of
from geo.study import Study, open_study
from geo.travel.coverage import FARTHEST_MINUTES, around, coverage, open_amenities
from geo.travel.parcels import parcel_seconds
from geo.travel.sites import find_entrances
from geo.travel.streets import search
from tests.checkouts import ROOT


@pytest.fixture(scope="module")
def study(study_cache: Path) -> Study:  # noqa: ARG001, kept apart from the user's
    return open_study(ROOT / "data" / "xiaoshan-infoport")


@pytest.fixture(scope="module")
def amenities(study: Study) -> AmenityList:
    return amenities_of(study.town)


def test_areas_and_stations_count_beside_places(study: Study, amenities: AmenityList) -> None:
    layers = set(amenities.layers)
    assert layers == {"places", "hubs", "metro_stations", "landuse", "green"}
    assert sum(layer == "places" for layer in amenities.layers) == sum(
        study.town.holds(place.point) for place in read_places(study.town)
    )
    names = [p.name.zh for p in amenities.places if p.kind.en == "metro station"]
    assert len(set(names)) == len(names)
    for layer in ("landuse", "green"):
        kinds = {category for category, _ in AREAS[layer].values()}
        own = [
            place.category
            for place, each in zip(amenities.places, amenities.layers, strict=True)
            if each == layer
        ]
        assert own and set(own) <= kinds


def test_an_area_beside_its_own_place_counts_once(amenities: AmenityList) -> None:
    own = np.array(amenities.layers)
    points = amenities.shapes[own == "places"]
    categories = np.array([place.category for place in amenities.places])
    for number in np.flatnonzero(np.isin(own, ("landuse", "green"))):
        near = shapely.dwithin(points, amenities.shapes[number], SAME_METRES)
        assert categories[number] not in categories[own == "places"][near]


@pytest.mark.parametrize("mode", [Mode.WALK, Mode.EBIKE])
def test_it_is_the_least_over_all_amenities_one_by_one(
    study: Study, amenities: AmenityList, mode: Mode
) -> None:
    land = parcels_of(study.town)
    assert land is not None
    gates = find_entrances(study, land.parcels.take(slice(0, None, 40)), mode)
    opened = open_amenities(study, amenities, mode)
    few = ("health", "sport")
    found = coverage(study, opened, gates, mode, few)
    limit = 60.0 * FARTHEST_MINUTES
    for row, category in enumerate(few):
        least = np.full(gates.count, np.inf)
        for number, place in enumerate(amenities.places):
            if place.category != category:
                continue
            doors = opened.doors.places.take(opened.doors.parcel == number)
            for field in search(study.network, doors, mode, Period.FREE, Direction.TO, limit):
                least = np.minimum(least, parcel_seconds(field, gates))
        near = least <= limit
        assert near.any()
        assert np.allclose(found[row][near], least[near], rtol=0, atol=1e-6)
        assert not np.isfinite(found[row][~near]).any()


def test_the_way_from_a_block_is_that_of_its_row(study: Study, amenities: AmenityList) -> None:
    """On foot there is no one-way: from a block to its nearest amenity takes what the map says."""
    land = parcels_of(study.town)
    assert land is not None
    gates = find_entrances(study, land.parcels.take(slice(0, None, 80)), Mode.WALK)
    opened = open_amenities(study, amenities, Mode.WALK)
    found = coverage(study, opened, gates, Mode.WALK, CATEGORIES)
    categories = np.array([place.category for place in amenities.places])
    for number in np.flatnonzero(gates.reached)[:5]:
        doors = gates.places.take(gates.parcel == number)
        seconds = around(study, opened, doors, Mode.WALK)
        for row, category in enumerate(CATEGORIES):
            own = seconds[categories == category].min()
            assert own == pytest.approx(found[row][number], abs=1e-6)


def test_gaps_count_blocks_that_streets_reach() -> None:
    seconds = np.array([60.0, 900.0, 901.0, np.inf])
    joined = np.array([True, True, True, False])
    found = gap(seconds, joined, 15)
    assert found is not None
    assert (found.reached, found.blocks, found.worst, found.seconds) == (2, 3, 2, 901.0)
    assert gap(seconds, np.zeros(4, bool), 15) is None
    assert reached(np.array([seconds, np.zeros(4)]), 15).tolist()[:3] == [2, 2, 1]
    assert counts_within(seconds, (1, 15, 60)) == (1, 2, 3)
