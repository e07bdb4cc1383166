"""Tables of a metro -> a GTFS feed: every train of Tramville follows on paper."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from geo.errors import OutputError, SourceError
from geo.sources.metro.__main__ import run
from geo.sources.metro.compile import compile_feeds, write_feed
from geo.sources.metro.tables import clock, text_colour
from tests.gtfs import Feed, seconds
from tests.sources.metro_tables import NAMES, spoil, write_tables


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return write_tables(tmp_path / "metro")


def feed_of(tables: Path, number: int = 0) -> Feed:
    return Feed(compile_feeds(tables)[number].files)


def leaving(feed: Feed, trip: str) -> list[str]:
    """When the trains of a trip leave their first stop, as HH:MM."""
    trains = [train for train in feed.trains if train.trip["trip_id"] == trip]
    return [clock(train.times[0])[:5] for train in trains]


def test_trains_run_from_the_first_at_the_headway_until_the_last(tables) -> None:
    feed = feed_of(tables)
    assert leaving(feed, "line-B-main-out") == ["06:10", "06:25", "06:40"]
    assert leaving(feed, "line-B-main-out-last") == ["07:00"]


def test_the_only_train_runs_once(tables) -> None:
    feed = feed_of(tables)
    assert "line-B-main-back" not in feed.trips
    assert leaving(feed, "line-B-main-back-last") == ["06:00"]


def test_two_services_alternate_from_where_the_branch_joins(tables) -> None:
    feed = feed_of(tables)
    assert leaving(feed, "line-A-main-out")[:4] == ["06:00", "06:40", "07:10", "07:30"]
    assert leaving(feed, "line-A-east-out")[:4] == ["06:00", "06:21", "07:01", "07:21"]
    trains = [t for t in feed.trains if t.trip["direction_id"] == "0" and "line-A" in str(t.trip)]
    joined = sorted(train.at("gamma-line-A") for train in trains if len(train.stops) > 2)
    day = [time for time in joined if 7 * 3600 <= time < 21 * 3600]
    assert {after - before for before, after in pairwise(day)} == {600}


def test_two_services_alternate_from_their_first_station(tables) -> None:
    feed = feed_of(tables)
    assert leaving(feed, "line-A-main-back")[:4] == ["06:30", "07:00", "07:20", "07:40"]
    assert leaving(feed, "line-A-east-back")[:4] == ["06:40", "07:10", "07:30", "07:50"]


def test_a_train_may_begin_along_the_line(tables) -> None:
    feed = feed_of(tables)
    early = [train for train in feed.trains if "early" in train.trip["trip_id"]]
    assert [train.stops for train in early] == [("gamma-line-A", "beta-line-A", "alpha-line-A")]
    assert [clock(time) for time in early[0].times] == ["06:06:00", "06:08:00", "06:10:00"]


def test_trains_go_on_from_there_until_the_first_from_farther_up(tables) -> None:
    spoil(tables, "first_last.csv", "A,Gamma站,to Alpha,6:06", "A,Gamma站,to Alpha,5:00")
    assert leaving(feed_of(tables), "line-A-main-back-early-gamma") == ["05:00", "05:40"]


def test_the_last_train_keeps_to_its_published_times_past_midnight(tables) -> None:
    calls = feed_of(tables).calls["line-A-main-back-last"]
    times = [call["departure_time"] for call in calls]
    assert times == ["23:58:00", "24:00:00", "24:02:00", "24:04:00"]


def test_a_later_train_that_begins_along_the_line_is_kept(tables) -> None:
    spoil(tables, "first_last.csv", "A,Beta站,to Alpha,6:08,24:02", "A,Beta站,to Alpha,6:08,24:20")
    feed = feed_of(tables)
    assert leaving(feed, "line-A-main-back-last") == ["23:58"]
    assert leaving(feed, "line-A-main-back-last-beta") == ["24:20"]


def test_what_is_not_published_is_interpolated_and_marked(tables) -> None:
    calls = feed_of(tables).calls["line-A-main-out-last"]
    assert [call["departure_time"][:5] for call in calls] == ["23:00", "23:02", "23:05", "23:07"]
    assert [call["timepoint"] for call in calls] == ["1", "0", "1", "1"]
    counts = compile_feeds(tables)[0].counts
    assert counts["estimated run times"] == 1
    assert counts["interpolated first and last trains"] == 1
    assert counts["assumed entrances"] == 1


def test_every_departure_is_exact_and_blocks_do_not_overlap(tables) -> None:
    for blocks in feed_of(tables).blocks.values():
        assert {block["exact_times"] for block in blocks} == {"1"}
        ends = [seconds(block["end_time"]) for block in blocks]
        assert all(
            end <= seconds(block["start_time"])
            for end, block in zip(ends, blocks[1:], strict=False)
        )


def test_stations_hold_platforms_and_doors(tables) -> None:
    stops = {row["stop_id"]: row for row in feed_of(tables).rows("stops")}
    kinds = [stops[id]["location_type"] for id in ("beta", "beta-line-B", "beta-exit-a")]
    assert kinds == ["1", "0", "2"]
    assert {stops[id]["parent_station"] for id in ("beta-line-A", "beta-exit-n")} == {"beta"}
    assert stops["beta-exit-n"]["stop_desc"] == "假设"
    assert stops["beta-exit-a"]["stop_name"] == "A口"


def test_one_changes_within_a_station_and_between_two_that_are_one(tables) -> None:
    transfers = {
        (row["from_stop_id"], row["to_stop_id"]): row["min_transfer_time"]
        for row in feed_of(tables).rows("transfers")
    }
    assert transfers == {
        ("beta-line-A", "beta-line-B"): "180",
        ("beta-line-B", "beta-line-A"): "180",
        ("echo-line-A", "foxtrot-line-B"): "240",
        ("foxtrot-line-B", "echo-line-A"): "240",
    }


def test_english_names_stand_among_the_translations(tables) -> None:
    rows = feed_of(tables).rows("translations")
    stops = {row["record_id"]: row for row in rows if row["field_name"] == "stop_name"}
    assert [stops[name.lower()]["translation"] for name in NAMES] == list(NAMES)
    assert stops["beta-exit-a"]["translation"] == "Exit A"
    assert {row["language"] for row in rows} == {"en"}


def test_an_earlier_network_has_its_own_stations_names_and_doors(tables) -> None:
    feed = feed_of(tables, 1)
    assert {row["stop_id"] for row in feed.rows("stops") if row["location_type"] == "1"} == {
        *("alpha", "beta", "delta")
    }
    assert feed.trips["line-A-main-out"]["trip_headsign"] == "Dorp站"
    assert [clock(time)[:5] for time in feed.trains[0].times] == ["06:00", "06:02", "06:06"]
    assert {call["timepoint"] for calls in feed.calls.values() for call in calls} == {"0"}
    doors = [row["stop_id"] for row in feed.rows("stops") if row["location_type"] == "2"]
    assert doors == ["beta-exit-a"]


def test_the_text_on_a_colour_can_be_read() -> None:
    assert [text_colour(colour) for colour in ("#FFD800", "#102080")] == ["000000", "FFFFFF"]


def test_the_same_tables_give_the_same_bytes(tables, tmp_path) -> None:
    once, again = compile_feeds(tables)[0], compile_feeds(tables)[0]
    assert once.files == again.files
    folder = write_feed(once, tmp_path)
    (folder / "shapes.txt").write_text("left over")
    write_feed(again, tmp_path)
    assert {path.name: path.read_text("utf-8") for path in folder.iterdir()} == dict(once.files)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("now.csv", "B,main,Beta站", "B,main,Alpha站", ("now.csv", "row 4", "Beta站")),
        ("run_times.csv", "B,Beta站", "B,Alpha站", ("run_times.csv", "Beta站 to Foxtrot站")),
        ("run_times.csv", "Beta站,2,", "Beta站,two,", ("run_times.csv", "row 2", "two")),
        ("first_last.csv", "A,Alpha站", "A,Echo站", ("first_last.csv", "two different times")),
        ("first_last.csv", "B,Beta站,to F", "B,Beta站,from F", ("first_last.csv", "Beta站 has no")),
        ("stations.csv", "beta,Beta站", "beta,Bet站", ("stations.csv", "Beta站")),
        ("lines.csv", "B,#", "C,#", ("lines.csv", "line B")),
        ("headways.csv", ",07:00,30:00,10", ",08:00,30:00,10", ("headways.csv", "line A")),
        ("interchanges.csv", "*,*", "Beta站,Beta站", ("interchanges.csv", "every station")),
        ("now.csv", "B,main", "A,short", ("now.csv", "line A", "more than two")),
        ("feeds.toml", "url =", "link =", ("feeds.toml", "'url'")),
        ("feeds.toml", "2026-01-01", "soon", ("feeds.toml", "soon")),
    ],
)
def test_a_fault_of_the_tables_is_named(tables, file, old, new, said) -> None:
    spoil(tables, file, old, new)
    with pytest.raises(SourceError) as caught:
        compile_feeds(tables)
    assert all(part in str(caught.value) for part in said), str(caught.value)


def test_the_command_writes_the_feeds_or_says_why_not(tables, tmp_path, capsys) -> None:
    run(str(tmp_path), tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["transit", "transit_then"]
    assert "1 estimated run times" in capsys.readouterr().out
    (tables / "lines.csv").unlink()
    with pytest.raises(SystemExit) as end:
        run(str(tmp_path))
    assert end.value.code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_tables_that_are_not_there_are_named(tmp_path) -> None:
    with pytest.raises(SourceError, match=r"feeds\.toml"):
        compile_feeds(tmp_path)


def test_a_feed_that_cannot_be_written_says_so(tables, tmp_path) -> None:
    (tmp_path / "transit").write_text("in the way")
    with pytest.raises(OutputError, match="transit"):
        write_feed(compile_feeds(tables)[0], tmp_path)
