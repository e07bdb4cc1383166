"""A feed becomes the runs of a day, as one reads them off its tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geo.errors import NoService
from geo.model import Name, Timetable
from geo.sources.gtfs import Feed, read_feed, timetable
from tests.sources.gtfs.made_up import FEED, with_lines, with_text, write_folder

FRIDAY, SATURDAY, MONDAY = date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 8)
H, M = 3600, 60


@pytest.fixture
def feed(tmp_path: Path) -> Feed:
    return read_feed(write_folder(tmp_path / "feed"))


def of(table: Timetable, line: str) -> list[int]:
    """The patterns of a line."""
    return [p for p in range(table.patterns) if table.lines[table.line[p]].id == line]


def only(table: Timetable, line: str) -> int:
    (pattern,) = of(table, line)
    return pattern


def stops_of(table: Timetable, pattern: int) -> list[str]:
    calls = table.calls[table.first_call[pattern] : table.first_call[pattern + 1]]
    return [table.stops.ids[row] for row in calls]


def departures(table: Timetable, line: str) -> list[int]:
    """When the runs of a line leave their first stop, in order."""
    return sorted(int(t) for p in of(table, line) for t in table.times_of(p)[1][:, 0])


def again(tmp_path: Path, tables: dict[str, str], day: date) -> Timetable:
    return timetable(read_feed(write_folder(tmp_path / "again", tables)), day)


def test_a_trip_calls_where_and_when_its_lines_say(feed: Feed) -> None:
    table = timetable(feed, MONDAY)
    bus = only(table, "bus")
    arrivals, leaves = table.times_of(bus)
    assert stops_of(table, bus) == ["A", "B", "S1"]
    assert arrivals[0, [0, 2]].tolist() == [8 * H, 8 * H + 20 * M]
    assert leaves[0, [0, 2]].tolist() == [8 * H, 8 * H + 21 * M]
    assert table.heading[bus] == Name("", "Station")
    assert table.arrivals.dtype == table.departures.dtype == np.int32


def test_a_time_that_is_not_given_follows_from_the_way(feed: Feed) -> None:
    """B is a third of the way from A to the station: 1 of 3 hundredths of a degree."""
    table = timetable(feed, MONDAY)
    arrivals, leaves = table.times_of(only(table, "bus"))
    assert arrivals[0, 1] == leaves[0, 1] == pytest.approx(8 * H + 400, abs=1)


def test_a_stated_way_goes_before_the_straight_line(tmp_path: Path) -> None:
    lines = "b1,08:00:00,08:00:00,A,1,0\nb1,,,B,2,9\nb1,08:20:00,08:21:00,S1,3,10\n"
    head = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled\n"
    table = again(tmp_path, FEED | {"stop_times.txt": head + lines}, MONDAY)
    assert table.times_of(only(table, "bus"))[0][0, 1] == 8 * H + 18 * M


def test_without_any_way_stops_take_as_long_as_one_another(tmp_path: Path) -> None:
    same = FEED["stops.txt"].replace("120.01", "120.00").replace("120.03", "120.00")
    same = same.replace("30.0001", "30.00")
    table = again(tmp_path, FEED | {"stops.txt": same}, MONDAY)
    assert table.times_of(only(table, "bus"))[0][0, 1] == 8 * H + 10 * M


def test_the_last_call_takes_nobody_on_and_the_first_lets_nobody_off(feed: Feed) -> None:
    table = timetable(feed, MONDAY)
    calls = slice(*table.first_call[only(table, "bus") :][:2])
    assert table.boards[calls].tolist() == [True, True, False]
    assert table.alights[calls].tolist() == [False, True, True]


def test_boarding_and_alighting_may_be_refused(tmp_path: Path) -> None:
    head, *lines = FEED["stop_times.txt"].splitlines()
    marked = [f"{head},pickup_type,drop_off_type"]
    marked += [f"{line},1,3" if ",B," in line else f"{line},," for line in lines]
    table = again(tmp_path, FEED | {"stop_times.txt": "\n".join(marked)}, MONDAY)
    calls = slice(*table.first_call[only(table, "bus") :][:2])
    assert table.boards[calls].tolist() == [True, False, False]
    assert table.alights[calls].tolist() == [False, True, True]


def test_a_day_on_which_nothing_sets_out_has_no_timetable(feed: Feed) -> None:
    """Friday's night bus still runs into Saturday, but that is no service of Saturday's."""
    assert departures(timetable(feed, FRIDAY), "night") == [23 * H + 50 * M]
    with pytest.raises(NoService) as caught:
        timetable(feed, SATURDAY)
    error = caught.value
    assert (error.day, error.first, error.last) == (SATURDAY, date(2026, 6, 1), date(2026, 6, 30))
    assert error.nearest == FRIDAY
    assert "2026-06-05" in str(error)


def test_a_day_holds_what_crosses_its_midnights(tmp_path: Path) -> None:
    tables = FEED | {"calendar_dates.txt": "service_id,date,exception_type\nweek,20260606,1\n"}
    table = again(tmp_path, tables, SATURDAY)
    assert departures(table, "night") == [-10 * M]
    arrivals = table.times_of(only(table, "night"))[0]
    assert arrivals[0].tolist() == [-10 * M, 20 * M]
    eve = again(tmp_path, tables, date(2026, 6, 4))
    first = [6 * H + i * 10 * M for i in range(6)]
    assert departures(eve, "metro") == first
    assert departures(eve, "night") == []


def test_the_morning_after_is_there_for_those_out_at_night(feed: Feed) -> None:
    path = feed.paths[0]
    early = FEED["frequencies.txt"].replace("06:00", "04:00").replace("07:00:00", "06:40:00")
    write_folder(path, FEED | {"frequencies.txt": early})
    leaves = departures(timetable(read_feed(path), MONDAY), "metro")
    own = [4 * H + i * 600 for i in range(16)]
    assert leaves == own + [24 * H + one for one in own if one < 6 * H]


def test_headways_are_counted_from_the_start_and_said_to_be(feed: Feed) -> None:
    table = timetable(feed, MONDAY)
    assert departures(table, "metro") == [6 * H + i * 10 * M for i in range(6)]
    assert table.counted
    arrivals = table.times_of(only(table, "metro"))[0]
    assert (arrivals[:, 1] - arrivals[:, 0] == 5 * M).all()


def test_exact_headways_need_no_such_word(tmp_path: Path) -> None:
    exact = FEED["frequencies.txt"].replace("_secs", "_secs,exact_times").replace("600", "600,1")
    table = again(tmp_path, FEED | {"frequencies.txt": exact}, MONDAY)
    assert departures(table, "metro") == [6 * H + i * 10 * M for i in range(6)]
    assert not table.counted


def test_a_headway_need_not_divide_its_period(tmp_path: Path) -> None:
    uneven = with_text("frequencies.txt", "600", "1500")
    assert departures(again(tmp_path, uneven, MONDAY), "metro") == [21600, 23100, 24600]


def test_a_run_that_overtakes_stands_in_a_pattern_of_its_own(tmp_path: Path) -> None:
    tables = with_lines("trips.txt", "bus,week,b2,Station", "bus,week,b3,Station")
    tables = with_lines(
        "stop_times.txt",
        *("b2,08:05:00,08:05:00,A,1", "b2,08:06:00,08:06:00,B,2", "b2,08:10:00,08:10:00,S1,3"),
        *("b3,08:10:00,08:10:00,A,1", "b3,08:15:00,08:15:00,B,2", "b3,08:30:00,08:30:00,S1,3"),
        to=tables,
    )
    table = again(tmp_path, tables, MONDAY)
    patterns = of(table, "bus")
    assert sorted(len(table.times_of(p)[0]) for p in patterns) == [1, 2]
    assert departures(table, "bus") == [8 * H, 8 * H + 5 * M, 8 * H + 10 * M]
    for p in patterns:
        assert all((np.diff(times, axis=0) >= 0).all() for times in table.times_of(p))


def test_lines_that_share_their_stops_stay_apart(tmp_path: Path) -> None:
    tables = with_lines("trips.txt", "night,week,b2,Station")
    calls = ("b2,08:05:00,,A,1", "b2,,,B,2", "b2,,08:25:00,S1,3")
    tables = with_lines("stop_times.txt", *calls, to=tables)
    table = again(tmp_path, tables, MONDAY)
    assert len(of(table, "bus")) == len(of(table, "night")) == 1


def test_stations_hold_their_platforms_and_doors(feed: Feed) -> None:
    stops = timetable(feed, MONDAY).stops
    row = {id: i for i, id in enumerate(stops.ids)}
    assert set(row) == {"A", "B", "C", "S", "S1", "S2"}
    assert stops.station[row["S1"]] == stops.station[row["S2"]] == row["S"]
    assert stops.station[row["S"]] == row["S"]
    assert stops.station[row["A"]] == row["A"]
    assert set(stops.doors) == {row["S"]}
    assert stops.doors[row["S"]].tolist() == [[120.031, 30.001]]


def test_published_changes(tmp_path: Path) -> None:
    tables = FEED | {
        "transfers.txt": "from_stop_id,to_stop_id,transfer_type,min_transfer_time\n"
        "S1,S2,2,180\nS2,S1,3,\nA,B,0,\nB,A,1,30\nS,C,2,600\nS1,C,2,60\n"
    }
    table = again(tmp_path, tables, MONDAY)
    ids = table.stops.ids
    pairs = zip(table.change_from, table.change_to, table.change_seconds, strict=True)
    assert {(ids[a], ids[b]): int(s) for a, b, s in pairs} == {
        ("S1", "S2"): 180,
        ("S2", "S1"): -1,
        ("A", "B"): 0,
        ("B", "A"): 30,
        ("S", "C"): 600,
        ("S1", "C"): 60,
        ("S2", "C"): 600,
    }


def test_lines_have_names_kinds_and_colours(feed: Feed) -> None:
    lines = {line.id: line for line in timetable(feed, MONDAY).lines}
    assert lines["bus"].name == Name("", "1")
    assert (lines["metro"].kind, lines["metro"].colour) == (1, "#0000FF")
    assert (lines["night"].colour, lines["bus"].colour) == ("#FC0601", "")


def test_a_trip_without_a_headsign_goes_to_its_last_stop(feed: Feed) -> None:
    table = timetable(feed, FRIDAY)
    assert table.heading[only(table, "night")] == Name("", "Platform 1")


def test_arrays_can_be_saved_as_they_are(feed: Feed, tmp_path: Path) -> None:
    table = timetable(feed, MONDAY)
    for name, value in vars(table).items():
        if isinstance(value, np.ndarray):
            np.save(tmp_path / f"{name}.npy", value, allow_pickle=False)
            assert value.flags.c_contiguous
