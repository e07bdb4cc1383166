"""Laws that hold for whatever timetable: made-up ones of random lines in Gridville."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from geo.model import Direction, Mode, TransitRules, When
from geo.travel.matrix import matrix
from geo.travel.transit.board import reversed_timetable
from geo.travel.transit.field import place_at, search_transit
from geo.travel.transit.journey import journey
from geo.travel.transit.service import Service
from tests.gridville import at, spot
from tests.timetables import BUS, DAY, METRO, MadeUp, MadeUpLine, clock, made_up
from tests.travel.transit.plain import PlainSearch

CORNERS = {f"{x} {y}": at(x, y) for x in (0, 600, 1400, 2000) for y in (0, 600, 1200, 1800)}
RULES = TransitRules(60, 50, 90, 20, longest_walk=700)
SPOTS = [spot(x, y, f"{x} {y}") for x, y in ((20, 10), (900, 400), (1500, 1300), (2000, 1900))]
START = clock(8)


@some.composite
def lines(draw: some.DrawFn) -> MadeUpLine:
    """A line through two to five corners, at random minutes; it may come by a stop twice."""
    stops = draw(some.lists(some.sampled_from(sorted(CORNERS)), min_size=2, max_size=5))
    minutes = np.cumsum(draw(some.lists(some.integers(1, 4), min_size=5, max_size=5)))
    starts = some.integers(START, START + 5400)
    return MadeUpLine(
        draw(some.sampled_from(["a", "b", "c"])),
        stops,
        minutes[: len(stops)].tolist(),
        draw(some.lists(starts, min_size=1, max_size=8)),
        draw(some.sampled_from([BUS, METRO])),
        boards=draw(some.lists(some.booleans(), min_size=len(stops), max_size=len(stops))),
        dwell=draw(some.sampled_from([0, 30, 60])),
    )


corners = some.sampled_from(sorted(CORNERS))
changes = some.tuples(corners, corners, some.integers(30, 400))  # published, inside stations
made = some.builds(
    lambda all, some_changes: MadeUp(CORNERS, all, changes=some_changes),
    some.lists(lines(), min_size=1, max_size=6),
    some.lists(changes, max_size=3, unique_by=lambda change: change[:2]),
)
few = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def service_of(study, timetable: MadeUp) -> Service:
    return Service(study, made_up(timetable), RULES)


def seconds(service: Service, window: int = 7, percentile: float = 50, repeat: int = 1):
    asked = When(DAY, START, window, percentile)
    found = matrix(service.study, SPOTS * repeat, SPOTS, Mode.TRANSIT, service=service, when=asked)
    return found.seconds


@few
@given(made)
def test_it_is_what_a_plain_search_finds(gridville, timetable):
    service = service_of(gridville, timetable)
    plain = PlainSearch(gridville, service.timetable, RULES)
    places = [plain.snap(place.point) for place in SPOTS]
    expected = [plain.arrive(place, places, START, START + 14_400) for place in places]
    off = ~np.eye(len(SPOTS), dtype=bool)
    found = START + seconds(service, 1)
    assert found[off] == pytest.approx(np.array(expected)[off], abs=0.01)


@few
@given(made, lines())
def test_one_more_line_never_makes_anything_later(gridville, timetable, line):
    more = replace(timetable, lines=[*timetable.lines, line])
    before, after = (seconds(service_of(gridville, of)) for of in (timetable, more))
    assert (after <= before + 0.01).all()


@few
@given(made)
def test_forwards_and_backwards_agree(gridville, timetable):
    service = service_of(gridville, timetable)
    once = seconds(service, 30)
    assert seconds(service, 30, repeat=40)[: len(SPOTS)] == pytest.approx(once, abs=0.01)


@few
@given(made)
def test_percentiles_never_cross(gridville, timetable):
    service = service_of(gridville, timetable)
    low, middle, high = (seconds(service, 20, percentile) for percentile in (5, 50, 95))
    assert (low <= middle).all()
    assert (middle <= high).all()


@few
@given(made)
def test_journeys_take_what_the_matrix_says_and_hold_together(gridville, timetable):
    service = service_of(gridville, timetable)
    found = seconds(service, 1)
    for row, origin in enumerate(SPOTS):
        for column, goal in enumerate(SPOTS):
            if origin is goal:
                continue
            way = journey(service, origin, goal, Mode.TRANSIT, START)
            assert way.end - START == pytest.approx(found[row, column], abs=0.6)
            assert way.start >= START
            assert (way.legs[0].start, way.legs[-1].end) == (way.start, way.end)
            for before, after in zip(way.legs, way.legs[1:], strict=False):
                assert before.end <= after.start
            back = journey(service, origin, goal, Mode.TRANSIT, way.end, Direction.TO)
            assert back.start >= way.start
            assert back.end <= way.end


@few
@given(made)
def test_time_reversed_twice_is_time(gridville, timetable):  # noqa: ARG001, shared settings
    once = made_up(timetable)
    twice = reversed_timetable(reversed_timetable(once))
    for name in ("calls", "boards", "alights", "arrivals", "departures", "change_from"):
        assert np.array_equal(getattr(twice, name), getattr(once, name))


def test_the_same_question_twice_is_the_same_answer(gridville):
    line = MadeUpLine("a", ["0 0", "2000 0"], [0, 6], [START + 300])
    service = service_of(gridville, MadeUp(CORNERS, [line]))
    place = place_at(service, at(0, 0), Mode.TRANSIT)
    first, second = (
        search_transit(service, [place], Direction.FROM, When(DAY, START))[0] for _ in range(2)
    )
    assert first.at_nodes.tobytes() == second.at_nodes.tobytes()
