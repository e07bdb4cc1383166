"""Parcels come alike from every format, and their columns by every name that they go by."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import shapely

from geo.crs import from_wgs84
from geo.errors import SourceError
from geo.export.text import defused
from geo.model import UNKNOWN
from geo.sources.check import check_folder
from geo.sources.parcels import Limits, parcels_of
from geo.sources.town import read_town
from tests.gridville import at, write_gridville
from tests.sources.folders import add_layer
from tests.sources.parcels.files import (
    corners,
    frame,
    geojson,
    geopackage,
    read,
    shapefile,
    square,
    told,
    zipped,
)

TWO = (square(20, 20), square(220, 20, 50))
EXPECTED = [corners(shape) for shape in TWO]


def csv_of_outlines() -> bytes:
    lines = [f'p{i},R2,"{shape.wkt}"' for i, shape in enumerate(TWO)]
    return "\n".join(["id,class,wkt", *lines]).encode()


FILES = {
    "a.geojson": geojson(*TWO, rows=[{"id": "p0", "class": "R2"}, {"id": "p1", "class": "R2"}]),
    "a.gpkg": geopackage(frame(*TWO, id=["p0", "p1"], land_use=["R2", "R2"])),
    "a.zip": shapefile(
        frame(*TWO, id=["p0", "p1"], class_=["R2", "R2"]).rename(columns={"class_": "class"})
    ),
    "a.csv": csv_of_outlines(),
    "b.zip": zipped({"folder/a.csv": csv_of_outlines(), "__MACOSX/folder/a.csv": b"junk"}),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_parcels(name: str) -> None:
    found = read(FILES[name], name)
    assert found.faults == ()
    assert found.features == len(found.parcels) == 2
    assert found.parcels.ids.tolist() == ["p0", "p1"]
    assert found.parcels.land_use.tolist() == ["R2", "R2"]
    assert [corners(shape) for shape in found.parcels.shapes] == EXPECTED
    assert found.parcels.area_ha == pytest.approx([1.0, 0.25], rel=1e-3)
    assert set(found.parcels.origin) == {"given"}


def test_points_in_a_csv_are_parcels_of_the_area_that_they_state() -> None:
    here, there = at(100, 100), at(300, 100)
    rows = f"编号,经度,纬度,area_ha\na,{here.lon},{here.lat},1.5\nb,{there.lon},{there.lat},\n"
    found = read(rows.encode("gb18030"), "points.csv")
    assert found.parcels.ids.tolist() == ["a", "b"]
    assert found.parcels.area_ha[0] == 1.5
    assert math.isnan(found.parcels.area_ha[1])
    assert [fault.problem for fault in found.faults] == ["it is a point"] * 2


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_chinese_texts_of_a_shapefile_without_a_code_page_are_read(encoding: str) -> None:
    table = frame(*TWO, id=["p0", "p1"], 名称=["一号地块", "二号地块"])
    data = shapefile(table, without=(".cpg",), encoding=encoding)
    assert read(data, "a.zip").parcels.name_zh.tolist() == ["一号地块", "二号地块"]


def test_ids_are_given_where_there_is_none_and_told_apart_where_they_are_the_same() -> None:
    shapes = [square(120 * i, 20) for i in range(4)]
    rows = [{"id": "a"}, {"id": "a"}, {}, {"id": "a-2"}]
    found = read(geojson(*shapes, rows=rows))
    assert found.parcels.ids.tolist() == ["a", "a-3", "parcel-3", "a-2"]
    told(found, "feature 2 (a)", "the id 'a' stands already", "It is called a-3 here")
    told(found, "feature 3", "it has no id", "parcel-3")


def test_a_class_that_is_none_counts_as_unknown_and_is_told() -> None:
    found = read(geojson(square(), rows=[{"id": "a", "class": "downtown"}]))
    assert found.parcels.land_use.tolist() == [UNKNOWN]
    told(found, "'downtown' is no class of GB 50137")


def test_other_columns_are_kept_and_long_texts_cut() -> None:
    row = {"id": "a", "楼层": 12, "remark": "x" * 5000, "list": [1, 2]}
    found = read(geojson(square(), rows=[row]), limits=Limits(text=100))
    assert found.parcels.extra["楼层"].tolist() == [12]
    assert len(found.parcels.extra["remark"][0]) == 100


def test_scripts_stay_text_and_formulas_are_defused_in_tables() -> None:
    script, formula = "<script>alert(1)</script>${x}", '=HYPERLINK("http://x","y")'
    row = {"id": script, "name": formula, "class": script, "source": formula, "as_of": script}
    found = read(geojson(square(), rows=[row]))
    assert (found.parcels.ids[0], found.parcels.name_zh[0]) == (script, formula)
    assert (found.parcels.land_use[0], found.parcels.as_of[0]) == (UNKNOWN, "")
    assert defused(found.parcels.name_zh[0]) == f"'{formula}"


def test_the_town_s_own_parcels_are_read_from_its_folder_and_checked(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "gridville")
    rows = geojson(*TWO, rows=[{"id": "a", "class": "?"}, {"id": "b", "as_of": "2025"}])
    add_layer(folder, "parcels", "parcels.geojson", rows.decode())
    found = parcels_of(read_town(folder))
    assert found is not None
    assert found.parcels.ids.tolist() == ["a", "b"]
    faults, summary = check_folder(folder)
    assert summary.features["parcels"] == 2
    assert summary.dates["parcels"] == "2025"
    assert any("is no class of GB 50137" in str(fault) for fault in faults)


def test_a_zip_in_the_town_s_folder_is_read_in_the_datum_that_the_town_says(
    tmp_path: Path,
) -> None:
    folder = write_gridville(tmp_path / "gridville")
    add_layer(folder, "parcels", "parcels.zip", "")
    moved = [shapely.transform(shape, lambda xy: from_wgs84(xy, "BD-09")) for shape in TWO]
    (folder / "parcels.zip").write_bytes(shapefile(frame(*moved)))
    with (folder / "town.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nfile = "parcels"\norigin = "x"\ndatum = "BD-09"\n')
    found = parcels_of(read_town(folder))
    assert found is not None
    assert [corners(shape) for shape in found.parcels.shapes] == EXPECTED
    assert set(found.parcels.source) == {"x"}


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("TMPDIR", "TEMP", "CPL_TMPDIR"):
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "open", None)
    monkeypatch.setattr("builtins.open", None)
    for name, data in FILES.items():
        assert len(read(data, name).parcels) == 2
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_town_without_parcels_has_none(tmp_path: Path) -> None:
    assert parcels_of(read_town(write_gridville(tmp_path / "gridville"))) is None


def test_a_shapefile_in_the_town_s_folder_needs_no_zip(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "gridville")
    add_layer(folder, "parcels", "parcels.shp", "")
    frame(*TWO).to_file(folder / "parcels.shp", engine="pyogrio")
    found = parcels_of(read_town(folder))
    assert found is not None
    assert found.parcels.ids.tolist() == ["p0", "p1"]
    (folder / "parcels.shx").unlink()
    with pytest.raises(SourceError, match=r"lacks parcels\.shx"):
        parcels_of(read_town(folder))
