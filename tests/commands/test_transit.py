"""The commands by public transport, on Gridville's bus: every time follows from paper.

A block is 150 s on foot; whoever sets out at 08:00 from (0, 400) is at the stop at 08:02:30, takes
the bus of 08:05, is off at 08:15 and at (2000, 400) at 08:17:30.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import gpxpy
import pytest

from tests.commands.conftest import Run, lonlat
from tests.gridville import at
from tests.gridville_bus import SUNDAY, TUESDAY, write_bus_town

HOME, THERE = lonlat(0, 400), lonlat(2000, 400)
ON_TUESDAY = ("--date", TUESDAY.isoformat())
ROUTE = ("--from", HOME, "--to", THERE, "--mode", "transit", *ON_TUESDAY)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_bus_town(tmp_path_factory.mktemp("towns") / "busville")
    home = at(0, 400)
    (folder / "homes.csv").write_text(f"id,lon,lat\nhome,{home.lon},{home.lat}\n", "utf-8")
    there = at(2000, 400)
    (folder / "works.csv").write_text(f"id,lon,lat\nworks,{there.lon},{there.lat}\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("option", "leave", "arrive"),
    [
        (("--depart", "08:00"), "08:02:30", "08:17:30"),
        (("--depart", "08:03"), "08:12:30", "08:27:30"),
        (("--arrive", "08:20"), "08:02:30", "08:17:30"),
        (("--arrive", "08:17"), "07:52:30", "08:07:30"),
    ],
)
def test_a_route_tells_its_legs(run: Run, served: Path, option, leave, arrive) -> None:
    told = run("route", served, *ROUTE, *option)
    assert told.status == 0
    whole, *legs = [row["properties"] for row in json.loads(told.out)["features"]]
    assert whole["depart"] == f"2026-06-02T{leave}+02:00"
    assert whole["arrive"] == f"2026-06-02T{arrive}+02:00"
    assert (whole["seconds"], whole["changes"]) == (900, 0)
    assert [leg["mode"] for leg in legs] == ["walk", "transit", "walk"]
    assert [leg["seconds"] for leg in legs] == [150, 600, 150]
    ride = legs[1]
    assert (ride["line"], ride["towards"]) == ("5", "Eastgate")
    assert ride["stops"] == ["west", "middle", "east"]
    assert any("Line 5 towards Eastgate: west to east" in line for line in told.lines)


def test_a_route_goes_into_gpx_with_its_times(run: Run, served: Path, tmp_path: Path) -> None:
    out = tmp_path / "way.gpx"
    assert run("route", served, *ROUTE, "--depart", "08:00", "--out", out).status == 0
    read = gpxpy.parse(out.read_text(encoding="utf-8"))
    assert [track.type for track in read.tracks] == ["walk", "transit", "walk"]
    begin, end = read.get_time_bounds()
    assert (end - begin).total_seconds() == 900
    assert len(read.waypoints) == 3


def test_bands_say_of_which_window_they_are(run: Run, served: Path) -> None:
    asked = ("--at", HOME, "--mode", "transit", "--minutes", "15,20", *ON_TUESDAY)
    told = run("isochrone", served, *asked, "--depart", "08:30", "--window", 10)
    rows = [feature["properties"] for feature in json.loads(told.out)["features"]]
    assert [row["minutes"] for row in rows] == [15, 20]
    assert {(row["date"], row["depart"], row["window"], row["percentile"]) for row in rows} == {
        ("2026-06-02", "08:30", 10, 50.0)
    }
    assert "period" not in rows[0]
    on_foot = run("isochrone", served, "--at", HOME, "--mode", "walk", "--minutes", "20")
    walked = json.loads(on_foot.out)["features"][0]["properties"]
    assert rows[1]["area_km2"] > walked["area_km2"]
    assert any("line 5 to Eastgate at 22:05, west" in line for line in told.lines)


@pytest.mark.parametrize(("percentile", "seconds"), [(1, 930), (50, 1170), (100, 1470)])
def test_a_matrix_takes_the_percentile(run: Run, served: Path, percentile, seconds) -> None:
    """Who leaves at 08:02 catches the bus with half a minute to spare; at 08:03 it has gone."""
    asked = ("--origins", served / "homes.csv", "--destinations", served / "works.csv")
    window = ("--depart", "08:02", "--window", 10, "--percentile", percentile)
    told = run("matrix", served, *asked, "--mode", "transit", *ON_TUESDAY, *window)
    (row,) = csv.DictReader(io.StringIO(told.out))
    assert (row["status"], row["percentile"]) == ("ok", f"{percentile:.1f}")
    assert float(row["seconds"]) == pytest.approx(seconds, abs=0.5)


def test_after_the_last_run_it_says_so(run: Run, served: Path) -> None:
    asked = ("--at", HOME, "--mode", "transit", *ON_TUESDAY, "--depart", "23:50", "--window", 5)
    told = run("isochrone", served, *asked)
    assert told.status == 0
    assert any("the last has gone, line 5 to Eastgate at 22:05" in line for line in told.lines)


def test_a_day_without_service_offers_the_nearest(run: Run, served: Path) -> None:
    told = run("route", served, *ROUTE[:-1], SUNDAY.isoformat())
    assert told.status == 1
    assert "Nothing runs on 2026-06-07" in told.err
    assert "Ask for 2026-06-" in told.err


def test_a_timetable_that_has_passed_answers_for_its_nearest_day(run: Run, served: Path) -> None:
    told = run("route", served, *ROUTE[:-2])
    assert told.status == 0
    (note,) = [line for line in told.lines if "nearest day of service" in line]
    assert "2026-06-30 is the nearest" in note  # a Tuesday, the feed's last day
    assert json.loads(told.out)["features"][0]["properties"]["date"] == "2026-06-30"


def test_a_town_without_a_timetable_says_what_to_do(run: Run, town: Path) -> None:
    told = run("isochrone", town, "--hub", "station", "--mode", "transit")
    assert told.status == 1
    assert "no timetable" in told.err
    assert "GTFS" in told.err


def test_options_of_a_timetable_are_left_out_elsewhere_and_wrong_ones_refused(
    run: Run, served: Path
) -> None:
    told = run("isochrone", served, "--at", HOME, "--mode", "walk", "--window", 10)
    assert told.status == 0
    assert any("--window matter by public transport only" in line for line in told.lines)
    for wrong in (("--depart", "8"), ("--depart", "08:61"), ("--date", "soon"), ("--window", 0)):
        told = run("isochrone", served, "--at", HOME, "--mode", "transit", *wrong)
        assert told.status == 2, wrong
