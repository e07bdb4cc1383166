"""The command sites: limits that hold, ranks, reasons, files that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest

from tests.commands.conftest import Run
from tests.gridville import at

BOXES = {"near": (1010, 210, 1190, 390), "far": (10, 1610, 190, 1790), "=1+1": (810, 210, 990, 390)}


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def ring(west: int, south: int, east: int, north: int) -> list[list[float]]:
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return [[at(*xy).lon, at(*xy).lat] for xy in corners]

    features = [
        {
            "type": "Feature",
            "properties": {"id": id, "land_use": "M1"},
            "geometry": {"type": "Polygon", "coordinates": [ring(*box)]},
        }
        for id, box in BOXES.items()
    ]
    file = tmp_path_factory.mktemp("land") / "land.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


def ask(run: Run, town: Path, land: Path, *more: object):
    return run("sites", town, "--parcels", land, "--datum", "WGS-84", *more)


def test_only_parcels_within_every_limit_are_rows_ranked(run: Run, town: Path, land: Path) -> None:
    told = ask(run, town, land, "--within", "station=walk:5", "--within", "airport=drive:30@peak")
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert told.status == 0
    assert [row["id"] for row in rows] == ["near", "=1+1"] or [row["rank"] for row in rows] == [
        "1",
        "2",
    ]
    assert {row["meets"] for row in rows} == {"2"}
    assert any("All 2 limits: 2 of 3 parcels" in line for line in told.lines)
    assert all(float(row["minutes_station_walk"]) <= 5 for row in rows)


def test_all_parcels_tell_why_they_fail(run: Run, town: Path, land: Path) -> None:
    told = ask(run, town, land, "--within", "station=walk:5", "--all")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(told.out))}
    assert len(rows) == 3
    assert rows["near"]["fails"] == ""
    assert rows["far"]["fails"].startswith("minutes_station_walk +")


def test_direction_and_weights_are_taken(run: Run, town: Path, land: Path) -> None:
    limits = ("--within", "station=drive:60", "--within", "airport=drive:60", "--all")
    weighed = ask(run, town, land, *limits, "--weight", "airport=0")
    rows = list(csv.DictReader(io.StringIO(weighed.out)))
    for row in rows:
        assert float(row["score"]) == pytest.approx(
            float(row["minutes_station_drive_off-peak"]), abs=0.06
        )
    there, back = (ask(run, town, land, *limits, "--direction", way).out for way in ("to", "from"))
    assert there != back  # One Way runs north only


@pytest.mark.parametrize("ending", [".csv", ".geojson", ".gpkg", ".parquet", ".xlsx"])
def test_every_format_opens_and_no_cell_is_a_formula(
    run: Run, town: Path, land: Path, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"sites{ending}"
    told = ask(run, town, land, "--within", "station=walk:60", "--out", out)
    assert told.status == 0, told.err
    if ending == ".csv":
        ids = [row["id"] for row in csv.DictReader(out.read_text("utf-8-sig").splitlines())]
        assert sorted(ids) == ["'=1+1", "far", "near"]
    elif ending == ".xlsx":
        sheet = openpyxl.load_workbook(out)["sites"]
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert "'=1+1" in {cell.value for row in sheet.iter_rows() for cell in row}
    else:
        read = gpd.read_parquet(out) if ending == ".parquet" else gpd.read_file(out)
        assert sorted(read["id"]) == ["=1+1", "far", "near"]
        assert read.geometry.is_valid.all()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--within", "station"),
        ("--within", "station=fly:10"),
        ("--within", "station=walk:0"),
        ("--within", "station=drive:10@teatime"),
        ("--within", "station=walk:10", "--kinds", "castles"),
        ("--within", "station=walk:10", "--weight", "station=much"),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(run: Run, town: Path, land: Path, wrong) -> None:
    assert ask(run, town, land, *wrong).status == 2


def test_a_town_without_parcels_says_what_to_do(run: Run, town: Path) -> None:
    told = run("sites", town, "--within", "station=walk:10")
    assert told.status == 1
    assert "--parcels" in told.err
