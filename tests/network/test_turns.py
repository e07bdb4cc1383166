"""Turns by car: what may follow what, and what it costs."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.network.rules import CODE, RAMP, ROUNDABOUT
from geo.network.turns import Streets, Turns, make_turns
from geo.sources.assumptions import default_assumptions

NEAR, FAR, ROUND, GIVE_WAY = 2.1, 5.4, 20.0, 5.0


def streets(*rows: tuple, nodes: int = 5, lit: tuple[int, ...] = ()) -> Streets:
    """Streets as rows of start, end, line, class, open along and against, and flags."""
    lights = np.full(nodes, -1)
    lights[list(lit)] = 0
    filled = [(*row, *(("residential", True, True, 0)[len(row) - 3 :])) for row in rows]
    start, end, lines, kinds, along, against, flags = zip(*filled, strict=True)
    return Streets(
        np.array(start),
        np.array(end),
        np.array([CODE[kind] for kind in kinds], np.uint8),
        np.array(flags, np.uint8),
        np.array(along),
        np.array(against),
        lights,
        np.array([shapely.LineString(line) for line in lines]),
    )


def costs(turns: Turns) -> dict[tuple[int, int], float]:
    rows = zip(turns.before.tolist(), turns.after.tolist(), turns.seconds.tolist(), strict=True)
    return {(before, after): round(seconds, 3) for before, after, seconds in rows}


def crossing(**rest) -> Streets:
    """Node 0 in the middle; links 0 to 3 lead to it from south, east, north and west."""
    arms = [(0, -100), (100, 0), (0, 100), (-100, 0)]
    return streets(*((i + 1, 0, [arm, (0, 0)]) for i, arm in enumerate(arms)), **rest)


def test_straight_on_is_free_and_the_far_turn_dearer_than_the_near_one():
    found = costs(make_turns(crossing(), default_assumptions()))
    # From the south (edge 0): north is straight, east right, west left; edges 4 + i lead away.
    assert found[0, 6] == 0
    assert found[0, 5] == pytest.approx(NEAR)
    assert found[0, 7] == pytest.approx(FAR)


def test_where_traffic_keeps_left_the_turns_change_sides():
    found = costs(make_turns(crossing(), default_assumptions(), left_hand=True))
    assert found[0, 5] == pytest.approx(FAR)
    assert found[0, 7] == pytest.approx(NEAR)


def test_nobody_turns_round_but_at_a_dead_end():
    found = costs(make_turns(crossing(), default_assumptions()))
    assert (0, 4) not in found
    # At the southern end of link 0 there is no other way.
    assert found[4, 0] == pytest.approx(ROUND)


def test_a_one_way_is_not_entered_against_its_sense():
    arms = [(0, -100), (100, 0), (0, 100)]
    rows = [(i + 1, 0, [arm, (0, 0)]) for i, arm in enumerate(arms)]
    rows[1] = (2, 0, [arms[1], (0, 0)], "residential", True, False, 0)
    found = costs(make_turns(streets(*rows), default_assumptions()))
    assert (0, 4) not in found
    assert (0, 5) in found
    assert (1, 5) in found


def test_who_comes_to_a_larger_road_gives_way_unless_there_is_a_light():
    rows = [
        (1, 0, [(0, -100), (0, 0)]),
        (2, 0, [(100, 0), (0, 0)], "primary", True, True, 0),
        (3, 0, [(-100, 0), (0, 0)], "primary", True, True, 0),
    ]
    found = costs(make_turns(streets(*rows), default_assumptions()))
    assert found[0, 4] == pytest.approx(NEAR + GIVE_WAY)
    assert found[1, 5] == 0
    lit = costs(make_turns(streets(*rows, lit=(0,)), default_assumptions()))
    assert lit[0, 4] == pytest.approx(NEAR)


def test_a_bend_a_ramp_and_a_roundabout_are_no_turns():
    bend = streets((1, 0, [(0, -100), (0, 0)]), (0, 2, [(0, 0), (100, 0)]))
    assert costs(make_turns(bend, default_assumptions()))[0, 1] == 0
    arms = [(0, -100), (100, 0), (-100, 0)]
    for flag, kind in ((RAMP, "trunk"), (ROUNDABOUT, "residential"), (0, "motorway")):
        rows = [(i + 1, 0, [arm, (0, 0)], kind, True, True, flag) for i, arm in enumerate(arms)]
        assert set(costs(make_turns(streets(*rows), default_assumptions())).values()) <= {0, ROUND}


def test_arcs_stand_in_the_order_of_the_edge_before():
    turns = make_turns(crossing(), default_assumptions())
    assert (np.diff(turns.before) >= 0).all()


def test_from_one_arm_of_a_fork_into_the_other_is_turning_round():
    arms = [(-100, 5), (-100, -5), (100, 0)]
    rows = [(i + 1, 0, [arm, (0, 0)], "motorway", True, True, 0) for i, arm in enumerate(arms)]
    found = costs(make_turns(streets(*rows), default_assumptions()))
    assert found[0, 4] == pytest.approx(ROUND)
    assert found[0, 5] == 0
