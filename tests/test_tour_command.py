"""`python -m geo tour` on Gridville: what it plans, what it refuses, and what it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.__main__ import main
from tests.gridville import at, write_gridville
from tests.sources.folders import add_layer
from tests.sources.test_tours import HEAD, TOUR

SIGHTS = ((400, 400, "tower", "09:00-17:00"), (800, 800, "garden", ""), (600, 200, "old", "Sa off"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = write_gridville(tmp_path_factory.mktemp("towns") / "gridville")
    rows = [
        f"{id},景点,Sight {id},{at(x, y).lon},{at(x, y).lat},surveyed,list,2026,{hours}"
        for x, y, id, hours in SIGHTS
    ]
    add_layer(folder, "attractions", "attractions.csv", "\n".join([f"{HEAD},hours", *rows]))
    add_layer(folder, "tours", "tours.toml", TOUR)
    return str(folder)


def run(town: str, *typed: str) -> int:
    return main(["tour", town, *typed])


def test_a_tour_is_told_and_written(
    town: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "day.geojson"
    typed = ("--stops", "tower", "--nice", "garden=2,old", "--mode", "walk", "--from", "station")
    assert run(town, *typed, "--date", "2026-11-28", "--out", str(out)) == 0
    err = capsys.readouterr().err
    assert "to tower" in err and "Left out old: closed" in err
    assert "hours assumed" in err and "No better order exists" in err
    kinds = [f["properties"]["kind"] for f in json.loads(out.read_bytes())["features"]]
    assert kinds == ["start", "visit", "visit", "end", "leg", "leg", "leg"]


@pytest.mark.parametrize("ending", [".gpx", ".kml", ".ics", ".html"])
def test_the_format_follows_the_files_ending(town: str, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"day{ending}"
    assert run(town, "--stops", "tower", "--mode", "bike", "--out", str(out)) == 0
    assert out.stat().st_size > 300


def test_a_ready_made_tour_by_its_id(town: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(town, "--ready", "round", "--date", "2026-11-28") == 0
    found = json.loads(capsys.readouterr().out)
    assert {f["properties"].get("id") for f in found["features"]} >= {"tower", "garden"}


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        (["--mode", "walk"], 2, "--stops"),
        (["--stops", "tower"], 2, "--mode"),
        (["--stops", "towr", "--mode", "walk"], 1, "Did you mean 'tower'?"),
        (["--ready", "square"], 1, "This town offers: round."),
        (["--stops", "tower", "--mode", "fly"], 1, "walk, bike, ebike, drive"),
        (["--stops", "tower", "--mode", "walk", "--start", "9"], 1, "such as 09:30"),
        (["--stops", "tower", "--mode", "walk", "--date", "soon"], 2, "no date"),
        (["--stops", ",", "--mode", "walk"], 2, "--stops"),
        (["--stops", "tower", "--mode", "walk", "--nice", "garden=x"], 2, "no score"),
        (["--stops", "old", "--mode", "walk", "--date", "2026-11-28"], 1, "go on 2026-11-29"),
        (["--stops", "tower", "--mode", "walk", "--return-by", "09:10"], 1, "min later"),
    ],
)
def test_what_does_not_work_says_why(
    town: str, capsys: pytest.CaptureFixture[str], typed: list[str], status: int, told: str
) -> None:
    assert run(town, *typed) == status
    err = capsys.readouterr().err
    assert told in err and "Traceback" not in err
    assert status == 2 or len(err.strip().splitlines()) == 1


def test_a_shorter_wait_for_the_flight_can_be_asked(
    town: str, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ("--stops", "tower", "--mode", "drive", "--from", "airport", "--return-by", "15:00")
    assert run(town, *typed) == 0
    assert "Assumed: 60 min, tours.airport_after" in capsys.readouterr().err
    assert run(town, *typed, "--after-start", "0", "--before-end", "45") == 0
    err = capsys.readouterr().err
    assert "airport_after" not in err and "45 min, tours.airport_before" in err
