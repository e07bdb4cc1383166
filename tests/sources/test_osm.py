"""`fetch` replaces a town's streets, water and places all at once, or changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import osmium
import pytest

from geo.errors import DownloadError, GeoError, SourceError, TownError
from geo.sources import osm
from geo.sources.check import check_folder
from geo.sources.layers import read_layer, read_places
from geo.sources.osm import KEPT, fetch
from geo.sources.overpass import Patience
from geo.sources.roads import read_ways
from geo.sources.town import read_town
from tests.gridville import at, write_gridville
from tests.real_towns import MONACO, write_monaco
from tests.sources.osm_text import way, write
from tests.sources.overpass_server import FEATURES, STREETS, Overpass, overpass

QUICK = Patience(attempts=2, pause_seconds=0.01, timeout_seconds=2.0)


@pytest.fixture(scope="module")
def servers() -> Iterator[Overpass]:
    with overpass() as running:
        yield running


@pytest.fixture
def server(servers: Overpass) -> Iterator[Overpass]:
    answers = dict(servers.answers)
    servers.moods = ["well"]
    yield servers
    servers.answers = answers


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_gridville(tmp_path / "gridville")


def state(folder: Path) -> dict[str, bytes]:
    """Every file of the folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def own_places(folder: Path, *places: dict[str, Any]) -> None:
    """Give the town places of its own."""
    features = []
    for place in places:
        point = at(place.pop("x"), place.pop("y"))
        said = {"category": "food", "accuracy": "illustrative", "source": "us", "as_of": "2018"}
        geometry = {"type": "Point", "coordinates": [point.lon, point.lat]}
        properties = {**said, **place}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    (folder / "own.geojson").write_text(text, encoding="utf-8")
    toml = folder / "town.toml"
    named = toml.read_text(encoding="utf-8").replace("[files]", '[files]\nplaces = "own.geojson"')
    toml.write_text(named, encoding="utf-8")


def test_all_layers_arrive_and_the_town_is_sound(folder: Path, server: Overpass) -> None:
    report = fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    assert dict(report.counts) == {"roads": 2, "water": 1, "places": 3}
    assert report.as_of == "2026-11-20"
    town = read_town(folder)
    assert dict(report.files).items() <= dict(town.files).items()
    assert town.streets == "all"
    assert not [fault for fault in check_folder(folder)[0] if fault.fatal]
    told = {source.file: source for source in town.sources}
    assert told["roads"].as_of == "2026-11-20"
    assert told["roads"].licence == "ODbL 1.0"
    assert told["hubs"].origin.en == "made up"
    assert "OpenStreetMap" in town.attribution.en


def test_streets_keep_their_tags_lights_and_restrictions(folder: Path, server: Overpass) -> None:
    report = fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    ways = read_ways(report.files["roads"])
    assert ways.tags[0] == {"highway": "residential", "name": "First", "name:zh": "一路"}
    assert [len(run) for run in (ways.refs[:4], ways.refs[4:])] == [4, 2]  # whole, not cut
    assert list(ways.node_tags.values()) == [{"highway": "traffic_signals"}]
    assert ways.as_of == "2026-11-20"
    relations = osmium.FileProcessor(str(report.files["roads"]), osmium.osm.RELATION)
    assert [dict(relation.tags)["restriction"] for relation in relations] == ["no_left_turn"]


def test_water_has_its_islands_and_places_their_kind(folder: Path, server: Overpass) -> None:
    fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    town = read_town(folder)
    water = read_layer(town, "water")
    assert water["name_zh"].tolist() == ["湖"]
    assert water.to_crs(town.metres).area.sum() == pytest.approx(200 * 200 - 80 * 80 / 2, rel=0.01)
    places = {place.id: place for place in read_places(town)}
    assert set(places) == {"osm-n21", "osm-n23", "osm-w44"}
    bakery, park = places["osm-n23"], places["osm-w44"]
    assert (bakery.name.zh, bakery.name.en, bakery.category) == ("面包坊", "Bakery", "food")
    assert (park.name.zh, park.name.en, park.category) == ("公园", "park", "leisure")
    assert {place.accuracy for place in places.values()} == {"surveyed"}
    assert {place.as_of for place in places.values()} == {"2026-11-20"}


def test_the_towns_own_places_stay_and_none_stands_twice(folder: Path, server: Overpass) -> None:
    near = {"id": "cafe", "name_zh": "", "name_en": "corner café", "x": 110, "y": 110}
    far = {"id": "bakery", "name_zh": "面包坊", "name_en": "Our Bakery", "x": 600, "y": 900}
    own_places(folder, near, far)
    before = (folder / "own.geojson").read_bytes()
    report = fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    assert report.own_places == 2
    places = {place.id: place for place in read_places(read_town(folder))}
    assert set(places) == {"cafe", "bakery", "osm-n23", "osm-w44"}
    assert places["cafe"].accuracy == "illustrative"
    assert places["cafe"].source == "us"
    assert (folder / "own.geojson").read_bytes() == before


def test_a_second_fetch_replaces_the_first(folder: Path, server: Overpass) -> None:
    own_places(folder, {"id": "inn", "name_zh": "店", "name_en": "Inn", "x": 600, "y": 900})
    original = (folder / "town.toml").read_bytes()
    fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    once = state(folder)
    fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    assert state(folder) == once
    server.answers = {"streets": [*STREETS, {**STREETS[5], "id": 99}], "features": []}
    fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    town = read_town(folder)
    assert len(read_ways(town.files["roads"])) == 3
    assert {place.id for place in read_places(town)} >= {"inn"}
    assert len([source for source in town.sources if source.file == "roads"]) == 1
    assert (folder / KEPT).read_bytes() == original
    homes = {path.parent for path in town.files.values()} - {folder}
    assert {path for path in folder.iterdir() if path.is_dir()} == homes
    assert len(homes) == 2  # the water and the places are still those of the fetch before
    server.answers = {**server.answers, "features": FEATURES}
    report = fetch(town, endpoint=server.address, patience=QUICK)
    assert [path for path in folder.iterdir() if path.is_dir()] == [report.files["roads"].parent]


def test_nothing_found_leaves_the_towns_own_layer(folder: Path, server: Overpass) -> None:
    server.answers = {**server.answers, "features": []}
    report = fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    assert set(report.files) == {"roads"}
    assert read_layer(read_town(folder), "water")["name_en"].tolist() == ["River"]


@pytest.mark.parametrize("mood", ["429", "504", "", "<html></html>", "closed", "nothing there"])
def test_a_failing_server_changes_nothing(folder: Path, server: Overpass, mood: str) -> None:
    before = state(folder)
    server.moods = ["well", mood]
    if mood == "nothing there":
        server.moods = [mood]
    with pytest.raises(DownloadError, match="Nothing was changed"):
        fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    assert state(folder) == before
    assert not list(folder.glob(".fetch-*"))


@pytest.mark.parametrize(
    "step", ["clip_streets", "clip_layers", "merged", "write_features", "_adopt", "rewritten"]
)
def test_a_failure_at_any_step_changes_nothing(
    folder: Path, server: Overpass, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    before = state(folder)
    monkeypatch.setattr(osm, step, fail)
    with pytest.raises(SourceError, match="No space left"):
        fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    monkeypatch.undo()
    assert state(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == sorted(before)


def _swapped(folder: Path) -> Path:
    return write(folder.parent, *STRAIGHT, way(1, [1, 2], highway="path"), name="far.osm")


def _cut(folder: Path) -> Path:
    path = folder.parent / "cut.osm.pbf"
    path.write_bytes(b"\x00\x00\x00\x0dOSMHeader")
    return path


STRAIGHT = [f'<node id="{n}" version="1" lon="{n}" lat="1"/>' for n in (1, 2)]


@pytest.mark.parametrize(
    ("extract", "problem"),
    [
        (lambda folder: folder.parent / "none.osm.pbf", "there is no such file"),
        (lambda folder: folder / "roads.geojson", "its ending is not known"),
        (_swapped, "none of its streets lies within"),
        (_cut, "cannot be read as OpenStreetMap data"),
    ],
)
def test_extracts_of_no_use_change_nothing(
    folder: Path, extract: Callable[[Path], Path], problem: str
) -> None:
    path, before = extract(folder), state(folder)
    with pytest.raises(SourceError, match=problem):
        fetch(read_town(folder), path)
    assert state(folder) == before


def test_places_that_cannot_be_read_stop_it_first(folder: Path, server: Overpass) -> None:
    own_places(folder, {"id": "a", "name_zh": "甲", "name_en": "A", "x": 99_000, "y": 0})
    asked = len(server.asked)
    with pytest.raises(TownError):
        fetch(read_town(folder), endpoint=server.address, patience=QUICK)
    assert len(server.asked) == asked


def test_a_folder_that_cannot_be_written_to(
    folder: Path, monkeypatch: pytest.MonkeyPatch, server: Overpass
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(osm.tempfile, "TemporaryDirectory", refuse)
    with pytest.raises(GeoError, match="Permission denied"):
        fetch(read_town(folder), endpoint=server.address, patience=QUICK)


def test_a_real_extract_is_clipped_to_the_town(extracts: Path, tmp_path: Path) -> None:
    town = read_town(write_monaco(tmp_path, extracts))
    report = fetch(town, extracts / MONACO.extract)
    assert dict(report.counts) == {"roads": 866, "water": 6, "places": 215}
    small = replace(town, bounds=(7.41, 43.725, 7.43, 43.735))
    report = fetch(small, extracts / MONACO.extract)
    assert 0 < len(read_ways(report.files["roads"])) < 866
    one = read_ways(extracts / MONACO.extract, small.bounds)
    other = read_ways(report.files["roads"], small.bounds)
    assert (one.lon.tolist(), one.lat.tolist()) == (other.lon.tolist(), other.lat.tolist())
    assert (one.refs.tolist(), one.tags, one.ids) == (other.refs.tolist(), other.tags, other.ids)
    assert (one.node_tags, one.as_of) == (other.node_tags, other.as_of)
