"""Towns with names that are programs, and broken ones: the page stays up and nothing runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.towns import BROKEN, HOSTILE
from tests.e2e.visits import Visit, visit

pytestmark = pytest.mark.browser

OPEN_POPUPS = """() => {
    const texts = [];
    map.eachLayer(layer => {
        if (layer.getTooltip && layer.getTooltip()) layer.openTooltip();
        if (layer.getPopup && layer.getPopup()) {
            layer.openPopup();
            texts.push(map.getContainer().innerText);
        }
    });
    return texts.join("\\n");
}"""


def nothing_ran(seen: Visit) -> bool:
    flags = [frame.evaluate("() => window.pwned") for frame in seen.page.frames]
    return seen.dialogs == [] and not any(flags)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", ["town", "commute"])
def test_names_are_text_wherever_they_stand(
    browser: Browser, odd_atlas: str, page: str, language: str
) -> None:
    with visit(browser, odd_atlas) as seen:
        seen.open(page, town="hostile", lang=language, to="airport", hub="station")
        popups = seen.map().evaluate(OPEN_POPUPS)
        seen.page.mouse.move(500, 500)
        seen.page.wait_for_timeout(500)  # what is wrongly run may run a moment later
        assert nothing_ran(seen)
        assert seen.complaints == []
        assert seen.asked_outside == []
        assert HOSTILE[1] in popups
        assert all(text in seen.text() for text in HOSTILE[:2])


@pytest.mark.parametrize("town", BROKEN)
def test_a_broken_town_is_told_and_the_others_open(
    browser: Browser, odd_atlas: str, town: str
) -> None:
    with visit(browser, odd_atlas) as seen:
        for page in ("town", "commute"):
            seen.open(page, town=town, lang="en")
            told = seen.page.inner_text(".notice.trouble")
            assert town in told or "roads.geojson" in told, told
            assert "Traceback" not in seen.text()
        seen.open("commute", town="hostile", lang="en")
        seen.map()
        assert seen.complaints == []
