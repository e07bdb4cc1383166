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
from tests.sources.gtfs.broken import PASSED_OVER, USELESS
from tests.sources.gtfs.made_up import FEED, with_lines, with_text, write_folder, write_zip

FRIDAY, MONDAY = date(2026, 6, 5), date(2026, 6, 8)


def checked(tmp_path: Path, tables: Mapping[str, str | bytes]) -> tuple[Fault, ...]:
    return check_feed(write_folder(tmp_path / "feed", tables), MONDAY)


@pytest.mark.parametrize("name", PASSED_OVER)
def test_a_fault_is_told_by_file_and_line_and_the_rest_serves(tmp_path: Path, name: str) -> None:
    tables, *parts = PASSED_OVER[name]
    faults = checked(tmp_path, tables)
    assert not says(faults, "feed", *parts).fatal
    assert not any(fault.fatal for fault in faults)
    day = FRIDAY if name in ("turned", "date") else MONDAY
    assert timetable(read_feed(tmp_path / "feed"), day).runs


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
    says(faults, "'x0' does not stand in trips.txt", "There are 2 such lines")
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
