"""A parcel's time is that of its best entrance; worked out on paper in Gridville."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.model import Direction, Mode, Period, Status
from geo.network.entries import Entries, entries
from geo.network.snap import Snapped
from geo.study import Study
from geo.travel.parcels import parcel_seconds, parcel_status
from geo.travel.streets import Field, search
from tests.gridville import EAST, NORTH, at

PACE = 0.75  # seconds of a metre on foot, at 4.8 km/h
DETOUR = 1.3


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(west + EAST, south + NORTH, east + EAST, north + NORTH)


PARCELS = np.array(
    [
        box(30, 20, 180, 190),  # a block, 20 m from the street that the trip starts on
        box(410, 410, 590, 590),
        box(3050, 1010, 3150, 1100),  # on the island
        box(900, 3000, 1000, 3100),  # north of everything
    ],
    object,
)


def field(study: Study, mode: Mode = Mode.WALK, direction: Direction = Direction.FROM) -> Field:
    snapped: Snapped = study.snapper.snap(*study.locate([at(0, 0)]), mode)
    return search(study.network, snapped, mode, Period.FREE, direction)[0]


def found(study: Study, mode: Mode = Mode.WALK) -> Entries:
    return entries(study.snapper, PARCELS, mode)


@pytest.mark.parametrize("direction", list(Direction))
def test_the_walk_ends_at_the_outline(gridville: Study, direction: Direction) -> None:
    seconds = parcel_seconds(field(gridville, direction=direction), found(gridville))
    # Along the street to the middle of the frontage, and 20 m to the outline.
    assert seconds[0] == pytest.approx(105 * PACE + 20 * PACE * DETOUR, abs=0.5)
    # Two blocks each way to the corner, and half a block on.
    assert seconds[1] == pytest.approx(900 * PACE + 10 * PACE * DETOUR, abs=0.5)


def test_parcels_out_of_reach_are_listed_with_the_reason(gridville: Study) -> None:
    entrances = found(gridville)
    seconds = parcel_seconds(field(gridville), entrances)
    assert parcel_status(seconds, entrances).tolist() == [
        Status.OK,
        Status.OK,
        Status.OFF_NETWORK,  # the island meets no other street, so that nobody joins it
        Status.OFF_NETWORK,
    ]
    assert np.isinf(seconds[2:]).all()


def test_what_lies_beyond_the_limit_of_a_search_is_unreachable(gridville: Study) -> None:
    snapped = gridville.snapper.snap(*gridville.locate([at(0, 0)]), Mode.WALK)
    near = search(gridville.network, snapped, Mode.WALK, Period.FREE, Direction.FROM, 300.0)[0]
    entrances = found(gridville)
    status = parcel_status(parcel_seconds(near, entrances), entrances)
    assert status.tolist()[:2] == [Status.OK, Status.UNREACHABLE]
