"""Ways are split where they meet and joined where nothing changes, and nothing is lost."""

from __future__ import annotations

from itertools import pairwise

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import dijkstra

from geo.model import STREET_MODES, Mode, Period
from geo.network.graph import Network
from geo.network.pieces import join
from geo.network.rules import CODE
from tests.gridville import EAST, NORTH
from tests.network.drawing import (
    STREET,
    Road,
    Spot,
    corner,
    draw,
    network_of,
    node_at,
    pieces_of,
    total_metres,
)

ordinary = settings(max_examples=60, deadline=None, derandomize=True)
WALK_KMH, DRIVE_KMH = 4.8, 30.0
LIGHT = {"highway": "traffic_signals"}


def lines(network: Network) -> list[list[Spot]]:
    """The shape of every link in metres from the first corner."""
    parts = np.split(network.shape_xy, network.shape_offsets[1:-1])
    return [[corner(*point) for point in part] for part in parts]


def seconds(network: Network, mode: Mode, a: Spot, b: Spot) -> float:
    graph = network.adjacency(mode, Period.FREE).matrix
    row = dijkstra(graph, indices=node_at(network, a))
    return float(row[node_at(network, b)])


def test_a_way_through_inner_corners_is_one_link_of_its_full_length_and_shape() -> None:
    line = [(0, 0), (300, 0), (300, 400), (300, 500)]
    network = network_of((STREET, line))
    assert lines(network) == [line]
    assert network.metres == pytest.approx([800], abs=0.01)


def test_ways_are_split_where_they_meet() -> None:
    main, side = [(0, 0), (100, 0), (200, 0)], [(100, 0), (100, 100)]
    network = network_of((STREET, main), (STREET, side))
    assert sorted(lines(network)) == [
        [(0, 0), (100, 0)],
        [(100, 0), (100, 100)],
        [(100, 0), (200, 0)],
    ]


def test_ways_that_cross_without_a_shared_node_do_not_meet() -> None:
    network = network_of((STREET, [(0, 0), (200, 0)]), (STREET, [(100, -100), (100, 100)]))
    assert network.links == 2
    assert network.nodes == 4


def test_ways_end_to_start_become_one_link() -> None:
    network = network_of((STREET, [(100, 0), (200, 50)]), (STREET, [(0, 0), (50, 50), (100, 0)]))
    assert lines(network) == [[(0, 0), (50, 50), (100, 0), (200, 50)]]


@pytest.mark.parametrize(
    "other",
    [
        {"highway": "service"},
        {"highway": "residential", "name": "Other"},
        {"highway": "residential", "oneway": "yes"},
        {"highway": "residential", "bridge": "yes"},
        {"highway": "residential", "maxspeed": "30"},
    ],
)
def test_ways_that_differ_in_rule_or_name_stay_apart(other: dict[str, str]) -> None:
    network = network_of((STREET, [(0, 0), (100, 0)]), (other, [(100, 0), (200, 0)]))
    assert network.links == 2


def test_ways_whose_tags_mean_the_same_are_joined() -> None:
    lit = {"highway": "residential", "surface": "asphalt", "oneway": "no"}
    network = network_of((STREET, [(0, 0), (100, 0)]), (lit, [(100, 0), (200, 0)]))
    assert network.links == 1


def test_a_light_on_the_way_stays_a_node() -> None:
    network = network_of((STREET, [(0, 0), (100, 0), (300, 0)]), nodes={(100, 0): LIGHT})
    assert sorted(lines(network)) == [[(0, 0), (100, 0)], [(100, 0), (300, 0)]]


def test_a_ring_is_kept_whole_however_it_is_cut() -> None:
    ring = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    whole = network_of((STREET, ring))
    halves = network_of((STREET, ring[:3]), (STREET, ring[2:]))
    for network in (whole, halves):
        assert network.links == network.nodes == 1
        assert network.metres == pytest.approx([400], abs=0.01)
        assert lines(network)[0][0] == lines(network)[0][-1]


def test_a_ring_with_a_street_on_it_can_be_driven_round() -> None:
    ring = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    roundabout = {"highway": "residential", "junction": "roundabout"}
    out, in_ = [(0, 0), (0, -50)], [(100, 100), (200, 100)]
    network = network_of((roundabout, ring), (STREET, out), (STREET, in_))
    quarter = 200 * 3.6 / DRIVE_KMH
    assert seconds(network, Mode.DRIVE, (0, 0), (100, 100)) == pytest.approx(quarter, rel=1e-4)
    assert seconds(network, Mode.DRIVE, (100, 100), (0, 0)) == pytest.approx(quarter, rel=1e-4)
    # Round the short side is with the flow from (0, 0) by (100, 0) only.
    assert len(lines(network)) == 4


def test_a_way_that_meets_itself_is_split_there() -> None:
    loop = [(0, 0), (100, 0), (200, 100), (200, -100), (100, 0)]
    network = network_of((STREET, loop))
    assert sorted(network.metres) == pytest.approx([100, 200 + 2 * np.hypot(100, 100)], abs=0.01)


def test_a_street_that_stands_twice_changes_no_time() -> None:
    line = [(0, 0), (100, 0), (200, 0)]
    ends: list[Road] = [({"highway": "service"}, [(x, 0), (x, 50)]) for x in (0, 200)]
    once = network_of((STREET, line), *ends)
    twice = network_of((STREET, line), (STREET, line[::-1]), (STREET, line), *ends)
    for mode in STREET_MODES:
        assert seconds(twice, mode, (0, 0), (200, 0)) == pytest.approx(
            seconds(once, mode, (0, 0), (200, 0))
        )


def test_a_way_that_nobody_may_use_is_left_out_and_joins_nothing() -> None:
    works = ({"highway": "construction"}, [(100, -100), (100, 0), (100, 100)])
    network = network_of((STREET, [(0, 0), (100, 0), (200, 0)]), works)
    assert network.nodes == 2


@pytest.mark.parametrize(
    ("tags", "who"),
    [
        ({"barrier": "bollard"}, {Mode.WALK, Mode.BIKE, Mode.EBIKE}),
        ({"barrier": "stile"}, {Mode.WALK}),
        ({"barrier": "gate", "access": "private"}, set()),
        ({"barrier": "gate"}, set(STREET_MODES)),
    ],
)
@pytest.mark.parametrize("at_a_junction", [False, True])
def test_a_barrier_lets_through_whom_it_should(
    tags: dict[str, str], who: set[Mode], at_a_junction: bool
) -> None:
    roads: list[Road] = [(STREET, [(0, 0), (100, 0), (200, 0)])]
    if at_a_junction:
        roads.append((STREET, [(100, 0), (100, 100)]))
    network = network_of(*roads, nodes={(100, 0): tags})
    ends = [(200, 0), (100, 100)] if at_a_junction else [(200, 0)]
    for mode in STREET_MODES:
        for end in ends:
            assert np.isfinite(seconds(network, mode, (0, 0), end)) == (mode in who)
            assert np.isfinite(seconds(network, mode, end, (0, 0))) == (mode in who)


def test_a_barrier_costs_nothing_and_nobody_enters_the_network_on_it() -> None:
    line = [(0, 0), (100, 0), (200, 0)]
    network = network_of((STREET, line), nodes={(100, 0): {"barrier": "bollard"}})
    passage = network.code == CODE["barrier"]
    assert network.metres[passage] == pytest.approx(0)
    assert not network.doors(Mode.WALK)[passage].any()
    walk = 200 * 3.6 / WALK_KMH
    assert seconds(network, Mode.WALK, (0, 0), (200, 0)) == pytest.approx(walk, rel=1e-4)


# Random small towns: ways over a five by five raster, one-ways among them.

spots = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda c: (c[0] * 100, c[1] * 100))
tags = st.sampled_from(
    [STREET, {**STREET, "oneway": "yes"}, {"highway": "footway"}, {"highway": "cycleway"}]
)


def _without_repeats(line: list[Spot]) -> list[Spot]:
    return line[:1] + [b for a, b in pairwise(line) if a != b]


roads = st.lists(
    st.tuples(
        tags,
        st.lists(spots, min_size=2, max_size=6)
        .map(_without_repeats)
        .filter(lambda line: len(line) > 1),
    ),
    min_size=1,
    max_size=8,
)
barriers = st.dictionaries(
    spots,
    st.sampled_from([{"barrier": "bollard"}, {"barrier": "gate", "access": "no"}]),
    max_size=2,
)


@ordinary
@given(roads, barriers)
def test_links_are_as_long_as_the_ways(drawn: list[Road], barred: dict[Spot, dict[str, str]]):
    on_roads = {spot for _, line in drawn for spot in line}
    nodes = {spot: said for spot, said in barred.items() if spot in on_roads}
    network = network_of(*drawn, nodes=nodes)
    assert network.metres.sum() == pytest.approx(total_metres(draw(*drawn)), rel=1e-9)


@ordinary
@given(roads)
def test_every_junction_survives(drawn: list[Road]) -> None:
    network = network_of(*drawn)
    kept = {corner(*point) for point in zip(network.x, network.y, strict=True)}
    near: dict[Spot, set[Spot]] = {}
    for _, line in drawn:
        for a, b in pairwise(line):
            near.setdefault(a, set()).add(b)
            near.setdefault(b, set()).add(a)
    assert {spot for spot, others in near.items() if len(others) > 2} <= kept


@ordinary
@given(roads, st.sampled_from([Mode.WALK, Mode.BIKE, Mode.DRIVE]))
def test_times_equal_those_of_the_whole_graph(drawn: list[Road], mode: Mode) -> None:
    network = network_of(*drawn)
    ours = dijkstra(network.adjacency(mode, Period.FREE).matrix)
    place = [corner(*point) for point in zip(network.x, network.y, strict=True)]
    theirs = dict(networkx.all_pairs_dijkstra_path_length(_uncontracted(drawn, mode)))
    for i, a in enumerate(place):
        for j, b in enumerate(place):
            expected = theirs.get(a, {}).get(b, 0.0 if a == b else np.inf)
            assert ours[i, j] == pytest.approx(expected, rel=1e-4, abs=1e-3)


def _uncontracted(drawn: list[Road], mode: Mode) -> networkx.DiGraph:
    """Every step of every way as an edge; who may go where is written here anew."""
    kmh = {Mode.WALK: WALK_KMH, Mode.BIKE: 13.46, Mode.DRIVE: DRIVE_KMH}[mode]
    allowed = {
        "residential": set(STREET_MODES),
        "footway": {Mode.WALK},
        "cycleway": {Mode.WALK, Mode.BIKE},
    }
    graph = networkx.DiGraph()
    for said, line in drawn:
        if mode not in allowed[said["highway"]]:
            continue
        for a, b in pairwise(line):
            weight = float(np.hypot(a[0] - b[0], a[1] - b[1])) * 3.6 / kmh
            graph.add_edge(a, b, weight=weight)
            if mode is Mode.WALK or "oneway" not in said:
                graph.add_edge(b, a, weight=weight)
    return graph


@ordinary
@given(roads)
def test_joining_what_is_joined_changes_nothing(drawn: list[Road]) -> None:
    once = join(pieces_of(draw(*drawn)))
    again = join(once)
    assert len(again.rule) == len(once.rule)
    assert np.array_equal(np.sort(again.refs), np.sort(once.refs))


def test_a_drawn_corner_is_where_it_was_drawn() -> None:
    network = network_of((STREET, [(0, 0), (700, 300)]))
    assert network.x - EAST == pytest.approx([0, 700], abs=0.01)
    assert network.y - NORTH == pytest.approx([0, 300], abs=0.01)
