"""The Sites page in a browser: a parcel clicked, a report taken home, a file in a Chinese datum."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import shapely
from playwright.sync_api import Browser

from geo.crs import from_wgs84
from tests.checkouts import ROOT
from tests.e2e.test_commute import remember
from tests.e2e.visits import PATIENCE_MS, visit

pytestmark = pytest.mark.browser

MOST_BYTES = 1_000_000


def industrial(count: int) -> list[dict]:
    """Some real parcels of the bundled town."""
    text = (ROOT / "data" / "xiaoshan-infoport" / "parcels.geojson").read_text("utf-8")
    rows = json.loads(text)["features"]
    return [row for row in rows if row["properties"]["land_use"] != "unknown"][:count]


def a_block_in_the_middle() -> tuple[str, shapely.Point]:
    """The roomiest block near the town's middle, and the point farthest inside it."""
    text = (ROOT / "data" / "xiaoshan-infoport" / "parcels.geojson").read_text("utf-8")
    middle, best = shapely.Point(120.24216, 30.20565), None
    for row in json.loads(text)["features"]:
        shape = shapely.from_geojson(json.dumps(row["geometry"]))
        inside = shapely.maximum_inscribed_circle(shape)
        away = shape.distance(middle)
        room = shapely.length(inside) if away < 0.03 else 0.0
        if row["properties"]["origin"] == "block" and (best is None or room > best[0]):
            best = room, row["properties"]["id"], shapely.get_point(inside, 0)
    assert best is not None
    return best[1], best[2]


def test_a_parcel_clicked_is_compared_and_taken_home(browser: Browser, atlas: str) -> None:
    with visit(browser, atlas) as seen:
        seen.open("sites", lang="en", limits_of="metro:walk:15,airport:drive:40")
        shown = seen.map()
        remember(shown)
        before = seen.received
        id, point = a_block_in_the_middle()
        x, y = shown.evaluate(
            """([lat, lon]) => {
                const at = map.latLngToContainerPoint([lat, lon]);
                return [at.x, at.y];
            }""",
            [point.y, point.x],
        )
        shown.locator(".leaflet-container").click(position={"x": x, "y": y})
        seen.page.wait_for_url(re.compile(rf"[?&]short={id}\b"), timeout=PATIENCE_MS)
        seen.settle()
        assert seen.received - before < MOST_BYTES
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name="Site report, to print").click()
        page = waiting.value.path().read_text("utf-8")
        assert "<svg" in page
        assert "<script" not in page
        assert seen.complaints == []
        assert seen.asked_outside == []


def test_a_file_in_gcj02_is_recognised_and_put_right(
    browser: Browser, atlas: str, tmp_path: Path
) -> None:
    rows = industrial(40)
    for row in rows:
        shape = row["geometry"]
        rings = shape["coordinates"] if shape["type"] == "Polygon" else shape["coordinates"][0]
        moved = [from_wgs84(np.array(ring), "GCJ-02").tolist() for ring in rings]
        row["geometry"] = {"type": "Polygon", "coordinates": moved}
    file = tmp_path / "mine.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), "utf-8")
    with visit(browser, atlas) as seen:
        seen.open("sites", lang="en", land="industrial,commercial,education,homes,health")
        seen.map()
        seen.page.locator("summary", has_text="Use a parcel file of your own").click()
        seen.page.set_input_files('input[type="file"]', str(file))
        notice = seen.page.get_by_text("The coordinates look like GCJ-02")
        notice.wait_for(timeout=PATIENCE_MS)
        seen.page.get_by_role("button", name="Place them as GCJ-02").click()
        notice.wait_for(state="detached", timeout=PATIENCE_MS)
        seen.settle()
        assert "of 40 parcels" in seen.page.inner_text(".answer h1")
        assert seen.complaints == []
