"""The command line on Gridville: what it answers, what it refuses, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from tests.commands.conftest import Run, lonlat
from tests.conftest import ROOT
from tests.gridville import at, write_gridville

COMMANDS = ["check", "build", "fetch", "isochrone", "matrix", "route", "sites", "access", "tour"]


def python(*typed: object, **more: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "geo", *map(str, typed)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, **more)


def test_every_command_has_help_with_an_example(run: Run) -> None:
    told = run("--help")
    assert told.status == 0
    assert all(command in told.out for command in COMMANDS)
    for command in COMMANDS:
        told = run(command, "--help")
        assert told.status == 0
        assert f"python -m geo {command} " in told.out.split("Example")[1]


def test_help_does_not_wait_for_the_engine() -> None:
    script = (
        "import sys; from geo.__main__ import main; main(['--help']); "
        "sys.exit(bool({'geopandas', 'pandas', 'scipy', 'shapely'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_check_sums_up_a_sound_town(run: Run, town: Path) -> None:
    told = run("check", town)
    assert (told.status, [line for line in told.lines if line.startswith("Error")]) == (0, [])
    assert "junctions" in told.out
    assert "walk" in told.out
    assert "2026-01-01" in told.out


def test_check_prints_every_fault_on_a_line_of_its_own(run: Run, tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "broken")
    (folder / "hubs.geojson").write_text("[]", encoding="utf-8")
    (folder / "roads.geojson").write_text("{", encoding="utf-8")
    told = run("check", folder)
    assert told.status == 1
    errors = [line for line in told.lines if line.startswith("Error: ")]
    assert any("hubs.geojson" in line for line in errors)
    assert any("roads.geojson" in line for line in errors)


def test_build_says_how_long_and_how_large_then_has_nothing_to_do(run: Run, tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "fresh", street="A new name")
    first, second = run("build", folder), run("build", folder)
    assert (first.status, second.status) == (0, 0)
    assert first.out.startswith("Built in ")
    assert "kB" in first.out or "MB" in first.out
    assert second.out.startswith("Already built")


def osm_file(folder: Path) -> Path:
    """An extract of one street, from west to east."""
    nodes = "".join(
        f'<node id="{i}" version="1" lon="{point.lon}" lat="{point.lat}"/>'
        for i, point in enumerate([at(0, 0), at(1000, 0), at(2000, 0)], start=1)
    )
    refs = "".join(f'<nd ref="{i}"/>' for i in (1, 2, 3))
    tags = '<tag k="highway" v="residential"/><tag k="name" v="Only Street"/>'
    file = folder / "extract.osm"
    way = f'<way id="9" version="1">{refs}{tags}</way>'
    file.write_text(f'<osm version="0.6">{nodes}{way}</osm>', encoding="utf-8")
    return file


def test_fetch_clips_a_local_extract(run: Run, tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "fetched")
    told = run("fetch", folder, "--osm-file", osm_file(tmp_path))
    assert told.status == 0
    assert told.out.splitlines()[0].startswith("roads: 1 features in ")
    ends = ["--from", lonlat(100, 0), "--to", lonlat(1900, 0)]
    steps = json.loads(run("route", folder, *ends, "--mode", "walk").out)["features"][1:]
    assert {step["properties"]["name_en"] for step in steps} == {"Only Street"}


def test_a_fetch_that_fails_leaves_the_town_as_it_was(run: Run, tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "kept")
    before = {file: file.read_bytes() for file in folder.iterdir()}
    told = run("fetch", folder, "--osm-file", tmp_path / "none.osm.pbf")
    assert (told.status, told.out, len(told.lines)) == (1, "", 1)
    assert "none.osm.pbf" in told.err
    assert {file: file.read_bytes() for file in folder.iterdir()} == before


def test_route_goes_between_hubs_and_points(run: Run, town: Path, tmp_path: Path) -> None:
    told = run("route", town, "--from", lonlat(200, 400), "--to", "station", "--mode", "walk")
    assert told.status == 0
    line, *steps = json.loads(told.out)["features"]
    assert line["properties"]["metres"] == pytest.approx(800, abs=2)
    assert any(step["properties"]["name_en"] == "Street 2 East" for step in steps)
    file = tmp_path / "a.gpx"
    assert run("route", town, "--from", "north", "--to", "airport", "--mode", "bike", "--out", file)
    assert len(gpd.read_file(file, layer="tracks")) == 1


REFUSED: list[tuple[list[str], str]] = [
    ([], "Usage"),
    (["dance"], "No such command 'dance'"),
    (["isochrone", "TOWN", "--mode", "walk"], "Give either --hub"),
    (["isochrone", "TOWN", "--mode", "walk", "--hub", "station", "--at", "1,2"], "Give either"),
    (["isochrone", "TOWN", "--hub", "station"], "Missing option '--mode'"),
    (["isochrone", "TOWN", "--hub", "station", "--mode", "fly"], "'fly'"),
    (["isochrone", "TOWN", "--hub", "station", "--mode", "walk", "--minutes", "0"], "1 to 240"),
    (["isochrone", "TOWN", "--hub", "station", "--mode", "walk", "--minutes", "x"], "--minutes"),
    (["isochrone", "TOWN", "--at", "41.15,-98.61", "--mode", "walk"], "swapped"),
    (["isochrone", "TOWN", "--hub", "station", "--mode", "walk", "--out", "a.shp"], ".gpkg"),
    (["matrix", "TOWN", "--mode", "walk", "--origins", "hubs"], "--destinations"),
    (["route", "TOWN", "--from", "1,x", "--to", "station", "--mode", "walk"], "LON,LAT"),
    (
        ["route", "TOWN", "--from", "station", "--to", "north", "--mode", "walk", "--out", "a"],
        "--out: 'a' must end in one of .geojson, .gpx",
    ),
]


@pytest.mark.parametrize(("typed", "said"), REFUSED)
def test_wrong_usage_ends_with_2(run: Run, town: Path, typed: list[str], said: str) -> None:
    told = run(*(str(town) if word == "TOWN" else word for word in typed))
    assert told.status == 2
    assert said in told.err + told.out


FAILED: list[tuple[list[str], str]] = [
    (["build", "no-such-town"], "no-such-town"),
    (["check", "no-such-town"], "no-such-town"),
    (["isochrone", "TOWN", "--hub", "statoin", "--mode", "walk"], "Did you mean 'station'?"),
    (["isochrone", "TOWN", "--hub", "zz", "--mode", "walk"], "There is no hub 'zz' in this town"),
    (["isochrone", "TOWN", "--at", "SEA", "--mode", "walk"], "cannot join the streets"),
    (["isochrone", "TOWN", "--at", "10,10", "--mode", "walk"], "outside the town's map"),
    (["isochrone", "TOWN", "--at", "10,10", "--mode", "walk"], "(longitude 2.99"),
    (["route", "TOWN", "--from", "nowhere", "--to", "station", "--mode", "walk"], "nowhere"),
    (["matrix", "TOWN", "--mode", "walk", "--origins", "x.csv", "--destinations", "hubs"], "x.csv"),
    (
        ["isochrone", "TOWN", "--hub", "station", "--mode", "walk", "--out", "no/such/a.gpkg"],
        "folder does not exist",
    ),
]


@pytest.mark.parametrize(("typed", "said"), FAILED)
def test_what_can_be_mended_is_one_line_and_ends_with_1(
    run: Run, town: Path, typed: list[str], said: str
) -> None:
    places = {"TOWN": str(town), "SEA": lonlat(3500, -500)}
    told = run(*(places.get(word, word) for word in typed))
    assert (told.status, told.out) == (1, "")
    assert len(told.lines) == 1
    assert said in told.err


def test_a_broken_town_is_one_line(run: Run, tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "broken")
    (folder / "town.toml").write_text("name = ", encoding="utf-8")
    told = run("build", folder)
    assert (told.status, len(told.lines)) == (1, 1)
    assert "town.toml" in told.err


@pytest.fixture
def bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr("geo.study.open_study", broken)


@pytest.mark.usefixtures("bug")
def test_a_fault_of_the_atlas_asks_to_be_reported(run: Run, town: Path) -> None:
    told = run("build", town)
    assert (told.status, len(told.lines)) == (1, 1)
    assert "ZeroDivisionError" in told.err
    assert "report" in told.err


@pytest.mark.usefixtures("bug")
def test_debug_shows_where_it_happened(
    run: Run, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Traceback" in run("--debug", "build", town).err
    monkeypatch.setenv("TOWN_ATLAS_DEBUG", "1")
    assert "Traceback" in run("build", town).err


def test_ctrl_c_ends_quietly(run: Run, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("geo.study.open_study", interrupted)
    told = run("build", town)
    assert (told.status, told.out, told.err) == (128 + signal.SIGINT, "", "")


def test_a_reader_that_leaves_early_is_no_error(town: Path) -> None:
    typed = f"{sys.executable} -m geo isochrone {town} --hub station --mode walk --minutes 5 | true"
    told = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {typed}"], cwd=ROOT, capture_output=True, check=False
    )
    assert told.returncode in {0, 1, 128 + signal.SIGPIPE}
    assert b"Error" not in told.stderr
    assert b"Exception" not in told.stderr


def test_hostile_names_are_data(run: Run, tmp_path: Path) -> None:
    name = "=${alert(1)}</script>'\""
    folder = write_gridville(tmp_path / "hostile", hub=name, street=name)
    told = run("isochrone", folder, "--hub", "station", "--mode", "walk", "--minutes", "5")
    assert json.loads(told.out)["features"][0]["properties"]["place"] == name
    for ending in (".gpx", ".geojson"):
        file = tmp_path / f"a{ending}"
        ends = ["--from", "station", "--to", "north"]
        assert run("route", folder, *ends, "--mode", "bike", "--out", file).status == 0
        layer = "waypoints" if ending == ".gpx" else None
        assert name in " ".join(map(str, gpd.read_file(file, layer=layer).to_numpy().ravel()))


def test_the_module_runs_as_a_program(town: Path) -> None:
    told = python("build", town, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert told.returncode == 0, told.stderr
