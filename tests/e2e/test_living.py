"""The Living page in a browser: a block clicked on the map is looked from, and taken home."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Browser

from tests.e2e.test_commute import answer, wait_for_another_answer
from tests.e2e.test_sites import a_block_in_the_middle
from tests.e2e.visits import PATIENCE_MS, visit

pytestmark = pytest.mark.browser

MOST_BYTES = 1_000_000


def test_a_block_is_looked_from(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("living", lang="en")
        shown = seen.map()
        before, sent = answer(seen), seen.received
        id, point = a_block_in_the_middle()
        x, y = shown.evaluate(
            "([lat, lon]) => { const at = map.latLngToContainerPoint([lat, lon]);"
            " return [at.x, at.y]; }",
            [point.y, point.x],
        )
        shown.locator(".leaflet-container").click(position={"x": x, "y": y})
        wait_for_another_answer(seen, before)
        seen.page.wait_for_url(re.compile(f"block={id}"))
        assert id in answer(seen)
        assert seen.received - sent < MOST_BYTES
        with seen.page.expect_download(timeout=PATIENCE_MS) as waiting:
            seen.page.get_by_role("button", name="Blocks, CSV").click()
        text = waiting.value.path().read_text("utf-8-sig")
        rows = [*csv.DictReader(io.StringIO(text))]
        assert id in {row["id"] for row in rows}
        assert all(int(row["reached"]) <= int(row["of"]) == 9 for row in rows)
        assert seen.complaints == []
        assert seen.asked_outside == []
