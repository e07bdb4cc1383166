"""Files made to do harm end in a clear sentence, within seconds and without eating memory."""

from __future__ import annotations

import json
import struct
import tracemalloc
import zipfile
from io import BytesIO

import numpy as np
import pytest
import shapely

from geo.errors import SourceError
from geo.sources.parcels import Limits
from tests.sources.parcels.files import frame, geojson, read, shapefile, square, told, zipped

MEGABYTE = 1_000_000


def refused(data: bytes, name: str, limits: Limits | None = None) -> str:
    """What is said of a file that is refused, without its name."""
    with pytest.raises(SourceError) as caught:
        read(data, name, limits=limits or Limits())
    assert caught.value.remedy
    return caught.value.problem


def test_a_file_of_200_megabytes_is_refused_before_it_is_opened() -> None:
    data = bytes(200 * MEGABYTE)
    tracemalloc.start()
    said = [refused(data, name) for name in ("a.geojson", "a.gpkg", "a.zip", "a.csv")]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert set(said) == {"it has 200 MB, more than 20 MB"}
    assert peak < 2 * MEGABYTE


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"parcels.geojson": bytes(110 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    assert refused(bomb, "a.zip") == "it unpacks to 110 MB, more than 100 MB"


def test_a_zip_that_lies_about_its_size_unpacks_no_more_than_it_says() -> None:
    bomb = bytearray(zipped({"parcels.csv": bytes(5 * MEGABYTE)}))
    at = bomb.index(b"PK\x01\x02") + 24  # the uncompressed size in the directory
    bomb[at : at + 4] = struct.pack("<I", 100)
    assert "it is no zip that can be read" in refused(bytes(bomb), "a.zip")


def test_a_zip_in_a_zip_in_a_zip_is_not_followed() -> None:
    inner = zipped({"parcels.geojson": geojson(square())})
    assert refused(zipped({"a.zip": inner}), "b.zip") == "it holds no file of parcels"


def test_a_zip_of_very_many_files_is_refused() -> None:
    many = zipped({f"{i}.txt": b"" for i in range(300)})
    assert refused(many, "a.zip") == "it holds more than 200 files"


@pytest.mark.parametrize(
    "path", ["../../etc/parcels.shp", "/etc/parcels.shp", "a\\..\\..\\parcels.shp", "C:/a.shp"]
)
def test_a_zip_with_paths_that_climb_out_is_refused(path: str) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        info = zipfile.ZipInfo("x")
        info.filename = info.orig_filename = path
        packed.writestr(info, b"x")
    assert "lies outside of its folder" in refused(buffer.getvalue(), "a.zip")


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_shapefile_without_its_parts_is_refused_by_the_name_of_the_part(part: str) -> None:
    data = shapefile(frame(square()), without=(part,))
    assert refused(data, "a.zip") == f"the Shapefile lacks 地块{part}"


def test_a_zip_with_a_password_or_cut_off_is_refused() -> None:
    whole = shapefile(frame(square()))
    assert "it is no zip that can be read" in refused(whole[: len(whole) // 2], "a.zip")
    locked = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := locked.find(mark, start)) >= 0:
            locked[start + offset] |= 1
            start += 4
    assert refused(bytes(locked), "a.zip") == "it is locked with a password"


@pytest.mark.parametrize("depth", [40, 10_000, 1_000_000])
def test_deep_brackets_are_refused(depth: int) -> None:
    deep = b'{"type":"FeatureCollection","features":[' + b"[" * depth + b"]" * depth + b"]}"
    assert "stand more than 32 deep" in refused(deep, "a.geojson")


def test_brackets_in_texts_are_not_counted() -> None:
    row = {"id": "a", "remark": '[{"' * 100 + "\\"}
    assert len(read(geojson(square(), rows=[row])).parcels) == 1


def test_deep_collections_in_wkt_are_refused() -> None:
    deep = "GEOMETRYCOLLECTION(" * 10_000 + "POINT(1 1)" + ")" * 10_000
    rows = f'id,wkt\na,"{deep}"\nb,"{square()}"\n'
    found = read(rows.encode(), "a.csv")
    assert found.parcels.ids.tolist() == ["b"]
    told(found, "row 2 (a)", "its coordinates cannot be read")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", '"x"', "null"])
def test_coordinates_that_are_no_numbers_are_left_out_and_told(number: str) -> None:
    ring = json.loads(shapely.to_geojson(square()))["coordinates"][0]
    text = json.dumps({"type": "Polygon", "coordinates": [ring]})
    bad = text.replace(str(ring[1][0]), number)
    whole = geojson(square(220), square(), rows=[{"id": "good"}, {"id": "bad"}])
    found = read(whole.replace(text.encode(), bad.encode()))
    assert found.parcels.ids.tolist() == ["good"]
    told(found, "feature 2 (bad)")


def test_huge_numbers_and_broken_json_are_refused() -> None:
    assert "it is no GeoJSON" in refused(b'{"features":[' + b"9" * 5000 + b"]}", "a.geojson")
    assert "it is no GeoJSON" in refused(geojson(square())[:-30], "a.geojson")
    assert "it is not UTF-8" in refused(b"\xff\xfe{}", "a.geojson")
    assert refused(b"", "a.geojson") == "it is empty"
    assert refused(b"PK", "a.exe") == "its ending is not known"
    assert refused(b"no database", "a.gpkg").startswith("it cannot be read")


def test_a_million_vertices_in_one_ring_are_left_out_and_told() -> None:
    ring = "[" + "[3.1,45.1]," * 1_000_000 + "[3.2,45.1]]"
    data = geojson({"type": "Polygon", "coordinates": ["RING"]}, square())
    found = read(data.replace(b'"RING"', ring.encode()))
    assert found.parcels.ids.tolist() == ["p1"]
    told(found, "it has 1000001 vertices, more than 100000", "left out")


def test_outlines_that_cross_themselves_without_end_are_left_out_and_told() -> None:
    spots = np.arange(2002) * 1000 % 2001
    angle = 2 * np.pi * spots / 2001
    star = np.column_stack([3 + 1e-3 * np.cos(angle), 45.15 + 1e-3 * np.sin(angle)])
    tangled = {"type": "Polygon", "coordinates": [star.tolist()]}
    found = read(geojson(tangled, square()))
    assert found.parcels.ids.tolist() == ["p1"]
    told(found, "its outline crosses itself more than 2000 times")


def test_all_repairs_together_stay_within_a_budget() -> None:
    spots = np.arange(42) * 20 % 41
    angle = 2 * np.pi * spots / 41
    star = np.column_stack([3 + 1e-3 * np.cos(angle), 45.15 + 1e-3 * np.sin(angle)])
    stars = [
        {"type": "Polygon", "coordinates": [(star + shift).tolist()]}
        for shift in np.array([[0, 0], [3e-3, 0], [6e-3, 0]])
    ]
    found = read(geojson(*stars), limits=Limits(tangles=1700))
    assert len(found.parcels) == 2
    told(found, "its outline crosses itself more than")


def test_too_many_features_are_refused() -> None:
    limits = Limits(features=2)
    shapes = [square(120 * i) for i in range(3)]
    table = frame(*shapes)
    rows = "\n".join(["id,wkt", *(f'{i},"{shape}"' for i, shape in enumerate(shapes))])
    files = {"a.geojson": geojson(*shapes), "a.zip": shapefile(table), "a.csv": rows.encode()}
    for name, data in files.items():
        assert refused(data, name, limits) == "it holds more than 2 features"


def test_a_thousand_parcels_one_on_another_end_in_a_sentence() -> None:
    shapes = [square(20, 20, 100 + i / 100) for i in range(1000)]
    found = read(geojson(*shapes), limits=Limits(pairs=2000))
    told(found, "so many parcels overlap that not all were looked at")


def test_every_fault_of_one_kind_is_told_only_so_many_times() -> None:
    rows = [{"id": "a"} for _ in range(100)]
    found = read(geojson(*[square(120 * i, 0, 50) for i in range(25)] * 4, rows=rows))
    assert len(found.faults) < 50
    assert any("more: " in fault.problem for fault in found.faults)
