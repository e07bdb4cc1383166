"""The Commute page answers: a slider, a click on the map, a link that shows the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Frame

from tests.e2e.visits import PATIENCE_MS, Visit, visit

pytestmark = pytest.mark.browser

MOST_BYTES = 1_000_000
REMEMBER = """() => {
    map.kept = "the same map";
    window.shown = new Set(map.atlas.drawings);
    return [map.getCenter().lat, map.getCenter().lng, map.getZoom()];
}"""
AT = re.compile(r"[?&]at=([-\d.]+)(?:,|%2C)([-\d.]+)")
PLACE = "() => [map.getCenter().lat, map.getCenter().lng, map.getZoom()]"
NEW_BANDS = "() => [...map.atlas.drawings].some(d => d.areas.length && !window.shown.has(d))"


def remember(shown: Frame) -> list[float]:
    """Where the map stands once the page is laid out around it; until then its size changes."""
    last, same = None, 0
    for _ in range(60):
        here = shown.evaluate(PLACE)
        same = same + 1 if here == last else 0
        if same == 5:
            break
        last = here
        shown.page.wait_for_timeout(200)
    found: list[float] = shown.evaluate(REMEMBER)
    return found


def move_slider(seen: Visit, key: str = "ArrowLeft") -> None:
    seen.page.get_by_role("slider").first.press(key)


def answer(seen: Visit) -> str:
    return seen.page.inner_text(".answer h1")


def wait_for_another_answer(seen: Visit, old: str) -> None:
    seen.page.wait_for_function(
        "old => document.querySelector('.answer h1')?.innerText !== old",
        arg=old,
        timeout=PATIENCE_MS,
    )
    seen.settle()


def point_at(shown: Frame, x: int, y: int) -> tuple[float, float]:
    """Longitude and latitude under a pixel of the map."""
    lon, lat = shown.evaluate(
        "([x, y]) => { const p = map.containerPointToLatLng([x, y]); return [p.lng, p.lat]; }",
        [x, y],
    )
    return lon, lat


def test_a_moved_slider_changes_the_bands_and_nothing_else(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("commute", lang="en", mode="drive")
        shown = seen.map()
        old, place, before = answer(seen), remember(shown), seen.received
        asked = len(seen.requests)
        move_slider(seen)
        shown.wait_for_function(NEW_BANDS, timeout=PATIENCE_MS)
        wait_for_another_answer(seen, old)
        assert shown.evaluate("() => map.kept") == "the same map"
        assert shown.evaluate(PLACE) == place
        assert 0 < seen.received - before < MOST_BYTES
        assert [url for url in seen.requests[asked:] if "static" in url] == []
        assert seen.complaints == []


def test_a_click_on_the_map_is_the_new_place(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("commute", lang="en", mode="drive")
        shown = seen.map()
        old, place = answer(seen), remember(shown)
        lon, lat = point_at(shown, 420, 360)
        shown.locator(".leaflet-container").click(position={"x": 420, "y": 360})
        wait_for_another_answer(seen, old)
        seen.page.wait_for_url(AT)
        found = AT.search(seen.page.url)
        assert found
        assert float(found[1]) == pytest.approx(lon, abs=0.001)
        assert float(found[2]) == pytest.approx(lat, abs=0.001)
        assert shown.evaluate("() => map.kept") == "the same map"
        assert shown.evaluate(PLACE) == place
        assert seen.complaints == []


def test_a_link_shows_another_reader_the_same(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as first:
        first.open("commute", lang="en", mode="bike", direction="to", minutes="7,19")
        first.map()
        first.page.wait_for_url(re.compile(r"minutes=7(,|%2C)19"))
        told, link = answer(first), first.page.url
    assert "19" in told
    with visit(browser, atlas) as second:
        second.page.goto(link)
        second.settle()
        second.map()
        assert answer(second) == told


def test_a_route_is_drawn_and_told(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("commute", lang="en", mode="drive")
        shown = seen.map()
        remember(shown)
        seen.page.locator(
            '[data-testid="stMain"] [data-testid="stButtonGroup"] button'
        ).last.click()
        seen.page.wait_for_selector(".steps li", timeout=PATIENCE_MS)
        shown.wait_for_function(
            "() => [...map.atlas.drawings].some(d => d.lines.some(l => l.route || l.lines.length))",
            timeout=PATIENCE_MS,
        )
        seen.page.wait_for_url(re.compile(r"[?&]to="))
        assert seen.page.locator(".steps li").count() > 1
        assert seen.complaints == []


def test_what_is_shown_can_be_downloaded(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("commute", lang="en", mode="walk")
        seen.map()
        with seen.page.expect_download() as waiting:
            seen.page.locator('[data-testid="stDownloadButton"] button').first.click()
        assert waiting.value.suggested_filename.endswith(".geojson")
        assert b'"minutes"' in waiting.value.path().read_bytes()


def test_the_way_by_metro_reads_as_a_person_tells_it(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("commute", lang="en", mode="transit", hub="metro-mingxing", then="1")
        shown = seen.map()
        remember(shown)
        before = seen.received
        seen.page.locator(
            '[data-testid="stMain"] [data-testid="stButtonGroup"] button'
        ).first.click()
        seen.page.wait_for_selector(".legs .ride", timeout=PATIENCE_MS)
        told = seen.page.inner_text(".legs")
        assert re.search(r"Line 7 towards .*, \d stops, get off at", told)
        shown.wait_for_function(
            "() => [...map.atlas.drawings].some(d => d.lines.some(l => l.colour === '#793E8C'))",
            timeout=PATIENCE_MS,
        )
        legend = shown.inner_text(".atlas-legend")
        assert "2018-07" in legend
        assert seen.received - before < MOST_BYTES
        assert "First and last trains" in seen.text()
        assert seen.complaints == []
        assert seen.asked_outside == []
