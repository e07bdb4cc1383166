"""Bands: where they reach, that they nest, keep off the water and end where the map does."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely

from benchmarks.truth import draw, judge, widened
from geo.crs import to_degrees
from geo.errors import OffNetwork, QuestionError
from geo.measures.bands import rings
from geo.measures.isochrone import isochrone
from geo.model import STREET_MODES, Combine, Direction, IsochroneQuestion, Mode, Period
from geo.study import Study, open_study
from tests.gridville import at, spot

SQUARE_METRE = 1e-10  # in square degrees, roughly


def ask(study: Study, *places, mode=Mode.WALK, minutes=(5, 10, 15), **rest):
    spots = tuple(spot(*place) for place in places)
    return isochrone(study, IsochroneQuestion(spots, mode, minutes, **rest))


def in_degrees(study: Study, shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(
        shape, lambda xy: np.column_stack(to_degrees(xy[:, 0], xy[:, 1], study.town.metres))
    )


def test_ten_minutes_on_foot_reach_a_diamond_of_four_blocks(gridville):
    (band,) = ask(gridville, (1000, 800), minutes=(10,)).bands

    def inside(x: float, y: float) -> bool:
        return bool(shapely.contains_xy(band.polygon, at(x, y).lon, at(x, y).lat))

    # Four blocks along the streets take ten minutes exactly; a bit less is in, a bit more is out.
    assert inside(1000, 1400)
    assert inside(260, 800)
    assert inside(640, 400)
    assert not inside(140, 800)
    assert not inside(500, 300)
    assert not inside(1460, 340)


@pytest.mark.parametrize("mode", list(STREET_MODES))
@pytest.mark.parametrize("direction", list(Direction))
def test_bands_nest_and_keep_off_the_water(gridville, mode, direction):
    answer = ask(gridville, (1000, 1300), mode=mode, minutes=(3, 6, 9), direction=direction)
    water = in_degrees(gridville, gridville.water)
    for inner, outer in pairwise(answer.bands):
        assert shapely.area(shapely.difference(inner.polygon, outer.polygon)) < SQUARE_METRE
        assert inner.area_km2 < outer.area_km2
    for band in answer.bands:
        assert shapely.is_valid(band.polygon)
        assert shapely.area(shapely.intersection(band.polygon, water)) < SQUARE_METRE


def test_the_river_stops_a_walker_between_its_bridges(gridville):
    (band,) = ask(gridville, (1000, 1400), minutes=(8,)).bands
    # 200 m over the water as the crow flies, 1400 m by the bridge at x = 400.
    assert not shapely.contains_xy(band.polygon, at(1000, 1600).lon, at(1000, 1600).lat)
    assert shapely.contains_xy(band.polygon, at(1000, 1425).lon, at(1000, 1425).lat)


# A town of 2 km is a few minutes wide for a car, so that most points lie near a limit, where half a
# cell of 50 m counts; real towns are judged by the golden figures.
@pytest.mark.parametrize(
    ("mode", "share"),
    [(Mode.WALK, 0.97), (Mode.BIKE, 0.97), (Mode.EBIKE, 0.97), (Mode.DRIVE, 0.94)],
)
def test_inside_a_band_is_in_time(gridville, mode, share):
    question = IsochroneQuestion((spot(1000, 1300),), mode, (4, 8))
    answer = isochrone(gridville, question)
    box = widened(answer.bands[-1].polygon, gridville)
    sample = draw(gridville, question, box, 2000)
    for band in answer.bands:
        assert judge(sample, band.polygon, band.minutes).share >= share


def test_any_is_the_union_and_all_the_intersection(gridville):
    a, b = (600, 600), (1400, 600)
    apart = [ask(gridville, place, minutes=(8,)).bands[0].polygon for place in (a, b)]
    any_ = ask(gridville, a, b, minutes=(8,), combine=Combine.ANY).bands[0].polygon
    all_ = ask(gridville, a, b, minutes=(8,), combine=Combine.ALL).bands[0].polygon
    # Equal but for the quarter of a cell that simplifying may move each outline.
    for found, wanted in ((any_, shapely.union(*apart)), (all_, shapely.intersection(*apart))):
        differing = shapely.area(shapely.symmetric_difference(found, wanted))
        assert differing < 0.1 * shapely.area(wanted)
        assert shapely.area(wanted) > 0


def test_a_band_that_reaches_the_edge_of_the_map_is_open_there(gridville):
    near, far = ask(gridville, (1900, 1000), mode=Mode.DRIVE, minutes=(1, 60)).bands
    assert not near.open
    assert shapely.length(near.outline) == pytest.approx(shapely.length(near.polygon), rel=1e-6)
    assert not far.open  # the streets end well within Gridville's bounds


def test_an_open_band_has_no_outline_along_the_edge(heidelberg):
    study = open_study(heidelberg)
    where = IsochroneQuestion((_first_hub(study),), Mode.DRIVE, (60,))
    (band,) = isochrone(study, where).bands
    west, _, east, _ = study.town.bounds
    assert band.open
    assert shapely.length(band.outline) < shapely.length(shapely.boundary(band.polygon))
    corners = shapely.get_coordinates(band.outline)
    along = np.isclose(corners[:, 0], west, atol=1e-5) & np.isclose(corners[:, 0], east, atol=1e-5)
    assert not along.any()


def _first_hub(study: Study):
    from geo.model import Spot

    hub = study.hubs[0]
    return Spot(hub.id, hub.name, hub.point)


def test_rings_share_no_ground(gridville):
    answer = ask(gridville, (1000, 800))
    found = rings(answer)
    assert [minutes for minutes, _ in found] == [5, 10, 15]
    for (_, a), (_, b) in pairwise(found):
        assert shapely.area(shapely.intersection(a, b)) < SQUARE_METRE
    whole = sum(shapely.area(ring) for _, ring in found)
    assert whole == pytest.approx(shapely.area(answer.bands[-1].polygon), rel=1e-6)


@pytest.mark.parametrize("minutes", [(), (0, 10), (10, 241), (-5,)])
def test_limits_that_make_no_sense_are_refused(gridville, minutes):
    with pytest.raises(QuestionError, match="minutes"):
        ask(gridville, (0, 0), minutes=minutes)


def test_no_place_is_refused(gridville):
    with pytest.raises(QuestionError, match="spots"):
        ask(gridville)


def test_a_place_that_joins_no_street_is_refused(gridville):
    with pytest.raises(OffNetwork):
        ask(gridville, (1000, 1500))


def test_order_and_doubles_of_the_limits_do_not_matter(gridville):
    tangled = ask(gridville, (0, 0), minutes=(15, 5, 5, 10))
    assert [band.minutes for band in tangled.bands] == [5, 10, 15]
    plain = ask(gridville, (0, 0))
    for a, b in zip(tangled.bands, plain.bands, strict=True):
        assert shapely.to_wkb(a.polygon) == shapely.to_wkb(b.polygon)


def test_period_matters_for_driving_only(gridville):
    def area(mode: Mode, period: Period) -> float:
        return ask(gridville, (0, 0), mode=mode, minutes=(3,), period=period).bands[0].area_km2

    assert area(Mode.DRIVE, Period.PEAK) < area(Mode.DRIVE, Period.FREE)
    assert area(Mode.WALK, Period.PEAK) == area(Mode.WALK, Period.FREE)


def test_an_empty_answer_is_an_answer(gridville):
    answer = ask(gridville, (0, 0), (2000, 2000), minutes=(1, 2), combine=Combine.ALL)
    assert [band.area_km2 for band in answer.bands] == [0, 0]
    assert all(shapely.is_empty(band.polygon) for band in answer.bands)
