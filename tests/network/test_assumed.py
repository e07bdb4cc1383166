"""Assumed local streets fill the land between main roads and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
import shapely

from geo.crs import to_metres
from geo.model import STREET_MODES, Mode, Period, Ways
from geo.network.assumed import TAGS, fill
from geo.network.build import build
from geo.network.graph import Network
from geo.network.rules import CODE
from tests.gridville import EAST, METRES, NORTH
from tests.network.drawing import DRY, Road, Spot, draw, total_metres, town

LOW, HIGH = (0, 0), (1200, 900)
MAIN: Road = ({"highway": "primary", "name": "Main"}, [(-50, 333), (410, 300), (1250, 340)])
POND = shapely.box(EAST + 300, NORTH + 500, EAST + 520, NORTH + 700)


def filled(*roads: Road, water: shapely.Geometry = DRY) -> Ways:
    ways = draw(*roads)
    return fill(ways, *to_metres(ways.lon, ways.lat, METRES), town("main", LOW, HIGH), water)[0]


def built(*roads: Road, water: shapely.Geometry = DRY) -> Network:
    return build(draw(*roads), town("main", LOW, HIGH), water)


def lines(ways: Ways, assumed: bool) -> list[shapely.LineString]:
    """The assumed streets, or the mapped ones, in metres."""
    x, y = to_metres(ways.lon, ways.lat, METRES)
    xy = np.column_stack([x, y])[ways.refs]
    runs = np.split(xy, ways.offsets[1:-1])
    return [
        shapely.LineString(r)
        for r, t in zip(runs, ways.tags, strict=True)
        if (t == TAGS) == assumed
    ]


def shared(ways: Ways) -> int:
    """How many nodes assumed and mapped streets have in common."""
    runs = np.split(ways.refs, ways.offsets[1:-1])
    sides: tuple[set[int], set[int]] = (set(), set())
    for run, tags in zip(runs, ways.tags, strict=True):
        sides[tags == TAGS].update(run.tolist())
    return len(sides[0] & sides[1])


def crossings(ways: Ways, road: Sequence[Spot]) -> int:
    """How many assumed streets cross a line."""
    line = shapely.LineString([(EAST + x, NORTH + y) for x, y in road])
    return sum(line.crosses(street) for street in lines(ways, assumed=True))


def test_the_lattice_has_its_mesh_and_stays_inside_the_bounds() -> None:
    ways = filled(MAIN)
    streets = lines(ways, assumed=True)
    assert len(streets) > 60
    assert all(street.length == pytest.approx(150, abs=0.5) for street in streets)
    used = ways.refs[ways.refs >= 3]  # the road itself has three corners
    west, south, east, north = town("main", LOW, HIGH).bounds
    assert ((ways.lon[used] > west) & (ways.lon[used] < east)).all()
    assert ((ways.lat[used] > south) & (ways.lat[used] < north)).all()


def test_the_lattice_never_touches_water() -> None:
    ways = filled(MAIN, water=POND)
    assert not any(POND.intersects(street) for street in lines(ways, assumed=True))
    assert len(lines(ways, assumed=True)) < len(lines(filled(MAIN), assumed=True))


def test_a_narrow_canal_between_two_lattice_nodes_is_not_crossed() -> None:
    canal = shapely.box(EAST - 100, NORTH + 520, EAST + 1300, NORTH + 524)
    ways = filled(MAIN, water=canal)
    assert not any(canal.intersects(street) for street in lines(ways, assumed=True))


@pytest.mark.parametrize(
    ("tags", "crossed", "joined"),
    [
        ({"highway": "primary"}, True, True),
        ({"highway": "tertiary"}, True, True),
        ({"highway": "trunk", "bridge": "no"}, True, True),
        ({"highway": "primary", "bridge": "yes"}, True, False),
        ({"highway": "primary", "tunnel": "yes"}, True, False),
        ({"highway": "trunk_link"}, True, False),
        ({"highway": "motorway", "bridge": "yes"}, True, False),
        ({"highway": "motorway"}, False, False),
        ({"highway": "motorway_link"}, False, False),
        ({"route": "ferry"}, True, False),
    ],
)
def test_what_the_lattice_crosses_and_what_it_joins(
    tags: dict[str, str], crossed: bool, joined: bool
) -> None:
    road = [(-50, 320), (1250, 320)]
    ways = filled((tags, road))
    assert (crossings(ways, road) > 0) == crossed
    assert (shared(ways) > 0) == joined
    if joined:
        assert shared(ways) == crossings(ways, road)


def test_roads_keep_their_geometry_and_length() -> None:
    before, after = draw(MAIN), filled(MAIN)
    (old,), (new,) = lines(before, assumed=False), lines(after, assumed=False)
    assert new.length == pytest.approx(total_metres(before), abs=1e-3)
    assert old.hausdorff_distance(new) < 1e-3
    assert len(new.coords) > len(old.coords)
    assert after.tags[0] == MAIN[0]


def test_assumed_streets_are_flagged_and_slow() -> None:
    network = built(MAIN)
    assumed = network.code == CODE["assumed"]
    assert network.has_assumed
    assert 0 < assumed.sum() < network.links
    along, against = network.travel_of(Mode.DRIVE, Period.FREE)
    kmh = network.metres[assumed] * 3.6 / along[assumed]
    assert kmh == pytest.approx(15)
    assert (along[assumed] == against[assumed]).all()
    peak, _ = network.travel_of(Mode.DRIVE, Period.PEAK)
    assert (peak[assumed] == along[assumed]).all()
    walk, _ = network.travel_of(Mode.WALK, Period.FREE)
    assert network.metres[assumed] * 3.6 / walk[assumed] == pytest.approx(4.8)


def test_assumed_streets_make_no_lights() -> None:
    assert (built(MAIN).lit < 0).all()


def test_lattice_and_roads_are_one_network() -> None:
    network = built(MAIN)
    for mode in STREET_MODES:
        assert network.doors(mode).mean() > 0.95


def test_the_same_roads_give_the_same_network() -> None:
    first, second = built(MAIN, water=POND), built(MAIN, water=POND)
    for key in ("x", "y", "start", "end", "shape_xy", "travel", "delay"):
        assert np.array_equal(getattr(first, key), getattr(second, key))


def test_where_every_street_is_mapped_nothing_is_added() -> None:
    network = build(draw(MAIN), town("all", LOW, HIGH), DRY)
    assert not network.has_assumed
    assert network.links == 1


def test_a_town_smaller_than_the_mesh_gets_no_lattice() -> None:
    network = build(draw(MAIN), town("main", (10, 10), (60, 60)), DRY)
    assert network.links == 1
