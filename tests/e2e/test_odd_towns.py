"""Towns with names that are programs, and broken ones: the page stays up and nothing runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.towns import BROKEN, HOSTILE
from tests.e2e.visits import PATIENCE_MS, Visit, visit

pytestmark = pytest.mark.browser

OPEN_POPUPS = """() => {
    const texts = [];
    map.eachLayer(layer => {
        if (!layer.getLatLng || !layer.getPopup || !(layer.getPopup() instanceof L.Popup)) return;
        layer.openPopup();
        texts.push(map.getContainer().innerText);
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
        seen.open(page, town="hostile", lang=language, to="airport", hub="station", places="sight")
        frame = seen.map()
        frame.wait_for_function(  # layers come one after the other
            f"texts => texts.every(text => ({OPEN_POPUPS})().includes(text))",
            arg=list(HOSTILE),
            polling=200,
            timeout=PATIENCE_MS,
        )
        seen.page.mouse.move(500, 500)
        seen.page.wait_for_timeout(500)  # what is wrongly run may run a moment later
        assert nothing_ran(seen)
        assert seen.complaints == []
        assert seen.asked_outside == []
        assert all(text in seen.text() for text in HOSTILE[:2])


def test_what_runs_would_be_noticed(browser: Browser, odd_atlas: str) -> None:
    with visit(browser, odd_atlas) as seen:
        seen.open("commute", town="hostile")
        frame = seen.map()
        frame.evaluate("() => { window.pwned = 1; }")
        assert not nothing_ran(seen)
        frame.evaluate("() => { delete window.pwned; alert(1); }")
        assert not nothing_ran(seen)


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
