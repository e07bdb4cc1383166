"""A whole town as one GeoPackage: every layer, the tables, the credit, the same bytes again."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest

from geo.__main__ import main
from geo.errors import TownError
from geo.export import Credit
from geo.export.town import town_bytes
from geo.sources.town import read_town
from tests.gridville import HUBS, write_gridville
from tests.sources.folders import add_layer, place

HONOURS = "id,date,name_zh,name_en,source,as_of\nh,2018,=1+1,Late,x,2018\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_gridville(tmp_path_factory.mktemp("towns") / "gridville")
    add_layer(folder, "honours", "honours.csv", HONOURS)
    firms = [place("acme", tags=["a", "b"], FID="7", year=2020), place("bell", year="old")]
    add_layer(folder, "enterprises", "enterprises.geojson", firms)
    return folder


def test_every_layer_and_table_is_there_with_the_credit(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "town.gpkg"
    assert main(["export", str(folder), "--out", str(out)]) == 0
    layers = {str(name): kind for name, kind in pyogrio.list_layers(out)}
    shaped = {"roads", "hubs", "water", "enterprises"}
    assert {name for name, kind in layers.items() if kind is not None} == shaped
    assert set(layers) - shaped == {"honours", "sources", "town"}
    hubs = gpd.read_file(out, layer="hubs")
    assert set(hubs["id"]) == set(HUBS) and hubs.crs == "EPSG:4326"
    assert pyogrio.read_info(out, layer="roads")["dataset_metadata"]["attribution"].startswith("©")
    assert gpd.read_file(out, layer="honours")["name_zh"].tolist() == ["=1+1"]


def test_lists_mixed_columns_and_a_reserved_name_are_kept(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "town.gpkg"
    out.write_bytes(town_bytes(read_town(folder), Credit()))
    firms = gpd.read_file(out, layer="enterprises").set_index("id")
    assert firms.loc["acme", "tags"] == '["a", "b"]'
    assert firms["year"].tolist() == ["2020", "old"]
    assert firms.loc["acme", "FID_"] == "7"


def test_the_same_town_gives_the_same_bytes(folder: Path) -> None:
    town = read_town(folder)
    assert town_bytes(town, Credit()) == town_bytes(town, Credit())


def test_a_layer_that_cannot_be_used_is_refused_whole(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "t")
    add_layer(folder, "places", "places.geojson", [place(), place()])
    with pytest.raises(TownError, match="stands already"):
        town_bytes(read_town(folder), Credit())
