"""Places join the nearest street that they can walk to, and enter it part-way along."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.model import STREET_MODES, Mode
from geo.network.graph import Network
from geo.network.snap import Snapped, Snapper
from tests.gridville import EAST, NORTH
from tests.network.drawing import DRY, STREET, Road, Spot, network_of

LONG: Road = (STREET, [(0, 0), (1000, 0)])


def snap(
    network: Network, *spots: Spot, mode: Mode = Mode.WALK, water: shapely.Geometry = DRY
) -> Snapped:
    x, y = np.array(spots, float).reshape(-1, 2).T
    return Snapper(network, water).snap(x + EAST, y + NORTH, mode)


def street(network: Network, snapped: Snapped) -> str:
    return network.names[int(network.name[snapped.link[0]])][0]


def named(name: str, *line: Spot, **tags: str) -> Road:
    return {**STREET, "name": name, **tags}, line


def test_a_place_joins_the_nearest_edge_part_way_and_not_its_nearest_node() -> None:
    # Nearest node: the short street's end, 60 m off. Nearest edge: the long one, 40 m off.
    network = network_of(
        named("long", (0, 0), (1000, 0)), named("short", (0, 0), (0, 500), (450, 110))
    )
    found = snap(network, (450, 40))
    assert street(network, found) == "long"
    assert found.fraction == pytest.approx([0.45], abs=1e-4)
    assert found.metres == pytest.approx([40], abs=0.01)
    assert found.joined.all()
    assert not found.across_water.any()


def test_a_fraction_is_a_share_of_the_length_along_bends() -> None:
    network = network_of((STREET, [(0, 0), (300, 0), (300, 100)]))
    assert snap(network, (310, 60)).fraction == pytest.approx([360 / 400], abs=1e-4)


@pytest.mark.parametrize(("spot", "fraction"), [((-50, 0), 0), ((1100, 20), 1), ((0, 0), 0)])
def test_beyond_an_end_a_place_joins_the_end(spot: Spot, fraction: float) -> None:
    assert snap(network_of(LONG), spot).fraction == pytest.approx([fraction], abs=1e-4)


def test_the_limit_holds_to_the_metre_and_the_distance_is_told_beyond_it() -> None:
    found = snap(network_of(LONG), (500, 299.9), (500, 300.1), (500, 5000))
    assert found.joined.tolist() == [True, False, False]
    assert found.metres == pytest.approx([299.9, 300.1, 5000], abs=0.01)
    assert not found.across_water.any()


def test_each_mode_joins_a_street_of_its_own() -> None:
    network = network_of(
        named("road", (0, 0), (1000, 0)), named("path", (0, 0), (1000, 100), highway="footway")
    )
    spot = (500, 60)
    assert street(network, snap(network, spot, mode=Mode.WALK)) == "path"
    assert street(network, snap(network, spot, mode=Mode.DRIVE)) == "road"


def test_a_place_on_an_unconnected_island_joins_the_mainland_or_nothing() -> None:
    main = named("main", (0, 0), (500, 0), (500, 300))
    branch = named("branch", (500, 0), (900, 0))
    island = named("island", (200, 250), (300, 250))
    network = network_of(main, branch, island)
    assert street(network, snap(network, (250, 240))) == "main"
    far = network_of(main, branch, named("island", (200, 2000), (300, 2000)))
    assert not snap(far, (250, 2000)).joined.any()


def test_water_between_sends_a_place_to_a_street_on_its_own_shore() -> None:
    near, far = named("near", (0, 100), (1000, 100)), named("far", (0, -150), (1000, -150))
    farther = named("farther", (0, -250), (1000, -250))
    link = named("link", (0, 100), (0, -150), (0, -250))
    network = network_of(farther, near, far, link)
    canal = shapely.box(EAST + 100, NORTH + 40, EAST + 900, NORTH + 60)
    assert street(network, snap(network, (500, 0))) == "near"
    found = snap(network, (500, 0), water=canal)
    assert street(network, found) == "far"
    assert found.metres == pytest.approx([150], abs=0.01)


def test_a_place_with_streets_only_across_water_joins_none_and_says_so() -> None:
    canal = shapely.box(EAST - 900, NORTH + 40, EAST + 1900, NORTH + 60)
    found = snap(network_of(LONG), (500, 100), (500, 20), (500, 50), water=canal)
    assert found.joined.tolist() == [False, True, False]
    assert found.across_water.tolist() == [True, False, True]
    assert found.metres[0] == pytest.approx(100, abs=0.01)


def test_a_mode_without_any_street_joins_none() -> None:
    network = network_of(({"highway": "footway"}, [(0, 0), (100, 0)]))
    found = snap(network, (50, 0), mode=Mode.DRIVE)
    assert not found.joined.any()
    assert np.isnan(found.metres).all()


def test_a_network_of_one_motorway_is_joined_by_nobody() -> None:
    network = network_of(({"highway": "motorway"}, [(0, 0), (100, 0)]))
    for mode in STREET_MODES:
        assert not snap(network, (50, 0), mode=mode).joined.any()


def test_no_places_give_no_rows() -> None:
    assert len(snap(network_of(LONG))) == 0


def test_some_of_the_places_can_be_taken() -> None:
    found = snap(network_of(LONG), (100, 0), (500, 400), (900, 0))
    assert found.take(found.joined).fraction == pytest.approx([0.1, 0.9], abs=1e-4)


def test_many_places_at_once_join_as_each_does_alone() -> None:
    network = network_of(LONG, (STREET, [(0, 0), (0, 800), (700, 800)]))
    rng = np.random.default_rng(7)
    spots = [tuple(spot) for spot in rng.uniform(-200, 1000, (40, 2)).tolist()]
    together = snap(network, *spots)
    for i, spot in enumerate(spots):
        alone = snap(network, spot)
        assert (alone.link[0], alone.fraction[0]) == (together.link[i], together.fraction[i])
