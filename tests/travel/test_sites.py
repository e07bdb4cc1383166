"""Times between parcels and targets: the nearest of several, by the best entrance, kept on disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.crs import in_metres_all
from geo.errors import QuestionError
from geo.model import Direction, Mode, Parcels, Period
from geo.model.parcels import COLUMNS
from geo.study import Study
from geo.travel import sites
from geo.travel.doors import doors_of
from geo.travel.sites import site_times, targets_of
from geo.travel.streets import nearest, search, search_nearest
from tests.gridville import EAST, METRES, NORTH


def parcels(*boxes: tuple[float, float, float, float]) -> Parcels:
    metric = np.array(
        [shapely.box(w + EAST, s + NORTH, e + EAST, n + NORTH) for w, s, e, n in boxes], object
    )
    shapes = in_metres_all(metric, METRES, back=True)
    text = np.array(["x"] * len(boxes), object)
    columns = dict.fromkeys(COLUMNS, text)
    columns |= {"shapes": shapes, "ids": np.array([f"p{i}" for i in range(len(boxes))], object)}
    columns |= {"land_use": np.array(["M1"] * len(boxes), object)}
    columns |= {"area_ha": shapely.area(metric) / 1e4}
    return Parcels(**columns)


LAND = parcels((30, 20, 180, 190), (1010, 410, 1190, 590), (900, 3000, 1000, 3100))


@pytest.fixture
def study(gridville: Study, tmp_path: Path) -> Study:
    return replace(gridville, cache=tmp_path)


def test_a_limit_can_name_a_hub_a_kind_or_a_category(gridville: Study) -> None:
    known = targets_of(gridville)
    assert {spot.id for spot in known["station"]} == {"station"}
    assert {hub.kind for hub in gridville.hubs} <= set(known)


def test_the_nearest_of_a_kind_counts(study: Study) -> None:
    kind = study.hubs[0].kind
    own = [hub.id for hub in study.hubs if hub.kind == kind]
    asked = [(id, Mode.WALK, Period.FREE) for id in own]
    each = [site_times(study, LAND, one).seconds for one in asked]
    whole = site_times(study, LAND, (kind, Mode.WALK, Period.FREE)).seconds
    assert whole == pytest.approx(np.minimum.reduce(each))


@pytest.mark.parametrize("mode", [Mode.WALK, Mode.BIKE, Mode.DRIVE])
@pytest.mark.parametrize("direction", list(Direction))
def test_one_search_from_many_places_is_the_nearest_of_many_searches(
    gridville: Study, mode: Mode, direction: Direction
) -> None:
    spots = [spot for spots in targets_of(gridville).values() for spot in spots]
    doors = doors_of(gridville, spots, mode)
    asked = gridville.network, doors.snapped, mode, Period.OFF_PEAK, direction
    one = search_nearest(*asked, door_seconds=doors.seconds)
    many = nearest(search(*asked, door_seconds=doors.seconds))
    links = np.arange(gridville.network.links)
    assert one is not None
    for share in (0.0, 0.3, 1.0):
        at = np.full(len(links), share)
        assert one.along(links, at) == pytest.approx(many.along(links, at))


def test_parcels_that_no_street_reaches_are_told_apart(study: Study) -> None:
    found = site_times(study, LAND, ("station", Mode.DRIVE, Period.PEAK))
    assert found.reached.tolist() == [True, True, False]
    assert np.isfinite(found.seconds).tolist() == [True, True, False]


def test_entrances_are_found_once_and_kept(study: Study, monkeypatch) -> None:
    asked = ("station", Mode.WALK, Period.FREE)
    first = site_times(study, LAND, asked).seconds
    monkeypatch.setattr(sites, "entries", None)  # a second search for them would fail
    assert site_times(study, LAND, asked).seconds.tolist() == first.tolist()
    file = next((study.cache / "entries").iterdir())
    file.write_bytes(b"cut short")
    monkeypatch.undo()
    assert site_times(study, LAND, asked).seconds.tolist() == first.tolist()


def test_a_target_that_the_town_lacks_is_named(study: Study) -> None:
    with pytest.raises(QuestionError, match="moon"):
        site_times(study, LAND, ("moon", Mode.WALK, Period.FREE))
