"""Pages serve those who cannot see, and those who have no pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.accessible import violations
from tests.e2e.visits import visit

pytestmark = pytest.mark.browser

CONTROLS = """() => [...document.querySelectorAll(
        'button, a[href], input, select, textarea, summary, [role="slider"], [tabindex="0"]')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.disabled
        && one.tabIndex >= 0 && !one.closest('[inert], [aria-hidden="true"]'))
    .map(one => one)"""


NOT_RADIOS = """() => controls.flatMap(
    (one, n) => one.getAttribute('role') === 'radio' ? [] : [n])"""
NAMED = "numbers => numbers.map(n => controls[n].outerHTML.slice(0, 200))"
FOCUSED = "() => window.controls.indexOf(document.activeElement)"
OTHERS_OF_ITS_BAR = """() => {
    const bar = document.activeElement.closest('[role="toolbar"], [role="group"]');
    return bar ? bar.querySelectorAll('button').length - 1 : 0;
}"""


def test_axe_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html lang="en"><img src="x"><p style="color: #ccc">pale</p></html>')
    assert {one.partition(":")[0] for one in violations(page)} == {
        *("color-contrast", "document-title", "image-alt"),
    }
    page.close()


def test_the_keyboard_reaches_every_control(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("commute", lang="en")
        seen.map()
        count = seen.page.evaluate(f"() => (window.controls = ({CONTROLS})()).length")
        assert count > 20
        seen.page.evaluate("() => document.body.focus()")
        missed = {*seen.page.evaluate(NOT_RADIOS)}  # among those the arrow keys choose
        for _ in range(2 * count):
            if not missed:
                break
            seen.page.keyboard.press("Tab")
            missed.discard(seen.page.evaluate(FOCUSED))
            for _ in range(seen.page.evaluate(OTHERS_OF_ITS_BAR)):
                seen.page.keyboard.press("ArrowRight")
                missed.discard(seen.page.evaluate(FOCUSED))
        assert seen.page.evaluate(NAMED, sorted(missed)) == []
