"""Checking a folder tells every fault of every file at once, and what could be read of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from geo.sources.check import Summary, check_folder
from geo.sources.records import SHOWN_FAULTS
from geo.sources.town import read_town
from tests.gridville import METRES, at, write_gridville
from tests.real_towns import write_monaco
from tests.sources.folders import Feature, add_layer, change, edit, place, says
from tests.sources.gtfs.made_up import FEED, with_lines, with_text, write_zip
from tests.sources.gtfs.made_up import write_folder as write_feed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_gridville(tmp_path / "gridville")


def test_a_sound_folder_has_no_fault(folder: Path) -> None:
    faults, summary = check_folder(folder)
    assert faults == []
    assert (summary.features["hubs"], summary.features["water"]) == (3, 1)
    assert summary.features["roads"] > 20
    assert set(summary.dates.values()) == {"2026-01-01"}


def test_faults_of_town_toml_come_first_and_alone(folder: Path) -> None:
    edit(folder, "metres =", "meters =")
    faults, summary = check_folder(folder)
    says(faults, "Did you mean 'metres'?")
    assert summary == Summary()


def test_faults_of_every_file_come_at_once(folder: Path) -> None:
    (folder / "roads.geojson").write_text('{"features": [', "utf-8")
    change(folder, "hubs.geojson", lambda all: all[0]["properties"].pop("id"))
    change(folder, "water.geojson", lambda all: all[0].update(geometry=None))
    add_layer(folder, "places", "places.csv", "id,name,lon\na,A,3\n")
    add_layer(folder, "figures", "figures.csv", "id,what_zh,value,as_of\nf,企业,x,2018\n")
    faults, _ = check_folder(folder)
    says(faults, "roads.geojson", "it is no GeoJSON")
    says(faults, "hubs.geojson, feature 1", "it has no id")
    says(faults, "water.geojson, feature 1 (river)", "it has no geometry")
    says(faults, "places.csv, row 1", "it has no column lat")
    says(faults, "figures.csv, row 2", "'x' is no number")
    assert all("/" not in fault.file for fault in faults)


def spoilt(kind: str, coordinates: Any) -> Feature:
    feature = place("odd")
    feature["geometry"] = {"type": kind, "coordinates": coordinates}
    return feature


HERE = at(700, 700)


@pytest.mark.parametrize(
    ("feature", "part"),
    [
        (spoilt("Point", [HERE.lat, HERE.lon]), "are swapped"),
        (spoilt("Point", [HERE.lon + 1, HERE.lat]), "outside the town's bounds"),
        (spoilt("Point", []), "it has no geometry"),
        (spoilt("Point", [None, 3]), "its geometry cannot be read"),
        (spoilt("Point", ["a", "b"]), "its geometry cannot be read"),
        (spoilt("Point", [float("nan"), 3]), "coordinates are no numbers"),
        (spoilt("Punkt", [3, 45]), "its geometry cannot be read"),
        (spoilt("Polygon", [[[3, 45], [3, 46]]]), "its geometry cannot be read"),
        (spoilt("Polygon", []), "it has no geometry"),
        ({"type": "Feature", "properties": {"id": "odd"}, "geometry": None}, "has no geometry"),
        ({"type": "Feature", "properties": {"id": "odd"}}, "it has no geometry"),
        (place("odd", accuracy="aproximate"), "Did you mean 'approximate'?"),
        (place("fine"), "the id 'fine' stands already at feature 1"),
    ],
)
def test_each_bad_feature_is_told_by_number_and_id(
    folder: Path, feature: Feature, part: str
) -> None:
    add_layer(folder, "places", "places.geojson", [place("fine"), feature])
    faults, summary = check_folder(folder)
    fault = says([fault for fault in faults if fault.fatal], part)
    assert fault.where.startswith("feature 2")
    assert fault.file == "places.geojson"
    assert fault.remedy
    assert summary.features["hubs"] == 3


@pytest.mark.parametrize("feature", [5, None, "x", {"properties": 5, "geometry": 7}])
def test_what_is_no_feature_is_told(folder: Path, feature: Any) -> None:
    add_layer(folder, "places", "places.geojson", [place(), feature])
    faults, _ = check_folder(folder)
    assert any(fault.where == "feature 2" and fault.fatal for fault in faults)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("[]", "it is no GeoJSON. Give a FeatureCollection"),
        ("{}", "it is no GeoJSON. Give a FeatureCollection"),
        ('"text"', "it is no GeoJSON"),
        ("[" * 100_000, "it is no GeoJSON"),
        ('{"features": []}', "it holds no feature"),
        ('{"crs": {"properties": {"name": "EPSG:9"}}, "features": []}', "is not known"),
        ('{"crs": 5, "features": []}', "is not known"),
    ],
)
def test_a_file_that_is_no_collection(folder: Path, content: str, part: str) -> None:
    (folder / "hubs.geojson").write_text(content, "utf-8")
    says(check_folder(folder)[0], "hubs.geojson", part)


def test_metres_taken_for_degrees_are_told_and_a_stated_crs_is_turned(folder: Path) -> None:
    frame = gpd.read_file(folder / "hubs.geojson").to_crs(METRES)
    whole = json.loads(frame.drop(columns="as_of").to_json(drop_id=True))
    whole.pop("crs", None)
    (folder / "hubs.geojson").write_text(json.dumps(whole), "utf-8")
    says(check_folder(folder)[0], "hubs.geojson", "its coordinates are not degrees", "EPSG:4326")
    whole["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32631"}}
    (folder / "hubs.geojson").write_text(json.dumps(whole), "utf-8")
    assert check_folder(folder)[0] == []


def turn_over(feature: Feature) -> None:
    """Swap longitude and latitude of a polygon."""
    rings = feature["geometry"]["coordinates"]
    feature["geometry"]["coordinates"] = [[point[::-1] for point in ring] for ring in rings]


def test_a_layer_that_lies_elsewhere(folder: Path) -> None:
    change(folder, "water.geojson", lambda all: turn_over(all[0]))
    says(check_folder(folder)[0], "water.geojson", "its coordinates are swapped")
    edit(folder, "[files]", '[files]\ngreen = "water2.geojson"')
    text = (folder / "water.geojson").read_text("utf-8").replace("[45.", "[75.")
    (folder / "water2.geojson").write_text(text, "utf-8")
    says(check_folder(folder)[0], "water2.geojson", "none of it lies within the town's bounds")


def test_streets_elsewhere_are_told(folder: Path) -> None:
    edit(folder, "bounds = [", "bounds = [10.0, 45.1, 10.1, 45.2]\n# [")
    edit(folder, "centre = [", "centre = [10.05, 45.15]\n# [")
    edit(folder, METRES, "EPSG:32632")
    says(check_folder(folder)[0], "roads.geojson", "none of it lies within the town's bounds")


def test_warnings_do_not_forbid(folder: Path) -> None:
    made = [place("a", source=""), place("b", as_of="spring"), place("c", name_zh="", name_en="")]
    add_layer(folder, "places", "places.geojson", made)
    change(folder, "water.geojson", lambda all: all[0]["properties"].pop("id"))
    faults, summary = check_folder(folder)
    says(faults, "feature 1 (a)", "it has no source, nor has its file")
    says(faults, "feature 2 (b)", "'spring' is no date")
    says(faults, "feature 3 (c)", "it has no name")
    says(faults, "places.geojson: nothing says where it comes from", "[[source]]")
    says(faults, "water.geojson, feature 1", "it has no id")
    assert not any(fault.fatal for fault in faults)
    assert summary.features["places"] == 3


def test_a_kind_of_hub_that_nobody_knows_is_told(folder: Path) -> None:
    words = iter(["airprot", "Metro", "railway"])

    def how(features: list[Feature]) -> None:
        for feature, word in zip(features, words, strict=True):
            feature["properties"]["kind"] = word

    change(folder, "hubs.geojson", how)
    first, second = check_folder(folder)[0]
    told = "'airprot' is no known kind of hub", "Did you mean 'airport'? Write one of airport, rail"
    assert not says([first], "hubs.geojson, feature 1 (station)", *told).fatal
    says([second], "feature 2 (airport)", "'Metro' is no known kind of hub", "mean 'metro'?")


def test_a_hub_without_a_name_is_refused(folder: Path) -> None:
    def how(features: list[Feature]) -> None:
        features[1]["properties"] |= {"name_zh": "", "name_en": None}

    change(folder, "hubs.geojson", how)
    assert says(check_folder(folder)[0], "feature 2 (airport)", "it has no name").fatal


def test_invalid_rings_and_other_shapes_are_warned_of(folder: Path) -> None:
    low, high = at(100, 100), at(300, 300)
    bow = [[low.lon, low.lat], [high.lon, high.lat], [high.lon, low.lat], [low.lon, high.lat]]

    def how(features: list[Feature]) -> None:
        shape = {"type": "Polygon", "coordinates": [[*bow, bow[0]]]}
        features.append({"type": "Feature", "properties": {"id": "bow"}, "geometry": shape})
        spot = {"type": "Point", "coordinates": bow[0]}
        features.append({"type": "Feature", "properties": {"id": "well"}, "geometry": spot})

    change(folder, "water.geojson", how)
    faults, summary = check_folder(folder)
    says(faults, "feature 2 (bow)", "its shape is invalid", "used as repaired")
    says(faults, "feature 3 (well)", "a Point is left out of water")
    assert not any(fault.fatal for fault in faults)
    assert summary.features["water"] == 2


def test_of_many_faults_alike_the_first_are_told_and_how_many_more(folder: Path) -> None:
    many = [place(f"p{i}", accuracy="sure") for i in range(SHOWN_FAULTS + 30)]
    add_layer(folder, "places", "places.geojson", [*many, place("last", as_of="x")])
    faults = [fault for fault in check_folder(folder)[0] if "places" in fault.file]
    assert sum("'sure' is no known accuracy" in str(fault) for fault in faults) == SHOWN_FAULTS + 1
    says(faults, "30 more: 'sure' is no known accuracy")
    says(faults, "feature 51 (last)", "'x' is no date")


def test_a_real_extract_with_a_table_of_hubs(tmp_path: Path, extracts: Path) -> None:
    faults, summary = check_folder(write_monaco(tmp_path, extracts))
    assert not any(fault.fatal for fault in faults)
    assert summary.features["hubs"] == 1
    assert summary.features["roads"] > 500


def test_a_missing_file_hides_no_fault_of_the_others(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "town")
    (folder / "roads.geojson").unlink()
    (folder / "water.geojson").write_text("no json", encoding="utf-8")
    faults, summary = check_folder(folder)
    assert {fault.file for fault in faults} >= {"roads.geojson", "water.geojson"}
    assert summary.features["hubs"] == 3


def with_feeds(folder: Path, *names: str) -> Path:
    """Name feeds under [files], and say where they come from."""
    listed = f'"{names[0]}"' if len(names) == 1 else json.dumps(names)
    edit(folder, "[files]\n", f"[files]\ntransit = {listed}\n")
    toml = folder / "town.toml"
    said = '\n[[source]]\nfile = "transit"\norigin = "made up"\nas_of = "2026-06-01"\n'
    toml.write_text(toml.read_text("utf-8") + said, "utf-8")
    return folder


def test_the_feed_of_a_town_is_checked_with_the_rest(folder: Path) -> None:
    write_feed(folder / "bus", with_lines("stops.txt", "A,X,30,120,,"))
    faults, summary = check_folder(with_feeds(folder, "bus"))
    says(faults, "bus/stops.txt, line 9", "'A' stands already")
    says(faults, "bus: none of its stops lies within the town's bounds")
    assert (summary.features["transit"], summary.dates["transit"]) == (
        3,
        "2026-06-01 to 2026-06-30",
    )


def test_several_feeds_of_a_town_are_checked_each(folder: Path) -> None:
    write_feed(folder / "bus")
    write_zip(folder / "rail.zip", FEED | {"routes.txt": ""})
    faults, summary = check_folder(with_feeds(folder, "bus", "rail.zip"))
    assert says(faults, "rail.zip/routes.txt: it is empty").fatal
    assert summary.features["transit"] == 3
    assert summary.features["transit 2"] == 0
    assert [path.name for path in read_town(folder).feeds] == ["bus", "rail.zip"]


def test_a_feed_that_is_not_there_is_told(folder: Path) -> None:
    write_feed(folder / "bus")
    faults, _ = check_folder(with_feeds(folder, "bus", "rail.zip"))
    assert "no such file" in says(faults, "rail.zip", "transit 2").problem


@pytest.mark.parametrize("value", ["[]", "3", "[3]"])
def test_transit_is_a_path_or_a_list_of_paths(folder: Path, value: str) -> None:
    edit(folder, "[files]\n", f"[files]\ntransit = {value}\n")
    faults, _ = check_folder(folder)
    assert faults
    assert all("transit" in fault.where for fault in faults)
    assert any('Write transit = "gtfs.zip"' in fault.remedy for fault in faults)


def test_a_feed_in_another_time_than_the_towns_is_told(folder: Path) -> None:
    write_feed(folder / "bus")
    faults, _ = check_folder(with_feeds(folder, "bus"))
    says(faults, "bus: its times are those of Asia/Shanghai, the town's of Europe/Paris")
    write_feed(folder / "bus", with_text("agency.txt", "Asia/Shanghai", "Europe/Paris"))
    assert not any("its times are those of" in fault.problem for fault in check_folder(folder)[0])
