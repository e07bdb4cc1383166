"""What the doors of hubs cost, in Gridville: worked out on paper from blocks and speeds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from geo.errors import OffNetwork
from geo.measures.isochrone import isochrone
from geo.model import (
    AT_DOOR,
    Direction,
    IsochroneQuestion,
    Mode,
    Name,
    Period,
    Spot,
    as_spot,
    to_the_street,
)
from geo.study import Study
from geo.travel.matrix import matrix
from geo.travel.route import route
from tests.gridville import at, spot

WALK_BLOCK = 150.0  # 200 m at 4.8 km/h
BIKE_BLOCK = 200 * 3.6 / 13.46
SIDE_BLOCK = 24.0  # 200 m at 30 km/h


def hub(*doors: tuple[float, float], kind: str = "rail", minutes: float | None = None) -> Spot:
    """A hub at (400, 0) with doors of its own."""
    places = tuple(at(*door) for door in doors)
    return Spot("hub", Name("枢纽", "hub"), at(400, 0), kind, places, minutes)


def seconds(study: Study, a: Spot, b: Spot, mode: Mode) -> float:
    """The time between two places, told alike by matrix and route."""
    one = float(matrix(study, [a], [b], mode, Period.FREE).seconds[0, 0])
    way = route(study, a, b, mode, Period.FREE)
    assert way.seconds == pytest.approx(one, abs=0.01)
    assert sum(step.seconds for step in way.steps) == pytest.approx(one, abs=0.01)
    return one


@pytest.mark.parametrize(
    ("mode", "kind", "expected"),
    [
        (Mode.WALK, "rail", 2 * WALK_BLOCK),
        (Mode.BIKE, "rail", 2 * BIKE_BLOCK + 60),
        (Mode.DRIVE, "", 2 * SIDE_BLOCK),
        (Mode.DRIVE, "rail", 2 * SIDE_BLOCK + 300),
        (Mode.DRIVE, "metro", 2 * SIDE_BLOCK + 300),
        (Mode.DRIVE, "airport", 2 * SIDE_BLOCK + 480),
        (Mode.DRIVE, "bus", 2 * SIDE_BLOCK + 120),
    ],
)
def test_a_hub_costs_what_its_kind_says(gridville, mode, kind, expected):
    place = hub(kind=kind)
    there = seconds(gridville, spot(0, 0), place, mode)
    assert there == pytest.approx(expected, abs=0.01)
    assert seconds(gridville, place, spot(0, 0), mode) == pytest.approx(expected, abs=0.01)


def test_a_hub_may_know_its_own_parking(gridville):
    place = hub(minutes=2.5)
    expected = 2 * SIDE_BLOCK + 150
    assert seconds(gridville, spot(0, 0), place, Mode.DRIVE) == pytest.approx(expected, abs=0.01)


def test_only_the_way_is_left_without_doors(gridville):
    place = to_the_street(hub((200, 0), kind="airport"))
    assert seconds(gridville, spot(0, 0), place, Mode.DRIVE) == pytest.approx(48, abs=0.01)
    on_foot = seconds(gridville, spot(0, 0), place, Mode.WALK)
    assert on_foot == pytest.approx(2 * WALK_BLOCK, abs=0.01)


def test_on_foot_the_best_entrance_is_taken(gridville):
    place = hub((200, 0), (400, 400))
    west, north = spot(0, 0, "west"), spot(400, 600, "north")
    assert seconds(gridville, west, place, Mode.WALK) == pytest.approx(WALK_BLOCK, abs=0.01)
    assert seconds(gridville, north, place, Mode.WALK) == pytest.approx(WALK_BLOCK, abs=0.01)
    # In one table, and from the other side: each pair has an entrance of its own.
    table = matrix(gridville, [west, place, north], [place, west], Mode.WALK)
    minutes = np.array([[1, 0], [0, 1], [1, 5]]) * WALK_BLOCK
    assert table.seconds == pytest.approx(minutes, abs=0.01)
    assert table.metres == pytest.approx(minutes * 200 / WALK_BLOCK, abs=0.1)


def test_cars_go_to_the_hub_and_not_to_its_entrances(gridville):
    place = hub((200, 0))
    expected = 2 * SIDE_BLOCK + 300
    assert seconds(gridville, spot(0, 0), place, Mode.DRIVE) == pytest.approx(expected, abs=0.01)


def test_an_entrance_off_the_streets_does_not_stand_in_the_way(gridville):
    afar = (2800, 2400)  # on the map, farther from any street than people walk
    place = hub(afar)
    assert seconds(gridville, spot(0, 0), place, Mode.WALK) == pytest.approx(300, abs=0.01)
    both = hub(afar, (200, 0))
    assert seconds(gridville, spot(0, 0), both, Mode.WALK) == pytest.approx(150, abs=0.01)
    lost = replace(hub(afar), point=at(*afar))
    with pytest.raises(OffNetwork):
        route(gridville, spot(0, 0), lost, Mode.WALK)
    assert matrix(gridville, [spot(0, 0)], [lost], Mode.WALK).status.tolist() == [["off-network"]]


@pytest.mark.parametrize(
    ("mode", "start", "end"),
    [(Mode.DRIVE, "unpark", "park"), (Mode.BIKE, "unlock", "lock")],
)
def test_doors_are_steps_of_their_own(gridville, mode, start, end):
    out = route(gridville, hub(), spot(0, 0), mode, Period.FREE)
    back = route(gridville, spot(0, 0), hub(), mode, Period.FREE)
    assert [out.steps[0].turn, back.steps[-1].turn] == [start, end]
    for way in (out, back):
        told = [step for step in way.steps if step.turn in AT_DOOR]
        assert [step.seconds for step in told] == [300.0 if mode is Mode.DRIVE else 60.0]
    assert not any(
        step.turn in AT_DOOR for step in route(gridville, hub(), spot(0, 0), Mode.WALK).steps
    )


@pytest.mark.parametrize("direction", list(Direction))
def test_bands_hold_the_doors(gridville, direction):
    def band(place: Spot, mode: Mode, minutes: int) -> shapely.Geometry:
        question = IsochroneQuestion((place,), mode, (minutes,), direction, Period.FREE)
        return isochrone(gridville, question).bands[0].polygon

    parked, bare = hub(kind="rail"), to_the_street(hub())
    later, sooner = band(parked, Mode.DRIVE, 6), band(bare, Mode.DRIVE, 1)
    assert later.symmetric_difference(sooner).area < 1e-3 * sooner.area
    # A kilometre between the entrances: the band lies around each of them.
    apart = band(hub((0, 0), (1000, 0)), Mode.WALK, 3)
    one, other = (band(spot(x, 0), Mode.WALK, 3) for x in (0, 1000))
    assert apart.symmetric_difference(one.union(other)).area < 0.02 * apart.area


def test_a_hub_of_the_town_brings_its_doors(gridville):
    found = next(hub for hub in gridville.hubs if hub.id == "airport")
    assert as_spot(found) == Spot(found.id, found.name, found.point, "airport")
