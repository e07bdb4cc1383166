"""What is repaired in a file of parcels, and why one is refused, is told in Chinese."""

from __future__ import annotations

import re

import pytest
import shapely

from geo.errors import Fault, SourceError
from geo.sources.parcels import Limits
from tests.sources.parcels.files import frame, geojson, outline, read, shapefile, square, zipped
from ui.trouble import in_words
from ui.words import Words, words

ENGLISH = re.compile(r"[a-z]{4,}")
OWN = re.compile(
    r"'[^']+'|town\.toml|WGS|GeoJSON|GeoPackage|Shapefile|Collection|Point|String|[\d.,\-]+"
)
KEPT = {"selfintersection", "bounds", "bad", "parcel", "surveyed", "approximate"}
KEPT |= {"line", "illustrative", "feature", "parcels", "landuse"}


@pytest.fixture
def zh() -> Words:
    return words("zh")


def in_chinese(fault: Fault, said: Words) -> None:
    for part in ("problem", "remedy"):
        text = getattr(fault, part)
        told = in_words(part, text, said)
        left = set(ENGLISH.findall(OWN.sub("", told).lower())) - KEPT
        assert told != text and not left, (text, told)


def test_repairs_are_told_in_chinese(zh: Words) -> None:
    line = shapely.LineString(square().exterior.coords[:2])
    shapes = [
        outline((0, 0), (100, 100), (100, 0), (0, 100)),
        square(300),
        square(300),
        square(390),
        outline((0, 500), (300, 500), (300, 500.4), (0, 500.4)),
        shapely.force_3d(square(600), 1.0),
        shapely.GeometryCollection([square(800), line]),
        line,
        shapely.Point(square(1000).centroid),
        {"type": "Polygon", "coordinates": []},
        shapely.transform(square(1200), lambda xy: xy[:, ::-1]),
        shapely.box(50, 50, 50.1, 50.1),
    ]
    rows = [{"id": "a", "class": "bad", "accuracy": "bad", "as_of": "bad"} for _ in shapes]
    found = read(geojson(*shapes, rows=[*rows[:-1], {}]))
    assert len({fault.problem.split("(")[0] for fault in found.faults}) > 12
    for fault in found.faults:
        in_chinese(fault, zh)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.geojson", bytes(21_000_000)),
        ("a.zip", zipped({"a.geojson": bytes(101_000_000)})),
        ("a.zip", zipped({f"{i}.txt": b"" for i in range(201)})),
        ("a.zip", zipped({"../a.shp": b""})),
        ("a.zip", zipped({"a.txt": b""})),
        ("a.zip", zipped({"a.shp": b"", "b.shp": b""})),
        ("a.zip", zipped({"a.csv": b"", "b.csv": b""})),
        ("a.zip", shapefile(frame(square()), without=(".shx",))),
        ("a.geojson", b"[" * 50 + b"]" * 50),
        ("a.csv", b"id,name\n1,x\n"),
        ("a.exe", b"x"),
        ("a.geojson", geojson()),
        ("a.geojson", geojson(square(), square(200), square(400))),
    ],
)
def test_refusals_are_told_in_chinese(zh: Words, name: str, data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        read(data, name, limits=Limits(features=2))
    in_chinese(caught.value.fault, zh)
