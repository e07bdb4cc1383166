"""Commute by public transport, on Gridville's bus: by the clock, when it rests, on which days."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.checkouts import PAGES
from tests.gridville import at, write_gridville
from tests.gridville_bus import SUNDAY, TUESDAY, write_bus_town
from tests.pages.conftest import Open
from tests.pages.test_pages import headline, html, unforeseen
from ui.words import LANGUAGES

HOME = f"{at(0, 400).lon},{at(0, 400).lat}"
ASKED = {"town": "busville", "mode": "transit", "at": HOME, "date": TUESDAY.isoformat()}


@pytest.fixture(autouse=True)
def _busville(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open) -> None:  # noqa: ARG001, after it
    write_bus_town(tmp_path / "busville")
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(tmp_path))


def told(app) -> str:
    return re.sub(r"<[^>]+>", " ", html(app))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers_with_its_window(open_page: Open, language: str) -> None:
    app = open_page("commute", lang=language, depart="08:30", window="30", **ASKED)
    assert not unforeseen(app)
    assert {"zh": "坐公共交通", "en": "by public transport"}[language] in headline(app).lower()
    assert "2026-06-02" in told(app)
    assert "8:30" in told(app)
    assert "8:59" in told(app)
    assert "notice trouble" not in html(app)
    assert "Nothing runs" not in told(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_reads_leg_by_leg(open_page: Open, language: str) -> None:
    app = open_page("commute", lang=language, depart="08:00", to="airport", **ASKED)
    assert not unforeseen(app)
    text = " ".join(told(app).split())
    ride = {
        "zh": r"乘\s*5\s*号线（开往\s*Eastgate\s*）\s*2\s*站",
        "en": "Line 5 towards Eastgate, 2 stops",
    }
    assert re.search(ride[language], text), text[-1500:]
    assert 'class="ride" style="--line-colour: #' in html(app)


def test_when_the_last_run_has_gone_it_says_so(open_page: Open) -> None:
    app = open_page("commute", lang="en", depart="23:50", window="10", **ASKED)
    text = told(app)
    assert "Nothing runs any more" in text
    assert "22:05" in text
    assert "km²" in headline(app)  # the map is not empty: one can still walk


def test_a_day_without_service_names_the_nearest(open_page: Open) -> None:
    app = open_page("commute", lang="en", **{**ASKED, "date": SUNDAY.isoformat()})
    assert not unforeseen(app)
    assert "Nothing runs on 2026-06-07" in told(app)
    assert "2026-06-30" in told(app)


def test_other_modes_have_a_column_of_it(open_page: Open) -> None:
    app = open_page("commute", lang="en", **{**ASKED, "mode": "walk"})
    assert '<th scope="col" class="figure">Transit' in html(app)


def test_a_town_without_a_timetable_does_not_offer_it(open_page: Open, tmp_path: Path) -> None:
    write_gridville(tmp_path / "gridville")
    app = open_page("commute", lang="en", town="gridville", mode="transit")
    assert not unforeseen(app)
    assert "by car" in headline(app)
    assert "transit" in told(app)  # what was left out is said


@pytest.mark.parametrize("page", PAGES)
def test_a_broken_timetable_leaves_the_page_up(open_page: Open, tmp_path: Path, page: str) -> None:
    (tmp_path / "busville" / "transit" / "stop_times.txt").unlink()
    app = open_page(page, lang="en", town="busville")
    assert not unforeseen(app)
    if page == "commute":
        assert "by car" in headline(app)
        assert "timetable transit cannot be used" in told(app)
