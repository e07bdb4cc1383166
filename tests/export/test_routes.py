"""Routes as GeoJSON and GPX, read back by GDAL."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import export
from geo.model import Mode, Name, Period, Point, Route, Spot, Step

HOSTILE = "<img onerror='alert(1)'>]]>&amp;"
SOURCES = ("Roads (ODbL, 2026-01-02)",)
CREDIT = export.Credit(sources=SOURCES, data_as_of="2026-01-02", digest="ab12")


def spot(name: str, lon: float = 120.2, lat: float = 30.2) -> Spot:
    return Spot(name, Name(name, name), Point(lon, lat))


def route(name: str = "Main Street") -> Route:
    """100 m off the network (a step of 130 m), 400 m east, 200 m north, in metres at 0,0."""
    degree = 111194.9266
    corners = np.array([[0, -100], [0, 0], [400, 0], [400, 200]]) / degree
    steps = (
        Step(Name("", ""), "walk", 130.0, 100.0),
        Step(Name(name, name), "start", 400.0, 40.0),
        Step(Name("", "Second"), "left", 200.0, 20.0, assumed=True),
    )
    ends = spot("A", 0, -100 / degree), spot(name, 400 / degree, 200 / degree)
    return Route(*ends, Mode.DRIVE, Period.PEAK, 160.0, 730.0, corners, steps, True)


def test_a_route_is_a_line_and_its_steps() -> None:
    frame = gpd.read_file(io.BytesIO(export.route_bytes(route(), ".geojson", CREDIT)))
    line, steps = frame.iloc[0], frame.iloc[1:]
    assert (line["kind"], line["destination"], line["period"]) == ("route", "Main Street", "peak")
    assert (line["seconds"], line["metres"]) == (160.0, 730.0)
    assert str(line["data_as_of"]).startswith("2026-01-02")
    assert line.geometry.geom_type == "LineString"
    assert steps["turn"].tolist() == ["walk", "start", "left"]
    degrees = shapely.get_coordinates(frame.geometry)
    assert (degrees == np.round(degrees, 6)).all()
    metres = np.round(shapely.get_coordinates(steps.geometry) * 111194.9266)
    assert metres.tolist() == [[0, -100], [0, 0], [400, 0]]


def test_gdal_reads_a_gpx_with_its_track_and_steps(tmp_path: Path) -> None:
    file = tmp_path / "route.gpx"
    file.write_bytes(export.route_bytes(route(HOSTILE), ".gpx", CREDIT))
    track = gpd.read_file(file, layer="tracks")
    steps = gpd.read_file(file, layer="waypoints")
    assert track["name"].tolist() == [f"A → {HOSTILE}"]
    metres = np.round(shapely.get_coordinates(track.geometry) * 111194.9266)
    assert metres.tolist() == [[0, -100], [0, 0], [400, 0], [400, 200]]
    assert steps["name"].tolist() == [
        "On foot, off the streets",
        f"Start: {HOSTILE}",
        "Left: Second",
        f"Arrive: {HOSTILE}",
    ]
    assert steps["desc"].tolist()[1] == "400 m, 40 s"
    text = file.read_text(encoding="utf-8")
    assert "© OpenStreetMap contributors, ODbL; Roads (ODbL, 2026-01-02); 2026-01-02" in text


def test_a_gpx_keeps_the_order_of_its_schema_and_speaks_the_given_words() -> None:
    words = {"turn_left": "左转", "separator": "："}
    data = export.route_bytes(route("a\x07"), ".gpx", language="zh", words=words)
    root = ElementTree.fromstring(data)
    tags = [child.tag.split("}")[1] for child in root]
    assert tags == ["metadata", "wpt", "wpt", "wpt", "wpt", "trk"]
    names = [name.text for name in root.iterfind("{*}wpt/{*}name")]
    assert names[1:3] == ["Start：a", "左转：Second"]


@pytest.mark.parametrize("ending", export.ROUTE_ENDINGS)
def test_a_route_to_where_one_is_still_is_a_file(ending: str) -> None:
    spots = spot("A", 1, 2), spot("A", 1, 2)
    nowhere = Route(*spots, Mode.WALK, Period.FREE, 0.0, 0.0, np.array([[1.0, 2.0]]), (), False)
    assert b"route" in export.route_bytes(nowhere, ending) or ending == ".gpx"


@pytest.mark.parametrize("ending", export.ROUTE_ENDINGS)
def test_the_same_route_gives_the_same_bytes(ending: str) -> None:
    assert export.route_bytes(route(), ending) == export.route_bytes(route(), ending)
