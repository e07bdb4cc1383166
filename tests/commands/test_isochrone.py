"""The command isochrone: its answer, its files, and what it says beside them."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest

from geo.model import STREET_MODES, Mode
from tests.commands.conftest import Run, lonlat
from ui.address import View


def test_an_empty_answer_is_said_with_its_cause(run: Run, town: Path) -> None:
    words = ["isochrone", town, "--mode", "walk"]
    told = run(*words, "--hub", "station", "--hub", "north", "--minutes", "2,3", "--combine", "all")
    assert told.status == 0
    shapes = [feature["geometry"] for feature in json.loads(told.out)["features"]]
    assert shapes == [None, None]
    (said,) = [line for line in told.lines if line.startswith("Note: nowhere")]
    assert "within 3 min" in said
    assert "all 2 places" in said
    (said,) = run(*words, "--at", lonlat(300, -150), "--minutes", "2").lines[-1:]
    # 150 m to the street, a third more on foot, at 4.8 km/h.
    assert "within 2 min" in said
    assert "walk to the nearest street alone takes 2 min 26 s" in said
    told = run(*words, "--hub", "station", "--minutes", "1,5")
    assert "nowhere" not in told.err
    assert "nowhere" not in run(*words, "--hub", "station", "--minutes", "5").err


def test_isochrone_prints_geojson(run: Run, town: Path) -> None:
    told = run("isochrone", town, "--hub", "station", "--mode", "walk", "--minutes", "10,5,10")
    assert told.status == 0
    answer = json.loads(told.out)
    rows = [feature["properties"] for feature in answer["features"]]
    assert [row["minutes"] for row in rows] == [5, 10]
    assert {(row["place"], row["period"], row["direction"]) for row in rows} == {
        ("Station", "free", "from")
    }
    assert answer["data_as_of"] == rows[0]["data_as_of"]
    assert "made up (CC0-1.0, 2026-01-01)" in answer["sources"]


@pytest.mark.parametrize("mode", list(STREET_MODES))
def test_what_nobody_says_is_what_the_page_starts_with(run: Run, town: Path, mode: Mode) -> None:
    told = json.loads(run("isochrone", town, "--hub", "station", "--mode", mode.value).out)
    rows = [feature["properties"] for feature in told["features"]]
    page = View(mode=mode)
    assert tuple(row["minutes"] for row in rows) == page.limits
    assert {row["direction"] for row in rows} == {page.direction.value}
    period = page.period.value if mode is Mode.DRIVE else "free"
    assert {row["period"] for row in rows} == {period}
    limits = ",".join(map(str, page.limits))
    assert limits in " ".join(run("isochrone", "--help").out.split())


def test_isochrone_writes_the_file_that_the_ending_asks_for(
    run: Run, town: Path, tmp_path: Path
) -> None:
    for ending in (".geojson", ".gpkg", ".parquet"):
        file = tmp_path / f"bands{ending}"
        words = ["--hub", "station", "--hub", "airport", "--combine", "all", "--out", file]
        told = run("isochrone", town, "--mode", "drive", "--minutes", "2,4", *words)
        assert (told.status, told.out) == (0, "")
        frame = gpd.read_parquet(file) if ending == ".parquet" else gpd.read_file(file)
        assert frame["minutes"].tolist() == [2, 4]
        assert set(frame["period"]) == {"off-peak"}
        assert set(frame["place"]) == {"Station; Airport"}


def test_the_same_question_twice_gives_the_same_bytes(run: Run, town: Path) -> None:
    words = ["isochrone", town, "--hub", "station", "--mode", "bike", "--minutes", "3"]
    assert run(*words).out == run(*words).out


def test_a_negative_point_may_stand_by_itself_or_after_an_equals_sign(run: Run, town: Path) -> None:
    for typed in (["--at", "-8.61,41.15"], ["--at=-8.61,41.15"]):
        told = run("isochrone", town, "--mode", "walk", *typed)
        assert told.status == 1
        assert "-8.61000,41.15000" in told.err
        assert len(told.lines) == 1


def test_at_asks_about_a_point(run: Run, town: Path) -> None:
    told = run("isochrone", town, "--mode", "walk", "--minutes", "5", "--at", lonlat(400, 400))
    place = json.loads(told.out)["features"][0]["properties"]["place"]
    assert place.count(",") == 1


def test_a_period_that_does_not_matter_is_said(run: Run, town: Path) -> None:
    words = ["isochrone", town, "--hub", "station", "--mode", "walk", "--minutes", "5"]
    assert "--period matters for driving only" in run(*words, "--period", "peak").err
    assert "--period" not in run(*words).err
    assert "--period" not in run(*words, "--period", "free").err
