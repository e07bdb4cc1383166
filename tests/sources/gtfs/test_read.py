"""Feeds in folders and zips, in both languages, several at once."""

from __future__ import annotations

import codecs
from datetime import date
from pathlib import Path

import pytest

from geo.errors import FeedError
from geo.model import Name
from geo.sources.gtfs import Feed, read_feed, timetable
from tests.sources.gtfs.made_up import FEED, with_text, write_folder, write_zip

MONDAY = date(2026, 6, 8)


def names(feed: Feed) -> dict[str, Name]:
    return dict(zip(feed.stops.ids, feed.stops.names, strict=True))


def test_a_sound_feed_has_no_fault(tmp_path: Path) -> None:
    feed = read_feed(write_folder(tmp_path / "feed"))
    assert feed.faults == ()
    assert (len(feed.trips), len(feed.calls.stop), feed.timezone) == (3, 7, "Asia/Shanghai")


@pytest.mark.parametrize("inside", ["", "feed/"])
def test_a_zip_is_read_as_the_folder_is(tmp_path: Path, inside: str) -> None:
    folder = read_feed(write_folder(tmp_path / "feed"))
    packed = read_feed(write_zip(tmp_path / "feed.zip", inside=inside))
    assert packed.stops.ids == folder.stops.ids
    assert (packed.calls.arrival == folder.calls.arrival).all()
    assert len(packed.faults) == bool(inside)


def test_files_written_in_another_manner_are_the_same(tmp_path: Path) -> None:
    """A mark at the head, Windows' line ends, blanks around names, blank lines, quotation marks."""
    plain = read_feed(write_folder(tmp_path / "plain"))
    odd = {
        name: codecs.BOM_UTF8 + text.replace("\n", "\r\n").encode() for name, text in FEED.items()
    }
    odd["stops.txt"] = FEED["stops.txt"].replace("_name,", "_name , ").encode() + b"\n\n"
    odd["trips.txt"] = FEED["trips.txt"].replace("b1,Station", 'b1,"Sta\ntion"').encode()
    read = read_feed(write_folder(tmp_path / "odd", odd))
    assert read.faults == ()
    assert read.stops.names == plain.stops.names
    assert (read.calls.arrival == plain.calls.arrival).all()
    assert read.headings[0].en == "Sta\ntion"


def test_names_come_in_both_languages(tmp_path: Path) -> None:
    tables = FEED | {
        "translations.txt": "table_name,field_name,language,translation,record_id,field_value\n"
        "stops,stop_name,zh-Hant,甲站,A,\n"
        "stops,stop_name,zh-Hans,甲,A,\n"
        "stops,stop_name,zh,乙,,Beta\n"
        "stops,stop_name,fr,Grec,C,\n"
        "routes,route_short_name,zh,一路,bus,\n"
        "trips,trip_headsign,zh,车站,b1,\n"
    }
    feed = read_feed(write_folder(tmp_path / "feed", tables))
    found = names(feed)
    assert (found["A"], found["B"]) == (Name("甲", "Alpha"), Name("乙", "Beta"))
    assert found["C"] == Name("", "Gamma")
    assert feed.lines[0].name == Name("一路", "1")
    assert Name("车站", "Station") in timetable(feed, MONDAY).heading


def test_a_chinese_feed_is_translated_into_english(tmp_path: Path) -> None:
    tables = with_text("agency.txt", ",en", ",zh-CN")
    tables = with_text("stops.txt", "Alpha", "甲", to=tables)
    tables["translations.txt"] = "trans_id,lang,translation\n甲,en,Alpha\n"
    found = names(read_feed(write_folder(tmp_path / "feed", tables)))
    assert found["A"] == Name("甲", "Alpha")
    assert found["B"] == Name("Beta", "")


def test_without_a_stated_language_the_script_tells(tmp_path: Path) -> None:
    tables = with_text("stops.txt", "Alpha", "甲", to=with_text("agency.txt", ",en", ","))
    found = names(read_feed(write_folder(tmp_path / "feed", tables)))
    assert (found["A"], found["B"]) == (Name("甲", ""), Name("", "Beta"))


def test_several_feeds_are_one_and_their_ids_stay_apart(tmp_path: Path) -> None:
    other = {name: text.replace("Alpha", "Omega") for name, text in FEED.items()}
    other["stops.txt"] = other["stops.txt"].replace("\nC,", "\nZ,")
    other["stop_times.txt"] = other["stop_times.txt"].replace(",C,", ",Z,")
    paths = [write_folder(tmp_path / "one"), write_zip(tmp_path / "two.zip", other)]
    feed = read_feed(paths)
    assert feed.paths == tuple(paths)
    found = names(feed)
    assert (found["one:A"].en, found["two:A"].en) == ("Alpha", "Omega")
    assert {"C", "Z"} <= set(found)
    assert {line.id for line in feed.lines} >= {"one:bus", "two:bus"}


def test_each_of_several_feeds_keeps_its_runs(tmp_path: Path) -> None:
    first = with_text("trips.txt", "Station", "Elsewhere")
    paths = [write_folder(tmp_path / "one", first), write_folder(tmp_path / "two")]
    alone, other, both = (timetable(read_feed(one), MONDAY) for one in (*paths, paths))
    assert both.runs == 2 * alone.runs
    assert both.patterns == 2 * alone.patterns
    assert both.heading == alone.heading + other.heading
    assert alone.heading != other.heading
    half = alone.patterns
    assert (both.times_of(half)[0] == alone.times_of(0)[0]).all()
    second = both.calls[both.first_call[half] : both.first_call[half + 1]]
    assert all(both.stops.ids[row].startswith("two:") for row in second)
    rows = {id: i for i, id in enumerate(both.stops.ids)}
    assert both.stops.station[rows["two:S1"]] == rows["two:S"]
    assert set(both.stops.doors) == {rows["one:S"], rows["two:S"]}


def test_a_feed_that_cannot_be_used_is_an_error_with_its_faults(tmp_path: Path) -> None:
    tables = dict(FEED)
    del tables["stops.txt"]
    with pytest.raises(FeedError, match=r"stops\.txt: the feed has no such file") as caught:
        read_feed(write_folder(tmp_path / "feed", tables))
    assert [fault.file for fault in caught.value.faults] == ["feed/stops.txt"]
