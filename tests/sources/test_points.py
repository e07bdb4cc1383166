"""Points to ask about come from a table or any vector file, in its order, each with an id."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import SourceError
from geo.model import Name, Point, Spot
from geo.sources.points import outside, read_points
from geo.sources.town import read_town
from tests.gridville import at, write_gridville


def table(folder: Path, text: str) -> Path:
    path = folder / "points.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_table_in_its_order(tmp_path: Path) -> None:
    path = table(tmp_path, "id,Lon, LAT ,name\nb,120.5,30.25,二\na,-8.6,41.1,\n")
    second = Spot("a", Name("a", "a"), Point(-8.6, 41.1))
    found = read_points(path)
    assert found.where == ("row 2 (b)", "row 3 (a)")
    assert found.spots == (Spot("b", Name("二", "二"), Point(120.5, 30.25)), second)


def test_polygons_stand_as_a_point_on_them(tmp_path: Path) -> None:
    crescent = shapely.Point(0, 0).buffer(1).difference(shapely.Point(0.5, 0).buffer(1))
    frame = gpd.GeoDataFrame({"id": [7], "name_en": ["Moon"]}, geometry=[crescent], crs="EPSG:4326")
    frame.to_file(tmp_path / "moon.gpkg")
    (spot,) = read_points(tmp_path / "moon.gpkg").spots
    assert (spot.id, spot.name) == ("7", Name("Moon", "Moon"))
    assert crescent.contains(shapely.Point(spot.point.lon, spot.point.lat))


def test_another_crs_is_turned_into_degrees(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"id": ["x"]}, geometry=[shapely.Point(3, 45)], crs="EPSG:4326")
    frame.to_crs("EPSG:3857").to_parquet(tmp_path / "x.parquet")
    (spot,) = read_points(tmp_path / "x.parquet").spots
    assert (spot.point.lon, spot.point.lat) == pytest.approx((3, 45))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,lon,lat\n", "it holds no points"),
        ("id,lon\na,3\n", "row 1: it has no column lat"),
        ("id,x,y\na,3,4\n", "it has no column lon and no column lat"),
        ("id,lon,lat\na,3,4\na,5,6\n", "row 3: the id 'a' stands twice"),
        ("id,lon,lat\n,3,4\n", "row 2: it has no id"),
        ("lon,lat\n3,4\n", "row 2: it has no id"),
        ("id,lon,lat\na,x,4\n", r"row 2 \(a\): 'x' is no coordinate"),
        ("id,lon,lat\na,nan,4\n", "'nan' is no coordinate"),
        ("id,lon,lat\na,,4\n", "it has no lon or lat"),
        ("id,lon,lat\na,30.2,120.2\n", r"30.2, 120.2 is no place on earth.*longitude first"),
        ("id,lon,lat\na,500000,4000000\n", "its coordinates are not degrees"),
        ("id,lon,lat\na,3,4,5\n", "row 2: it has more or fewer cells"),
        ("id,lon,lat\na,3\n", "row 2: it has more or fewer cells"),
        ("id,lon,lat,lon\na,3,4,5\n", "the column 'lon' stands twice"),
        ('id,lon,lat\n"a,3,4\n', "it is no CSV"),
    ],
)
def test_a_bad_table_is_told_by_its_row(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SourceError, match=told):
        read_points(table(tmp_path, text))


def test_files_that_are_no_points(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        read_points(tmp_path / "nowhere.csv")
    (tmp_path / "a.txt").write_text("id,lon,lat\n", "utf-8")
    with pytest.raises(SourceError, match="ends like this"):
        read_points(tmp_path / "a.txt")
    (tmp_path / "b.gpkg").write_bytes(b"no package")
    with pytest.raises(SourceError, match=r"b\.gpkg: it cannot be read"):
        read_points(tmp_path / "b.gpkg")
    (tmp_path / "c.csv").write_bytes("id,名\n".encode("gbk"))
    with pytest.raises(SourceError, match="it is not UTF-8"):
        read_points(tmp_path / "c.csv")
    frame = gpd.GeoDataFrame({"id": ["x"]}, geometry=[shapely.Point(3, 45)])
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(tmp_path / "d.gpkg")
    with pytest.raises(SourceError, match="it states no CRS"):
        read_points(tmp_path / "d.gpkg")


def test_points_beyond_the_bounds_are_named_and_none_within_is_a_fault(tmp_path: Path) -> None:
    town = read_town(write_gridville(tmp_path / "town"))
    here, far = at(0, 0), at(-90_000, 0)
    inside, beyond = f"in,{here.lon},{here.lat}\n", f"out,{far.lon},{far.lat}\n"
    assert outside(read_points(table(tmp_path, f"id,lon,lat\n{inside}")), town) == ()
    mixed = read_points(table(tmp_path, f"id,lon,lat\n{inside}{beyond}"))
    assert outside(mixed, town) == ("row 3 (out)",)
    lost = read_points(table(tmp_path, f"id,lon,lat\n{beyond}"))
    with pytest.raises(SourceError, match=r"points\.csv, row 2 \(out\): .*another datum"):
        outside(lost, town)
    swapped = read_points(table(tmp_path, f"id,lon,lat\nin,{here.lat},{here.lon}\n"))
    with pytest.raises(SourceError, match="swapped: put longitude first"):
        outside(swapped, town)
