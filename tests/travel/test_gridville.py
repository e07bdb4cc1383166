"""Times in Gridville, each worked out on paper from blocks and speeds."""

from __future__ import annotations

import numpy as np
import pytest

from geo.errors import OffNetwork, OutOfBounds
from geo.model import Direction, Mode, Period, Spot, Status
from geo.network.snap import Snapped
from geo.study import Study
from geo.travel.matrix import matrix
from geo.travel.route import route
from geo.travel.streets import search
from tests.gridville import at, spot

WALK_BLOCK = 150.0  # 200 m at 4.8 km/h
SIDE_BLOCK, MAIN_BLOCK, ONE_WAY_BLOCK = 24.0, 12.0, 14.4  # 200 m at 30, 60 and 50 km/h
LIGHT, GIVE_WAY = 15.0, 5.0
NEAR_TURN, FAR_TURN = 2.1, 5.4  # to the right and to the left, where traffic keeps right
RAMP, MOTORWAY = 18.0, 72.0  # 300 m at 60 % of 100 km/h, 2 km at 100 km/h


def seconds(
    study: Study, a: Spot, b: Spot, mode: Mode = Mode.WALK, period: Period = Period.FREE
) -> float:
    """The time between two places, told alike by matrix (both ways of searching) and route."""
    one = float(matrix(study, [a], [b], mode, period).seconds[0, 0])
    many = float(matrix(study, [a, a], [b], mode, period).seconds[1, 0])
    way = route(study, a, b, mode, period)
    assert many == pytest.approx(one, abs=0.01)
    assert way.seconds == pytest.approx(one, abs=0.01)
    assert sum(step.seconds for step in way.steps) == pytest.approx(one, abs=0.01)
    assert sum(step.metres for step in way.steps) == pytest.approx(way.metres, abs=0.1)
    return one


@pytest.mark.parametrize(
    ("a", "b", "mode", "period", "expected"),
    [
        ((0, 0), (400, 0), Mode.WALK, Period.FREE, 2 * WALK_BLOCK),
        ((0, 0), (400, 600), Mode.WALK, Period.FREE, 5 * WALK_BLOCK),
        ((100, 0), (300, 0), Mode.WALK, Period.FREE, WALK_BLOCK),
        ((60, 0), (140, 0), Mode.WALK, Period.FREE, 60.0),
        ((1000, 400), (1000, 0), Mode.WALK, Period.FREE, 2 * WALK_BLOCK),
        ((0, 0), (400, 0), Mode.BIKE, Period.FREE, 400 * 3.6 / 13.46),
        ((0, 0), (400, 0), Mode.EBIKE, Period.FREE, 400 * 3.6 / 17.09),
        ((0, 0), (400, 0), Mode.DRIVE, Period.FREE, 2 * SIDE_BLOCK),
        ((100, 1000), (1900, 1000), Mode.DRIVE, Period.FREE, 9 * MAIN_BLOCK + LIGHT),
        ((1000, 100), (1000, 300), Mode.DRIVE, Period.FREE, ONE_WAY_BLOCK),
        # Round three corners of a block, and back onto the larger street.
        (
            (1000, 300),
            (1000, 100),
            Mode.DRIVE,
            Period.FREE,
            ONE_WAY_BLOCK + 4 * SIDE_BLOCK + 4 * NEAR_TURN + GIVE_WAY,
        ),
        ((100, 0), (200, 100), Mode.DRIVE, Period.FREE, SIDE_BLOCK + FAR_TURN),
        ((200, 100), (100, 0), Mode.DRIVE, Period.FREE, SIDE_BLOCK + NEAR_TURN),
        ((900, 800), (1000, 900), Mode.DRIVE, Period.FREE, 19.2 + FAR_TURN + GIVE_WAY),
        ((1000, 900), (1000, 1100), Mode.DRIVE, Period.FREE, ONE_WAY_BLOCK + LIGHT),
        ((600, 1400), (600, 1600), Mode.WALK, Period.FREE, 3 * WALK_BLOCK),
        ((0, 0), (2000, 0), Mode.DRIVE, Period.FREE, 2 * RAMP + MOTORWAY),
    ],
)
def test_time_is_what_paper_says(gridville, a, b, mode, period, expected):
    assert seconds(gridville, spot(*a), spot(*b), mode, period) == pytest.approx(expected, abs=0.1)


def test_off_the_network_people_walk_a_third_more_than_the_straight_line(gridville):
    # 60 m to the street, 200 m along it, 30 m from it.
    expected = (60 * 1.3 + 200 + 30 * 1.3) * 3.6 / 4.8
    assert seconds(gridville, spot(300, -60), spot(500, 30)) == pytest.approx(expected, abs=0.1)


def test_congestion_holds_the_light_but_never_hurries_anyone(gridville):
    a, b = spot(100, 1000), spot(1900, 1000)
    free, off_peak, peak = (seconds(gridville, a, b, Mode.DRIVE, period) for period in Period)
    # At 80 % a block takes 15 s; of the light's 15 s that block has cost 3 already.
    assert off_peak == pytest.approx(9 * 15 + 12, abs=0.1)
    block = MAIN_BLOCK / 0.55
    assert peak == pytest.approx(9 * block + LIGHT - (block - MAIN_BLOCK), abs=0.1)
    assert free < off_peak < peak


def test_nobody_leaves_the_network_on_a_motorway(gridville):
    # 290 m from the street, but 10 m from the motorway.
    expected = 290 * 1.3 * 3.6 / 4.8
    assert seconds(gridville, spot(1100, -290), spot(1100, 0), Mode.DRIVE) == pytest.approx(
        expected, abs=0.2
    )


def test_from_a_place_to_itself_takes_no_time(gridville):
    table = matrix(gridville, [spot(300, -60)], [spot(300, -60)], Mode.WALK)
    assert table.seconds[0, 0] == 0
    assert table.metres[0, 0] == 0


def test_matrix_tells_metres_and_status(gridville):
    places = [spot(0, 0), spot(400, 0), spot(3100, 1010, "island"), spot(500, 40)]
    table = matrix(gridville, places[:1], places, Mode.WALK)
    assert table.status[0].tolist() == [Status.OK, Status.OK, Status.OFF_NETWORK, Status.OK]
    assert table.metres[0, 1] == pytest.approx(400, abs=0.1)
    assert np.isnan(table.seconds[0, 2])
    assert np.isnan(table.snap_metres[2])
    assert table.snap_metres[3] == pytest.approx(40, abs=0.1)


def test_place_on_an_unconnected_island_is_off_the_network(gridville):
    with pytest.raises(OffNetwork) as caught:
        gridville.snap([at(3100, 1010)], Mode.WALK)
    assert caught.value.metres == pytest.approx(1100, abs=1)
    assert "1100 m" in str(caught.value)


def test_place_in_the_river_is_off_the_network(gridville):
    with pytest.raises(OffNetwork) as caught:
        gridville.snap([at(1000, 1500)], Mode.WALK)
    assert caught.value.across_water


def test_nobody_snaps_across_the_river(gridville):
    # Nearest is the street north of the river; the one south of it is on this shore.
    (link,) = gridville.snap([at(1100, 1430)], Mode.WALK).link.tolist()
    assert gridville.network.name_of(link)["en"] == "Street 7 East"


def test_place_beyond_the_map_is_out_of_bounds(gridville):
    with pytest.raises(OutOfBounds, match="Longitude comes first"):
        gridville.snap([at(20_000, 0)], Mode.WALK)


def test_to_and_from_differ_on_one_way_streets_only(gridville):
    here = gridville.snap([at(1000, 300)], Mode.DRIVE)
    there = gridville.snap([at(1000, 100)], Mode.DRIVE)

    def field(mode: Mode, direction: Direction) -> float:
        (found,) = search(gridville.network, here, mode, Period.FREE, direction)
        return float(found.along(there.link, there.fraction)[0])

    assert field(Mode.DRIVE, Direction.TO) == pytest.approx(ONE_WAY_BLOCK, abs=0.1)
    assert field(Mode.DRIVE, Direction.FROM) > 5 * ONE_WAY_BLOCK
    assert field(Mode.WALK, Direction.TO) == pytest.approx(field(Mode.WALK, Direction.FROM))


def test_route_names_its_streets_and_turns(gridville):
    way = route(gridville, spot(0, 200), spot(450, 30), Mode.WALK)
    told = [(step.turn, step.name["en"]) for step in way.steps]
    assert told[0][0] == "start"
    assert told[-1] == ("walk", "")
    assert told[-2][1] == "Street 0 East"
    assert {turn for turn, _ in told[1:-1]} <= {"left", "right"}


def test_route_line_runs_from_place_to_place(gridville):
    way = route(gridville, spot(300, -60), spot(500, 30), Mode.WALK)
    ends = [at(300, -60), at(500, 30)]
    assert way.line[[0, -1]] == pytest.approx(np.array([[p.lon, p.lat] for p in ends]), abs=1e-6)


@pytest.mark.parametrize("direction", list(Direction))
def test_a_place_at_the_very_end_of_a_one_way_is_no_trouble(gridville, direction):
    network = gridville.network
    open_, closed = network.travel_of(Mode.DRIVE, Period.FREE)
    (link, *_) = np.flatnonzero(np.isfinite(open_) & np.isinf(closed)).tolist()
    for fraction in (0.0, 1.0):
        place = Snapped(np.array([link]), np.array([fraction]), np.array([0.0]), np.array([False]))
        (found,) = search(network, place, Mode.DRIVE, Period.FREE, direction)
        assert np.isfinite(found.begin).sum() > network.links
