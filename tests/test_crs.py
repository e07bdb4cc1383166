"""Datums of Chinese maps: to a metre of published pairs, and back to a centimetre of the start."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer

from geo.crs import DATUMS, from_wgs84, gcj02_to_bd09, gcj02_to_wgs84, to_wgs84, wgs84_to_gcj02

Pair = tuple[float, float]
GEOD = Geod(ellps="WGS84")

# The test sets of the open projects eviltransform and gcoord: WGS-84, then GCJ-02.
WGS_GCJ = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((122.99395597, 44.99804071), (123.0, 45.0)),
]
# Those of coordtransform and gcoord: GCJ-02, then BD-09.
GCJ_BD = [
    ((116.404, 39.915), (116.41036949371029, 39.92133699351021)),
    ((123.0, 45.0), (123.00636499, 45.00636899)),
]
# Towns of gcoord's list: BD-09, then WGS-84. (Eviltransform's own pairs in BD-09 are known to be
# 10 to 40 m off: its formula lacks a factor, see its issue 43.)
BD_WGS = [
    ((119.6538875, 29.0854003), (119.6427465, 29.0820414)),
    ((119.9296902, 32.4615531), (119.9183831, 32.4580023)),
    ((117.8177498, 30.9515411), (117.8059091, 30.9477988)),
]


def metres(a: Pair, b: Pair) -> float:
    return float(GEOD.inv(*a, *b)[2])


@pytest.mark.parametrize(("wgs", "gcj"), WGS_GCJ)
def test_gcj02_agrees_with_published_pairs_to_a_metre(wgs: Pair, gcj: Pair) -> None:
    there = wgs84_to_gcj02(*wgs)
    assert metres((float(there[0]), float(there[1])), gcj) < 1
    back = gcj02_to_wgs84(*gcj)
    assert metres((float(back[0]), float(back[1])), wgs) < 1


@pytest.mark.parametrize(("gcj", "bd"), GCJ_BD)
def test_bd09_agrees_with_published_pairs_to_a_metre(gcj: Pair, bd: Pair) -> None:
    there = gcj02_to_bd09(*gcj)
    assert metres((float(there[0]), float(there[1])), bd) < 1


@pytest.mark.parametrize(("bd", "wgs"), BD_WGS)
def test_bd09_to_wgs84_agrees_with_published_pairs_to_a_metre(bd: Pair, wgs: Pair) -> None:
    lon, lat = to_wgs84(np.array([bd]), "BD-09")[0]
    assert metres((float(lon), float(lat)), wgs) < 1


@settings(deadline=None)
@given(st.floats(74, 135), st.floats(4, 53), st.sampled_from(DATUMS))
def test_there_and_back_again_is_exact_to_a_centimetre(lon: float, lat: float, datum: str) -> None:
    start = np.array([[lon, lat]])
    for first, second in ((from_wgs84, to_wgs84), (to_wgs84, from_wgs84)):
        back = second(first(start, datum), datum)
        assert metres((lon, lat), (float(back[0, 0]), float(back[0, 1]))) < 0.01


@pytest.mark.parametrize("code", range(4491, 4555))
def test_cgcs2000_zones_go_there_and_back_to_a_centimetre(code: int) -> None:
    turn = Transformer.from_crs(f"EPSG:{code}", "EPSG:4326", always_xy=True)
    prefix = 1e6 * (code - 4478 if code < 4502 else code - 4488 if 4513 <= code < 4534 else 0)
    lon, lat = turn.transform(prefix + 520_000, 3_343_000)
    east, north = turn.transform(lon, lat, direction="INVERSE")
    assert (east - prefix, north) == pytest.approx((520_000, 3_343_000), abs=0.01)
    assert 30 < lat < 30.5


def test_an_unknown_datum_is_no_datum() -> None:
    with pytest.raises(KeyError):
        to_wgs84(np.zeros((1, 2)), "Xian 1980")
