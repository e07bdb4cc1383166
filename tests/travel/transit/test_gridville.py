"""A made-up line in Gridville: every time follows from blocks, speeds and starts on paper.

The bus runs along y = 400 from x = 200 to x = 1800 in 10 minutes, by x = 1000 after 5; the metro
along x = 1800 from y = 400 to y = 1800 in 4 minutes. A block of 200 m is 150 s on foot.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from geo.errors import QuestionError
from geo.measures.isochrone import isochrone
from geo.model import Direction, IsochroneQuestion, Mode, TransitRules, When
from geo.travel.matrix import matrix
from geo.travel.transit.field import fields_of, place_at, search_transit
from geo.travel.transit.journey import journey
from geo.travel.transit.service import Service
from geo.travel.transit.sweep import sweep
from tests.gridville import at, spot
from tests.timetables import DAY, METRO, MadeUp, MadeUpLine, clock, every, made_up

BLOCK = 150
RULES = TransitRules(boarding_slack=60)
STOPS = {
    "west": at(200, 400),
    "middle": at(1000, 400),
    "east": at(1800, 400),
    "south platform": at(1800, 400),
    "north platform": at(1800, 1800),
}
TEN, LAST = every(10, clock(7, 5), clock(22, 5)), clock(22, 5)
BUS_LINE = MadeUpLine("bus", ["west", "middle", "east"], [0, 5, 10], TEN)
BACK = MadeUpLine("bus", ["east", "middle", "west"], [0, 5, 10], every(10, clock(7), clock(22)))
TRAINS = every(7, clock(6), clock(23))
TRAIN = MadeUpLine("metro", ["south platform", "north platform"], [0, 4], TRAINS, METRO)
WHOLE = MadeUp(STOPS, [BUS_LINE, BACK, TRAIN])


@pytest.fixture(scope="module")
def service(gridville) -> Service:
    return Service(gridville, made_up(WHOLE), RULES)


def next_of(starts: list[int], ready: float, after: int = 0) -> int:
    """The first of the starts, some seconds later, that one who is ready can catch."""
    return min(start + after for start in starts if start + after >= ready)


def by_bus(start: int) -> int:
    """From (0, 400) to (2000, 400): a block, the bus, a block; or ten blocks on foot."""
    bus = next_of(TEN, start + BLOCK + RULES.boarding_slack)
    return min(bus + 600 + BLOCK, start + 10 * BLOCK)


def by_both(start: int) -> int:
    """From (0, 400) to (2000, 1800): a block, the bus, the metro at the same corner, a block."""
    off = next_of(TEN, start + BLOCK + RULES.boarding_slack) + 600
    train = next_of(TRAINS, off + RULES.entrance_in + RULES.boarding_slack)
    return train + 240 + RULES.entrance_out + BLOCK


HOUR = [clock(8, minute) for minute in range(60)]


def when(start: int, window: int = 1, percentile: float = 50) -> When:
    return When(DAY, start, window, percentile)


@pytest.mark.parametrize(
    ("goal", "paper"), [((2000, 400), by_bus), ((2000, 1800), by_both)], ids=["ride", "change"]
)
def test_each_minute_of_an_hour_is_what_paper_says(service, gridville, goal, paper):
    home, there = spot(0, 400), spot(*goal)
    for start in HOUR:
        found = matrix(gridville, [home], [there], Mode.TRANSIT, service=service, when=when(start))
        assert start + found.seconds[0, 0] == pytest.approx(paper(start), abs=0.01)
        way = journey(service, home, there, Mode.TRANSIT, start)
        assert way.end == paper(start)


def test_the_window_holds_every_minute_at_every_node(service, gridville):
    node = int(np.argmin(np.hypot(*_from(gridville, 2000, 1800))))
    place = place_at(service, at(0, 400), Mode.TRANSIT)
    swept = sweep(service, place, Direction.FROM, when(HOUR[0], 60))
    paper = sorted(by_both(start) - start for start in HOUR)
    asked = (0, 1, 25, 33, 50, 90, 100)
    found = [float(field.at_nodes[node]) for field in fields_of(swept, place, asked)]
    assert found == [paper[max(int(np.ceil(p * 0.6)) - 1, 0)] for p in asked]
    assert swept.rides == 2


def _from(gridville, x, y):
    xy = gridville.locate([at(x, y)])
    return gridville.network.x - xy[0][0], gridville.network.y - xy[1][0]


def test_to_a_place_one_leaves_as_late_as_paper_says(service, gridville):
    node = int(np.argmin(np.hypot(*_from(gridville, 0, 400))))
    place = place_at(service, at(2000, 400), Mode.TRANSIT)
    for be_there in HOUR:
        bus = max(start for start in TEN if start + 600 + BLOCK <= be_there)
        took = min(be_there - (bus - BLOCK - RULES.boarding_slack), 10 * BLOCK)
        (field,) = search_transit(service, [place], Direction.TO, when(be_there))
        assert field.at_nodes[node] == pytest.approx(took, abs=0.01)
        there = spot(2000, 400)
        way = journey(service, spot(0, 400), there, Mode.TRANSIT, be_there, Direction.TO)
        assert way.start == be_there - took


def test_backwards_from_few_destinations_is_the_same_as_forwards(service, gridville):
    homes = [spot(x, y, f"{x} {y}") for x in range(0, 2000, 170) for y in range(0, 1400, 190)]
    goals = [spot(2000, 1800), spot(1700, 350), spot(1000, 450)]
    window = when(HOUR[0], 60)
    many = matrix(gridville, homes, goals, Mode.TRANSIT, service=service, when=window)
    few = [
        matrix(gridville, [home], goals, Mode.TRANSIT, service=service, when=window).seconds[0]
        for home in homes[::7]
    ]
    assert many.seconds[::7] == pytest.approx(np.array(few), abs=0.01)


def test_walking_all_the_way_counts_where_it_is_faster(service):
    way = journey(service, spot(200, 400), spot(600, 400), Mode.TRANSIT, clock(8))
    assert [leg.mode for leg in way.legs] == [Mode.WALK]
    assert way.end - way.start == 2 * BLOCK


def test_a_journey_tells_each_leg(service):
    way = journey(service, spot(0, 400), spot(2000, 1800), Mode.TRANSIT, clock(8))
    assert way.end == by_both(clock(8))
    walk, bus, train, last = way.legs
    assert (walk.mode, walk.seconds, round(walk.metres)) == (Mode.WALK, BLOCK, 200)
    # One need not leave before the bus demands it.
    assert walk.start == bus.start - RULES.boarding_slack - BLOCK
    assert (bus.line.id, bus.place.en, bus.to.en) == ("bus", "west", "east")
    assert [name.en for name in bus.calls] == ["west", "middle", "east"]
    assert bus.path.shape == (3, 2)
    assert (train.line.id, train.heading.en) == ("metro", "north platform")
    assert train.start - bus.end >= RULES.entrance_in + RULES.boarding_slack
    assert last.start == train.end + RULES.entrance_out
    assert last.end == way.end
    assert way.changes == 1


def test_the_longest_walk_is_a_limit(gridville):
    rules = replace(RULES, longest_walk=BLOCK - 10)
    service = Service(gridville, made_up(WHOLE), rules)
    home, there = [spot(0, 400)], [spot(2000, 400)]
    found = matrix(gridville, home, there, Mode.TRANSIT, service=service, when=when(clock(8)))
    assert found.seconds[0, 0] == pytest.approx(10 * BLOCK, abs=0.1)


def test_nobody_boards_or_alights_where_the_timetable_forbids_it(gridville):
    only_off = replace(BUS_LINE, boards=[False, True, True])
    only_on = replace(BUS_LINE, alights=[True, False, False])
    for line in (only_off, only_on):
        service = Service(gridville, made_up(MadeUp(STOPS, [line])), RULES)
        way = journey(service, spot(0, 400), spot(2000, 400), Mode.TRANSIT, clock(8))
        assert not any(leg.line for leg in way.legs) or way.legs[1].place.en == "middle"


def test_stops_of_one_station_change_inside_it_and_published_changes_count(gridville):
    train_to_east = replace(BUS_LINE, id="rail", kind=METRO)
    stations = {"south platform": "east"}
    start, rules = clock(8), RULES
    ready = start + BLOCK + rules.entrance_in + rules.boarding_slack
    off = next_of(TEN, ready) + 600
    end = 240 + rules.entrance_out + BLOCK

    def arrival(*changes):
        made = MadeUp(STOPS, [train_to_east, TRAIN], stations, changes=changes)
        service = Service(gridville, made_up(made), rules)
        return journey(service, spot(0, 400), spot(2000, 1800), Mode.TRANSIT, start).end

    inside = next_of(TRAINS, off + rules.interchange) + end
    assert arrival() == inside
    published = next_of(TRAINS, off + 60) + end
    assert published < inside
    assert arrival(("east", "south platform", 60)) == published
    assert arrival(("east", "south platform", -1)) == start + 17 * BLOCK


def test_doors_of_a_station_are_where_it_is_entered(gridville):
    made = replace(WHOLE, doors={"north platform": [at(1400, 1800), at(2000, 1800)]})
    service = Service(gridville, made_up(made), RULES)
    way = journey(service, spot(0, 400), spot(2000, 1800), Mode.TRANSIT, clock(8))
    assert way.end == by_both(clock(8)) - BLOCK


def test_by_bicycle_to_the_station_only(service, gridville):
    home, there = spot(1800, 0), spot(2000, 1800)
    at_door = round(400 * 3.6 / 13.46) + RULES.lock
    train = next_of(TRAINS, clock(8) + at_door + RULES.entrance_in + RULES.boarding_slack)
    way = journey(service, home, there, Mode.BIKE_TRANSIT, clock(8))
    assert way.end == train + 240 + RULES.entrance_out + BLOCK
    assert way.legs[0].mode is Mode.BIKE
    both = [
        matrix(gridville, [home] * count, [there], Mode.BIKE_TRANSIT, service=service, when=asked)
        for asked in [when(clock(8), 30)]
        for count in (1, 9)
    ]
    assert both[0].seconds[0] == pytest.approx(both[1].seconds[0], abs=0.01)
    # To a place, the bicycle is at the far end.
    place = place_at(service, there.point, Mode.BIKE_TRANSIT)
    node = int(np.argmin(np.hypot(*_from(gridville, 1800, 0))))
    (field,) = search_transit(service, [place], Direction.TO, when(clock(9)))
    train = max(t for t in TRAINS if t + 240 + RULES.entrance_out + BLOCK <= clock(9))
    left = train - RULES.entrance_in - RULES.boarding_slack - at_door
    assert field.at_nodes[node] == clock(9) - left


def test_bands_by_public_transport_nest_and_tell_what_ran(service, gridville):
    asked = IsochroneQuestion(
        (spot(0, 400),), Mode.TRANSIT, (10, 20, 30), Direction.FROM, when=when(clock(8), 60)
    )
    answer = isochrone(gridville, asked, service)
    on_foot = isochrone(gridville, replace(asked, mode=Mode.WALK))
    areas = [band.area_km2 for band in answer.bands]
    assert areas == sorted(areas)
    assert areas[2] > on_foot.bands[2].area_km2
    (running,) = answer.running
    assert not running.gone
    assert running.last.board == LAST
    assert running.last.leave == LAST - BLOCK - RULES.boarding_slack
    assert (running.last.line.id, running.last.stop.en) == ("bus", "west")


def test_when_the_last_bus_has_gone_the_answer_says_so(service):
    place = place_at(service, at(0, 400), Mode.TRANSIT)
    (late,) = search_transit(service, [place], Direction.FROM, when(clock(23, 50), 60))
    assert late.running.gone
    assert late.running.last.board == LAST
    assert late.running.next is None
    assert np.isinf(late.ridden.at_nodes).all()
    (early,) = search_transit(service, [place], Direction.FROM, when(clock(2), 60), 3600)
    assert early.running.gone
    assert early.running.last is None
    assert early.running.next.board == TEN[0]


def test_a_question_that_cannot_be_answered_says_why(service, gridville):
    asked = IsochroneQuestion((spot(0, 400),), Mode.TRANSIT, (10,), Direction.FROM)
    for question, given in (
        (asked, service),
        (replace(asked, when=when(0)), None),
        (replace(asked, when=when(0, 0)), service),
        (replace(asked, when=when(0, 1, 101)), service),
        (replace(asked, when=When(DAY.replace(day=1))), service),
    ):
        with pytest.raises(QuestionError):
            isochrone(gridville, question, given)


def test_one_may_come_to_a_platform_through_another_station(gridville):
    """The doors of 'near' stand here, those of 'far' five blocks on; a minute's change inside leads
    from one to the other, so nobody walks 750 s outside, nor rides to get there."""
    stops = {"near": at(0, 400), "far": at(1000, 400), "end": at(1800, 1800)}
    first = MadeUpLine("first", ["near", "end"], [0, 60], [clock(20)], METRO)
    second = MadeUpLine("second", ["far", "end"], [0, 10], every(10, clock(8), clock(9)), METRO)
    inside = [("near", "far", 60), ("far", "near", 90)]
    service = Service(gridville, made_up(MadeUp(stops, [first, second], changes=inside)), RULES)
    way = journey(service, spot(0, 400), spot(1800, 1800), Mode.TRANSIT, clock(8, 1))
    ready = RULES.entrance_in + RULES.boarding_slack + 60
    assert (way.start, way.end) == (clock(8, 10) - ready, clock(8, 20) + RULES.entrance_out)
    assert [leg.mode for leg in way.legs] == [Mode.WALK, Mode.WALK, Mode.TRANSIT, Mode.WALK]
    assert [leg.to["en"] for leg in way.legs[:2]] == ["near", "far"]
    assert [leg.seconds for leg in way.legs[:2]] == [0, 60]
    out = MadeUpLine("back", ["end", "far"], [0, 10], every(10, clock(8), clock(9)), METRO)
    service = Service(gridville, made_up(MadeUp(stops, [first, out], changes=inside)), RULES)
    way = journey(service, spot(1800, 1800), spot(0, 400), Mode.TRANSIT, clock(8, 1))
    assert way.end == clock(8, 20) + RULES.entrance_out + 90
    assert [leg.seconds for leg in way.legs[-2:]] == [90, 0]
