"""The bundled metro's feeds: as their tables make them, whole, and true to what is published."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from geo.crs import to_metres
from geo.sources.features import read_rows
from geo.sources.layers import read_hubs
from geo.sources.metro.compile import Compiled, compile_feeds
from geo.sources.metro.facts import seconds_of
from geo.sources.town import find_town, read_town
from tests.gtfs import Feed, Train, seconds

FOLDER = find_town("xiaoshan-infoport")
METRO = FOLDER / "metro"
NOW, THEN = 0, 1
CHINESE = re.compile("[一-鿿]")
MINUTE = 60


@pytest.fixture(scope="module")
def compiled() -> tuple[Compiled, ...]:
    return compile_feeds(METRO)


@pytest.fixture(scope="module")
def now(compiled) -> Feed:
    return Feed(compiled[NOW].files)


@pytest.fixture(scope="module")
def then(compiled) -> Feed:
    return Feed(compiled[THEN].files)


@pytest.fixture(scope="module", params=[NOW, THEN])
def feed(compiled, request) -> Feed:
    return Feed(compiled[request.param].files)


def table(name: str) -> list[dict[str, str]]:
    return [row for _, row in read_rows(METRO / name)]


def features(name: str) -> list[dict]:
    return list(json.loads((FOLDER / name).read_text("utf-8"))["features"])


def stations(feed: Feed) -> dict[str, dict[str, str]]:
    return {row["stop_name"]: row for row in feed.rows("stops") if row["location_type"] == "1"}


def platform(feed: Feed, line: str, name: str) -> str:
    return f"{stations(feed)[name]['stop_id']}-line-{line}"


def trains(feed: Feed, line: str) -> Iterator[Train]:
    return (train for train in feed.trains if train.trip["route_id"] == f"line-{line}")


@pytest.mark.parametrize("number", [NOW, THEN])
def test_the_feed_is_what_its_tables_make(compiled, number: int) -> None:
    folder = FOLDER / compiled[number].feed.folder
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    made = {name: text.encode() for name, text in compiled[number].files.items()}
    assert sorted(written) == sorted(made)
    assert [name for name in made if written[name] != made[name]] == []


def test_every_line_and_station_is_there(now: Feed) -> None:
    assert len(now.rows("routes")) == 12
    assert len(stations(now)) == 259
    called = {call["stop_id"] for calls in now.calls.values() for call in calls}
    assert called == {row["stop_id"] for row in now.rows("stops") if row["location_type"] == "0"}
    for row in table("line_stations.csv"):
        assert platform(now, row["line"], row["name_zh"]) in called


def test_it_agrees_with_the_lines_and_stations_of_the_map(now: Feed) -> None:
    colours = {said["line"]: said["colour"] for said in properties("metro_lines.geojson")}
    assert {r["route_short_name"]: f"#{r['route_color']}" for r in now.rows("routes")} == colours
    english = {row["record_id"]: row["translation"] for row in now.rows("translations")}
    for feature in features("metro_stations.geojson"):
        said, row = feature["properties"], stations(now)[feature["properties"]["name_zh"]]
        place = [float(row["stop_lon"]), float(row["stop_lat"])]
        assert (row["stop_id"], place) == (said["id"], feature["geometry"]["coordinates"])
        assert english[said["id"]] == said["name_en"]
        lines = {id.split("-line-")[1] for id in platforms(now, said["id"])}
        assert lines == set(said["lines"])


def properties(name: str) -> list[dict]:
    return [feature["properties"] for feature in features(name)]


def platforms(feed: Feed, station: str) -> list[str]:
    rows = (row for row in feed.rows("stops") if row["location_type"] == "0")
    return [row["stop_id"] for row in rows if row["parent_station"] == station]


def test_whatever_is_named_is_there(feed: Feed) -> None:
    stops = {row["stop_id"]: row for row in feed.rows("stops")}
    assert len(stops) == len(feed.rows("stops"))
    for row in stops.values():
        if row["location_type"] == "1":
            assert row["parent_station"] == ""
        else:
            assert stops[row["parent_station"]]["location_type"] == "1"
    assert set(feed.calls) == set(feed.trips)
    assert len(feed.trips) == len(feed.rows("trips"))
    assert set(feed.blocks) <= set(feed.trips)
    assert {trip["route_id"] for trip in feed.trips.values()} == {
        row["route_id"] for row in feed.rows("routes")
    }
    for row in feed.rows("transfers"):
        assert stops[row["from_stop_id"]]["location_type"] == "0"
        assert stops[row["to_stop_id"]]["location_type"] == "0"


def test_names_stand_in_both_languages(feed: Feed) -> None:
    said = {(row["field_name"], row["record_id"]): row for row in feed.rows("translations")}
    named = [("stop_name", "stop_id", "stops"), ("trip_headsign", "trip_id", "trips")]
    for column, key, name in [*named, ("route_long_name", "route_id", "routes")]:
        for row in feed.rows(name):
            english = said[column, row[key]]["translation"]
            assert english and not CHINESE.search(english), english
            assert CHINESE.search(row[column]), row


def test_every_station_begins_and_ends_its_day_as_published(now: Feed) -> None:
    """The last train to the minute; the first within 3 min, for run times are means both ways."""
    by_stop: dict[tuple[str, str], list[Train]] = defaultdict(list)
    ends = {row["stop_id"]: row["stop_name"] for row in now.rows("stops")}
    for train in now.trains:
        for stop in train.stops[:-1]:
            by_stop[stop, ends[train.stops[-1]]].append(train)
    off = []
    for row in table("first_last.csv"):
        towards = row["direction"].removeprefix("往").removesuffix("方向")
        towards = {"火车西": "火车西站"}.get(towards, towards)
        here = platform(now, row["line"], row["name_zh"])
        times = [train.at(here) for train in by_stop[here, towards]]
        if (row["line"], towards) in {("1", "下沙江滨"), ("5", "善贤")}:  # the first goes farther
            farther = {"1": "萧山国际机场", "5": "姑娘桥"}[row["line"]]
            times += [min(train.at(here) for train in by_stop[here, farther])]
        first, last = seconds_of(row["first_train"]), seconds_of(row["last_train"])
        if abs(min(times) - first) > 3 * MINUTE or max(times) != last:
            off.append((row, min(times) - first, max(times) - last))
    assert off == []


@pytest.mark.parametrize(
    ("line", "start", "end", "minutes"),
    [
        ("7", "明星路", "建设三路", 3),
        ("7", "明星路", "奥体中心", 6),
        ("7", "明星路", "江城路", 17),
        ("7", "明星路", "萧山国际机场", 26),
        ("5", "江城路", "城站", 2),
        ("5", "人民广场", "火车南站", 7),
        ("6", "奥体中心", "火车东站（东广场）", 19),
        ("19", "萧山国际机场", "火车东站（东广场）", 22),
        ("19", "火车西站", "萧山国际机场", 55),
    ],
)
def test_runs_take_as_long_as_they_should(now: Feed, line, start, end, minutes) -> None:
    for here, there in ((start, end), (end, start)):
        here, there = platform(now, line, here), platform(now, line, there)
        runs = {
            train.at(there) - train.at(here)
            for train in trains(now, line)
            if {here, there} <= set(train.stops) and train.at(here) < train.at(there)
        }
        assert runs
        assert max(abs(run - minutes * MINUTE) for run in runs) <= 2 * MINUTE


def test_trains_come_at_the_headway_all_along_the_trunk(now: Feed) -> None:
    """By day, off the peak: every 4.5 min, also where two services alternate, and every 8 min on
    lines 16 and 19."""
    for line, name, headway in [
        ("1", "近江", 270),
        ("3", "武林广场", 270),
        ("5", "三坝", 270),
        ("6", "奥体中心", 270),
        ("7", "明星路", 270),
        ("16", "南湖", 480),
        ("19", "御道", 480),
    ]:
        here = platform(now, line, name)
        for direction in "01":
            times = sorted(
                train.at(here)
                for train in trains(now, line)
                if here in train.stops and train.trip["direction_id"] == direction
            )
            day = [time for time in times if 11 * 3600 <= time < 16 * 3600]
            assert {after - before for before, after in pairwise(day)} == {headway}, (line, name)


def test_nobody_waits_much_longer_than_the_headway(now: Feed) -> None:
    """At most one and a half headways, from a station's first train to 22:00: also in the morning,
    when trains begin all along the lines. On branches the headway is twice that of the trunk."""
    single = {"2", "4", "7", "8", "9", "10"}
    times: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for train in now.trains:
        line, way = train.trip["route_id"].removeprefix("line-"), train.trip["direction_id"]
        for stop, time in zip(train.stops[:-1], train.times, strict=False):
            times[line, way, stop].append(time)
    for (line, way, stop), all_day in times.items():
        headway = 480 if line in {"16", "19"} else 270 if line in single else 540
        day = sorted(time for time in all_day if time < 22 * 3600)
        longest = max(after - before for before, after in pairwise(day))
        assert longest <= 1.5 * headway, (line, way, stop, longest)


def test_frequencies_are_exact_and_do_not_overlap(feed: Feed) -> None:
    for id, blocks in feed.blocks.items():
        assert {block["exact_times"] for block in blocks} == {"1"}
        for before, after in pairwise(blocks):
            assert seconds(before["end_time"]) == seconds(after["start_time"])
        assert blocks[0]["start_time"] == feed.calls[id][0]["departure_time"]


def test_time_only_goes_on_and_no_train_overtakes_its_like(feed: Feed) -> None:
    like: dict[tuple[str, ...], list[Train]] = defaultdict(list)
    for train in feed.trains:
        assert all(before < after for before, after in pairwise(train.times)), train.trip
        like[train.stops].append(train)
    for several in like.values():
        for before, after in pairwise(sorted(several, key=lambda train: train.times[0])):
            gaps = [b - a for a, b in zip(before.times, after.times, strict=True)]
            assert min(gaps) > 0, (before.trip, after.trip)


def test_one_changes_in_three_minutes_between_the_two_halves_of_a_station_too(now: Feed) -> None:
    rows = now.rows("transfers")
    assert {(row["transfer_type"], row["min_transfer_time"]) for row in rows} == {("2", "180")}
    pairs = {(row["from_stop_id"], row["to_stop_id"]) for row in rows}
    halves = [platform(now, line, "火车东站") for line in ("1", "4")]
    others = [platform(now, line, "火车东站（东广场）") for line in ("6", "19")]
    assert {(a, b) for a in halves for b in others} <= pairs
    assert {(b, a) for a in halves for b in others} <= pairs
    assert all(a != b and (b, a) in pairs for a, b in pairs)


def test_doors_stand_near_their_station_and_the_assumed_say_so(now: Feed) -> None:
    stops = {row["stop_id"]: row for row in now.rows("stops")}
    doors = [row for row in stops.values() if row["location_type"] == "2"]
    assert len(doors) == 74
    by_station: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in doors:
        by_station[row["parent_station"]].append((float(row["stop_lon"]), float(row["stop_lat"])))
    for id, places in by_station.items():
        centre = float(stops[id]["stop_lon"]), float(stops[id]["stop_lat"])
        x, y = to_metres(*np.array([centre, *places]).T, "EPSG:32651")
        away = np.hypot(x[1:] - x[0], y[1:] - y[0])
        assert away.max() < 600
        assert np.hypot(x[1:].mean() - x[0], y[1:].mean() - y[0]) < 250  # a datum off is 500 m
    assumed = [row for row in doors if "假设" in row["stop_desc"]]
    assert {stops[row["parent_station"]]["stop_name"] for row in assumed} == {"明星路"}
    assert len(assumed) == 2


def test_doors_are_those_of_the_hubs(now: Feed) -> None:
    doors = {
        (row["parent_station"], float(row["stop_lon"]), float(row["stop_lat"]))
        for row in now.rows("stops")
        if row["location_type"] == "2"
    }
    for hub in read_hubs(read_town(FOLDER)):
        if hub.kind == "metro" and hub.entrances:
            station = stations(now)[hub.name.zh]["stop_id"]
            found = {(station, door.point.lon, door.point.lat) for door in hub.entrances}
            assert found == {door for door in doors if door[0] == station}


def test_the_network_of_july_2018_had_three_lines(then: Feed) -> None:
    assert [row["route_short_name"] for row in then.rows("routes")] == ["1", "2", "4"]
    there = stations(then)
    assert "明星路" not in there
    assert "下宁桥" not in there
    assert "余杭高铁站" in there
    assert "临平南高铁站" not in there
    ends = {
        (then.trips[id]["trip_headsign"], len(calls))
        for id, calls in then.calls.items()
        if id in then.blocks and "early" not in id
    }
    ends = {name for name, _ in ends}
    assert ends == {"下沙江滨", "临平", "湘湖", "良渚", "朝阳", "彭埠", "浦沿"}
    assert {row["timepoint"] for row in then.rows("stop_times")} == {"0"}


def test_the_notes_say_how_much_is_assumed(compiled) -> None:
    counts = compiled[NOW].counts
    note = next(source.note for source in read_town(FOLDER).sources if source.file == "transit")
    runs, guessed = counts["run times"], counts["estimated run times"]
    assert f"{runs}段中有{guessed}段" in note.zh
    assert f"{guessed} of {runs}" in note.en
    times = counts["interpolated first and last trains"]
    assert f"{times}处首末班车为内插" in note.zh
    assert f"{times} first and last trains are interpolated" in note.en


def test_the_feeds_stand_in_the_town(compiled) -> None:
    files = read_town(FOLDER).files
    folders = [files["transit"], files["transit_then"]]
    assert folders == [FOLDER / one.feed.folder for one in compiled]
    assert files["facts"] == Path(METRO)
