"""The command line on Gridville: what it answers, what it refuses, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from geo.__main__ import main
from geo.model import Mode
from tests.gridville import at, write_gridville
from ui.state import View

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = ["check", "build", "fetch", "isochrone", "matrix", "route"]


@dataclass
class Ended:
    """How one command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_gridville(tmp_path_factory.mktemp("towns") / "gridville")
    (folder / "homes.csv").write_text(
        f"id,lon,lat\nhome,{at(200, 400).lon},{at(200, 400).lat}\n"
        f"isle,{at(3100, 1000).lon},{at(3100, 1000).lat}\n"
        f"sea,{at(3500, -500).lon},{at(3500, -500).lat}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def command(*typed: object) -> Ended:
        status = main([str(word) for word in typed])
        told = capsysbinary.readouterr()
        return Ended(status, told.out.decode(), told.err.decode())

    return command


def lonlat(x: float, y: float) -> str:
    point = at(x, y)
    return f"{point.lon},{point.lat}"


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


@pytest.mark.parametrize("mode", list(Mode))
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
    assert f"{file}, row 2 (a): none of its 2 points" in told.err
    assert "swapped" in told.err
    file.write_text("id,lon,lat\nb,1,2\n", encoding="utf-8")
    told = run(*words)
    assert (told.status, told.out, len(told.lines)) == (1, "", 1)
    assert f"{file}, row 2 (b)" in told.err
    assert "another datum" in told.err


def test_matrix_writes_parquet(run: Run, town: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    words = ["--origins", "hubs", "--destinations", "hubs", "--mode", "drive", "--out", file]
    told = run("matrix", town, *words)
    assert (told.status, told.out) == (0, "")
    table = pd.read_parquet(file)
    assert len(table) == 9
    assert "OpenStreetMap" in table.attrs["attribution"]


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
