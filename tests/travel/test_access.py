"""Places around parcels, counted and named: the same by both ways of asking."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from geo.model import Accuracy, Mode, Name, Place
from geo.study import Study
from geo.travel.access import access_counts, places_near
from geo.travel.sites import find_entrances
from tests.gridville import at
from tests.travel.test_sites import parcels

LAND = parcels((10, 20, 180, 190), (1010, 410, 1190, 590), (900, 3000, 1000, 3100))
SPOTS = {"a": (100, 0, "food"), "b": (400, 0, "food"), "c": (100, 600, "health")}


@pytest.fixture
def study(gridville: Study, tmp_path: Path) -> Study:
    name = Name("", "")
    places = tuple(
        Place(id, name, category, name, at(x, y), Accuracy.SURVEYED, "", "")
        for id, (x, y, category) in SPOTS.items()
    )
    made = replace(gridville, cache=tmp_path)
    made.__dict__["places"] = places  # what the study would have read
    return made


def test_counts_follow_from_blocks(study: Study) -> None:
    """On foot a block of 200 m takes 150 s; the first parcel stands by the corner at (0, 0)."""
    for minutes, food, health in ((2, 1, 0), (6, 2, 0), (10, 2, 1)):
        found = access_counts(study, LAND, Mode.WALK, minutes)
        assert (int(found["food"][0]), int(found["health"][0])) == (food, health), minutes
        assert int(found["food"][2]) == 0  # no street reaches it


def test_the_places_near_a_parcel_are_those_that_were_counted(study: Study) -> None:
    gates = find_entrances(study, LAND, Mode.WALK)
    for minutes in (2, 6, 10, 30):
        counts = access_counts(study, LAND, Mode.WALK, minutes, gates)
        for parcel in range(len(LAND)):
            near = places_near(study, gates, parcel, Mode.WALK, minutes)
            assert [took for took, _ in near] == sorted(took for took, _ in near)
            kinds = Counter(place.category for _, place in near)
            assert kinds == Counter({key: int(v[parcel]) for key, v in counts.items() if v[parcel]})
