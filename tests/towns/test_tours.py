"""The ready-made tours of the bundled towns are plans: every must is visited within its hours."""

from __future__ import annotations

from datetime import date

import pytest

from geo.measures.tours.tour import margins, plan_tour
from geo.model import ReadyTour, TourWish
from geo.sources.hours import open_on
from geo.sources.tours import read_stops, read_tours
from geo.sources.town import list_towns, read_town
from geo.study import Study, open_study
from tests.conftest import ROOT

SATURDAY = date(2026, 11, 28)
OFFERS = [
    (town, tour)
    for town in list_towns(ROOT / "data")
    for tour in read_tours(read_town(ROOT / "data" / town))
]
NAMES = [f"{town}-{tour.id}" for town, tour in OFFERS]


def wish_of(study: Study, tour: ReadyTour) -> TourWish:
    stops = read_stops(study.town)
    start, end = stops[tour.start].spot, stops[tour.end].spot
    after, before = margins(study, start, end)
    return TourWish(
        tour.stops,
        start,
        end,
        SATURDAY,
        tour.start_seconds,
        tour.mode,
        tour.pace,
        tour.return_seconds,
        tour.lunch,
        after if tour.after_start_minutes is None else tour.after_start_minutes,
        before if tour.before_end_minutes is None else tour.before_end_minutes,
    )


@pytest.mark.parametrize(("town", "tour"), OFFERS, ids=NAMES)
def test_a_ready_made_tour_is_a_plan(town: str, tour: ReadyTour) -> None:
    study = open_study(ROOT / "data" / town)
    wish = wish_of(study, tour)
    plan = plan_tour(study, wish)
    visited = {visit.stop.spot.id for visit in plan.visits}
    assert visited >= {stop.spot.id for stop in tour.stops if stop.must}
    assert plan.exact
    back_by = wish.back_by_seconds
    assert back_by is None or plan.arrive <= back_by
    for visit in plan.visits:
        hours = open_on(visit.stop.hours, SATURDAY)
        assert any(first <= visit.start and visit.end <= last for first, last in hours)


@pytest.mark.parametrize(("town", "tour"), OFFERS, ids=NAMES)
def test_a_ready_made_tour_reads_in_both_languages(town: str, tour: ReadyTour) -> None:
    assert [id for at, other in OFFERS if at == town and (id := other.id) == tour.id] == [tour.id]
    for name in (tour.name, tour.about):
        assert any("一" <= sign <= "鿿" for sign in name.zh)
        assert name.en and name.en.isascii()
