from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from geo.maps.encode import SCALE, encode, encode_lines, encode_polygons
from geo.model import Floats


def decode(steps: list[int]) -> Floats:
    """What the browser makes of the steps, in degrees."""
    return np.cumsum(np.array(steps).reshape(-1, 2), axis=0) / SCALE


@given(
    arrays.arrays(float, st.tuples(st.integers(1, 30), st.just(2)), elements=st.floats(-180, 180))
)
def test_points_come_back_to_within_half_a_step(points: Floats) -> None:
    back = decode(encode(points))
    kept = np.rint(points * SCALE)
    fresh = np.r_[True, (np.diff(kept, axis=0) != 0).any(axis=1)]
    assert np.abs(back - points[fresh]).max() <= 0.5 / SCALE + 1e-9


def test_repeated_points_are_dropped_but_never_the_first() -> None:
    assert encode(np.array([[0.0, 0.0], [0.0, 0.0], [0.00001, 0.0]])) == [0, 0, 1, 0]


def test_polygons_keep_their_holes_and_lines_their_parts() -> None:
    square = shapely.box(0, 0, 1, 1).difference(shapely.box(0.4, 0.4, 0.6, 0.6))
    both = shapely.MultiPolygon([square, shapely.box(2, 0, 3, 1)])
    assert [len(rings) for rings in encode_polygons(both)] == [2, 1]
    assert len(encode_lines(both)) == 3
    assert len(encode_lines(shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]]))) == 2


def test_what_is_empty_or_too_small_to_see_is_left_out() -> None:
    assert encode_polygons(shapely.Polygon()) == []
    assert encode_polygons(None) == []
    assert encode_polygons(shapely.box(0, 0, 1e-7, 1e-7)) == []
    assert encode_lines(shapely.GeometryCollection([shapely.Point(0, 0)])) == []
