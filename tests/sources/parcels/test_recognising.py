"""The datum of parcels shows in how they lie to streets, water and land use; where nothing can
tell, that is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from geo.crs import from_wgs84
from geo.model import Parcels, Town
from geo.sources.parcels import (
    Surroundings,
    parcels_of,
    read_parcels,
    recognised,
    surroundings_of,
)
from geo.sources.town import list_towns, read_town
from tests.conftest import ROOT
from tests.sources.parcels.files import geojson

DATUMS = ("WGS-84", "GCJ-02", "BD-09")
NONE = np.empty(0, object)


@pytest.fixture(scope="module")
def town() -> Town:
    towns = (read_town(ROOT / "data" / name) for name in list_towns(ROOT / "data"))
    return next(town for town in towns if {"parcels", "landuse", "water"} <= set(town.files))


@pytest.fixture(scope="module")
def parcels(town: Town) -> Parcels:
    found = parcels_of(town)
    assert found is not None
    return found.parcels


@pytest.fixture(scope="module")
def near(town: Town) -> Surroundings:
    return surroundings_of(town)


def moved(parcels: Parcels, datum: str) -> np.ndarray:
    return np.asarray(shapely.transform(parcels.shapes, lambda xy: from_wgs84(xy, datum)))


@pytest.mark.parametrize("datum", DATUMS)
def test_each_datum_is_recognised_by_land_use_water_and_streets(
    town: Town, parcels: Parcels, near: Surroundings, datum: str
) -> None:
    found = recognised(moved(parcels, datum), near, town)
    assert found.datum == datum
    assert found.certainty > 0.99
    assert {one.datum for one in found.candidates} == set(DATUMS)
    best, *others = found.candidates
    assert all(best.on_streets < 0.3 * other.on_streets for other in others)
    assert all(best.in_water < 0.3 * other.in_water for other in others)
    assert all(best.like_land_use > 3 * other.like_land_use for other in others)


@pytest.mark.parametrize("datum", DATUMS)
def test_streets_and_water_alone_tell_too(
    town: Town, parcels: Parcels, near: Surroundings, datum: str
) -> None:
    bare = replace(near, land_use=NONE)
    assert recognised(moved(parcels, datum), bare, town).datum == datum
    blocks = parcels.take(parcels.origin == "block")  # which are like no land-use area
    assert recognised(moved(blocks, datum), near, town).datum == datum


@pytest.mark.parametrize("datum", DATUMS)
def test_a_few_parcels_may_be_uncertain_but_not_surely_wrong(
    town: Town, parcels: Parcels, near: Surroundings, datum: str
) -> None:
    drawn = np.random.default_rng(7)
    sure = []
    for _ in range(30):
        few = parcels.take(drawn.choice(len(parcels), 20, replace=False))
        found = recognised(moved(few, datum), near, town)
        assert found.datum in (datum, None)
        sure.append(found.datum is not None)
    assert np.mean(sure) > 0.8


def test_where_nothing_can_be_compared_it_is_uncertain(
    town: Town, parcels: Parcels, near: Surroundings
) -> None:
    nothing = Surroundings(NONE, NONE, NONE)
    found = recognised(moved(parcels, "GCJ-02"), nothing, town)
    assert found.datum is None
    assert found.certainty == pytest.approx(1 / 3)
    assert recognised(moved(parcels, "GCJ-02")[:1], near, town).datum is None
    assert recognised(NONE, near, town).certainty == pytest.approx(1 / 3)


def test_an_undeclared_file_is_read_as_it_stands_and_the_guess_is_shown(
    town: Town, parcels: Parcels, near: Surroundings
) -> None:
    shifted = moved(parcels, "BD-09")
    found = read_parcels(geojson(*shifted), "a.geojson", town, surroundings=near)
    assert found.guess is not None
    assert found.guess.datum == "BD-09"
    assert (found.placement.datum, found.placement.declared) == ("WGS-84", False)
    assert shapely.hausdorff_distance(found.parcels.shapes[0], shifted[0]) < 1e-9
    said = [str(fault) for fault in found.faults if "look like" in str(fault)]
    assert len(said) == 1
    assert "its coordinates look like BD-09, 100 % certain, not WGS-84" in said[0]
    declared = read_parcels(
        geojson(*shifted), "a.geojson", town, surroundings=near, declared="BD-09"
    )
    assert declared.guess is None
    back = shapely.hausdorff_distance(declared.parcels.shapes[0], parcels.shapes[0])
    assert back * 111_000 < 0.01
