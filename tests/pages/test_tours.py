"""The Tours page: a plan before anybody asks, the reader's own stops, and what does not fit."""

from __future__ import annotations

import re

import pytest

from tests.pages.conftest import ROOT, Open
from tests.pages.test_pages import headline, html, unforeseen
from ui.words import LANGUAGES

SATURDAY = "2027-03-06"


@pytest.fixture(autouse=True)
def _bundled(monkeypatch: pytest.MonkeyPatch, open_page: Open) -> None:  # noqa: ARG001, after it
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(ROOT / "data"))


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
