"""Lines of any vector file become ways that meet where their vertices do, or say what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
from shapely import LineString, MultiLineString, Point

from geo.errors import SourceError
from geo.sources.lines import read_lines
from tests.gridville import write_gridville
from tests.sources.osm_text import runs

EAST = [[10.0, 50.0], [10.001, 50.0], [10.002, 50.0]]
NORTH = [[10.001, 50.0], [10.001, 50.001]]


def feature(line: Any, kind: str = "LineString", **properties: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": line}
    properties = {"highway": "residential", **properties}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(folder: Path, *features: Any, **more: Any) -> Path:
    path = folder / "roads.geojson"
    whole = {"type": "FeatureCollection", "features": features, **more}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def frame(columns: dict[str, list[Any]], shapes: list[Any], crs: str | None = "EPSG:4326") -> Any:
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs)


def test_lines_meet_where_any_of_their_vertices_coincide(tmp_path: Path) -> None:
    near = [[10.001 + 3e-9, 50.0], *NORTH[1:]]
    ways = read_lines(geojson(tmp_path, feature(EAST, id="e"), feature(near, id="n")))
    assert ways.refs[1] == ways.refs[3]
    assert len(ways.lon) == 4
    assert ways.ids == ["e", "n"]
    assert runs(ways)[0] == [tuple(point) for point in EAST]


def test_columns_become_tags_as_openstreetmap_writes_them(tmp_path: Path) -> None:
    row = {"name_zh": "一路", "name_en": "One", "name": None, "oneway": True, "maxspeed": 50.0}
    other = {"bridge": False, "lanes": 4, "tunnel": float("nan"), "ref": " ", "foot": "no"}
    ways = read_lines(geojson(tmp_path, feature(EAST, **row, **other, oneway_bicycle="no")))
    assert ways.tags == [
        {"highway": "residential", "name:zh": "一路", "name:en": "One", "oneway": "yes"}
        | {"maxspeed": "50", "bridge": "no", "foot": "no", "oneway:bicycle": "no"}
    ]


def test_a_line_that_states_no_oneway_is_open_both_ways_but_for_roundabouts(
    tmp_path: Path,
) -> None:
    motorway, ring = feature(EAST, highway="motorway"), feature(NORTH, junction="roundabout")
    first, second = read_lines(geojson(tmp_path, motorway, ring)).tags
    assert first["oneway"] == "no"
    assert "oneway" not in second


def test_multilines_fall_into_lines_and_the_rest_is_noted(tmp_path: Path) -> None:
    both = feature([EAST, NORTH], "MultiLineString", id="both")
    nothing = {"type": "Feature", "properties": {"highway": "path"}, "geometry": None}
    empty, point = feature([]), feature(EAST[0], "Point")
    building_site, short = feature(EAST, highway="construction"), feature(EAST[:1])
    ways = read_lines(geojson(tmp_path, both, nothing, empty, point, building_site, short))
    assert ways.ids == ["both", "both"]
    assert ways.notes == (
        "4 features without a line are left out",
        "1 features of a class that is no street are left out",
    )


def test_repeated_points_and_heights_do_no_harm(tmp_path: Path) -> None:
    line = [[10.0, 50.0, 7.0], [10.0, 50.0, 8.0], [10.001, 50.0, 9.0]]
    still = feature([[10.0, 50.0], [10.0, 50.0]])
    assert runs(read_lines(geojson(tmp_path, feature(line), still))) == [
        [(10.0, 50.0), (10.001, 50.0)]
    ]


def test_the_date_is_the_newest_of_the_features(tmp_path: Path) -> None:
    dated = [feature(EAST, as_of="2024-05"), feature(NORTH, as_of="2026-09"), feature(EAST)]
    assert read_lines(geojson(tmp_path, *dated)).as_of == "2026-09"
    assert read_lines(geojson(tmp_path, feature(EAST))).as_of == ""


@pytest.mark.parametrize("ending", [".gpkg", ".parquet"])
def test_other_files_give_the_same_in_degrees(tmp_path: Path, ending: str) -> None:
    columns = {"highway": ["primary", "path"], "oneway": ["yes", None], "maxspeed": [60, None]}
    shapes = [LineString(EAST), MultiLineString([NORTH])]
    made = frame(columns, shapes).to_crs("EPSG:32632")
    path = tmp_path / f"roads{ending}"
    made.to_file(path) if ending == ".gpkg" else made.to_parquet(path)
    ways = read_lines(path)
    assert ways.tags == [
        {"highway": "primary", "oneway": "yes", "maxspeed": "60"},
        {"highway": "path", "oneway": "no"},
    ]
    assert ways.refs[1] == ways.refs[3]
    assert np.array(runs(ways)[0]) == pytest.approx(np.array(EAST), abs=1e-7)


def test_geojson_of_another_crs_is_converted(tmp_path: Path) -> None:
    line = [[500000.0, 5538630.7], [500100.0, 5538630.7]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32632"}}
    ways = read_lines(geojson(tmp_path, feature(line), crs=crs))
    assert runs(ways)[0][0] == pytest.approx((9.0, 50.0), abs=1e-6)


def test_gridville_reads_as_it_was_written(tmp_path: Path) -> None:
    ways = read_lines(write_gridville(tmp_path / "town") / "roads.geojson")
    assert {tags["highway"] for tags in ways.tags} == {
        *("primary", "secondary", "residential", "motorway", "motorway_link")
    }
    assert ways.as_of == "2026-01-01"
    assert ways.notes == ()


NOT_READ = "it is no GeoJSON"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", NOT_READ),
        ("highway,geometry", NOT_READ),
        ("[]", NOT_READ),
        ("{}", NOT_READ),
        ('{"features": [7]}', "this is no feature"),
        ('{"features": [{"geometry": {"type": "LineString", "coordinates": 7}}]}', "no feature"),
        ('{"features": [{"geometry": {"type": "LineString", "coordinates": [[1],[2]]}}]}', "no"),
        ('{"features": []}', "it holds no street"),
        ("[" * 100_000, NOT_READ),
    ],
)
def test_what_is_no_geojson(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "roads.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=problem) as caught:
        read_lines(path)
    assert caught.value.file == str(path)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "roads.geojson"
    path.write_bytes(b"\xff\xfe{}")
    with pytest.raises(SourceError, match=NOT_READ):
        read_lines(path)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ([[30.2, 120.2], [30.3, 120.3]], "its coordinates are swapped"),
        ([[500000, 5538630], [500100, 5538630]], "its coordinates are no degrees"),
        ([[1e400, 50], [10, 50]], "its coordinates are no degrees"),
    ],
)
def test_coordinates_that_cannot_be(tmp_path: Path, line: Any, problem: str) -> None:
    with pytest.raises(SourceError, match=problem) as caught:
        read_lines(geojson(tmp_path, feature(line)))
    assert "Longitude comes first" in caught.value.remedy


def test_a_file_without_highway_says_so(tmp_path: Path) -> None:
    bare = feature(EAST)
    bare["properties"] = {"class": "primary"}
    with pytest.raises(SourceError, match="no column highway"):
        read_lines(geojson(tmp_path, bare))
    with pytest.raises(SourceError, match="1 features of a class that is no street"):
        read_lines(geojson(tmp_path, feature(EAST, highway="proposed")))


def test_vector_files_without_a_crs_lines_or_sense(tmp_path: Path) -> None:
    bare, points, broken = (tmp_path / f"{name}.gpkg" for name in ("bare", "points", "broken"))
    with pytest.warns(UserWarning, match="crs"):
        frame({"highway": ["path"]}, [LineString(EAST)], None).to_file(bare)
    frame({"highway": ["path"]}, [Point(1, 2)]).to_file(points)
    broken.write_bytes(b"SQLite format 3\x00 and then nothing")
    table = tmp_path / "table.parquet"
    table.write_bytes(b"PAR1PAR1")
    for path, problem in (
        (bare, "it states no CRS"),
        (points, "1 features without a line"),
        (broken, "it cannot be read"),
        (table, "it cannot be read"),
    ):
        with pytest.raises(SourceError, match=problem):
            read_lines(path)
