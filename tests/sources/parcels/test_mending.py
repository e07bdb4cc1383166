"""What is wrong with outlines is repaired where that takes no guess, and always told."""

from __future__ import annotations

import pytest
import shapely

from geo.errors import SourceError
from tests.sources.parcels.files import corners, geojson, outline, read, square, told

BOW_TIE = outline((0, 0), (100, 100), (100, 0), (0, 100))


def test_an_invalid_ring_is_repaired() -> None:
    found = read(geojson(BOW_TIE))
    assert shapely.is_valid(found.parcels.shapes).all()
    assert found.parcels.area_ha == pytest.approx([0.5], rel=1e-3)
    told(found, "feature 1 (p0)", "its shape is invalid", "Self-intersection")


def test_the_same_outline_twice_is_left_out_however_it_is_drawn() -> None:
    turned = shapely.Polygon(square().reverse().exterior.coords[1:])
    found = read(geojson(square(), turned, square(220)))
    assert found.parcels.ids.tolist() == ["p0", "p2"]
    told(found, "feature 2 (p1)", "its outline stands already at feature 1")


def test_shared_ground_is_left_to_the_smaller_parcel() -> None:
    found = read(geojson(square(0, 0, 100), square(80, 0, 50)))
    assert found.parcels.area_ha == pytest.approx([0.9, 0.25], rel=1e-2)
    assert shapely.intersection(*found.parcels.shapes).area < 1e-12
    told(found, "feature 1 (p0)", "it shares 1000 m² with feature 2")


def test_a_parcel_within_another_makes_a_hole_in_it() -> None:
    found = read(geojson(square(0, 0, 100), square(20, 20, 50)))
    assert found.parcels.area_ha == pytest.approx([0.75, 0.25], rel=1e-2)


def test_neighbours_with_a_common_border_do_not_overlap() -> None:
    found = read(geojson(square(0, 0), square(100, 0), square(0, 100)))
    assert found.faults == ()


def test_slivers_are_left_out() -> None:
    thin = outline((0, 0), (300, 0), (300, 0.4), (0, 0.4))
    found = read(geojson(thin, square(0, 20)))
    assert found.parcels.ids.tolist() == ["p1"]
    told(found, "feature 1 (p0)", "it is a sliver", "left out")


def test_heights_are_left_out() -> None:
    found = read(geojson(shapely.force_3d(square(), 12.0)))
    assert not shapely.has_z(found.parcels.shapes).any()
    told(found, "it has heights")


def test_of_mixed_shapes_only_the_polygons_are_used() -> None:
    line = shapely.LineString(square().exterior.coords[:2])
    mixed = shapely.GeometryCollection([square(), line, line.centroid])
    found = read(geojson(mixed, line, square(220)))
    assert found.parcels.ids.tolist() == ["p0", "p2"]
    assert corners(found.parcels.shapes[0]) == corners(square())
    told(found, "feature 1 (p0)", "it mixes polygons with lines or points")
    told(found, "feature 2 (p1)", "a LineString is left out of parcels")


def test_a_parcel_of_two_parts_stays_one() -> None:
    both = shapely.MultiPolygon([square(), square(220)])
    found = read(geojson(both))
    assert (found.parcels.area_ha, found.faults) == (pytest.approx([2.0], rel=1e-3), ())


def test_empty_and_missing_geometries_are_told() -> None:
    found = read(geojson(None, {"type": "Polygon", "coordinates": []}, square()))
    assert found.parcels.ids.tolist() == ["p2"]
    assert [fault.problem for fault in found.faults] == ["it has no geometry"] * 2


def test_a_file_without_any_parcel_is_refused() -> None:
    with pytest.raises(SourceError, match="it holds no feature"):
        read(geojson())
    with pytest.raises(SourceError, match="it has no polygons"):
        read(geojson(shapely.LineString(square().exterior.coords[:2])))
