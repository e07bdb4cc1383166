"""Parcels are entered from the streets along their outline, not at their centre."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.model import Mode
from geo.network.entries import FRONTAGE_METRES, Entries, K, entries
from geo.network.graph import Network
from geo.network.snap import Snapper
from tests.gridville import EAST, NORTH
from tests.network.drawing import DRY, STREET, Road, Spot, network_of

Corner = tuple[float, float]


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(west + EAST, south + NORTH, east + EAST, north + NORTH)


def find(
    network: Network, *shapes: shapely.Geometry, mode: Mode = Mode.WALK, water: object = DRY
) -> Entries:
    return entries(Snapper(network, water), np.array([*shapes, None], object)[:-1], mode)


def named(name: str, *line: Spot, **tags: str) -> Road:
    return {**STREET, "name": name, **tags}, line


def streets(network: Network, found: Entries, parcel: int = 0) -> list[str]:
    links = found.places.link[found.parcel == parcel]
    return [network.names[int(network.name[link])][0] for link in links.tolist()]


FRAME = (
    named("south", (0, 0), (1000, 0)),
    named("east", (1000, 0), (1000, 1000)),
    named("north", (1000, 1000), (0, 1000)),
    named("west", (0, 1000), (0, 0)),
)


def test_a_parcel_has_an_entrance_from_every_street_around_it_the_nearest_first() -> None:
    network = network_of(*FRAME)
    found = find(network, box(30, 20, 960, 950))
    assert streets(network, found) == ["south", "west", "east", "north"]
    assert found.places.metres == pytest.approx([20, 30, 40, 50], abs=0.01)
    assert found.reached.tolist() == [True]


def test_the_centre_of_a_large_parcel_is_off_the_network_but_the_parcel_is_not() -> None:
    network = network_of(*FRAME)
    large = box(30, 30, 970, 970)
    centre = large.centroid
    snapped = Snapper(network, DRY).snap(np.array([centre.x]), np.array([centre.y]), Mode.WALK)
    assert not snapped.joined[0]
    assert find(network, large).reached[0]


def test_the_entrance_is_the_middle_of_the_frontage() -> None:
    found = find(network_of(named("long", (0, 0), (1000, 0))), box(100, 30, 400, 200))
    assert found.places.fraction == pytest.approx([0.25], abs=1e-3)
    assert found.places.metres == pytest.approx([30], abs=0.01)


def test_a_street_gives_one_entrance_where_it_comes_nearest() -> None:
    network = network_of(
        named("bent", (0, 0), (500, 0), (600, 40), (1000, 40)), named("side", (500, 0), (500, -300))
    )
    found = find(network, box(0, 50, 1000, 200))
    assert streets(network, found).count("bent") == 1
    assert found.places.metres[0] == pytest.approx(10, abs=0.01)


def test_there_are_no_more_entrances_than_said() -> None:
    comb = [named(f"s{i}", (50 * i, 0), (50 * i, 300)) for i in range(12)]
    spine = named("spine", *[(50 * i, 0) for i in range(12)])
    found = find(network_of(spine, *comb), box(-20, 310, 600, 400))
    assert len(found) == K


def test_a_street_within_a_parcel_is_no_way_off() -> None:
    found = find(network_of(named("through", (0, 0), (1000, 0))), box(400, -100, 600, 100))
    assert found.places.metres.tolist() == [0]
    assert found.places.fraction[0] == pytest.approx(0.5, abs=1e-3)


def test_a_point_is_entered_where_it_would_be_snapped() -> None:
    network = network_of(*FRAME)
    found = find(network, shapely.Point(EAST + 300, NORTH + 60))
    assert streets(network, found)[0] == "south"
    assert found.places.metres[0] == pytest.approx(60, abs=0.01)
    assert found.places.fraction[0] == pytest.approx(0.3, abs=1e-3)


def test_parcels_that_no_street_reaches_are_counted_and_have_no_entrance() -> None:
    network = network_of(*FRAME)
    found = find(network, box(0, 1301, 50, 1400), box(0, 1299, 50, 1400), box(9000, 0, 9100, 50))
    assert found.count == 3
    assert found.reached.tolist() == [False, True, False]


def test_nobody_enters_a_parcel_across_water() -> None:
    network = network_of(*FRAME)
    ditch = box(-100, 10, 2000, 15)
    found = find(network, box(350, 20, 650, 100), box(20, 20, 100, 100), water=ditch)
    assert found.reached.tolist() == [False, True]
    assert streets(network, found, 1) == ["west"]


def test_a_parcel_that_reaches_over_the_shore_is_entered_from_its_dry_side() -> None:
    network = network_of(named("slope", (0, -100), (1000, 0)))
    shore = [(270, 60), (400, 60), (400, 0), (310, 0)]  # over the corner nearest to the street
    lake = shapely.Polygon([(x + EAST, y + NORTH) for x, y in shore])
    found = find(network, box(100, 20, 300, 200), box(350, 20, 380, 40), water=lake)
    assert found.reached.tolist() == [True, False]


def test_nobody_enters_from_a_motorway() -> None:
    fast = ({"highway": "motorway", "oneway": "no"}, [(0, 0), (1000, 0)])
    slow = named("slow", (0, 200), (1000, 200))
    links = [named("l", (0, 0), (0, 200)), named("r", (1000, 0), (1000, 200))]
    network = network_of(fast, slow, *links)
    found = find(network, box(300, 20, 700, 100), mode=Mode.DRIVE)
    assert streets(network, found) == ["slow"]


def test_without_streets_or_parcels_there_is_nothing_to_find() -> None:
    network = network_of(*FRAME)
    assert len(find(network)) == 0
    assert find(network).least(np.empty((2, 0))).shape == (2, 0)


def test_the_least_of_each_parcel_s_entrances_counts() -> None:
    network = network_of(*FRAME)
    found = find(network, box(30, 20, 960, 950), box(9000, 0, 9100, 50), box(300, 20, 700, 100))
    seconds = np.arange(len(found), dtype=float)[::-1]
    last = int((found.parcel == 0).sum()) - 1
    assert found.least(seconds).tolist() == [seconds[last], np.inf, 0]
    assert found.least(np.stack([seconds, seconds + 5]))[1].tolist() == [
        seconds[last] + 5,
        np.inf,
        5,
    ]
    assert found.best(seconds).tolist() == [last, -1, len(found) - 1]
    assert found.best(np.full(len(found), np.inf)).tolist() == [-1, -1, -1]


def test_the_nearest_street_is_found_as_by_measuring_all() -> None:
    drawn = np.random.default_rng(3)
    grid = [named(f"h{i}", *[(j * 90.0, i * 130.0) for j in range(11)]) for i in range(8)]
    grid += [named(f"v{j}", *[(j * 90.0, i * 130.0) for i in range(8)]) for j in range(11)]
    network = network_of(*grid)
    x, y = drawn.uniform(-200, 1100, (2, 500))
    size = drawn.uniform(5, 60, 500)
    shapes = [box(a, b, a + s, b + s) for a, b, s in zip(x, y, size, strict=True)]
    found = find(network, *shapes)
    exact = shapely.distance(np.array(shapes)[:, None], network.shapes[None, :]).min(axis=1)
    near = found.least(found.places.metres)
    assert (np.isfinite(near) == (exact <= network.snap_limit)).all()
    both = np.isfinite(near)
    assert (near[both] >= exact[both] - 0.01).all()
    assert (near[both] <= exact[both] + FRONTAGE_METRES + 0.01).all()
