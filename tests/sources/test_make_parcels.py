"""Parcels made from a town's own files: what they are made of, and the same bytes again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geo.crs import in_metres_all, to_metres
from geo.errors import SourceError
from geo.model import LAND_USES, UNKNOWN, Town
from geo.sources.blocks import LEAST_HA, blocks, half_widths
from geo.sources.layers import read_layer
from geo.sources.make_parcels import BLOCK_METRES, FILE, class_of, main, make_parcels
from geo.sources.parcels import parcels_of
from geo.sources.roads import read_ways
from geo.sources.town import list_towns, read_town
from geo.sources.ways import lines_of_ways
from tests.conftest import ROOT
from tests.gridville import at, write_gridville
from tests.sources.folders import add_layer, edit
from tests.sources.parcels.files import Corner

TOWNS = [
    town
    for town in (read_town(ROOT / "data" / name) for name in list_towns(ROOT / "data"))
    if "parcels" in town.files
]


def area(id: str, kind: str, *spots: Corner) -> dict[str, Any]:
    ring = [[at(*spot).lon, at(*spot).lat] for spot in (*spots, spots[0])]
    said = {"id": id, "class": kind, "accuracy": "approximate", "source": "x", "as_of": "2026"}
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": said, "geometry": geometry}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_gridville(tmp_path / "gridville")
    home = area("home", "residential", (1010, 10), (1190, 10), (1190, 190), (1010, 190))
    mill = area("mill", "industrial", (1210, 10), (1390, 10), (1390, 190), (1210, 190))
    add_layer(folder, "landuse", "landuse.geojson", [home, mill])
    return folder


def made(folder: Path) -> list[dict[str, Any]]:
    return list(json.loads(make_parcels(read_town(folder)))["features"])


def test_areas_get_the_class_of_the_standard_and_blocks_none(folder: Path) -> None:
    said = {row["properties"]["id"]: row["properties"] for row in made(folder)}
    assert (said["home"]["land_use"], said["mill"]["land_use"]) == ("R", "M")
    assert said["home"]["area_ha"] == pytest.approx(3.24, abs=0.01)
    others = [row for id, row in said.items() if id not in ("home", "mill")]
    assert {(row["land_use"], row["origin"]) for row in others} == {(UNKNOWN, "block")}
    # A block of 200 m between four streets of which 15 m go on either side.
    assert min(abs(row["area_ha"] - 2.89) for row in others) < 0.01


def test_a_sample_says_so_and_stands_on_land_for_business_alone(folder: Path) -> None:
    said = {row["properties"]["id"]: row["properties"] for row in made(folder)}
    mill = said.pop("mill")
    assert mill["sample_accuracy"] == "illustrative"
    assert "示意" in mill["sample_status_zh"]
    assert "illustrative" in mill["sample_status_en"]
    assert "示意" in mill["sample_note"]
    assert "illustrative" in mill["sample_note"]
    assert mill["sample_floor_m2"] > 0
    assert not any(key.startswith("sample") for row in said.values() for key in row)
    assert not any("rent" in key for row in [*said.values(), mill] for key in row)


def test_the_command_writes_the_same_bytes_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder)]) == 0
    first = (folder / FILE).read_bytes()
    assert main([str(folder)]) == 0
    assert (folder / FILE).read_bytes() == first
    assert "parcels" in capsys.readouterr().out


def test_a_town_without_land_use_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_gridville(tmp_path / "gridville")
    with pytest.raises(SourceError, match="it names no landuse"):
        make_parcels(read_town(folder))
    assert main([str(folder)]) == 1
    assert "landuse" in capsys.readouterr().err


def test_overlapping_areas_are_parted(folder: Path) -> None:
    edit(folder, 'landuse = "landuse.geojson"', 'landuse = "both.geojson"')
    home = area("home", "residential", (1010, 10), (1190, 10), (1190, 190), (1010, 190))
    shop = area("shop", "retail", (1150, 10), (1250, 10), (1250, 60), (1150, 60))
    whole = {"type": "FeatureCollection", "features": [home, shop]}
    (folder / "both.geojson").write_text(json.dumps(whole), "utf-8")
    said = {row["properties"]["id"]: row["properties"] for row in made(folder)}
    assert said["home"]["area_ha"] == pytest.approx(3.24 - 0.2, abs=0.01)
    assert said["shop"]["area_ha"] == pytest.approx(0.5, abs=0.01)


def test_threads_and_small_pieces_are_no_blocks() -> None:
    ground = shapely.box(0, 0, 500, 300)
    roads = np.array([shapely.LineString([(200, 0), (200, 300)])], object)
    taken = np.array([shapely.box(0, 0, 160, 300), shapely.box(240, 100, 500, 300)], object)
    found = blocks(ground, roads, half_widths(["motorway_link"]), taken)
    assert [round(shape.area) for shape in found] == [275 * 100]  # 15 m beside the road is a thread
    assert half_widths(["trunk", "primary"]).tolist() == [25, 15]


def test_classes_of_the_map_stand_for_classes_of_the_standard() -> None:
    kinds = ("residential", "industrial", "commercial", "retail", "school", "college")
    codes = [class_of(kind) for kind in (*kinds, "university", "hospital", "anything else")]
    assert codes == ["R", "M", "B2", "B1", "A33", "A3", "A31", "A51", UNKNOWN]
    assert set(codes) <= set(LAND_USES)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.id)
def test_the_bundled_parcels_are_what_the_script_makes(town: Town) -> None:
    assert town.files["parcels"].read_text("utf-8") == make_parcels(town)


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.id)
def test_bundled_blocks_keep_off_roads_water_green_and_areas(town: Town) -> None:
    found = parcels_of(town)
    assert found is not None
    parcels = found.parcels.take(found.parcels.origin == "block")
    shapes = in_metres_all(parcels.shapes, town.metres)
    assert set(parcels.land_use) == {UNKNOWN}
    assert parcels.area_ha.min() >= LEAST_HA - 0.01
    centre = shapely.Point(*map(float, to_metres(town.centre.lon, town.centre.lat, town.metres)))
    far = shapely.distance(shapely.points(shapely.get_coordinates(shapes)), centre)
    assert far.max() < BLOCK_METRES + 0.5
    ways = read_ways(town.files["roads"], town.bounds)
    ground = [i for i, tags in enumerate(ways.tags) if tags.get("tunnel", "no") == "no"]
    lines = lines_of_ways(ways, town.metres)[ground]
    block, road = shapely.STRtree(lines).query(shapes, predicate="dwithin", distance=14.5)
    assert len(block) == len(road) == 0
    for key in ("water", "green", "landuse"):
        others = in_metres_all(read_layer(town, key).geometry.to_numpy(), town.metres)
        block, other = shapely.STRtree(others).query(shapes, predicate="intersects")
        common = shapely.area(shapely.intersection(shapes[block], others[other]))
        assert common.sum() < 1e-3 * shapely.area(shapes).sum(), key


@pytest.mark.parametrize("town", TOWNS, ids=lambda town: town.id)
def test_bundled_areas_all_are_parcels(town: Town) -> None:
    found = parcels_of(town)
    assert found is not None
    parcels = found.parcels.take(found.parcels.origin == "land-use")
    assert parcels.ids.tolist() == read_layer(town, "landuse")["id"].tolist()
    assert UNKNOWN not in set(parcels.land_use)
    assert all(parcels.source) and all(parcels.as_of) and set(parcels.accuracy) == {"approximate"}
