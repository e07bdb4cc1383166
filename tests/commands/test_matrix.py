"""The command matrix: a row for each pair, whatever a file of points holds."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from tests.commands.conftest import Run
from tests.gridville import at


def test_matrix_has_a_row_for_each_pair_with_its_status(run: Run, town: Path) -> None:
    words = ["--origins", town / "homes.csv", "--destinations", "hubs", "--mode", "walk"]
    told = run("matrix", town, *words)
    assert told.status == 0
    rows = list(csv.DictReader(io.StringIO(told.out)))
    assert list(rows[0]) == [
        "origin",
        "destination",
        "mode",
        "seconds",
        "metres",
        "snap_metres",
        "status",
    ]
    status = {(row["origin"], row["destination"]): row["status"] for row in rows}
    assert status["home", "station"] == "ok"
    assert status["isle", "station"] != "ok"
    assert status["sea", "station"] == "off-network"
    assert float(rows[0]["metres"]) == pytest.approx(800, abs=2)


def test_points_beyond_the_map_are_rows_of_the_matrix_and_are_named(
    run: Run, town: Path, tmp_path: Path
) -> None:
    file = tmp_path / "mixed.csv"
    near, far = at(200, 400), at(90_000, 0)
    text = f"id,lon,lat\nfar,{far.lon},{far.lat}\nhome,{near.lon},{near.lat}\n"
    file.write_text(text + f"swapped,{near.lat},{near.lon}\n", encoding="utf-8")
    told = run("matrix", town, "--origins", file, "--destinations", file, "--mode", "walk")
    assert told.status == 0
    rows = list(csv.DictReader(io.StringIO(told.out)))
    kept = [(row["origin"], row["destination"]) for row in rows if row["status"] == "ok"]
    assert kept == [("home", "home")]
    assert [row["status"] for row in rows].count("off-network") == 8
    assert {row["seconds"] + row["metres"] for row in rows if row["status"] != "ok"} == {""}
    note, *rest = [line for line in told.lines if "outside" in line]
    assert not rest  # the same file twice is told once
    assert f"2 of the 3 points in {file}" in note
    assert "row 2 (far), row 4 (swapped)" in note


def test_a_file_of_which_every_point_lies_beyond_the_map_is_refused(
    run: Run, town: Path, tmp_path: Path
) -> None:
    here, file = at(200, 400), tmp_path / "far.csv"
    words = ["matrix", town, "--origins", "hubs", "--destinations", file, "--mode", "walk"]
    file.write_text(f"id,lon,lat\na,{here.lat},{here.lon}\nb,1,2\n", encoding="utf-8")
    told = run(*words)
    assert (told.status, told.out, len(told.lines)) == (1, "", 1)
    assert f"{file}, row 2 (a): this point" in told.err
    assert "as do all 2 points of the file" in told.err
    assert "swapped" in told.err
    file.write_text("id,lon,lat\nb,1,2\n", encoding="utf-8")
    told = run(*words)
    assert (told.status, told.out, len(told.lines)) == (1, "", 1)
    assert f"{file}, row 2 (b)" in told.err
    assert "another datum" in told.err


def test_a_csv_keeps_hostile_ids_as_they_are(run: Run, town: Path, tmp_path: Path) -> None:
    ids = ['a, "b"', "=1+1", "'", "二;号", "@x"]
    file, here = tmp_path / "odd.csv", at(200, 400)
    with file.open("w", encoding="utf-8", newline="") as open_file:
        rows = csv.writer(open_file)
        rows.writerows([["id", "lon", "lat"], *([id, here.lon, here.lat] for id in ids)])
    words = ["--origins", file, "--destinations", file, "--mode", "walk"]
    told = list(csv.DictReader(io.StringIO(run("matrix", town, *words).out)))
    assert [row["origin"] for row in told[:: len(ids)]] == ids
    assert [row["destination"] for row in told[: len(ids)]] == ids
    assert {row["status"] for row in told} == {"ok"}


def test_matrix_writes_parquet(run: Run, town: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    words = ["--origins", "hubs", "--destinations", "hubs", "--mode", "drive", "--out", file]
    told = run("matrix", town, *words)
    assert (told.status, told.out) == (0, "")
    table = pd.read_parquet(file)
    assert len(table) == 9
    assert "OpenStreetMap" in table.attrs["attribution"]
