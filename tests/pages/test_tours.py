"""The Tours page: a plan before anybody asks, the reader's own stops, and what does not fit."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import Open
from tests.pages.test_pages import headline, html, unforeseen
from ui.words import LANGUAGES

SATURDAY = "2027-03-06"

pytestmark = pytest.mark.usefixtures("bundled")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("tour", ["", "airport-four-hours"])
def test_a_ready_made_tour_is_planned(open_page: Open, language: str, tour: str) -> None:
    asked = {"tour": tour} if tour else {}
    app = open_page("tours", lang=language, date=SATURDAY, **asked)
    assert not unforeseen(app)
    assert re.search(r"\d+:\d\d", headline(app))
    clocks = re.findall(r"<time>(\d+):(\d\d)</time>", html(app))
    minutes = [int(hours) * 60 + int(rest) for hours, rest in clocks]
    assert len(minutes) > 4
    assert minutes == sorted(minutes)


def test_a_tour_between_flights_keeps_time_at_the_airport(open_page: Open) -> None:
    """In at 10:00 and out at 16:30: an hour after the one, an hour and a half before the other."""
    app = open_page("tours", lang="en", date=SATURDAY, tour="airport-four-hours")
    clocks = re.findall(r"<time>(\d+):(\d\d)</time>", html(app))
    first, last = (int(hours) * 60 + int(rest) for hours, rest in (clocks[0], clocks[-1]))
    assert first >= 11 * 60
    assert last <= 15 * 60
    assert "60 min after arriving" in html(app)
    assert "90 min before leaving" in html(app)


def test_the_readers_own_stops_are_visited(open_page: Open) -> None:
    app = open_page("tours", lang="en", date=SATURDAY, must="flower-sea", nice="town-core")
    assert not unforeseen(app)
    assert "Flower Sea" in html(app)
    assert "Academicians" not in re.sub(r"<script.*?</script>", "", html(app), flags=re.DOTALL)


def test_an_impossible_wish_says_what_would_help(open_page: Open) -> None:
    app = open_page("tours", lang="en", date=SATURDAY, must="xianghu", by="walk", back="10:00")
    assert not unforeseen(app)
    assert "smallest change" in html(app)


def test_a_town_with_nothing_to_visit_says_so(open_page: Open, towns, monkeypatch) -> None:
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(towns))
    app = open_page("tours", lang="en", town="gridville")
    assert not unforeseen(app)


def asked(app, name: str) -> str:
    """What the address says under a name."""
    found = app.query_params.get(name) or ""
    return found if isinstance(found, str) else found[0]


HAND = {"order": "flower-sea,town-core,academician-grove", "tour": "half-day-on-foot"}


def test_an_order_by_hand_is_kept_and_says_what_it_costs(open_page: Open) -> None:
    app = open_page("tours", lang="en", date=SATURDAY, **HAND)
    assert not unforeseen(app)
    shown = html(app)
    places = [shown.index(f"{n} {name}") for n, name in ((1, "Flower"), (3, "Academicians"))]
    assert places == sorted(places)
    assert "Your order takes" in shown
    next(one for one in app.button if one.label == "Back to the best order").click().run()
    assert "Your order takes" not in html(app)
    assert not asked(app, "order")


def test_a_stop_moves_goes_and_leaves_the_rest_in_place(open_page: Open) -> None:
    app = open_page("tours", lang="en", date=SATURDAY, **HAND)
    app.button(key="tour.down.flower-sea").click().run()
    assert asked(app, "order") == "town-core,flower-sea,academician-grove"
    app.button(key="tour.drop.town-core").click().run()
    assert asked(app, "order") == "flower-sea,academician-grove"
    assert "town-core" not in asked(app, "must")
    assert not unforeseen(app)


def test_stays_hours_lunch_and_margins_are_the_readers_own(open_page: Open) -> None:
    own = {"visits": "flower-sea:95:1100-1700", "lunch": "1130-1200-45", "back": "18:00"}
    app = open_page("tours", lang="en", date=SATURDAY, tour="half-day-on-foot", **own)
    shown = html(app)
    assert not unforeseen(app)
    assert re.search(r"<small>95\smin", shown)  # and no "about" before it
    assert re.search(r"Lunch</span><small>45\smin", shown)
    flight = open_page("tours", lang="en", date=SATURDAY, tour="airport-four-hours", before="120")
    assert "120 min before leaving" in html(flight)


def test_an_order_that_cannot_be_says_why_and_keeps_the_stops(open_page: Open) -> None:
    closing = {"visits": "academician-grove::0900-0930"}
    app = open_page("tours", lang="en", date=SATURDAY, **HAND, **closing)
    assert not unforeseen(app)
    assert "does not fit" in headline(app)
    assert "Academicians" in html(app)
    assert any(one.label == "Drop" for one in app.button)


def test_a_point_of_the_map_is_a_stop_and_a_start(open_page: Open) -> None:
    pins = {"must": "p120.24161_30.20312", "leave": "p120.23500_30.20000"}
    app = open_page("tours", lang="en", date=SATURDAY, tour="half-day-on-foot", **pins)
    assert not unforeseen(app)
    assert "120.242, 30.203" in html(app)
    assert "120.235, 30.200" in html(app)
