"""The Living page: what is near, what is missing, and from which layer the places come."""

from __future__ import annotations

import pytest
import shapely

from geo.sources.layers import read_layer
from geo.sources.town import read_town
from tests.gridville import at
from tests.pages.conftest import ROOT, Open
from tests.pages.test_pages import headline, html, unforeseen
from ui.words import LANGUAGES


@pytest.mark.usefixtures("bundled")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_middle_of_the_town_is_judged_at_once(open_page: Open, language: str) -> None:
    app = open_page("living", lang=language)
    assert not unforeseen(app)
    assert "9" in headline(app)
    (worst,) = app.dataframe
    assert len(worst.value) == 9
    for word in ("OpenStreetMap", "fetch", "✓"):
        assert word in html(app)


@pytest.mark.usefixtures("bundled")
def test_the_definition_can_be_changed(open_page: Open) -> None:
    wide = open_page("living", lang="en", circle="health,culture", walk="30")
    assert not unforeseen(wide)
    assert "2 of the life circle's 2 kinds of places within 30\xa0min" in headline(wide)
    assert len(wide.dataframe[0].value) == 2
    narrow = open_page("living", lang="en", circle="sport", walk="5")
    assert "0 of the life circle's 1" in headline(narrow)
    assert "Lacking" in html(narrow)


@pytest.mark.usefixtures("bundled")
def test_more_is_reached_by_bicycle_than_on_foot(open_page: Open) -> None:
    reached = []
    for mode in ("walk", "bike"):
        app = open_page("living", lang="en", around=mode)
        reached.append(app.dataframe[0].value["Blocks that reach one"].tolist())
    assert all(bike >= walk for walk, bike in zip(*reached, strict=True))
    assert reached[0] != reached[1]


@pytest.mark.usefixtures("bundled")
def test_a_gap_names_its_category_and_a_block_is_looked_from(open_page: Open) -> None:
    app = open_page("living", lang="en", gap="sport", block="b6")
    assert not unforeseen(app)
    assert "Block b6" in headline(app)


@pytest.mark.usefixtures("bundled")
def test_nonsense_is_left_out(open_page: Open) -> None:
    app = open_page("living", lang="en", gap="dragons", block="nowhere", around="car")
    assert not unforeseen(app)
    assert "dragons" in html(app) and "nowhere" in html(app)


@pytest.mark.usefixtures("bundled")
def test_a_place_in_the_river_says_why_it_cannot_be_asked(open_page: Open) -> None:
    water = read_layer(read_town(ROOT / "data" / "xiaoshan-infoport"), "water")
    river = max(water.geometry, key=lambda shape: shape.area)
    middle = shapely.get_point(shapely.maximum_inscribed_circle(river), 0)
    app = open_page("living", lang="en", at=f"{middle.x:.5f},{middle.y:.5f}")
    assert not unforeseen(app)
    assert "notice trouble" in html(app)


def test_a_town_with_streets_alone_is_a_grid(open_page: Open) -> None:
    here = at(300, 300)
    app = open_page("living", lang="en", town="gridville", at=f"{here.lon:.6f},{here.lat:.6f}")
    assert not unforeseen(app)
    assert "of the life circle's 9 kinds" in headline(app)
