"""Plans on Gridville, whose walks follow from blocks of 200 m, two and a half minutes each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from geo.errors import ImpossibleTour, NoRoute, OffNetwork, QuestionError
from geo.measures.tours.tour import margins, plan_tour
from geo.model import Lunch, Pace, Reason, Spot, TourStop, TourWish
from geo.study import Study
from tests.gridville import spot

SATURDAY = date(2026, 11, 28)
NINE = 9 * 3600


def stop(
    x: float, y: float, id: str, hours: str = "", must: bool = True, minutes: int = 30
) -> TourStop:
    return TourStop(spot(x, y, id), minutes, hours, must)


def wish(*stops: TourStop, **more: object) -> TourWish:
    start = spot(205, 200, "start")
    return TourWish(stops, start, start, SATURDAY, NINE, "walk", **more)  # type: ignore[arg-type]


def ids(study: Study, asked: TourWish) -> list[str]:
    return [visit.stop.spot.id for visit in plan_tour(study, asked).visits]


def test_a_walk_there_and_back_is_timed_on_paper(gridville: Study) -> None:
    plan = plan_tour(gridville, wish(stop(600, 200, "a")))
    (visit,) = plan.visits
    assert (visit.arrive, visit.end) == (NINE + 5 * 60, NINE + 35 * 60)  # 395 m at 4.8 km/h
    assert plan.arrive == NINE + 40 * 60
    assert (plan.travel_seconds, plan.wait_seconds) == (600, 0)
    assert plan.exact and not plan.assumed and plan.left_out == ()
    assert plan.legs[0].route is not None
    assert plan.legs[0].route.metres == pytest.approx(395, abs=1)


def test_times_shown_are_whole_minutes_and_add_up(gridville: Study) -> None:
    stops = [stop(600, 200, "a"), stop(630, 610, "b"), stop(790, 400, "c", must=False)]
    plan = plan_tour(gridville, wish(*stops))
    assert all(leg.depart % 60 == leg.arrive % 60 == 0 for leg in plan.legs)
    for leg, visit, following in zip(plan.legs, plan.visits, plan.legs[1:], strict=False):
        assert leg.arrive == visit.arrive <= visit.start
        assert visit.end == visit.start + visit.stop.visit_minutes * 60
        assert following.depart == visit.end
    for leg in plan.legs:
        assert leg.route is not None
        assert 0 <= leg.arrive - leg.depart - leg.route.seconds <= 60


def test_opening_hours_turn_the_order(gridville: Study) -> None:
    near, far = stop(400, 200, "near"), stop(800, 200, "far")
    late = replace(near, hours="10:00-12:00")
    early = replace(far, hours="09:00-09:45")
    assert ids(gridville, wish(late, early)) == ["far", "near"]


def test_what_is_closed_that_day_is_left_out(gridville: Study) -> None:
    asked = wish(stop(400, 200, "a"), stop(600, 200, "b", "Sa off", must=False))
    (left,) = plan_tour(gridville, asked).left_out
    assert (left.stop.spot.id, left.reason) == ("b", Reason.CLOSED)
    assert set(ids(gridville, replace(asked, day=date(2026, 11, 29)))) == {"a", "b"}


def test_a_stop_off_the_streets_is_left_out_or_refused(gridville: Study) -> None:
    isle, sea = stop(3100, 1000, "isle", must=False), stop(3500, -500, "sea", must=False)
    plan = plan_tour(gridville, wish(stop(400, 200, "a"), isle, sea))
    assert [left.reason for left in plan.left_out] == [Reason.UNREACHABLE] * 2
    with pytest.raises(OffNetwork):
        plan_tour(gridville, wish(replace(sea, must=True)))
    with pytest.raises((NoRoute, OffNetwork)):
        plan_tour(gridville, wish(replace(isle, must=True)))


def test_an_impossible_wish_names_the_stop_its_hours_and_the_change(gridville: Study) -> None:
    asked = wish(stop(1000, 200, "shop", "09:00-09:30"), return_seconds=NINE + 7200)
    with pytest.raises(ImpossibleTour) as caught:
        plan_tour(gridville, asked)
    error = caught.value
    assert (error.stop, error.hours) == ("shop", "09:00-09:30")
    assert error.changes[0].kind in {"start", "visit"}
    assert error.changes[0].minutes == 10  # 795 m are ten minutes
    assert "09:00-09:30" in str(error) and "10 min" in str(error)
    plan_tour(gridville, replace(asked, start_seconds=NINE - 600))


def test_a_closed_must_says_which_day_would_do(gridville: Study) -> None:
    with pytest.raises(ImpossibleTour) as caught:
        plan_tour(gridville, wish(stop(400, 200, "museum", "Mo-Fr 09:00-17:00")))
    assert caught.value.hours == ""
    assert caught.value.changes[0].kind == "day"
    assert "2026-11-30" in str(caught.value)


def test_a_late_return_is_told_to_the_minute(gridville: Study) -> None:
    with pytest.raises(ImpossibleTour) as caught:
        plan_tour(gridville, wish(stop(600, 200, "a"), return_seconds=NINE + 33 * 60))
    assert str(caught.value).count("return 7 min later, at 09:40") == 1


def test_a_change_is_told_by_the_flights_own_time(gridville: Study) -> None:
    """Who has to be there 90 min before a flight reads when the flight would have to leave, and
    with a change made as told the tour is possible."""
    flight = NINE + (90 + 33) * 60
    asked = wish(stop(600, 200, "a"), return_seconds=flight)
    asked = replace(asked, after_start_minutes=10, before_end_minutes=80)
    with pytest.raises(ImpossibleTour) as caught:
        plan_tour(gridville, asked)
    changes = {change.kind: change for change in caught.value.changes}
    assert changes["return"].value == flight + 60 * changes["return"].minutes
    assert changes["start"].value == NINE - 60 * changes["start"].minutes
    plan_tour(gridville, replace(asked, return_seconds=int(changes["return"].value)))
    plan_tour(gridville, replace(asked, start_seconds=int(changes["start"].value)))


def test_lunch_is_near_a_stop_and_within_its_window(gridville: Study) -> None:
    lunch = Lunch(NINE + 1800, NINE + 3600, 45)
    plan = plan_tour(gridville, wish(stop(600, 200, "a"), stop(800, 200, "b"), lunch=lunch))
    assert plan.lunch is not None
    assert lunch.earliest <= plan.lunch.start <= lunch.latest
    assert plan.lunch.end - plan.lunch.start == 45 * 60
    assert plan.arrive == NINE + (5 + 30 + 45 + 3 + 30 + 8) * 60


def test_an_easy_pace_takes_longer_and_is_said(gridville: Study) -> None:
    plan = plan_tour(gridville, wish(stop(600, 200, "a"), pace=Pace.EASY))
    assert plan.legs[0].arrive == NINE + 7 * 60  # a quarter more than five, rounded up
    assert [row.key for row in plan.assumptions] == ["tours.easy"]


def test_flights_and_trains_keep_their_time(gridville: Study) -> None:
    hubs = {hub.id: Spot(hub.id, hub.name, hub.point) for hub in gridville.hubs}
    assert margins(gridville, hubs["airport"], hubs["station"]) == (60, 30)
    assert margins(gridville, hubs["station"], hubs["airport"]) == (10, 90)
    assert margins(gridville, hubs["north"], spot(0, 0)) == (0, 0)
    asked = replace(
        wish(stop(1000, 1000, "a")),
        start=hubs["airport"],
        end=hubs["station"],
        after_start_minutes=60,
        before_end_minutes=20,
        return_seconds=NINE + 4 * 3600,
    )
    plan = plan_tour(gridville, asked)
    assert plan.depart == NINE + 3600
    assert plan.arrive <= NINE + 4 * 3600 - 20 * 60
    said = {row.key: (row.value, row.overridden) for row in plan.assumptions}
    assert said == {"tours.airport_after": (60, False), "tours.rail_before": (20, True)}


def test_wishes_that_cannot_be_meant_are_refused(gridville: Study) -> None:
    a = stop(600, 200, "a")
    for asked in (
        wish(),
        wish(a, a),
        wish(replace(a, score=0.0)),
        wish(replace(a, visit_minutes=0)),
        replace(wish(a), mode="fly"),
    ):
        with pytest.raises(QuestionError):
            plan_tour(gridville, asked)
