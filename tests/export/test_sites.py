"""Downloads of parcels: a file's own columns harm neither the atlas's nor a spreadsheet."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

import openpyxl
import pytest

from geo.export.sites import SITES_ENDINGS, sites_bytes, sites_table
from geo.measures.sites import judge
from tests.sources.parcels.files import geojson, read, square

FORMULA = "=cmd|' /C calc'!A0"
ROW = {
    "id": "a",
    "Rank": 7,
    "Floors": 3,
    "floors": "x",
    FORMULA: FORMULA,
    "big": 10**30,
    "sample_status_zh": "可租（示意）",
    "sample_status_en": "to let (illustrative)",
    "sample_floor_m2": 900,
}


def made(ending: str) -> bytes:
    parcels = read(geojson(square(), square(220), rows=[ROW, {"id": "b"}])).parcels
    return sites_bytes(sites_table(parcels, judge((), {}, 2), only=False), ending)


@pytest.mark.parametrize("ending", SITES_ENDINGS)
def test_every_format_holds_a_file_s_own_columns(ending: str) -> None:
    assert made(ending)


def test_columns_of_a_file_keep_clear_of_the_atlas_s_own() -> None:
    first, second = json.loads(made(".geojson"))["features"]
    said = first["properties"]
    assert (said["rank"], said["Rank_2"], said["Floors"], said["floors_2"]) == (1, 7, 3, "x")
    assert said["sample_floor_m2"] == 900
    assert "illustrative" in said["sample_status_en"]
    assert second["properties"]["Floors"] is None


def test_no_head_and_no_cell_runs_as_a_formula() -> None:
    rows = list(csv.reader(StringIO(made(".csv").decode("utf-8-sig"))))
    book = openpyxl.load_workbook(BytesIO(made(".xlsx")))
    rows += [[str(cell) for cell in row] for row in book["sites"].iter_rows(values_only=True)]
    assert sum(row.count(f"'{FORMULA}") for row in rows) == 4
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


def test_an_illustration_is_told_where_there_is_one() -> None:
    parcels = read(geojson(square(), square(220), rows=[ROW, {"id": "b"}])).parcels
    assert parcels.sampled.tolist() == [True, False]
    sample = parcels.sample_of(0)
    assert sample is not None
    assert (sample.status.en, sample.floor_m2) == ("to let (illustrative)", 900)
    assert parcels.sample_of(1) is None
