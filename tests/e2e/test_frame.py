"""The frame around the answers: history, language, names for those who hear, ways on, heights."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.visits import MAP, NARROW, PATIENCE_MS, WIDE, Visit, visit

pytestmark = pytest.mark.browser

LOCALES = {"zh": "zh-CN", "en": "en-GB"}
THUMB = 44
OPEN_A_POPUP = """wanted => {
    const found = Object.values(map._layers).find(
        layer => layer.options?.link && layer.options.link.address.includes(wanted));
    found.openPopup();
    return found.options.id;
}"""
SMALL_TARGETS = """least => [...document.querySelectorAll(
    '[data-testid=stSidebar] :is(button, a, summary, [data-testid=stTextInputRootElement])')]
    .map(node => [node.innerText || node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
    .filter(([_, box]) => box.width && box.height && Math.min(box.width, box.height) < least)
    .map(([text, box]) => `${text} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
HEARD_ICONS = """() => [...document.querySelectorAll(
    '[data-testid=stIconMaterial], span[role=img][translate=no]')]
    .filter(icon => !icon.closest('[aria-hidden=true]')).map(icon => icon.textContent)"""


def go_to(seen: Visit, page: str) -> None:
    """Choose a page in the menu, and wait until its address says all."""
    seen.page.locator(f'[data-testid="stTopNavLink"][href*="/{page}"]').click()
    seen.page.wait_for_url(re.compile(rf"/{page}\?.*lang="))
    seen.map()
    seen.settle()


def wait_for_page(page: Page, name: str, begins: str = "") -> None:
    """Wait for a page's address, and for its answer: the address changes before the page runs."""
    page.wait_for_url(re.compile(rf"/{name}\?"), timeout=PATIENCE_MS)
    page.wait_for_function(
        "text => document.querySelector('.answer h1')?.innerText.startsWith(text)",
        arg=begins,
        timeout=PATIENCE_MS,
    )


def test_one_press_of_back_is_one_page_back(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("town", lang="en")
        seen.map()
        seen.settle()
        go_to(seen, "commute")
        assert "hub=" in seen.page.url
        seen.page.go_back()
        wait_for_page(seen.page, "town", begins="Xiaoshan")
        seen.settle()
        assert "hub=" not in seen.page.url
        seen.page.go_forward()
        wait_for_page(seen.page, "commute", begins="From")
        seen.settle()
        go_to(seen, "town")
        assert "hub=" not in seen.page.url
        assert seen.complaints == []


def test_a_choice_is_a_step_to_go_back_over(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("commute", lang="en")
        seen.map()
        seen.settle()
        seen.page.get_by_role("radio", name="Bike", exact=True).click()
        seen.page.wait_for_url(re.compile("mode=bike"))
        seen.page.go_back()
        seen.page.wait_for_function("() => !location.search.includes('mode=bike')")
        wait_for_page(seen.page, "commute")
        seen.page.wait_for_function(
            "() => document.querySelector('.answer h1')?.innerText.includes('by car')"
        )


@pytest.mark.parametrize("served", ["atlas", "atlas_below_a_path"])
@pytest.mark.parametrize(("wanted", "where"), [("hub=rail-east", "hub"), ("at=", "at")])
def test_a_popup_leads_to_the_times_from_there(
    browser: Browser, request: pytest.FixtureRequest, served: str, wanted: str, where: str
) -> None:
    with visit(browser, request.getfixturevalue(served)) as seen:
        seen.open("town", lang="en", places="attraction")
        frame = seen.map()
        frame.wait_for_function(
            "wanted => Object.values(map._layers)"
            ".some(layer => layer.options?.link?.address.includes(wanted))",
            arg=wanted,
            timeout=PATIENCE_MS,
        )
        frame.evaluate(OPEN_A_POPUP, wanted)
        assert frame.locator(".atlas-lines > *").count() <= 5
        frame.locator(".atlas-lines a").click()
        wait_for_page(seen.page, "commute")
        assert re.search(rf"[?&]{where}=", seen.page.url)
        seen.page.wait_for_function(
            "() => document.querySelector('.answer h1')?.innerText.startsWith('From ')",
            timeout=PATIENCE_MS,
        )
        assert len(seen.page.context.pages) == 1
        seen.page.go_back()
        wait_for_page(seen.page, "town")
        assert seen.complaints == []


@pytest.mark.parametrize("language", LOCALES)
def test_the_page_says_which_language_it_speaks(
    browser: Browser, atlas: str, language: str
) -> None:
    with visit(browser, atlas, locale=LOCALES[language]) as seen:
        seen.open("commute", lang=language)
        seen.map()
        told = {"zh": ("zh-CN", "小镇地图"), "en": ("en", "Map of the town")}[language]
        assert seen.page.evaluate("() => document.documentElement.lang") == told[0]
        assert seen.page.get_attribute(MAP, "title") == told[1]
        assert seen.page.evaluate(HEARD_ICONS) == []


@pytest.mark.parametrize("page", ["town", "commute"])
@pytest.mark.parametrize("language", LOCALES)
def test_the_map_ends_within_the_window(
    browser: Browser, atlas: str, page: str, language: str
) -> None:
    with visit(browser, atlas, WIDE, LOCALES[language]) as seen:
        seen.open(page, lang=language)
        seen.map()
        seen.page.wait_for_function(
            f"() => document.querySelector('{MAP}').getBoundingClientRect().bottom <= innerHeight",
            timeout=PATIENCE_MS,
        )
        box = seen.page.locator(MAP).bounding_box()
        assert box is not None
        assert box["height"] > 600


@pytest.mark.parametrize("page", ["town", "commute"])
def test_a_thumb_meets_every_control(browser: Browser, atlas: str, page: str) -> None:
    with visit(browser, atlas, NARROW) as seen:
        seen.open(page, lang="en")
        seen.map()
        seen.page.get_by_test_id("stExpandSidebarButton").click()
        seen.page.wait_for_timeout(800)  # it slides in
        assert seen.page.evaluate(SMALL_TARGETS, THUMB) == []
