from __future__ import annotations

import numpy as np
import pytest

from geo.crs import wgs84_to_gcj02
from geo.maps.datum import Tiles, shift, shift_point, unshift_click

HERE = (120.24216, 30.20565)


@pytest.mark.parametrize("tiles", ["offline", "osm", "tianditu"])
def test_maps_in_the_data_s_datum_move_nothing(tiles: Tiles) -> None:
    assert shift_point(*HERE, tiles) == HERE
    assert unshift_click(*HERE, tiles) == HERE


def test_amap_moves_what_is_drawn_by_the_published_offset() -> None:
    lon, lat = wgs84_to_gcj02(*HERE)
    assert shift_point(*HERE, "amap") == (float(lon), float(lat))
    assert 0.003 < lon - HERE[0] < 0.006  # some 450 m east here


def test_a_click_on_amap_means_the_place_drawn_there() -> None:
    assert unshift_click(*shift_point(*HERE, "amap"), "amap") == pytest.approx(HERE, abs=1e-9)


def test_many_points_move_as_one_does_and_none_is_no_fault() -> None:
    moved = shift(np.array([HERE, HERE]), "amap")
    assert moved[1] == pytest.approx(shift_point(*HERE, "amap"))
    assert shift(np.zeros((0, 2)), "amap").shape == (0, 2)
