"""Layers are read whole or not at all; what a feature leaves out comes from its file's source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from geo.crs import gcj02_to_bd09, wgs84_to_gcj02
from geo.errors import SourceError, TownError
from geo.model import Accuracy, Name, Point
from geo.sources.layers import COMMON, LAYERS, read_figures, read_hubs, read_layer, read_places
from geo.sources.town import read_town
from tests.gridville import HUBS, at, write_gridville
from tests.sources.folders import Feature, add_layer, change, edit, place, says

HOSTILE = ["${alert(1)}", "</script><script>x</script>", "<img src=x onerror=x>", "`\\{{}}"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_gridville(tmp_path / "gridville")


def refused(folder: Path, reader: Any) -> tuple[Any, ...]:
    with pytest.raises(TownError) as caught:
        reader(read_town(folder))
    return caught.value.faults


def test_hubs_as_they_are_written(folder: Path) -> None:
    hubs = read_hubs(read_town(folder))
    assert [hub.id for hub in hubs] == list(HUBS)
    station = hubs[0]
    assert (station.kind, station.accuracy) == ("rail", Accuracy.SURVEYED)
    assert station.point == at(*HUBS["station"])
    assert (station.source, station.as_of) == ("made up", "2026-01-01")


def test_a_table_of_id_name_lon_lat_is_enough(folder: Path) -> None:
    spot = at(600, 600)
    text = f"id,name,lon,lat\nmain,总站,{spot.lon},{spot.lat}\n"
    (folder / "hubs.csv").write_text(text, "utf-8-sig")
    edit(folder, 'hubs = "hubs.geojson"', 'hubs = "hubs.csv"')
    (hub,) = read_hubs(read_town(folder))
    assert (hub.id, hub.name, hub.kind, hub.point) == ("main", Name("总站", "总站"), "other", spot)
    assert (hub.accuracy, hub.as_of) == (Accuracy.APPROXIMATE, "2026-01-01")
    assert hub.source == "虚构 / made up"


def test_lines_and_entrances_of_a_hub(folder: Path) -> None:
    door = at(1000, 460)
    doors = [{"name_zh": "A口", "name_en": "Exit A", "lon": door.lon, "lat": door.lat}]
    note = {"note_zh": "假设", "note_en": "assumed"}

    def how(features: list[Feature]) -> None:
        features[0]["properties"] |= {"lines": ["7", 2], "entrances": doors, **note}
        features[1]["properties"] |= {"lines": "1; 7、19", "entrances": json.dumps(doors)}
        features[2]["properties"] |= {"lines": '["1", "2"]', "kind": "railway"}
        features[1]["geometry"]["coordinates"] = [at(1000, 500).lon, at(1000, 500).lat]

    change(folder, "hubs.geojson", how)
    first, second, third = read_hubs(read_town(folder))
    assert (first.lines, second.lines, third.lines) == (("7", "2"), ("1", "7", "19"), ("1", "2"))
    assert third.kind == "rail"
    assert first.note == Name("假设", "assumed")
    (entrance,) = first.entrances
    assert (entrance.name, entrance.point) == (Name("A口", "Exit A"), door)
    assert entrance.accuracy is Accuracy.SURVEYED
    assert second.entrances == first.entrances


@pytest.mark.parametrize(
    ("doors", "part"),
    [
        ("[broken", "are no list"),
        ({"lon": 3}, "are no list"),
        ([5], "entrance 1 is no object"),
        ([{"name": "A"}], "has no lon and lat"),
        ([{"lon": "3.0", "lat": 45.1}], "has no lon and lat"),
        ([{"lon": 45.15, "lat": 3.01}], "lies far from it"),
        ([{"lon": at(0, 0).lon, "lat": at(0, 0).lat, "accuracy": "sure"}], "unknown accuracy"),
    ],
)
def test_entrances_that_cannot_be_read(folder: Path, doors: Any, part: str) -> None:
    change(folder, "hubs.geojson", lambda all: all[0]["properties"].update(entrances=doors))
    says(refused(folder, read_hubs), "feature 1 (station)", part)


def test_places_with_their_kind_in_both_languages(folder: Path) -> None:
    kinds = {"subcategory_zh": "咖啡馆", "subcategory_en": "coffee house"}
    plain = place("plain", name="棚", name_zh=None, name_en="", category=None, kind="shed")
    add_layer(folder, "places", "places.geojson", [place(**kinds), plain])
    cafe, shed = read_places(read_town(folder))
    assert (cafe.category, cafe.kind) == ("food", Name("咖啡馆", "coffee house"))
    assert (shed.name, shed.category) == (Name("棚", "棚"), "other")
    assert shed.kind == Name("shed", "shed")


def test_an_outline_stands_as_a_point_on_it(folder: Path) -> None:
    block = place("block")
    corners = [at(500, 500), at(700, 500), at(700, 700), at(500, 500)]
    ring = [[corner.lon, corner.lat] for corner in corners]
    block["geometry"] = {"type": "Polygon", "coordinates": [ring]}
    add_layer(folder, "places", "places.geojson", [block])
    (found,) = read_places(read_town(folder))
    assert shapely.Polygon(ring).contains(shapely.Point(found.point.lon, found.point.lat))


@pytest.mark.parametrize("datum", ["GCJ-02", "BD-09"])
def test_chinese_datums_are_shifted_back(folder: Path, datum: str) -> None:
    true = Point(120.24216, 30.20565)
    lon, lat = wgs84_to_gcj02(true.lon, true.lat)
    if datum == "BD-09":
        lon, lat = gcj02_to_bd09(lon, lat)
    (folder / "hubs.csv").write_text(f"id,name,lon,lat\na,A,{float(lon)},{float(lat)}\n", "utf-8")
    (folder / "town.toml").write_text(
        'name = "T"\ncentre = [120.24, 30.2]\nbounds = [120.1, 30.1, 120.5, 30.35]\n'
        'metres = "EPSG:32651"\ntimezone = "Asia/Shanghai"\n[files]\nroads = "roads.geojson"\n'
        f'hubs = "hubs.csv"\n[[source]]\nfile = "hubs"\norigin = "AMap"\ndatum = "{datum}"\n',
        "utf-8",
    )
    (hub,) = read_hubs(read_town(folder))
    assert (hub.point.lon, hub.point.lat) == pytest.approx((true.lon, true.lat), abs=1e-8)


@pytest.mark.parametrize("ending", ["gpkg", "parquet", "fgb"])
def test_other_formats_and_crs_are_read_the_same(folder: Path, ending: str) -> None:
    frame = gpd.read_file(folder / "hubs.geojson").to_crs("EPSG:32631")
    frame["lines"] = [["7", "2"], [], []] if ending == "parquet" else ["7,2", None, None]
    path = folder / f"hubs.{ending}"
    frame.to_parquet(path) if ending == "parquet" else frame.to_file(path)
    edit(folder, 'hubs = "hubs.geojson"', f'hubs = "hubs.{ending}"')
    hubs = {hub.id: hub for hub in read_hubs(read_town(folder))}
    assert set(hubs) == set(HUBS)
    assert hubs["station"].lines == ("7", "2")
    assert hubs["north"].lines == ()
    assert hubs["north"].as_of == "2026-01-01"
    there = hubs["station"].point
    assert (there.lon, there.lat) == pytest.approx((at(1000, 400).lon, at(1000, 400).lat), abs=1e-7)


def test_a_frame_has_the_common_columns_and_its_own(folder: Path) -> None:
    town = read_town(folder)
    water = read_layer(town, "water")
    assert water.crs == "EPSG:4326"
    assert set(COMMON) <= set(water.columns)
    assert water.loc[0, "name_zh"] == "河"
    empty = read_layer(town, "metro_lines")
    assert empty.empty
    assert {*COMMON, "line", "colour"} <= set(empty.columns)
    assert set(town.files) <= set(LAYERS)
    with pytest.raises(KeyError):
        read_layer(town, "figures")


def test_invalid_rings_are_repaired_and_lines_left_out(folder: Path) -> None:
    low, high = at(100, 100), at(300, 300)
    bow = [[low.lon, low.lat], [high.lon, high.lat], [high.lon, low.lat], [low.lon, high.lat]]
    line = {"type": "LineString", "coordinates": bow[:2]}

    def how(features: list[Feature]) -> None:
        shape = {"type": "Polygon", "coordinates": [[*bow, bow[0]]]}
        features.append({"type": "Feature", "properties": {"id": "bow"}, "geometry": shape})
        features.append({"type": "Feature", "properties": {"id": "brook"}, "geometry": line})

    change(folder, "water.geojson", how)
    water = read_layer(read_town(folder), "water").set_index("id")
    assert list(water.index) == ["river", "bow"]
    assert water.geometry["bow"].is_valid
    assert water.geometry["bow"].area > 0


def test_hostile_names_are_only_text(folder: Path) -> None:
    made = [place(f"p{i}", name_zh=name, name_en=name) for i, name in enumerate(HOSTILE)]
    add_layer(folder, "places", "places.geojson", made)
    places = read_places(read_town(folder))
    assert [found.name for found in places] == [Name(name, name) for name in HOSTILE]


def test_figures_and_their_faults(folder: Path) -> None:
    rows = "id,what_zh,what_en,value,unit_zh,unit_en,as_of,source\n"
    add_layer(
        folder, "figures", "figures.csv", rows + 'f,企业,"firms, all",1702,家,firms,2018-07,N\n'
    )
    (figure,) = read_figures(read_town(folder))
    assert figure.what == Name("企业", "firms, all")
    assert (figure.value, figure.unit, figure.as_of) == (1702, Name("家", "firms"), "2018-07")
    bad = rows + 'f,企业,,"1,702",,,2018-07,\nf,,,5,,,x,\n,企业,,nan,,,,\n'
    (folder / "figures.csv").write_text(bad, "utf-8")
    faults = refused(folder, read_figures)
    says(faults, "row 2", "'1,702' is no number")
    says(faults, "row 3", "does not say what it counts")
    says(faults, "row 3", "'x' is no date")
    says(faults, "row 4", "it has no id")
    says(faults, "row 4", "'nan' is no number")


def test_a_town_without_places_and_figures_has_none(folder: Path) -> None:
    town = read_town(folder)
    assert read_places(town) == ()
    assert read_figures(town) == ()


def test_every_fatal_fault_comes_at_once(folder: Path) -> None:
    made = [place("a"), place("a"), place(""), place("b", accuracy="sure"), place("c", x=9e4)]
    add_layer(folder, "places", "places.geojson", made)
    faults = refused(folder, read_places)
    says(faults, "feature 2 (a)", "the id 'a' stands already at feature 1")
    says(faults, "feature 3", "it has no id")
    says(faults, "feature 4 (b)", "'sure' is no known accuracy")
    says(faults, "feature 5 (c)", "outside the town's bounds")
    assert len(faults) == 4


def test_a_broken_file_is_named(folder: Path) -> None:
    (folder / "hubs.geojson").write_text('{"type": "FeatureColl', "utf-8")
    with pytest.raises(SourceError, match=r"hubs\.geojson, line 1, column \d+: it is no GeoJSON"):
        read_hubs(read_town(folder))
