"""All pages open in both languages, on a wide screen and a phone, and ask nobody outside."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.checkouts import PAGES
from tests.e2e.accessible import violations
from tests.e2e.visits import MAP, NARROW, PATIENCE_MS, WIDE, Visit, visit

pytestmark = pytest.mark.browser

LOCALES = {"zh": "zh-CN", "en": "en-GB"}
LOOKED_INTO = ((WIDE, "zh"), (NARROW, "en"))
"""Where axe-core looks for what keeps people out."""
DRAWN_ON = ("commute", "industry")
"""Pages whose maps hold all kinds of things: bands, symbols, labels, clusters, a legend."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "phone"])
@pytest.mark.parametrize("language", LOCALES)
def test_pages_open_without_a_complaint(
    browser: Browser, atlas: str, language: str, size: tuple[int, int]
) -> None:
    with visit(browser, atlas, size, LOCALES[language]) as seen:
        for page in PAGES:
            seen.open(page, lang=language)
            shown = seen.map()
            answer = seen.page.inner_text(".answer h1")
            assert bool(CHINESE.search(answer)) == (language == "zh"), answer
            assert not seen.scrolls_sideways()
            if (size, language) in LOOKED_INTO:
                assert (page, violations(seen.page)) == (page, [])
                if page in DRAWN_ON:
                    assert (page, violations(shown)) == (page, [])
            elif size == WIDE:
                finds_by_name(seen)
        assert seen.complaints == []
        assert seen.asked_outside == []


def finds_by_name(seen: Visit) -> None:
    """The search of the page finds a valley by its pinyin."""
    seen.page.locator('input[type="search"]').fill("zhihuijiankang")
    found = seen.page.locator(".st-key-found button").first
    found.wait_for(timeout=PATIENCE_MS)
    assert "Smart Health Valley" in found.inner_text()


@pytest.mark.parametrize("language", LOCALES)
def test_a_newcomer_is_met_in_the_browsers_language(
    browser: Browser, atlas: str, language: str
) -> None:
    with visit(browser, atlas, locale=LOCALES[language]) as seen:
        seen.open("")
        seen.page.wait_for_url(re.compile(f"lang={language}"))
        assert bool(CHINESE.search(seen.page.inner_text(".answer h1"))) == (language == "zh")


def test_the_map_fits_a_phone(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas, NARROW) as seen:
        seen.open("commute")
        seen.map()
        box = seen.page.locator(MAP).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW[0]
        assert box["height"] >= 0.5 * NARROW[1]


def test_pages_work_below_a_path(browser: Browser, atlas_below_a_path: str) -> None:
    with visit(browser, atlas_below_a_path) as seen:
        for page in ("town", "commute", "industry", "data"):
            seen.open(page, lang="en")
            seen.map()
        assert seen.complaints == []
        assert seen.asked_outside == []


@pytest.mark.parametrize("page", ["commute", "living"])
def test_a_nonsense_address_is_mended(browser: Browser, atlas: str, page: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open(
            page,
            lang="en",
            hub="no-such-hub,<script>alert(1)</script>",
            at="nowhere",
            direction="sideways",
            mode="broomstick",
            period="tea-time",
            minutes="-1,1e9,x",
            combine="perhaps",
            to="../../etc/passwd",
            tiles="chalk",
            places="',",
        )
        seen.map()
        assert "broomstick" in seen.text()
        assert seen.complaints == []
        assert seen.dialogs == []


def test_a_town_that_is_not_there_is_said(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("commute", lang="en", town="atlantis")
        seen.map()
        assert "atlantis" in seen.text()
        assert seen.complaints == []
