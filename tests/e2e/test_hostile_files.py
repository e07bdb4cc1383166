"""Parcel files made to do harm, given to the page itself: each ends in a sentence, and a reader
beside them notices nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.test_sites import industrial
from tests.e2e.visits import Visit, visit
from tests.maps.hostile import HOSTILE
from tests.sources.parcels.files import frame, shapefile, square, zipped

pytestmark = pytest.mark.browser

WITHIN_MS = 20_000
FORMULA = "=cmd|' /C calc'!A0"
LAND = {"lang": "en", "land": "industrial,commercial,education,homes,health"}


def features(rows: list[dict]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


def ring(numbers: str) -> bytes:
    """A file of one polygon with these coordinates."""
    whole = features([{"type": "Feature", "properties": {"id": "r"}, "geometry": "SHAPE"}])
    shape = '{"type":"Polygon","coordinates":[[' + numbers + "]]}"
    return whole.replace(b'"SHAPE"', shape.encode())


def refused() -> dict[str, tuple[bytes, str]]:
    """Files by name, and what is said of each."""
    deep = b'{"type":"FeatureCollection","features":[' + b"[" * 10_000 + b"]" * 10_000 + b"]}"
    nan = "[NaN,30.2],[Infinity,30.2],[120.2,-Infinity],[NaN,30.2]"
    return {
        "bomb.zip": (zipped({"parcels.geojson": bytes(110_000_000)}), "110 MB"),
        "climbing.zip": (zipped({"../../etc/parcels.shp": b"x"}), "outside"),
        "parts.zip": (shapefile(frame(square()), without=(".dbf",)), ".dbf"),
        "deep.geojson": (deep, "32"),
        "nan.geojson": (ring(nan), "coordinates"),
        "million.geojson": (ring("[120.2,30.2]," * 1_000_000 + "[120.3,30.2]"), "1000001"),
    }


def hand_in(seen: Visit, file: Path) -> None:
    seen.page.set_input_files('input[type="file"]', str(file))


def test_harmful_files_end_in_a_sentence_and_leave_others_alone(
    browser: Browser, atlas: str, tmp_path: Path
) -> None:
    with visit(browser, atlas) as other, visit(browser, atlas) as seen:
        other.open("sites", **LAND)
        before = other.page.inner_text(".answer h1")
        seen.open("sites", **LAND)
        seen.map()
        seen.page.locator("summary", has_text="Use a parcel file of your own").click()
        for name, (data, said) in refused().items():
            (tmp_path / name).write_bytes(data)
            hand_in(seen, tmp_path / name)
            trouble = seen.page.locator(".notice.trouble", has_text=name)
            trouble.wait_for(timeout=WITHIN_MS)
            seen.page.locator(".table", has_text=said).first.wait_for(timeout=WITHIN_MS)
        large = tmp_path / "large.geojson"
        large.write_bytes(bytes(21_000_000))
        hand_in(seen, large)
        seen.page.get_by_text("20.0MB or smaller").wait_for(timeout=WITHIN_MS)
        other.page.reload()
        other.settle()
        assert other.page.inner_text(".answer h1") == before
        assert [*seen.dialogs, *other.dialogs] == []


def test_scripts_and_formulas_in_a_file_stay_text(
    browser: Browser, atlas: str, tmp_path: Path
) -> None:
    rows = industrial(3)
    for number, row in enumerate(rows):
        own = row["properties"]
        texts = [*HOSTILE, FORMULA]
        named = {"id": f"x{number}", "name_zh": FORMULA, "name_en": texts[number % len(texts)]}
        row["properties"] = {**own, **named, FORMULA: FORMULA, "source": texts[0], "as_of": "2026"}
    file = tmp_path / "texts.geojson"
    file.write_bytes(features(rows))
    with visit(browser, atlas) as seen:
        seen.open("sites", short="x0,x1,x2", **LAND)
        seen.page.locator("summary", has_text="Use a parcel file of your own").click()
        hand_in(seen, file)
        seen.page.wait_for_function(
            "() => document.querySelector('.answer h1').innerText.includes('of 3 parcels')"
        )
        seen.settle()
        seen.map()
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name="Parcels, CSV").click()
        cells = [
            cell
            for line in csv.reader(waiting.value.path().read_text("utf-8-sig").splitlines())
            for cell in line
        ]
        assert f"'{FORMULA}" in cells
        assert not [cell for cell in cells if cell.startswith("=")]
        with seen.page.expect_download() as waiting:
            seen.page.get_by_role("button", name="Site report, to print").click()
        report = tmp_path / "report.html"
        waiting.value.save_as(report)
        seen.page.goto(report.as_uri())
        assert seen.page.locator("h1").count() == 1
        assert seen.page.locator("script, img, iframe").count() == 0
        assert seen.dialogs == []
        assert [url for url in seen.asked_outside if url != report.as_uri()] == []
