"""A name typed on a phone: what fits shows at once, and a touch shows it on the map."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.e2e.visits import NARROW, PATIENCE_MS, visit

pytestmark = pytest.mark.browser

NEAR_IT = """() => map.getZoom() >= 15
    && Math.abs(map.getCenter().lat - 30.2035) < 0.002
    && Math.abs(map.getCenter().lng - 120.253) < 0.002"""


def test_a_find_is_shown_on_the_map(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas, NARROW) as seen:
        seen.open("claims", lang="en")
        seen.map()
        seen.page.locator('[data-testid="stExpandSidebarButton"]').click()
        seen.page.locator('input[type="search"]').press_sequentially("kdxf", delay=40)
        found = seen.page.locator(".st-key-found button").first
        found.wait_for(timeout=PATIENCE_MS)
        assert "iFlytek" in found.inner_text()
        found.click()
        seen.page.locator('[data-testid="stSidebar"][data-collapsed="true"]').wait_for(
            state="attached", timeout=PATIENCE_MS
        )
        seen.map().wait_for_function(NEAR_IT, timeout=PATIENCE_MS)
        assert seen.complaints == []
        assert seen.asked_outside == []
