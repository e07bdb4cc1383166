"""Both pages run in both languages, on good towns, broken ones and odd addresses."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.checkouts import PAGES
from tests.e2e.towns import write_hostile_town
from tests.gridville import at, write_gridville
from tests.pages.conftest import ROOT, Open
from ui.words import LANGUAGES, words

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def html(app: AppTest) -> str:
    """All HTML that the page wrote, sidebar included."""
    return unescape("\n".join(str(block.proto.body) for block in app.get("html")))


def headline(app: AppTest) -> str:
    """The answer's sentence."""
    found = re.search(r"<h1>(.*?)</h1>", html(app))
    assert found, html(app)[-2000:]
    return found[1]


def unforeseen(app: AppTest) -> bool:
    """Whether anything failed that nobody foresaw."""
    return bool(app.exception) or any(
        words(lang)["error.unknown"] in html(app) for lang in LANGUAGES
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_answers_before_it_is_asked(open_page: Open, page: str, language: str) -> None:
    app = open_page(page, lang=language, town="gridville")
    assert not unforeseen(app)
    assert bool(CHINESE.search(headline(app))) == (language == "zh")
    assert "notice trouble" not in html(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_bundled_towns_answer(
    open_page: Open, page: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = sorted(path.parent.name for path in (ROOT / "data").glob("*/town.toml"))
    if not bundled:
        pytest.skip("no town is bundled")
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(ROOT / "data"))
    for town in bundled:
        app = open_page(page, lang=language, town=town)
        assert not unforeseen(app)
        assert "notice trouble" not in html(app)
        assert bool(CHINESE.search(headline(app))) == (language == "zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_broken_town_shows_its_faults(open_page: Open, page: str, language: str) -> None:
    app = open_page(page, lang=language, town="broken")
    assert not unforeseen(app)
    assert "notice trouble" in html(app)
    assert words(language)["fault.caption"] in html(app)
    assert "nonsense" in html(app)
    assert "gridville" in str(app.sidebar.selectbox[0].proto.options).lower()


@pytest.mark.parametrize("page", PAGES)
def test_nonsense_in_the_address_is_said_gently(open_page: Open, page: str) -> None:
    app = open_page(
        page,
        lang="en",
        town="atlantis",
        hub="no-such-hub",
        at="nowhere",
        mode="broomstick",
        minutes="-1,x",
        to="moon",
        places="',",
    )
    assert not unforeseen(app)
    assert "notice gentle" in html(app)
    assert "broomstick" in html(app)
    assert "atlantis" in html(app)


@pytest.mark.parametrize(
    ("address", "said", "unsaid"),
    [
        ({"hub": "station,no-such-hub"}, "no-such-hub", "station"),
        ({"places": "sight,moonbase"}, "moonbase", "sight"),
    ],
)
def test_only_what_was_left_out_is_told(
    open_page: Open,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: dict[str, str],
    said: str,
    unsaid: str,
) -> None:
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(write_hostile_town(tmp_path).parent))
    app = open_page("commute", lang="en", town="hostile", **address)
    notice = re.search(r'<div class="notice gentle"[^>]*>(.*?)</div>', html(app))
    assert notice
    assert said in notice[1]
    assert unsaid not in notice[1]


@pytest.mark.parametrize("page", PAGES)
def test_without_a_town_the_one_started_for_opens(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    for town in ("alpha", "beta"):
        write_gridville(tmp_path / town)
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(tmp_path))
    for started, opened in (("beta", "beta"), ("", "alpha"), ("gone", "alpha")):
        monkeypatch.setenv("TOWN_ATLAS_TOWN", started)
        app = open_page(page, lang="en")
        assert app.query_params["town"] in (opened, [opened])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_streets_are_as_exact_as_their_source_says(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(ROOT / "data"))
    app = open_page("commute", lang=language)
    foot = "".join(str(block.proto.body) for block in app.sidebar.get("html"))
    assert re.search(r"30\s?(m\b|米)", foot)
    assert "300" not in foot


def test_a_place_by_its_point_is_named(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_hostile_town(tmp_path)
    first = json.loads((folder / "places.geojson").read_text("utf-8"))["features"][0]
    lon, lat = first["geometry"]["coordinates"]
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(folder.parent))
    app = open_page("commute", lang="en", town="hostile", at=f"{lon:.6f},{lat:.6f}")
    assert first["properties"]["name_en"] in headline(app)


FIELD = at(-550, 2500)  # within the map, far from any street


@pytest.mark.parametrize(
    ("place", "said"),
    [("150,20", "outside the map"), (f"{FIELD.lon},{FIELD.lat}", "nearest street")],
)
def test_a_place_without_streets_is_said(open_page: Open, place: str, said: str) -> None:
    app = open_page("commute", lang="en", town="gridville", mode="walk", at=place)
    assert not unforeseen(app)
    assert said in html(app)


def test_a_changed_mode_changes_answer_and_address(open_page: Open) -> None:
    app = open_page("commute", lang="en", town="gridville", minutes="5,7")
    assert "7" in headline(app)
    control = next(c for c in app.sidebar.segmented_control if c.label == words("en")["ask.how"])
    control.set_value("walk").run()
    assert not unforeseen(app)
    assert "on foot" in headline(app)
    assert app.query_params["mode"] in ("walk", ["walk"])
    assert "minutes" not in app.query_params  # each mode begins with its own limits


def test_several_hubs_ask_how_to_combine(open_page: Open) -> None:
    one = open_page("commute", lang="en", town="gridville", hub="station")
    two = open_page("commute", lang="en", town="gridville", hub="station,north", combine="all")
    label = words("en")["ask.combine"]
    assert label not in {c.label for c in one.sidebar.segmented_control}
    assert label in {c.label for c in two.sidebar.segmented_control}
    assert not unforeseen(two)


def test_a_route_is_told_step_by_step(open_page: Open) -> None:
    app = open_page("commute", lang="en", town="gridville", hub="station", to="north")
    assert not unforeseen(app)
    assert '<ol class="steps">' in html(app)
    assert words("en")["download.route_gpx"] in {
        button.label for button in app.get("download_button")
    }


def test_a_town_with_streets_and_hubs_only_explains_what_is_missing(open_page: Open) -> None:
    app = open_page("town", lang="en", town="gridville")
    assert words("en")["town.no_figures"] in html(app)
    assert words("en")["town.no_places"] in html(app)


def test_without_any_town_the_page_says_what_to_do(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(tmp_path))
    app = open_page("town", lang="en")
    assert not unforeseen(app)
    assert words("en")["error.no_towns"] in html(app)
