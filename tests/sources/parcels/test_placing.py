"""Coordinates are read by what a file states, or by their numbers, and what is odd is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geo.crs import from_wgs84
from geo.errors import SourceError
from geo.model import Floats, Name, Point, Town
from geo.sources.assumptions import default_assumptions
from geo.sources.parcels import ParcelsRead
from tests.sources.parcels.files import corners, frame, geojson, read, shapefile, square, told

HERE = shapely.box(120.240, 30.200, 120.242, 30.202)
OTHER = shapely.box(120.246, 30.200, 120.247, 30.202)
CHINA = Town(
    id="china",
    folder=Path("china"),
    name=Name("城", "town"),
    centre=Point(120.242, 30.205),
    bounds=(120.10, 30.10, 120.50, 30.35),
    metres="EPSG:32651",
    timezone="Asia/Shanghai",
    files={},
    streets="all",
    assumptions=default_assumptions(),
)
NOT_THERE = 0.011  # metres


def drawn(code: int, *, swapped: bool = False) -> bytes:
    """The parcels in the numbers of a CRS that the file does not state."""
    turn = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True)

    def moved(xy: Floats) -> Floats:
        pairs = np.column_stack(turn.transform(*xy.T))
        return pairs[:, ::-1] if swapped else pairs

    return geojson(*(shapely.transform(shape, moved) for shape in (HERE, OTHER)))


def turned(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape with latitude first."""
    return shapely.transform(shape, lambda xy: xy[:, ::-1])


def apart(found: ParcelsRead) -> float:
    """How far parcels lie from where they should, in metres."""
    far = shapely.hausdorff_distance(found.parcels.shapes, [HERE, OTHER])
    return float(far.max()) * 111_000


# 120.24 E lies in zone 40 of 3 degrees (meridian 120) and in zone 21 of 6 degrees (meridian 123).
@pytest.mark.parametrize(("code", "swapped"), [(c, s) for c in (4528, 4499, 4549) for s in (0, 1)])
def test_zones_of_cgcs2000_are_recognised_by_their_numbers(code: int, swapped: bool) -> None:
    found = read(drawn(code, swapped=swapped), town=CHINA)
    assert found.placement.crs == f"EPSG:{code}"
    assert (found.placement.stated, found.placement.swapped) == (False, swapped)
    assert apart(found) < NOT_THERE
    told(found, "it states no CRS", f"EPSG:{code}")


def test_numbers_that_fit_two_zones_are_told_with_both() -> None:
    found = read(drawn(4510), town=CHINA)  # the same numbers as 4550: meridian 123
    assert found.placement.crs == "EPSG:4550"
    assert apart(found) < NOT_THERE
    told(found, "read as EPSG:4550, though EPSG:32651 would fit too")


@pytest.mark.parametrize("crs", ["EPSG:4528", "EPSG:4549", "EPSG:4490", "EPSG:4509", "EPSG:32651"])
@pytest.mark.parametrize("kind", ["stated", "declared"])
def test_what_is_stated_or_declared_holds(crs: str, kind: str) -> None:
    table = frame(HERE, OTHER).to_crs(crs)
    if kind == "stated":
        found = read(shapefile(table), "a.zip", town=CHINA)
    else:
        found = read(shapefile(table, without=(".prj",)), "a.zip", town=CHINA, declared=crs)
    assert apart(found) < NOT_THERE
    assert found.placement.stated
    assert found.faults == ()


def test_a_wrong_crs_gives_way_to_the_numbers() -> None:
    table = frame(HERE, OTHER).to_crs("EPSG:4528").set_crs("EPSG:4326", allow_override=True)
    found = read(shapefile(table), "a.zip", town=CHINA)
    assert apart(found) < NOT_THERE
    told(found, "it states EPSG:4326, but its numbers are those of EPSG:4528")


def test_degrees_that_are_all_swapped_are_turned() -> None:
    swapped = [turned(HERE), turned(OTHER)]
    found = read(geojson(*swapped), town=CHINA)
    assert apart(found) < NOT_THERE
    told(found, "its coordinates are swapped")


def test_a_single_swapped_parcel_is_turned() -> None:
    found = read(geojson(HERE, turned(OTHER)), town=CHINA)
    assert apart(found) < NOT_THERE
    told(found, "feature 2 (p1)", "its coordinates are swapped")


@pytest.mark.parametrize("datum", ["WGS-84", "CGCS2000", "GCJ-02", "BD-09"])
def test_a_declared_datum_is_undone_to_a_centimetre(datum: str) -> None:
    moved = [shapely.transform(shape, lambda xy: from_wgs84(xy, datum)) for shape in (HERE, OTHER)]
    found = read(geojson(*moved), town=CHINA, declared=datum)
    assert apart(found) < NOT_THERE
    assert (found.placement.datum, found.placement.declared) == (datum, True)


def test_parcels_far_from_the_town_are_refused_and_a_few_are_told() -> None:
    with pytest.raises(SourceError, match="none of it lies within the town's bounds"):
        read(geojson(square()), town=CHINA)
    found = read(geojson(HERE, shapely.box(100, 30, 100.001, 30.001)), town=CHINA)
    assert len(found.parcels) == 2
    told(found, "feature 2 (p1)", "it lies outside the town's bounds")


def test_a_crs_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SourceError, match="'EPSG:1' is no known CRS"):
        read(geojson(HERE), town=CHINA, declared="EPSG:1")


def test_a_town_elsewhere_reads_its_own_metres() -> None:
    metric = frame(square()).to_crs("EPSG:32631")
    found = read(geojson(*metric.geometry))
    assert corners(found.parcels.shapes[0]) == corners(square())
    assert found.placement.crs == "EPSG:32631"
