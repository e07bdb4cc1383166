"""Which streets lie in reach of each cell: exactly those that brute force finds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.crs import to_degrees
from geo.model import STREET_MODES, Mode
from geo.network.build import build
from geo.network.reach import (
    CELL_METRES,
    Reach,
    load_reach,
    make_reach,
    save_reach,
)
from geo.study import Study
from tests.gridville import EAST, NORTH
from tests.network.drawing import DRY, STREET, draw, town


def every_pair(study: Study) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Straight metres from every cell's centre to every link, which of them stay dry, and which
    cells lie within the bounds."""
    reach, network = study.reach, study.network
    x, y = reach.centres(np.arange(reach.rows * reach.columns))
    centres = shapely.points(x, y)
    metres = shapely.distance(centres[:, None], network.shapes[None, :])
    wet_cell = shapely.intersects(study.water, centres)
    cell, link = np.nonzero(metres < 2 * network.band_limit)
    ways = shapely.shortest_line(centres[cell], network.shapes[link])
    dry = np.zeros(metres.shape, bool)
    dry[cell, link] = ~shapely.intersects(study.water, ways) | wet_cell[cell]
    lon, lat = to_degrees(x, y, study.town.metres)
    west, south, east, north = study.town.bounds
    inside = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    return metres, dry, inside


@pytest.fixture(scope="module")
def brute(gridville: Study) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return every_pair(gridville)


def found(study: Study) -> set[tuple[int, int]]:
    pairs = study.reach.pairs
    return set(zip(pairs.cell.tolist(), pairs.link.tolist(), strict=True))


def test_pairs_within_the_limit_are_those_of_brute_force(gridville: Study, brute) -> None:
    metres, dry, inside = brute
    network, pairs = gridville.network, gridville.reach.pairs
    doors = np.any([network.doors(mode) for mode in STREET_MODES], axis=0)
    expected = (metres <= network.band_limit) & dry & inside[:, None] & doors[None, :]
    within = pairs.metres <= network.band_limit
    ours = set(zip(pairs.cell[within].tolist(), pairs.link[within].tolist(), strict=True))
    assert ours == set(zip(*(a.tolist() for a in np.nonzero(expected)), strict=True))
    assert len(ours) > 5000


def test_each_pair_says_where_and_how_far(gridville: Study, brute) -> None:
    pairs, network = gridville.reach.pairs, gridville.network
    assert pairs.metres == pytest.approx(brute[0][pairs.cell, pairs.link], abs=1e-3)
    foot = shapely.line_interpolate_point(
        network.shapes[pairs.link], pairs.fraction.astype(float), normalized=True
    )
    centre = shapely.points(*gridville.reach.centres(pairs.cell.astype(np.int64)))
    assert shapely.distance(foot, centre) == pytest.approx(pairs.metres, abs=0.05)


def test_just_beyond_the_limit_each_mode_has_its_nearest_link(gridville: Study, brute) -> None:
    metres, dry, inside = brute
    network = gridville.network
    far = network.band_limit + CELL_METRES * np.sqrt(2)
    ours = found(gridville)
    for mode in (Mode.WALK, Mode.DRIVE):
        doors = np.flatnonzero(network.doors(mode))
        own = metres[:, doors]
        least = own.min(axis=1)
        margin = np.flatnonzero(inside & (least > network.band_limit) & (least < far - 0.01))
        assert len(margin) > 50
        for cell in margin.tolist():
            nearest = doors[np.flatnonzero(own[cell] < least[cell] + 1e-6)]
            reached = any((cell, link) in ours for link in nearest.tolist())
            assert reached or not dry[cell, nearest].all()


def test_pairs_stand_in_order_of_cells_and_none_twice(gridville: Study) -> None:
    pairs = gridville.reach.pairs
    assert (np.diff(pairs.cell) >= 0).all()
    assert len(found(gridville)) == len(pairs.cell)
    starts = pairs.starts
    assert np.array_equal(pairs.cell[starts], np.unique(pairs.cell))


def test_nothing_is_reached_across_a_canal_but_from_the_canal_itself() -> None:
    street = (STREET, [(0, 0), (1000, 0)])
    canals = shapely.MultiPolygon(
        [shapely.box(EAST - 500, NORTH + y, EAST + 1500, NORTH + y + 40) for y in (40, -500)]
    )
    reach = make_reach(build(draw(street), town(), canals), town(), canals)
    _, y = reach.centres(reach.pairs.cell.astype(np.int64))
    beyond, on = y > NORTH + 80, (y > NORTH + 40) & (y < NORTH + 80)
    assert not beyond.any()
    assert on.any()
    dry = make_reach(build(draw(street), town(), DRY), town(), DRY)
    assert (dry.centres(dry.pairs.cell.astype(np.int64))[1] > NORTH + 80).any()


def test_nothing_is_reached_across_the_river_but_from_the_river_itself(gridville: Study) -> None:
    reach, network = gridville.reach, gridville.network
    _, y = reach.centres(reach.pairs.cell.astype(np.int64))
    north_cell = y > 5_001_560
    south_cell = y < 5_001_440
    middle = network.y[network.start] + network.y[network.end]
    north_link = middle[reach.pairs.link] > 2 * 5_001_500
    assert not (north_cell & ~north_link).any()
    assert not (south_cell & north_link).any()
    assert (~north_cell & ~south_cell).any()


def test_a_mode_sees_only_links_with_a_door_for_it(gridville: Study) -> None:
    for mode in STREET_MODES:
        pairs = gridville.reach.of_mode(gridville.network, mode)
        assert gridville.network.doors(mode)[pairs.link].all()
        assert pairs is gridville.reach.of_mode(gridville.network, mode)


def test_the_coarse_view_equals_the_fine_one_on_the_cells_that_they_share(gridville: Study) -> None:
    fine, coarse = gridville.reach, gridville.reach.coarse
    assert coarse.cell_metres == 2 * fine.cell_metres
    assert (coarse.columns, coarse.rows) == ((fine.columns + 1) // 2, (fine.rows + 1) // 2)

    def rows(reach: Reach) -> set[tuple[int, int, int, float, float]]:
        x, y = reach.centres(reach.pairs.cell.astype(np.int64))
        near = (reach.pairs.link, reach.pairs.fraction, reach.pairs.metres)
        places = (np.rint(x * 10).astype(int), np.rint(y * 10).astype(int))
        return set(zip(*(a.tolist() for a in (*places, *near)), strict=True))

    row, column = np.divmod(fine.pairs.cell, fine.columns)
    kept = fine.pairs.take((row % 2 == 0) & (column % 2 == 0))
    shared = Reach(fine.west, fine.south, fine.columns, fine.rows, fine.cell_metres, kept)
    assert rows(coarse) == rows(shared)
    assert (np.diff(coarse.pairs.cell) >= 0).all()


def test_every_centre_lies_within_the_bounds(gridville: Study) -> None:
    reach = gridville.reach
    assert reach.pairs.cell.max() < reach.rows * reach.columns
    x, y = reach.centres(reach.pairs.cell.astype(np.int64))
    lon, lat = to_degrees(x, y, gridville.town.metres)
    west, south, east, north = gridville.town.bounds
    assert ((lon > west) & (lon < east) & (lat > south) & (lat < north)).all()


def test_on_a_grid_askew_to_the_bounds_every_centre_lies_within_them() -> None:
    askew = replace(town("all", (0, 0), (1000, 1000)), metres="EPSG:32633")
    street = (STREET, [(-200, 0), (1200, 0), (1200, 1000), (-200, 1000), (-200, 0)])
    reach = make_reach(build(draw(street), askew, DRY), askew, DRY)
    lon, lat = to_degrees(*reach.centres(reach.pairs.cell.astype(np.int64)), askew.metres)
    west, south, east, north = askew.bounds
    assert len(lon) > 100
    assert ((lon > west) & (lon < east) & (lat > south) & (lat < north)).all()


def test_streets_at_the_edge_of_the_map_and_beyond_it_do_no_harm() -> None:
    edge = (STREET, [(-2000, 0), (0, 0), (0, 10), (3000, 10)])
    small = town("all", (-40, -70), (210, 190))
    reach = make_reach(build(draw(edge), small, DRY), small, DRY)
    assert set(np.unique(reach.pairs.cell)) <= set(range(reach.rows * reach.columns))
    assert len(reach.pairs.cell) > 0


def test_a_network_without_doors_reaches_nothing() -> None:
    network = build(draw(({"highway": "motorway"}, [(0, 0), (500, 0)])), town(), DRY)
    assert len(make_reach(network, town(), DRY).pairs.cell) == 0


def test_a_saved_reach_comes_back_exactly_and_memory_mapped(
    gridville: Study, tmp_path: Path
) -> None:
    save_reach(gridville.reach, tmp_path)
    back = load_reach(tmp_path)
    for key in ("west", "south", "columns", "rows", "cell_metres"):
        assert getattr(back, key) == getattr(gridville.reach, key)
    for key in ("cell", "link", "fraction", "metres"):
        ours, theirs = getattr(gridville.reach.pairs, key), getattr(back.pairs, key)
        assert isinstance(theirs, np.memmap)
        assert ours.dtype == theirs.dtype
        assert np.array_equal(ours, theirs)
