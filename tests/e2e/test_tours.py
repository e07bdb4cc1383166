"""The Tours page in a browser: another tour, a stop dropped, the plan taken along and reopened."""

from __future__ import annotations

import re

import gpxpy
import icalendar
import pytest
from playwright.sync_api import Browser

from tests.e2e.test_commute import answer, wait_for_another_answer
from tests.e2e.visits import PATIENCE_MS, Visit, visit

pytestmark = pytest.mark.browser

NUMBERED = (
    "n => [...map.atlas.drawings].some(d => d.points.filter(p => p.id.startsWith('visit-'))"
    ".length === n)"
)


def test_a_tour_is_changed_taken_along_and_reopened(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas, locale="en-GB") as seen:
        seen.open("tours", lang="en", date="2027-03-06")
        shown = seen.map()
        first = answer(seen)
        shown.wait_for_function(NUMBERED, arg=3, timeout=PATIENCE_MS)
        seen.page.locator("button", has_text="From the airport").first.click()
        wait_for_another_answer(seen, first)
        seen.page.wait_for_url(re.compile(r"tour=airport-four-hours"))
        told = answer(seen)
        stops = int(told.split()[0])
        shown.wait_for_function(NUMBERED, arg=stops, timeout=PATIENCE_MS)
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name="GPX").click()
        gpx = gpxpy.parse(waiting.value.path().read_text("utf-8"))
        assert len(gpx.tracks) == stops + 1
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name="Calendar").click()
        events = icalendar.Calendar.from_ical(waiting.value.path().read_bytes()).walk("VEVENT")
        assert len(events) >= 2 * stops
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name="Leaflet").click()
        leaflet = waiting.value.path().read_text("utf-8")
        assert "游览" in leaflet and "Tour" in leaflet
        assert leaflet.count("<svg") == leaflet.count("<figure>") >= 1
        change_by_hand(seen)
        link, told = seen.page.url, answer(seen)
        assert seen.complaints == []
        assert seen.asked_outside == []
    with visit(browser, atlas, locale="en-GB") as second:
        second.page.goto(link)
        second.settle()
        second.map()
        assert answer(second) == told


def change_by_hand(seen: Visit) -> None:
    """A delegation lands at 10:10 and flies at 19:30: the first stop comes later, which the page
    prices; a point of the map joins the day."""
    day = {"date": "2027-03-06", "begin": "10:10", "back": "19:30"}
    seen.open("tours", lang="en", tour="airport-four-hours", **day)
    seen.map()
    before = answer(seen)
    seen.page.get_by_role("button", name="Later", exact=True).first.click()
    seen.page.wait_for_url(re.compile(r"order="))
    seen.page.get_by_text("Your order takes").wait_for(timeout=PATIENCE_MS)
    seen.page.get_by_role("button", name="Back to the best order").click()
    seen.page.get_by_text("Your order takes").wait_for(state="detached", timeout=PATIENCE_MS)
    seen.settle()
    assert answer(seen) == before
    seen.page.locator(".st-key-map iframe").scroll_into_view_if_needed()
    box = seen.page.locator(".st-key-map iframe").bounding_box()
    assert box is not None
    seen.page.mouse.click(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.75)
    seen.page.locator(".st-key-picked").get_by_role("button", name="Must see").click(
        timeout=PATIENCE_MS
    )
    seen.page.wait_for_url(re.compile(r"must=[^&]*p120\."))
    wait_for_another_answer(seen, before)
    assert "Point on the map 120." in seen.page.inner_text(".legs")
    heights = seen.page.eval_on_selector_all(
        '[class*="st-key-tour-stop"]', "rows => rows.map(row => row.offsetHeight)"
    )
    assert max(heights) < 80  # a stop and its buttons on one line, a name on two at most
