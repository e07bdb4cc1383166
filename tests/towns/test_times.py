"""The bundled town's times are plausible: within ranges worked out from maps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from benchmarks.truth import draw, judge, widened
from geo.measures.isochrone import isochrone
from geo.model import STREET_MODES, Hub, IsochroneQuestion, Mode, Name, Period, Spot
from geo.sources.town import find_town
from geo.study import Study, open_study
from geo.travel.matrix import matrix


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study(find_town("xiaoshan-infoport"))


def hub(study: Study, id: str) -> Spot:
    found: Hub = next(hub for hub in study.hubs if hub.id == id)
    return Spot(found.id, found.name, found.point)


@pytest.mark.parametrize(
    ("id", "least", "most"),
    [("airport", 19, 30), ("rail-east", 16, 28), ("rail-city", 13, 24), ("rail-south", 9, 17)],
)
def test_the_core_is_so_many_minutes_by_car_in_free_flow(study, id, least, most):
    core = Spot("core", Name("核心", "core"), study.town.centre)
    there = matrix(study, [hub(study, id)], [core], Mode.DRIVE, Period.FREE)
    back = matrix(study, [core], [hub(study, id)], Mode.DRIVE, Period.FREE)
    for table in (there, back):
        assert least <= table.seconds[0, 0] / 60 <= most
        assert table.assumed


def test_the_service_hall_is_a_short_walk_from_the_metro(study):
    place = next(place for place in study.places if place.id == "service-hall")
    hall = Spot(place.id, place.name, place.point)
    table = matrix(study, [hub(study, "metro-mingxing")], [hall], Mode.WALK)
    assert 4 <= table.seconds[0, 0] / 60 <= 8


def test_a_fuller_hour_takes_longer_to_every_hub(study):
    core = Spot("core", Name("核心", "core"), study.town.centre)
    hubs = [hub(study, found.id) for found in study.hubs]
    free, off_peak, peak = (
        matrix(study, [core], hubs, Mode.DRIVE, period).seconds[0] for period in Period
    )
    assert (free <= off_peak).all()
    assert (off_peak <= peak).all()


@pytest.mark.parametrize("mode", list(STREET_MODES))
def test_bands_nest_keep_dry_and_agree_with_the_points_own_times(study, mode):
    minutes = (10, 20, 30) if mode is Mode.DRIVE else (5, 10, 15)
    question = IsochroneQuestion((hub(study, "metro-mingxing"),), mode, minutes)
    bands = isochrone(study, question).bands
    water = study.water_in_degrees
    for inner, outer in pairwise(bands):
        assert shapely.area(shapely.difference(inner.polygon, outer.polygon)) < 1e-12
    sample = draw(study, question, widened(bands[-1].polygon, study), 2000)
    for band in bands:
        assert shapely.area(shapely.intersection(band.polygon, water)) < 1e-12
        assert judge(sample, band.polygon, band.minutes).share >= 0.97
    assert np.isfinite(sample.seconds).mean() > 0.9
