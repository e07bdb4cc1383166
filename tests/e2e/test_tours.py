"""The Tours page in a browser: another tour, a stop dropped, the plan taken along and reopened."""

from __future__ import annotations

import re

import gpxpy
import icalendar
import pytest
from playwright.sync_api import Browser

from tests.e2e.test_commute import answer, wait_for_another_answer
from tests.e2e.visits import PATIENCE_MS, visit

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
        told, link = answer(seen), seen.page.url
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
        assert b"<svg" in waiting.value.path().read_bytes()
        assert seen.complaints == []
        assert seen.asked_outside == []
    with visit(browser, atlas, locale="en-GB") as second:
        second.page.goto(link)
        second.settle()
        second.map()
        assert answer(second) == told
