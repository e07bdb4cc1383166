"""Laws that hold for every place, mode and street."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.measures.isochrone import isochrone
from geo.model import STREET_MODES, Direction, IsochroneQuestion, Mode, Period, Ways
from geo.network.build import build
from geo.sources.roads import read_ways
from geo.travel.matrix import matrix
from geo.travel.streets import search
from tests.gridville import at, spot

ordinary = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
on_land = st.tuples(st.floats(-50, 2050), st.one_of(st.floats(-50, 1400), st.floats(1600, 2050)))
modes = st.sampled_from(list(STREET_MODES))


def field(study, place, mode, period=Period.FREE, direction=Direction.FROM):
    (found,) = search(study.network, study.snap([at(*place)], mode), mode, period, direction)
    return found.at_nodes


@ordinary
@given(on_land, modes, st.sets(st.integers(1, 20), min_size=2, max_size=4))
def test_bands_nest(gridville, place, mode, minutes):
    question = IsochroneQuestion((spot(*place),), mode, tuple(minutes))
    bands = isochrone(gridville, question).bands
    for inner, outer in pairwise(bands):
        assert shapely.area(shapely.difference(inner.polygon, outer.polygon)) < 1e-10
        assert inner.area_km2 <= outer.area_km2


@ordinary
@given(on_land)
def test_a_faster_mode_never_reaches_less(gridville, place):
    walk, bike, ebike = (field(gridville, place, m) for m in (Mode.WALK, Mode.BIKE, Mode.EBIKE))
    reached = np.isfinite(bike)
    assert (ebike[reached] <= bike[reached] + 1e-6).all()
    # Bicycles keep to one-ways, which people on foot need not.
    two_way = np.abs(gridville.network.x - 501_000) > 1
    assert (bike[reached & two_way] <= walk[reached & two_way] + 400 * 3.6 / 13.46 + 15).all()


@ordinary
@given(on_land)
def test_a_fuller_hour_is_never_faster(gridville, place):
    free, off_peak, peak = (field(gridville, place, Mode.DRIVE, period) for period in Period)
    reached = np.isfinite(free)
    # Whoever sets out just before a junction has lost nothing yet, but is let off what a whole
    # street would have cost: a light, a turn and giving way at the most.
    first_junction = 15 + 5.4 + 5
    assert (free[reached] <= off_peak[reached] + first_junction).all()
    assert (off_peak[reached] <= peak[reached] + first_junction).all()


@ordinary
@given(on_land, on_land)
def test_to_and_from_agree_on_foot(gridville, a, b):
    there = matrix(gridville, [spot(*a)], [spot(*b)], Mode.WALK).seconds[0, 0]
    back = matrix(gridville, [spot(*b)], [spot(*a)], Mode.WALK).seconds[0, 0]
    # Whoever ends at a light does not wait for it, so the ways differ by one light at most.
    assert abs(there - back) <= 15 + 1e-6


@ordinary
@given(on_land, modes)
def test_the_same_question_twice_gives_the_same_bytes(gridville, place, mode):
    question = IsochroneQuestion((spot(*place),), mode, (4, 8))
    first, second = (isochrone(gridville, question) for _ in range(2))
    for a, b in zip(first.bands, second.bands, strict=True):
        assert shapely.to_wkb(a.polygon) == shapely.to_wkb(b.polygon)


@ordinary
@given(
    st.tuples(st.integers(0, 10), st.integers(0, 10)),
    st.tuples(st.integers(0, 10), st.integers(0, 10)),
    st.sampled_from([Mode.WALK, Mode.EBIKE, Mode.DRIVE]),
)
def test_an_added_road_never_lengthens_a_trip(gridville, a, b, mode):
    ways = read_ways(gridville.town.files["roads"])
    before = build(ways, gridville.town, shapely.MultiPolygon())
    after = build(_with_road(ways, a, b), gridville.town, shapely.MultiPolygon())
    old, new = (
        search(n, _at_corner(n), mode, Period.FREE, Direction.FROM)[0] for n in (before, after)
    )
    place = {(round(x), round(y)): i for i, (x, y) in enumerate(zip(after.x, after.y, strict=True))}
    for i, (x, y) in enumerate(zip(before.x, before.y, strict=True)):
        assert new.at_nodes[place[round(x), round(y)]] <= old.at_nodes[i] + 1e-6


def _with_road(ways: Ways, a: tuple[int, int], b: tuple[int, int]) -> Ways:
    """The ways and one more, straight between two corners, touching nothing between them."""

    def node(corner: tuple[int, int]) -> int:
        point = at(corner[0] * 200, corner[1] * 200)
        return int(np.hypot(ways.lon - point.lon, ways.lat - point.lat).argmin())

    return replace(
        ways,
        refs=np.concatenate([ways.refs, [node(a), node(b)]]),
        offsets=np.append(ways.offsets, len(ways.refs) + 2),
        tags=[*ways.tags, {"highway": "residential", "oneway": "no"}],
        ids=[*ways.ids, "new"],
    )


def _at_corner(network):
    from geo.network.snap import Snapper

    return Snapper(network, shapely.MultiPolygon()).snap(
        np.array([500_000.0]), np.array([5_000_000.0]), Mode.WALK
    )
