"""Every fault of a feed is told with its file, its line, and whether the feed serves regardless."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from geo.errors import Fault
from geo.sources.gtfs import archive, check_feed, findings, read_feed, timetable
from tests.sources.folders import says
from tests.sources.gtfs.made_up import FEED, with_lines, with_text, write_folder, write_zip

FRIDAY, MONDAY = date(2026, 6, 5), date(2026, 6, 8)
TRANSFERS = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id\n"


def checked(tmp_path: Path, tables: Mapping[str, str | bytes]) -> tuple[Fault, ...]:
    return check_feed(write_folder(tmp_path / "feed", tables), MONDAY)


PASSED_OVER = {
    "no stop_id": (with_lines("stops.txt", ",X,30,120,,"), "stops.txt, line 9", "no stop_id"),
    "stop twice": (with_lines("stops.txt", "A,X,30,120,,"), "stops.txt, line 9", "'A' stands"),
    "sea": (with_text("stops.txt", "30.00,120.01", "0,0"), "stops.txt, line 3", "lies at 0, 0"),
    "no place": (with_text("stops.txt", "30.00,120.01", ","), "line 3", "'B' has no position"),
    "latitude": (with_text("stops.txt", "30.00,120.01", "95,1"), "line 3", "stop_lat '95'"),
    "no number": (with_text("stops.txt", "30.00,120.01", "x,1"), "line 3", "stop_lat 'x'"),
    "parent": (with_text("stops.txt", "0,S\nS2", "0,T\nS2"), "line 6", "'T' is no stop"),
    "no station": (with_text("stops.txt", "0,S\nS2", "0,A\nS2"), "line 6", "'A' is no station"),
    "lone door": (with_text("stops.txt", "2,S", "2,"), "line 8", "needs a parent_station"),
    "kind": (with_text("stops.txt", "120.01,0", "120.01,9"), "line 3", "location_type '9'"),
    "route twice": (with_lines("routes.txt", "bus,,X,3,"), "routes.txt, line 5", "'bus' stands"),
    "route type": (with_text("routes.txt", "Station,3", "Station,x"), "line 2", "type 'x'"),
    "colour": (with_text("routes.txt", "fc0601", "red"), "line 3", "'red' is no colour"),
    "route": (with_text("trips.txt", "metro,", "tram,"), "trips.txt, line 4", "'tram' does not"),
    "service": (with_text("trips.txt", ",fri", ",sat"), "trips.txt, line 3", "'sat' does not"),
    "trip twice": (with_lines("trips.txt", "bus,week,b1,"), "trips.txt, line 5", "'b1' stands"),
    "no calls": (with_lines("trips.txt", "bus,week,b9,"), "trips.txt, line 5", "fewer than two"),
    "trip": (with_lines("stop_times.txt", "x,9:00:00,,A,1"), "stop_times.txt, line 9", "'x'"),
    "stop": (with_text("stop_times.txt", ",B,", ",X,"), "stop_times.txt, line 3", "'X' does not"),
    "time": (with_text("stop_times.txt", ",,B", "8:61:00,,B"), "line 3", "time '8:61:00' is no"),
    "back": (with_text("stop_times.txt", "24:20:00,24", "3:20:00,24"), "line 6", "back in time"),
    "leaves early": (with_text("stop_times.txt", "08:21", "08:19"), "line 4", "back in time"),
    "one call": (with_text("stop_times.txt", "S1,2", "X,2"), "line 5", "no other call"),
    "open end": (with_text("stop_times.txt", "24:20:00,24:20:00", ","), "line 6", "without a time"),
    "sequence": (with_text("stop_times.txt", "A,1", "A,x"), "line 2", "stop_sequence 'x'"),
    "same place": (with_text("stop_times.txt", "S1,3", "S1,1"), "line 4", "'b1' has this stop_seq"),
    "weekday": (with_text("calendar.txt", "0,0,20260601", "2,0,20260601"), "line 2", "saturday"),
    "date": (with_text("calendar.txt", "20260630", "20260631"), "calendar.txt, line 2", "end_date"),
    "no days": (with_text("calendar.txt", "0,0,0,0,1,0", "0,0,0,0,0,0"), "'fri' has trips but"),
    "turned": (with_text("calendar.txt", "20260601", "20270601"), "line 2", "before it begins"),
    "service twice": (
        with_lines("calendar.txt", "fri,1,1,1,1,1,1,1,20260601,20260630"),
        "calendar.txt, line 4",
        "'fri' stands already",
    ),
    "exception": (
        FEED | {"calendar_dates.txt": "service_id,date,exception_type\nweek,20260601,3\n"},
        "calendar_dates.txt, line 2",
        "'3' is neither",
    ),
    "no date": (
        FEED | {"calendar_dates.txt": "service_id,date,exception_type\nweek,1 June,1\n"},
        "calendar_dates.txt, line 2",
        "'1 June' is no date",
    ),
    "headway": (with_text("frequencies.txt", "600", "0"), "frequencies.txt, line 2", "'0' is no"),
    "period": (with_text("frequencies.txt", "07:", "05:"), "line 2", "before it begins"),
    "start": (with_text("frequencies.txt", "06:00", "6h"), "line 2", "start_time '6h:00' is no"),
    "overlap": (
        with_lines("frequencies.txt", "m1,06:30:00,08:00:00,300"),
        "frequencies.txt, line 3",
        "overlaps",
    ),
    "exact": (
        with_text(
            "frequencies.txt",
            "600",
            "600,7",
            to=with_text("frequencies.txt", "ecs", "ecs,exact_times"),
        ),
        "frequencies.txt, line 2",
        "exact_times '7'",
    ),
    "headway of none": (
        with_lines("frequencies.txt", "m9,06:30:00,08:00:00,300"),
        "frequencies.txt, line 3",
        "'m9' does not stand in trips.txt",
    ),
    "change": (FEED | {"transfers.txt": f"{TRANSFERS}A,X,0,,\n"}, "transfers.txt, line 2", "'X'"),
    "change time": (FEED | {"transfers.txt": f"{TRANSFERS}A,B,2,,\n"}, "line 2", "min_transfer"),
    "change kind": (FEED | {"transfers.txt": f"{TRANSFERS}A,B,8,,\n"}, "line 2", "type '8'"),
    "seated": (FEED | {"transfers.txt": f"{TRANSFERS}A,B,4,,b1\n"}, "1 changes without leaving"),
    "for one trip": (FEED | {"transfers.txt": f"{TRANSFERS}A,B,0,,b1\n"}, "certain lines or trips"),
    "cells": (with_lines("stops.txt", "D,X,30,120,0,,,7"), "stops.txt, line 9", "more cells"),
    "few cells": (with_lines("stops.txt", "D,X,30,120"), "stops.txt, line 9", "fewer cells"),
    "column twice": (
        with_text("stops.txt", "location_type", "stop_name"),
        "line 1",
        "stands twice",
    ),
    "optional column": (
        FEED | {"transfers.txt": "from_stop_id,to_stop\nA,B\n"},
        "transfers.txt, line 1",
        "no column 'to_stop_id'",
        "Is it 'to_stop'? Add it. Without it the file is not read.",
    ),
    "letters": (
        FEED | {"stops.txt": FEED["stops.txt"].replace("Beta", "Bêta").encode("latin-1")},
        "stops.txt, line 3",
        "not UTF-8",
    ),
    "zones": (with_lines("agency.txt", "y,Y,https://example.org,Asia/Tokyo,en"), "Asia/Tokyo"),
}


@pytest.mark.parametrize("name", PASSED_OVER)
def test_a_fault_is_told_by_file_and_line_and_the_rest_serves(tmp_path: Path, name: str) -> None:
    tables, *parts = PASSED_OVER[name]
    faults = checked(tmp_path, tables)
    assert not says(faults, "feed", *parts).fatal
    assert not any(fault.fatal for fault in faults)
    day = FRIDAY if name in ("turned", "date") else MONDAY
    assert timetable(read_feed(tmp_path / "feed"), day).runs


USELESS = {
    "no stops": ({k: v for k, v in FEED.items() if k != "stops.txt"}, "stops.txt: the feed has no"),
    "misnamed": (
        {k.replace("routes", "route"): v for k, v in FEED.items()},
        "routes.txt: the feed has no such file",
        "Is it 'route.txt'?",
    ),
    "no calendar": ({k: v for k, v in FEED.items() if k != "calendar.txt"}, "has neither this"),
    "no column": (with_text("trips.txt", "trip_id", "id"), "trips.txt, line 1", "'trip_id'"),
    "headways": (with_text("frequencies.txt", "headway_secs", "every"), "line 1", "'headway_secs'"),
    "empty file": (FEED | {"trips.txt": ""}, "trips.txt: it is empty"),
    "no trips": (FEED | {"trips.txt": "route_id,service_id,trip_id\n"}, "no trip in it"),
    "nothing": ({}, "stop_times.txt: the feed has no such file"),
    "never": (
        FEED | {"calendar.txt": FEED["calendar.txt"].replace("2026060", "2027060")},
        "none of its trips ever runs",
    ),
}


@pytest.mark.parametrize("name", USELESS)
def test_what_cannot_be_used_says_so(tmp_path: Path, name: str) -> None:
    tables, *parts = USELESS[name]
    assert says(checked(tmp_path, tables), "feed", *parts).fatal


def test_how_much_of_a_feed_serves_is_told(tmp_path: Path) -> None:
    faults = checked(tmp_path, with_text("trips.txt", "metro,", "tram,"))
    says(faults, "2 of its 3 trips can be used", "serves regardless")
    assert len(faults) == 2  # nothing is told of the calls of a trip that was left out


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    """Also where the file has blank lines, and names over two lines."""
    broken = with_text("stops.txt", "Alpha", '"Al\npha"')
    broken = with_text("stops.txt", "B,Beta", "\n\nB,Beta", to=broken)
    broken = with_lines("stops.txt", "A,X,30,120,,", to=broken)
    says(checked(tmp_path, broken), "stops.txt, line 12", "'A' stands already")


def test_of_many_alike_the_first_are_told_and_how_many_more(tmp_path: Path) -> None:
    lines = [f"x{i},9:00:00,,A,1" for i in range(findings.SHOWN + 5) for _ in range(2)]
    faults = checked(tmp_path, with_lines("stop_times.txt", *lines))
    says(faults, "'x0' does not stand in trips.txt", "(2 such lines)")
    says(faults, "10 more lines")
    assert len(faults) == findings.SHOWN + 1


def test_a_trip_by_headways_without_a_sound_headway_does_not_run(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "feed", with_text("frequencies.txt", "600", "-5"))
    assert timetable(read_feed(folder), MONDAY).runs == 1


def test_a_stop_without_a_position_takes_its_stations(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "feed", with_text("stops.txt", "30.0001,120.03", ","))
    stops = read_feed(folder).stops
    assert stops.lon[stops.ids.index("S1")] == 120.03
    says(check_feed(folder, MONDAY), "line 6", "'S1' has no position of its own")


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 9, 2), "its dates have passed: it was valid from 2026-06-01 to 2026-06-30"),
        (date(2026, 5, 27), "it is not valid yet"),
    ],
)
def test_a_feed_out_of_date_says_so_and_names_a_day(tmp_path: Path, today: date, said: str) -> None:
    (fault,) = check_feed(write_folder(tmp_path / "feed"), today)
    assert said in fault.problem
    assert ("2026-06-24" if today.month == 9 else "2026-06-03") in fault.remedy
    assert not fault.fatal


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    torn = tmp_path / "torn.zip"
    torn.write_bytes(write_zip(tmp_path / "whole.zip").read_bytes()[:300])
    assert says(check_feed(torn, MONDAY), "torn.zip: it is no zip").fatal
    assert says(check_feed(tmp_path / "none.zip", MONDAY), "it cannot be read").fatal


def test_a_spoilt_file_in_a_zip_is_told(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "feed.zip")
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packed:
        start = packed.getinfo("stop_times.txt").header_offset + 60
    raw[start : start + 20] = bytes(20)
    path.write_bytes(raw)
    assert says(check_feed(path, MONDAY), "feed.zip/stop_times.txt: it cannot be read").fatal


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "..\\evil.txt", "C:/evil.txt"])
def test_a_path_that_climbs_out_is_left_out(tmp_path: Path, name: str) -> None:
    path = write_zip(tmp_path / "feed.zip", FEED | {name: "x\n1\n"})
    assert "leads out of it" in says(check_feed(path, MONDAY), "evil.txt").problem


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BOMB_BYTES", 1_000_000)
    path = write_zip(tmp_path / "feed.zip", FEED | {"shapes.txt": "0" * 3_000_000})
    assert says(check_feed(path, MONDAY), "feed.zip/shapes.txt", "times its size").fatal


def test_a_feed_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_BYTES", 1000)
    for path in (write_zip(tmp_path / "feed.zip"), write_folder(tmp_path / "feed")):
        assert says(check_feed(path, MONDAY), path.name, "unpacks to").fatal
