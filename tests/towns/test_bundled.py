"""The bundled towns are sound: nothing nameless, undated, in the water or off the map."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo.crs import to_metres
from geo.model import Accuracy, Town
from geo.sources.check import check_folder
from geo.sources.layers import read_figures, read_hubs, read_layer, read_places
from geo.sources.town import list_towns, read_town
from tests.conftest import ROOT

TOWNS = list_towns(ROOT / "data")
POINTS = ("hubs", "places", "metro_stations")
MAY_BE_NAMELESS = ("roads", "water", "green", "landuse", "parcels")
MAY_LIE_BEYOND = ("metro_lines", "metro_stations")
CHINESE = re.compile("[一-鿿]")
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
Feature = dict[str, Any]

Load = Callable[[str], list[Feature]]


@pytest.fixture(scope="module", params=TOWNS)
def town(request: pytest.FixtureRequest) -> Town:
    return read_town(ROOT / "data" / request.param)


@pytest.fixture(scope="module")
def load(town: Town) -> Load:
    """The features of a layer as its file has them, nothing filled in."""

    def features(key: str) -> list[Feature]:
        if key not in town.files:
            return []
        return list(json.loads(town.files[key].read_text("utf-8"))["features"])

    return features


@pytest.fixture(scope="module")
def water(town: Town) -> shapely.Geometry:
    return shapely.union_all(read_layer(town, "water").geometry.to_numpy())


def layers(town: Town) -> list[str]:
    return [key for key, path in town.files.items() if path.suffix == ".geojson"]


def test_there_is_a_bundled_town() -> None:
    assert TOWNS


def test_its_folder_has_no_fault_and_no_warning(town: Town) -> None:
    faults, summary = check_folder(town.folder)
    assert [str(fault) for fault in faults] == []
    assert set(summary.features) == set(town.files)
    assert all(summary.features[key] > 0 and summary.dates[key] for key in layers(town))


def test_every_feature_says_what_it_must(town: Town, load: Load) -> None:
    for key in layers(town):
        for feature in load(key):
            said = feature["properties"]
            assert said["id"] and said["source"], said
            assert said["accuracy"] in list(Accuracy), said
            assert DATE.fullmatch(said["as_of"]), said
            if key not in MAY_BE_NAMELESS:
                assert said["name_zh"] and said["name_en"], said


def test_ids_are_used_once(town: Town, load: Load) -> None:
    for key in layers(town):
        ids = [feature["properties"]["id"] for feature in load(key)]
        assert len(ids) == len(set(ids)), key
    spots = [feature["properties"]["id"] for key in ("hubs", "places") for feature in load(key)]
    assert len(spots) == len(set(spots))


def test_texts_stand_in_both_languages(town: Town, load: Load) -> None:
    for key in layers(town):
        for feature in load(key):
            said = feature["properties"]
            for column in [column for column in said if column.endswith("_zh")]:
                assert CHINESE.search(said[column]), (said["id"], column)
                english = said[f"{column.removesuffix('_zh')}_en"]
                assert english and not CHINESE.search(english), (said["id"], column)
    for place in read_places(town):
        assert place.kind.zh and place.kind.en, place


def test_nothing_stands_in_the_water(load: Load, water: shapely.Geometry) -> None:
    shapely.prepare(water)
    for key in POINTS:
        for feature in load(key):
            said, spot = feature["properties"], shapely.Point(feature["geometry"]["coordinates"])
            assert not water.intersects(spot), (key, said["id"])
            for door in said.get("entrances", []):
                assert not water.intersects(shapely.Point(door["lon"], door["lat"])), said["id"]


def test_all_lies_within_the_bounds(town: Town, load: Load) -> None:
    west, south, east, north = town.bounds
    for key in layers(town):
        if key in MAY_LIE_BEYOND:
            continue
        for feature in load(key):
            shape = shapely.geometry.shape(feature["geometry"])
            low_x, low_y, high_x, high_y = shape.bounds
            inside = west <= low_x and south <= low_y and high_x <= east and high_y <= north
            assert inside, (key, feature["properties"]["id"])


def test_shapes_are_valid_and_coordinates_short(town: Town, load: Load) -> None:
    for key in layers(town):
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in load(key)]
        assert shapely.is_valid(shapes).all(), key
        xy = shapely.get_coordinates(shapes)
        assert np.allclose(xy, np.round(xy, 6), atol=1e-12, rtol=0), key


def test_illustrative_places_do_not_lie_on_others(town: Town) -> None:
    places = read_places(town)
    lon, lat = np.array([(place.point.lon, place.point.lat) for place in places]).T
    x, y = to_metres(lon, lat, town.metres)
    for i, place in enumerate(places):
        if place.accuracy is not Accuracy.ILLUSTRATIVE:
            continue
        others = np.hypot(x - x[i], y - y[i])
        others[i] = np.inf
        assert others.min() > 30, (place.id, places[int(others.argmin())].id)


def test_hubs_of_the_metro_are_stations_with_the_same_lines(town: Town, load: Load) -> None:
    stations = {
        f["properties"]["name_zh"]: f["properties"]["lines"] for f in load("metro_stations")
    }
    drawn = {f["properties"]["line"] for f in load("metro_lines")}
    assert {line for lines in stations.values() for line in lines} == drawn
    for hub in read_hubs(town):
        assert hub.kind in {"airport", "rail", "metro", "bus"}
        assert set(hub.lines) <= drawn, hub.id
        if hub.kind == "metro":
            assert list(hub.lines) == stations[hub.name.zh]


def test_assumed_entrances_say_so(town: Town) -> None:
    for hub in read_hubs(town):
        for door in hub.entrances:
            if door.accuracy is Accuracy.ILLUSTRATIVE:
                assert "假设" in door.name.zh and "assumed" in door.name.en


def test_figures_have_words_and_dates(town: Town) -> None:
    for figure in read_figures(town):
        for name in (figure.what, figure.unit):
            assert CHINESE.search(name.zh) and name.en and not CHINESE.search(name.en), figure
        assert figure.source and figure.as_of


def test_every_file_has_its_source_in_both_languages(town: Town) -> None:
    assert {source.file for source in town.sources} == set(town.files)
    for source in town.sources:
        assert CHINESE.search(source.origin.zh) and source.origin.en and source.as_of, source
    for name in (town.name, town.about, town.attribution):
        assert name.zh and name.en


def test_files_are_written_a_feature_a_line(town: Town) -> None:
    for key in layers(town):
        lines = town.files[key].read_text("utf-8").splitlines()
        assert all(json.loads(line.rstrip(",")) for line in lines[1:-1]), key
    with (Path(town.files["figures"])).open(encoding="utf-8", newline="") as file:
        assert len({len(row) for row in csv.reader(file)}) == 1
