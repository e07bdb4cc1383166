"""The Industry page in a browser: as a planner finds a firm, its valley and its times."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Frame

from tests.e2e.test_commute import answer, wait_for_another_answer
from tests.e2e.visits import PATIENCE_MS, visit

pytestmark = pytest.mark.browser

CLUSTERS = "() => document.querySelectorAll('.atlas-cluster').length"
A_FIRM_ALONE = """() => {
    const box = map.getBounds().pad(-0.2);
    for (const layer of Object.values(map._layers)) {
        if (layer.options && layer.options.shape === 'circle' && layer.getTooltip
            && layer.getTooltip() && layer.getTooltip().getContent().textContent !== 'iFlytek'
            && box.contains(layer.getLatLng())) {
            const at = map.latLngToContainerPoint(layer.getLatLng());
            return [at.x, at.y, layer.getTooltip().getContent().textContent];
        }
    }
    return null;
}"""


def test_a_firm_is_found_by_pinyin_and_tells_its_times(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("industry", lang="zh")
        shown = seen.map()
        shown.wait_for_function(f"() => ({CLUSTERS})() > 3", timeout=PATIENCE_MS)
        before = answer(seen)
        seen.page.get_by_label("找企业").fill("kedaxunfei")
        seen.page.get_by_label("找企业").press("Enter")
        wait_for_another_answer(seen, before)
        seen.page.wait_for_url(re.compile("find=kedaxunfei"))
        before = answer(seen)
        seen.open("industry", lang="zh", firm="iflytek")
        assert "科大讯飞" in answer(seen) and "中国人工智能谷" in answer(seen)
        seen.page.get_by_role("button", name="看等时圈和路线").click()
        seen.page.wait_for_url(re.compile("/commute"))
        seen.settle()
        seen.map()
        assert seen.complaints == []
        assert seen.asked_outside == []


def test_a_click_on_a_firm_or_a_valley_is_answered(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("industry", lang="en", firm="iflytek")
        shown = seen.map()
        x, y, name = _alone(shown)
        before = answer(seen)
        shown.locator(".leaflet-container").click(position={"x": x, "y": y})
        wait_for_another_answer(seen, before)
        assert name in answer(seen)
        seen.open("industry", lang="en")
        shown = seen.map()
        shown.wait_for_function(f"() => ({CLUSTERS})() > 3", timeout=PATIENCE_MS)
        before = answer(seen)
        at = shown.evaluate(
            "() => { const at = map.latLngToContainerPoint([30.2085, 120.2535]);"
            " return [at.x, at.y]; }"
        )
        shown.locator(".leaflet-container").click(position={"x": at[0], "y": at[1]})
        wait_for_another_answer(seen, before)
        seen.page.wait_for_url(re.compile("valley=ai"))
        assert "11 of 70" in answer(seen)
        assert seen.complaints == []


def _alone(shown: Frame) -> tuple[float, float, str]:
    """A firm that stands for itself on the map: where, and its name."""
    found = shown.wait_for_function(A_FIRM_ALONE, timeout=PATIENCE_MS).json_value()
    x, y, name = found
    return x, y, name
