"""Lights stop each trip once at a junction, whatever their number and wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from scipy.sparse.csgraph import dijkstra

from geo.model import STREET_MODES, Direction, Mode, Period
from geo.network.graph import Network
from geo.network.junctions import number_junctions, suppose_lights
from geo.travel.graphs import graph_of
from tests.network.drawing import Road, Spot, corner, draw, network_of, node_at, pieces_of

BIG, SMALL = {"highway": "primary"}, {"highway": "tertiary"}
EASTWARD = {"highway": "primary", "oneway": "yes", "name": "Ring"}
LIGHT = {"highway": "traffic_signals"}
FORWARD = {**LIGHT, "traffic_signals:direction": "forward"}
BACKWARD = {**LIGHT, "traffic_signals:direction": "backward"}
LIGHT_SECONDS = 15.0


def supposed(*roads: Road) -> set[Spot]:
    pieces = pieces_of(draw(*roads))
    return {corner(pieces.x[n], pieces.y[n]) for n in suppose_lights(pieces)}


def cross(
    east: Mapping[str, str] = BIG, north: Mapping[str, str] = BIG, x: float = 0, y: float = 0
) -> list[Road]:
    """Two streets that cross in a corner."""
    return [
        (east, [(x - 300, y), (x, y), (x + 300, y)]),
        (north, [(x, y - 300), (x, y), (x, y + 300)]),
    ]


def lost(network: Network, a: Spot, b: Spot, mode: Mode = Mode.DRIVE) -> float:
    """Seconds spent at lights on the fastest way."""
    graph = network.adjacency(mode, Period.FREE)
    start, node = node_at(network, a), node_at(network, b)
    _, before = dijkstra(graph.matrix, indices=start, return_predecessors=True)
    delay = np.concatenate(network.delay_of(mode, Period.FREE))
    total = 0.0
    while node != start:
        edge = graph.between(np.array([before[node]]), np.array([node]))
        total += float(delay[edge[0]])
        node = int(before[node])
    return total


def test_a_crossing_of_two_large_roads_is_supposed_to_be_lit() -> None:
    assert supposed(*cross()) == {(0, 0)}
    assert supposed(*cross({"highway": "trunk"}, {"highway": "secondary"})) == {(0, 0)}


def test_a_large_road_that_ends_at_another_is_lit_and_a_bend_is_not() -> None:
    assert supposed((BIG, [(0, 0), (300, 0), (600, 0)]), (BIG, [(300, 0), (300, 300)])) == {
        (300, 0)
    }
    assert supposed((BIG, [(0, 0), (300, 0)]), (BIG, [(300, 0), (300, 300)])) == set()


@pytest.mark.parametrize(
    "other",
    [
        SMALL,
        {"highway": "motorway", "oneway": "no"},
        {"highway": "primary_link"},
        {"highway": "primary", "bridge": "yes"},
        {"highway": "primary", "tunnel": "yes"},
    ],
)
def test_lesser_streets_ramps_bridges_and_tunnels_make_no_light(other: dict[str, str]) -> None:
    assert supposed(*cross(BIG, other)) == set()


def test_a_road_that_stands_twice_in_the_data_is_no_junction() -> None:
    line = [(0, 0), (100, 0), (200, 50), (300, 0)]
    assert supposed((BIG, line), (BIG, line)) == set()
    assert supposed((BIG, line), (BIG, line[::-1])) == set()


def test_lights_are_supposed_only_where_the_data_map_none() -> None:
    roads = [*cross(), *cross(x=2000)]
    supposed_ = network_of(*roads)
    mapped = network_of(*roads, nodes={(0, 0): LIGHT})
    assert len(np.unique(supposed_.lit[supposed_.lit >= 0])) == 2
    assert mapped.lit[node_at(mapped, (0, 0))] >= 0
    assert mapped.lit[node_at(mapped, (2000, 0))] < 0


def test_lights_nearer_than_the_radius_are_one_junction() -> None:
    x = np.array([0.0, 39.0, 78.0, 120.0, 500.0, 10.0])
    numbers = number_junctions(np.array([0, 1, 2, 3, 4]), x, np.zeros(6), 40.0)
    assert numbers[0] == numbers[1] == numbers[2]
    assert len(set(numbers[:5].tolist())) == 3
    assert numbers[5] == -1


def test_without_lights_there_is_no_junction() -> None:
    assert (
        number_junctions(np.empty(0, np.int64), np.zeros(3), np.zeros(3), 40.0).tolist() == [-1] * 3
    )


def test_a_trip_through_a_light_stops_once_and_one_that_ends_there_too() -> None:
    network = network_of(*cross(SMALL, SMALL), nodes={(0, 0): LIGHT})
    for mode in STREET_MODES:
        assert lost(network, (-300, 0), (300, 0), mode) == LIGHT_SECONDS
    assert lost(network, (-300, 0), (0, 0)) == LIGHT_SECONDS
    assert lost(network, (0, 0), (0, 300)) == 0


def test_a_dual_carriageway_is_crossed_with_one_stop_in_each_direction() -> None:
    # Two carriageways 25 m apart, a side road across both, a light where they meet.
    there = (EASTWARD, [(-300, 0), (0, 0), (300, 0)])
    back = (EASTWARD, [(300, 25), (0, 25), (-300, 25)])
    side = (BIG, [(0, -300), (0, 0), (0, 25), (0, 325)])
    for nodes in ({}, {(0, 0): LIGHT, (0, 25): LIGHT}):
        network = network_of(there, back, side, nodes=nodes)
        assert lost(network, (0, -300), (0, 325)) == LIGHT_SECONDS
        assert lost(network, (0, 325), (0, -300)) == LIGHT_SECONDS
        assert lost(network, (-300, 0), (300, 0)) == LIGHT_SECONDS
        assert lost(network, (300, 25), (-300, 25)) == LIGHT_SECONDS
        # A left turn passes both nodes of the one junction.
        assert lost(network, (0, -300), (-300, 25)) == LIGHT_SECONDS


def test_lights_before_the_crossing_on_every_approach_stop_a_trip_once() -> None:
    lights = {(-15, 0): LIGHT, (15, 0): LIGHT, (0, -15): LIGHT, (0, 15): LIGHT}
    east = (SMALL, [(-300, 0), (-15, 0), (0, 0), (15, 0), (300, 0)])
    north = (SMALL, [(0, -300), (0, -15), (0, 0), (0, 15), (0, 300)])
    network = network_of(east, north, nodes=lights)
    for a, b in (((-300, 0), (300, 0)), ((300, 0), (0, 300)), ((0, 300), (0, -300))):
        assert lost(network, a, b) == LIGHT_SECONDS
        assert lost(network, a, b, Mode.WALK) == LIGHT_SECONDS


def test_a_side_street_beyond_a_single_light_does_not_stop() -> None:
    main = (SMALL, [(-300, 0), (0, 0), (20, 0), (300, 0)])
    side = (SMALL, [(20, 0), (20, 200)])
    network = network_of(main, side, nodes={(0, 0): LIGHT})
    assert lost(network, (20, 200), (300, 0)) == 0
    assert lost(network, (-300, 0), (20, 200)) == LIGHT_SECONDS


def test_a_crossing_farther_from_two_lights_than_the_radius_is_no_part_of_their_junction() -> None:
    main = (SMALL, [(-300, 0), (0, 0), (35, 0), (300, 0)])
    west, east = (SMALL, [(17, 200), (0, 0)]), (SMALL, [(17, 200), (35, 0)])
    lane = (SMALL, [(-300, 200), (17, 200), (300, 200)])
    network = network_of(main, west, east, lane, nodes={(0, 0): LIGHT, (35, 0): LIGHT})
    assert lost(network, (-300, 200), (300, 200)) == 0


def test_a_street_that_only_passes_near_a_light_does_not_stop() -> None:
    service = (SMALL, [(-300, 30), (0, 30), (300, 30)])
    lane = (SMALL, [(0, 30), (0, 200)])
    network = network_of(*cross(BIG, SMALL, y=0), nodes={(0, 0): LIGHT})
    beside = network_of(*cross(BIG, BIG, y=-1000), service, lane, nodes={(0, -1000): LIGHT})
    assert lost(network, (-300, 0), (300, 0)) == LIGHT_SECONDS
    assert lost(beside, (-300, 30), (300, 30)) == 0


def test_a_light_for_one_sense_of_its_way_stops_only_that_sense() -> None:
    line = [(0, 0), (200, 0), (400, 0)]
    ahead = network_of((SMALL, line), nodes={(200, 0): FORWARD})
    assert lost(ahead, (0, 0), (400, 0)) == LIGHT_SECONDS
    assert lost(ahead, (400, 0), (0, 0)) == 0
    behind = network_of((SMALL, line), nodes={(200, 0): BACKWARD})
    assert lost(behind, (0, 0), (400, 0)) == 0
    assert lost(behind, (400, 0), (0, 0)) == LIGHT_SECONDS


def test_a_light_across_one_carriageway_of_a_split_road_stops_a_turn_from_the_side() -> None:
    network = network_of(*cross(EASTWARD, SMALL), nodes={(0, 0): LIGHT})
    assert lost(network, (0, -300), (300, 0)) == LIGHT_SECONDS


def test_fuller_hours_charge_a_light_only_what_congestion_has_not_cost() -> None:
    network = network_of(*cross(BIG, SMALL), nodes={(0, 0): LIGHT})
    into = np.flatnonzero(network.end == node_at(network, (0, 0)))[0]
    free = float(network.travel_of(Mode.DRIVE, Period.FREE)[0][into])
    for period, share in ((Period.FREE, 1.0), (Period.OFF_PEAK, 0.8), (Period.PEAK, 0.55)):
        cost = free / share
        # Going straight on is the cheapest that may follow: the street and what its light adds.
        onward = graph_of(network, Mode.DRIVE, period, Direction.FROM).matrix[into]
        assert onward.nnz == 3
        added = onward.data.min() - cost
        assert added == pytest.approx(max(LIGHT_SECONDS - (cost - free), 0), abs=0.01)
