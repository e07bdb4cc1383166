"""Files of answers, read back by the programs that people open them with."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
import shapely.ops
from shapely.geometry import MultiPolygon, Polygon, box

from geo import export
from geo.errors import QuestionError
from geo.model import (
    Accuracy,
    Band,
    Hub,
    Isochrone,
    IsochroneQuestion,
    Matrix,
    Mode,
    Name,
    Period,
    Place,
    Point,
    Spot,
)

HOSTILE = [
    '=HYPERLINK("http://x")',
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "<img onerror='alert(1)'>]]>&amp;",
    'a,b;"c"\nd',
    "明星路 'é' 🚇",
]
SOURCES = ("Roads (ODbL, 2026-01-02)",)
CREDIT = export.Credit(sources=SOURCES, data_as_of="2026-01-02", digest="ab12")
PROPERTIES = [
    "minutes",
    "mode",
    "direction",
    "place",
    "area_km2",
    "period",
    "data_as_of",
    "digest",
    "open",
    "assumed",
]


def spot(name: str, lon: float = 120.2, lat: float = 30.2) -> Spot:
    return Spot(name, Name(name, name), Point(lon, lat))


def band(minutes: int, polygon: object, reaches_edge: bool = False) -> Band:
    return Band(minutes, polygon, shapely.LineString(), 1.23456 * minutes, reaches_edge)


def isochrone(name: str = "Airport", mode: Mode = Mode.DRIVE) -> Isochrone:
    hole = box(120.15, 30.15, 120.16, 30.16).exterior
    holed = Polygon(box(120.1, 30.1, 120.3, 30.3).exterior, [hole])
    bands = (
        band(20, shapely.MultiPolygon([box(120.0, 30.0, 120.5, 30.5)]), reaches_edge=True),
        band(10, shapely.affinity.translate(holed, 1e-9, 1e-9)),
        band(5, Polygon()),
    )
    question = IsochroneQuestion((spot(name),), mode, (5, 10, 20))
    return Isochrone(question, bands, True, "2026-01-02", "ab12")


def matrix(names: list[str]) -> Matrix:
    shape = (len(names), 2)
    seconds = np.full(shape, 60.04)
    status = np.full(shape, "ok", dtype="<U12")
    seconds[0, 1], status[0, 1] = np.nan, "unreachable"
    return Matrix(
        tuple(names),
        ("=1+1", "b"),
        Mode.WALK,
        Period.FREE,
        seconds,
        seconds * 2,
        np.array([12.34, np.nan]),
        status,
        False,
    )


def places(name: str) -> list[Place]:
    origin = Point(120.1234567, 30.2)
    kind = Name("餐馆", "restaurant")
    return [Place("p1", Name(name, ""), "food", kind, origin, Accuracy.ILLUSTRATIVE, "s", "2026")]


def read_back(data: bytes, ending: str, folder: Path) -> gpd.GeoDataFrame:
    file = folder / f"back{ending}"
    file.write_bytes(data)
    return gpd.read_parquet(file) if ending == ".parquet" else gpd.read_file(file)


@pytest.mark.parametrize("ending", export.ISOCHRONE_ENDINGS)
def test_bands_read_back_ascending_with_their_properties(ending: str, tmp_path: Path) -> None:
    frame = read_back(export.isochrone_bytes(isochrone(), ending, CREDIT), ending, tmp_path)
    assert [name for name in frame.columns if name != "geometry"] == PROPERTIES
    assert frame["minutes"].tolist() == [5, 10, 20]
    assert frame["open"].tolist() == [False, False, True]
    first = frame.iloc[1]
    assert (first["mode"], first["direction"], first["place"]) == ("drive", "to", "Airport")
    assert (first["period"], first["digest"]) == ("off-peak", "ab12")
    assert str(first["data_as_of"]).startswith("2026-01-02")
    assert first["area_km2"] == pytest.approx(12.3456)
    assert frame.crs is not None
    assert frame.crs.to_epsg() == 4326


@pytest.mark.parametrize("ending", export.ISOCHRONE_ENDINGS)
def test_polygons_are_rounded_valid_and_keep_their_holes(ending: str, tmp_path: Path) -> None:
    frame = read_back(export.isochrone_bytes(isochrone(), ending), ending, tmp_path)
    nothing, holed, _ = frame.geometry
    assert nothing is None or nothing.is_empty
    assert holed.is_valid
    assert len(holed.geoms[0].interiors) == 1
    coordinates = shapely.get_coordinates(holed)
    assert (coordinates == np.round(coordinates, 7)).all()


def asked(*polygons: shapely.Geometry) -> Isochrone:
    bands = tuple(band(minutes, polygon) for minutes, polygon in enumerate(polygons, start=1))
    question = IsochroneQuestion((spot("A"),), Mode.WALK, tuple(range(1, len(bands) + 1)))
    return Isochrone(question, bands, False, "2026-01-02", "ab12")


def test_bands_that_share_a_shore_still_nest_once_rounded(tmp_path: Path) -> None:
    shore = shapely.LineString([(120.0, 30.0), (120.3333333, 30.1111111)])
    shares = [shapely.ops.substring(shore, 0, share, normalized=True) for share in (0.37, 0.71, 1)]
    polygons = [share.buffer(0.04, single_sided=True) for share in shares]
    for ending in export.ISOCHRONE_ENDINGS:
        frame = read_back(export.isochrone_bytes(asked(*polygons), ending), ending, tmp_path)
        small, middle, large = frame.geometry
        assert middle.covers(small)
        assert large.covers(middle)
        assert large.area == pytest.approx(polygons[2].area, rel=1e-4)


def test_an_answer_may_hold_no_ground_at_all(tmp_path: Path) -> None:
    for ending in export.ISOCHRONE_ENDINGS:
        data = export.isochrone_bytes(asked(Polygon(), MultiPolygon()), ending)
        frame = read_back(data, ending, tmp_path)
        assert [shape is None or shape.is_empty for shape in frame.geometry] == [True, True]


def test_bands_in_geojson_have_seven_digits_at_most() -> None:
    round_one = shapely.Point(120.2, 30.2).buffer(0.0987654321)
    text = export.isochrone_bytes(asked(round_one), ".geojson").decode()
    digits = [len(tail) for tail in re.findall(r"\d+\.(\d+)", text.split("coordinates")[1])]
    assert len(digits) > 60
    assert max(digits) == 7


def test_geojson_turns_by_the_right_hand_rule_and_names_its_sources() -> None:
    told = json.loads(export.isochrone_bytes(isochrone(), ".geojson", CREDIT))
    assert told["attribution"] == "© OpenStreetMap contributors, ODbL"
    assert told["sources"] == ["Roads (ODbL, 2026-01-02)"]
    assert told["data_as_of"] == "2026-01-02"
    outer, hole = told["features"][1]["geometry"]["coordinates"][0]
    assert shapely.LinearRing(outer).is_ccw
    assert not shapely.LinearRing(hole).is_ccw
    assert told["features"][0]["geometry"] is None


def test_other_formats_name_their_sources_too(tmp_path: Path) -> None:
    package, table = tmp_path / "a.gpkg", tmp_path / "a.parquet"
    package.write_bytes(export.isochrone_bytes(isochrone(), ".gpkg", CREDIT))
    table.write_bytes(export.isochrone_bytes(isochrone(), ".parquet", CREDIT))
    for said in (pyogrio.read_info(package)["dataset_metadata"], gpd.read_parquet(table).attrs):
        assert {key.lower(): text for key, text in said.items()} == CREDIT.entries()


@pytest.mark.parametrize(
    ("as_of", "dated"),
    [
        ("2026-03-02", "2026-03-02"),
        ("2026-03", "2026-03-01"),
        ("2026", "2026-01-01"),
        ("2026-03-02T10:11:12Z", "2026-03-02"),
        ("", "2000-01-01"),
        ("spring", "2000-01-01"),
    ],
)
def test_a_geopackage_is_dated_as_its_data_not_as_the_clock(
    as_of: str, dated: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.gpkg"
    file.write_bytes(export.points_bytes(places("x"), ".gpkg", export.Credit(data_as_of=as_of)))
    with closing(sqlite3.connect(file)) as base:
        (changed,) = base.execute("SELECT last_change FROM gpkg_contents").fetchone()
    assert changed == f"{dated}T00:00:00.000Z"
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


WRITERS: list[Callable[[], bytes]] = [
    *(lambda e=e: export.isochrone_bytes(isochrone(), e, CREDIT) for e in export.ISOCHRONE_ENDINGS),
    *(lambda e=e: export.matrix_bytes(matrix(HOSTILE), e, CREDIT) for e in export.MATRIX_ENDINGS),
    *(lambda e=e: export.points_bytes(places("x"), e, CREDIT) for e in export.POINTS_ENDINGS),
]


def test_the_same_answer_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    before = [write() for write in WRITERS]
    later = time.time() + 1e6
    monkeypatch.setattr(time, "time", lambda: later)
    assert [write() for write in WRITERS] == before


def test_only_cars_have_a_period() -> None:
    told = json.loads(export.isochrone_bytes(isochrone(mode=Mode.WALK), ".geojson"))
    assert {feature["properties"]["period"] for feature in told["features"]} == {"free"}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("ending", export.ISOCHRONE_ENDINGS)
def test_hostile_names_come_back_as_they_are(name: str, ending: str, tmp_path: Path) -> None:
    frame = read_back(export.isochrone_bytes(isochrone(name), ending), ending, tmp_path)
    assert set(frame["place"]) == {name}


@pytest.mark.parametrize("ending", export.ISOCHRONE_ENDINGS)
def test_what_no_format_holds_is_left_out(ending: str, tmp_path: Path) -> None:
    data = export.isochrone_bytes(isochrone("a\x00b\x1b\ud800c"), ending)
    assert set(read_back(data, ending, tmp_path)["place"]) == {"ab?c"}


def test_a_matrix_has_a_row_for_each_pair() -> None:
    data = export.matrix_bytes(matrix(["x", "y"]), ".csv", spreadsheet=False)
    assert data.decode().splitlines() == [
        "origin,destination,mode,seconds,metres,snap_metres,status",
        "x,=1+1,walk,60.0,120.1,12.3,ok",
        "x,b,walk,,,,unreachable",
        "y,=1+1,walk,60.0,120.1,12.3,ok",
        "y,b,walk,60.0,120.1,,ok",
    ]
    table = pd.read_parquet(io.BytesIO(export.matrix_bytes(matrix(["x", "y"]), ".parquet", CREDIT)))
    assert table["destination"].tolist() == ["=1+1", "b", "=1+1", "b"]
    assert table["seconds"].isna().tolist() == [False, True, False, False]
    assert table.attrs == CREDIT.entries()


def test_a_spreadsheet_reads_chinese_and_runs_no_name() -> None:
    names = [*HOSTILE, "+1", "-2.5", "@x", "-x", "＝1", "\t=1"]
    data = export.matrix_bytes(matrix(names), ".csv")
    assert data.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig", dtype=str)
    shown = table["origin"].tolist()[::2]
    risky = {HOSTILE[0], "@x", "-x", "＝1", "\t=1"}
    assert shown == [f"'{name}" if name in risky else name for name in names]
    assert set(table["destination"]) == {"'=1+1", "b"}


def test_a_program_gets_names_as_they_are() -> None:
    data = export.matrix_bytes(matrix(HOSTILE), ".csv", spreadsheet=False)
    assert pd.read_csv(io.BytesIO(data))["origin"].tolist()[::2] == HOSTILE


@pytest.mark.parametrize("ending", export.POINTS_ENDINGS)
def test_places_keep_what_is_known_of_them(ending: str, tmp_path: Path) -> None:
    data = export.points_bytes(places("=名"), ending, CREDIT)
    if ending == ".csv":
        table = pd.read_csv(io.BytesIO(data), encoding="utf-8-sig")
        assert table["name_zh"].tolist() == ["'=名"]
    else:
        table = read_back(data, ending, tmp_path)
        assert table["name_zh"].tolist() == ["=名"]
        assert table.geometry.iloc[0].x == 120.123457
    assert table["accuracy"].tolist() == ["illustrative"]
    assert table["kind_en"].tolist() == ["restaurant"]
    assert table["lon"].tolist() == [120.123457]


def test_hubs_keep_their_lines() -> None:
    name, lines = Name("站", "S"), ("1", "7")
    hub = Hub("h", name, "metro", Point(1, 2), Accuracy.SURVEYED, "s", "2026", lines)
    told = json.loads(export.points_bytes([hub], ".geojson"))
    assert told["features"][0]["properties"]["lines"] == "1, 7"
    assert told["features"][0]["geometry"] == {"type": "Point", "coordinates": [1.0, 2.0]}


@pytest.mark.parametrize("ending", export.POINTS_ENDINGS)
def test_no_places_at_all_are_a_file_without_rows(ending: str, tmp_path: Path) -> None:
    data = export.points_bytes([], ending)
    if ending == ".csv":
        assert len(data.decode().splitlines()) == 1
    else:
        assert len(read_back(data, ending, tmp_path)) == 0


def test_an_unknown_ending_says_those_known() -> None:
    with pytest.raises(QuestionError, match=r"\.geojson, \.gpkg, \.parquet"):
        export.isochrone_bytes(isochrone(), ".shp")
