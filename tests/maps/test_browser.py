"""The map as a reader meets it: in a page, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page

from geo.maps import STATIC
from tests.browser import leaves_the_machine, serve
from tests.maps.hostile import HOSTILE
from tests.maps.towns import CENTRE

ROOT = STATIC.parent
pytestmark = pytest.mark.browser


def app_folder(folder: Path) -> Path:
    """A copy of the test's page with the map's own files beside it."""
    shutil.copy(Path(__file__).with_name("map_app.py"), folder / "map_app.py")
    shutil.copytree(STATIC / "atlas", folder / "static" / "atlas")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")
    return folder / "map_app.py"


@pytest.fixture(scope="module", params=["", "town/atlas"], ids=["root", "below a path"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    app = app_folder(tmp_path_factory.mktemp("app"))
    with serve(app, base_path=request.param, env={"PYTHONPATH": str(ROOT)}) as url:
        yield url


class Visit:
    """A page open at the map, and all that it asked for and complained of."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.requests: list[str] = []
        self.troubles: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.goto(url)
        page.frame_locator("iframe[title*=folium]").locator(".atlas-label.shown").first.wait_for()
        self.frame.wait_for_function("window.map.atlas.town !== null")

    def _dialog(self, dialog: Any) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    @property
    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "streamlit_folium" in frame.url)

    def tick(self, text: str) -> None:
        """Change the answer on the map, and wait until it has changed."""
        self.page.get_by_text("longer").click()
        self.frame.get_by_text(text, exact=True).wait_for()

    def pixel(self, sheet: str, lon: float, lat: float) -> list[int]:
        """The colour, 0 to 255 with opacity, that a sheet has at a place."""
        found = self.frame.evaluate(
            """([name, lon, lat]) => {
                const sheet = window.map.atlas[name];
                const at = window.map.latLngToLayerPoint([lat, lon]).subtract(sheet._bounds.min);
                const { _ctx, _ratio } = sheet;
                return Array.from(_ctx.getImageData(at.x * _ratio, at.y * _ratio, 1, 1).data);
            }""",
            [sheet, lon, lat],
        )
        return [int(value) for value in found]


@pytest.fixture
def visit(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    query = getattr(request, "param", "")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(60_000)
    yield Visit(page, address + query)
    page.close()


def test_nothing_leaves_the_machine(visit: Visit) -> None:
    assert not [url for url in visit.requests if leaves_the_machine(url)]
    assert any("/app/static/vendor/leaflet" in url for url in visit.requests)
    assert not visit.troubles


def test_the_town_is_drawn_in_its_colours(visit: Visit) -> None:
    assert visit.pixel("ground", 120.1, 30.11) == [188, 217, 234, 255]
    assert visit.pixel("ground", 120.04, 30.03) == [223, 232, 211, 255]
    assert visit.pixel("roads", 120.03, 30.05) == [232, 160, 106, 255]
    near = visit.pixel("bands", CENTRE.lon + 0.004, CENTRE.lat + 0.004)
    assert near[:3] == pytest.approx([8, 76, 97], abs=2)
    assert near[3] == pytest.approx(0.42 * 255, abs=1)


def test_a_new_answer_leaves_the_map_where_and_what_it_is(visit: Visit) -> None:
    frame = visit.frame
    frame.evaluate("window.map.setView([30.08, 120.09], 14); window.map.mine = true")
    frame.get_by_text("10–20 min", exact=True).wait_for()
    visit.tick("15–30 min")
    assert visit.frame == frame
    assert frame.evaluate("window.map.mine && window.map.getZoom()") == 14
    assert frame.evaluate("window.map.atlas.drawings.size") == 2
    assert len([url for url in visit.requests if url.endswith("0123456789ab.json")]) == 1
    assert len([url for url in visit.requests if "leaflet.js" in url]) == 1
    assert not visit.troubles


def test_lesser_streets_are_fetched_once_near_enough(visit: Visit) -> None:
    def fetched() -> int:
        return len([url for url in visit.requests if url.endswith("-streets.json")])

    frame = visit.frame
    frame.evaluate("window.map.setZoom(12, { animate: false })")
    assert frame.evaluate("window.map.getZoom()") == 12
    before = fetched()
    frame.evaluate("window.map.setZoom(14, { animate: false })")
    frame.wait_for_function("window.map.atlas.town.roads.minor")
    frame.evaluate("window.map.setZoom(12, { animate: false })")
    frame.evaluate("window.map.setZoom(15, { animate: false })")
    visit.page.wait_for_timeout(300)
    assert (before, fetched()) == (0, 1) or fetched() == before == 1


@pytest.mark.parametrize("zoom", [12, 13, 15])
def test_no_label_covers_another_or_leaves_the_map(visit: Visit, zoom: int) -> None:
    visit.frame.evaluate("zoom => window.map.setZoom(zoom, { animate: false })", zoom)
    visit.page.wait_for_timeout(400)
    boxes = visit.frame.evaluate(
        """() => Array.from(document.querySelectorAll(".atlas-label.shown"), (label) => {
            const { left, top, right, bottom } = label.getBoundingClientRect();
            return [left, top, right, bottom];
        })"""
    )
    width, height = visit.frame.evaluate("[innerWidth, innerHeight]")
    assert len(boxes) > 3
    for i, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and top >= 0 and right <= width and bottom <= height
        for other in boxes[i + 1 :]:
            assert left >= other[2] or other[0] >= right or top >= other[3] or other[1] >= bottom


def test_the_chosen_hub_is_always_named(visit: Visit) -> None:
    visit.frame.get_by_text("Hub number 8", exact=True).wait_for()


def test_an_open_popup_stays_open_and_tells_the_new_answer(visit: Visit) -> None:
    frame = visit.frame
    at = frame.evaluate("window.map.latLngToContainerPoint([30.07, 120.098])")
    frame.locator("#map_div").click(position={"x": at["x"], "y": at["y"]})
    frame.get_by_text("soon", exact=True).wait_for()
    visit.tick("15–30 min")
    frame.get_by_text("later", exact=True).wait_for()
    assert frame.locator(".leaflet-popup").count() == 1
    assert frame.locator(".atlas-lines > *").count() <= 5


def test_a_click_beside_the_symbols_is_told_to_the_page(visit: Visit) -> None:
    at = visit.frame.evaluate("window.map.latLngToContainerPoint([30.03, 120.17])")
    visit.frame.locator("#map_div").click(position={"x": at["x"], "y": at["y"]})
    visit.page.get_by_text("'last_clicked': {'lat': 30.0").wait_for()


def test_only_words_stand_in_the_attribution(visit: Visit) -> None:
    credit = visit.frame.locator(".leaflet-control-attribution")
    assert credit.inner_text() == "Surveyors <b>${alert(1)}</b>"
    assert credit.locator("*").count() == 0


@pytest.mark.parametrize("visit", ["?hostile=1"], indirect=True)
def test_no_name_runs_and_every_name_is_shown_as_it_is(visit: Visit) -> None:
    frame = visit.frame
    for i, name in enumerate(HOSTILE):
        frame.evaluate(
            """(id) => Object.values(window.map._layers)
                .find((layer) => layer.options.id === id).openPopup()""",
            f"n{i}",
        )
        shown = frame.locator(".leaflet-popup strong").last
        assert shown.evaluate("node => node.textContent") == name
    legend = frame.locator(".atlas-legend").evaluate("node => node.textContent")
    assert all(name in legend for name in HOSTILE)
    visit.page.wait_for_timeout(500)
    assert frame.evaluate("document.images.length") == 0
    assert not visit.troubles
    assert not [url for url in visit.requests if leaves_the_machine(url) or url.endswith("/x")]
