"""Turn restrictions: which pairs of directed edges they close, and what a trip makes of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from geo.model import Direction, Mode, Period, Restriction
from geo.network.build import build
from geo.network.snap import Snapper
from geo.sources.roads import read_ways
from geo.travel.streets import search
from tests.gridville import at

CORNER = (400.0, 400.0)


@pytest.fixture(scope="module")
def ways(gridville):
    return read_ways(gridville.town.files["roads"])


def way_through(ways, a, b):
    """The id of the way that runs between two corners."""
    ends = [node(ways, a), node(ways, b)]
    for i, name in enumerate(ways.ids):
        refs = ways.refs[ways.offsets[i] : ways.offsets[i + 1]].tolist()
        if all(end in refs for end in ends):
            return name
    raise AssertionError(f"no way from {a} to {b}")


def node(ways, corner):
    point = at(*corner)
    return int(np.hypot(ways.lon - point.lon, ways.lat - point.lat).argmin())


def seconds(gridville, ways, a, b, mode=Mode.DRIVE, direction=Direction.FROM):
    network = build(ways, gridville.town, shapely.MultiPolygon())
    snapper = Snapper(network, shapely.MultiPolygon())
    xy = np.array([a, b]) + np.array([500_000, 5_000_000])
    found = snapper.snap(xy[:, 0], xy[:, 1], mode)
    near, far = (0, 1) if direction is Direction.FROM else (1, 0)
    (field,) = search(network, found.take(slice(near, near + 1)), mode, Period.FREE, direction)
    other = found.take(slice(far, far + 1))
    return float(field.along(other.link, other.fraction)[0])


def restricted(ways, only=False, after=None):
    """No left turn (or only that turn) at the corner, coming from the south."""
    rule = Restriction(
        way_through(ways, (400, 200), CORNER),
        node(ways, CORNER),
        after or way_through(ways, CORNER, (200, 400)),
        only,
    )
    return replace(ways, restrictions=(rule,))


@pytest.mark.parametrize("direction", list(Direction))
def test_a_forbidden_turn_is_driven_round(gridville, ways, direction):
    # From the south to the west: half a block, left turn, half a block.
    a, b = (400.0, 300.0), (300.0, 400.0)
    free = seconds(gridville, ways, a, b, direction=direction)
    assert free == pytest.approx(24 + 5.4, abs=0.1)
    # Streets run through the corner, so the ban names both of its arms: the right turn is closed
    # too, and the shortest way is back to the south and round the block to the west.
    banned = seconds(gridville, restricted(ways), a, b, direction=direction)
    assert banned > free + 24


def test_a_forbidden_turn_is_no_matter_on_foot_or_the_other_way(gridville, ways):
    a, b = (400.0, 300.0), (300.0, 400.0)
    for mode in (Mode.WALK, Mode.BIKE):
        assert seconds(gridville, restricted(ways), a, b, mode) == pytest.approx(
            seconds(gridville, ways, a, b, mode)
        )
    assert seconds(gridville, restricted(ways), b, a) == pytest.approx(
        seconds(gridville, ways, b, a)
    )


def test_an_only_turn_closes_going_straight_on(gridville, ways):
    a, north = (400.0, 300.0), (400.0, 500.0)
    free = seconds(gridville, ways, a, north)
    assert free == pytest.approx(24, abs=0.1)
    assert seconds(gridville, restricted(ways, only=True), a, north) > free + 24


def test_no_turning_round_closes_only_that(gridville, ways):
    itself = way_through(ways, (400, 200), CORNER)
    rule = restricted(ways, after=itself)
    a, north = (400.0, 300.0), (400.0, 500.0)
    assert seconds(gridville, rule, a, north) == pytest.approx(seconds(gridville, ways, a, north))


def test_everybody_still_gets_everywhere(gridville, ways):
    network = build(restricted(ways), gridville.town, shapely.MultiPolygon())
    before = build(ways, gridville.town, shapely.MultiPolygon())
    assert network.doors(Mode.DRIVE).sum() == before.doors(Mode.DRIVE).sum()
    assert len(network.turn_before) < len(before.turn_before)
