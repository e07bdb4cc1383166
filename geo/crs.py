"""Degrees and local metres, and the datums in use in China.

GCJ-02 shifts WGS-84 by a published pseudo-random offset within China; its formula is the one
recovered in the open eviltransform and prcoords projects. BD-09 shifts GCJ-02 once more.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer

from geo.model import Floats

_SEMI_MAJOR_METRES = 6378245.0  # Krasovsky 1940, on which GCJ-02 is built
_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BD_PI = np.pi * 3000.0 / 180.0


@lru_cache(maxsize=32)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(lon: ArrayLike, lat: ArrayLike, metres: str) -> tuple[Floats, Floats]:
    """Project degrees (WGS-84) to the local CRS `metres`, such as 'EPSG:32651'."""
    x, y = _transformer("EPSG:4326", metres).transform(
        np.asarray(lon, float), np.asarray(lat, float)
    )
    return np.asarray(x), np.asarray(y)


def to_degrees(x: ArrayLike, y: ArrayLike, metres: str) -> tuple[Floats, Floats]:
    """Project local metres back to degrees (WGS-84)."""
    lon, lat = _transformer(metres, "EPSG:4326").transform(
        np.asarray(x, float), np.asarray(y, float)
    )
    return np.asarray(lon), np.asarray(lat)


def to_wgs84(degrees: Floats, datum: str) -> Floats:
    """Degrees of a datum ('WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09'), shape (n, 2), in WGS-84.

    CGCS2000 is WGS-84 here: the two differ by decimetres. Raises KeyError for any other datum.
    """
    pairs = np.asarray(degrees, float)
    lon, lat = _TO_WGS84[datum](pairs[:, 0], pairs[:, 1])
    return np.column_stack([lon, lat])


def from_wgs84(degrees: Floats, datum: str) -> Floats:
    """The inverse of `to_wgs84`."""
    pairs = np.asarray(degrees, float)
    lon, lat = _FROM_WGS84[datum](pairs[:, 0], pairs[:, 1])
    return np.column_stack([lon, lat])


def in_degrees(shape: shapely.Geometry, metres: str) -> shapely.Geometry:
    """A shape in local metres, in degrees."""
    return shapely.transform(
        shape, lambda xy: np.column_stack(to_degrees(xy[:, 0], xy[:, 1], metres))
    )


def in_metres(shape: shapely.Geometry, metres: str) -> shapely.Geometry:
    """A shape in degrees, in local metres."""
    return shapely.transform(
        shape, lambda xy: np.column_stack(to_metres(xy[:, 0], xy[:, 1], metres))
    )


def in_metres_all(
    shapes: NDArray[np.object_], metres: str, back: bool = False
) -> NDArray[np.object_]:
    """Shapes in degrees, in local metres, shape (n,); with `back` the other way round."""
    turn = to_degrees if back else to_metres
    moved = shapely.transform(shapes, lambda xy: np.column_stack(turn(xy[:, 0], xy[:, 1], metres)))
    return np.asarray(moved, object)


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Shift WGS-84 degrees to GCJ-02; outside China the two are the same."""
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    east, north = _gcj_offset_metres(lon - 105.0, lat - 35.0)
    radians = np.radians(lat)
    magic = 1 - _ECCENTRICITY_SQUARED * np.sin(radians) ** 2
    meridian = _SEMI_MAJOR_METRES * (1 - _ECCENTRICITY_SQUARED) / (magic * np.sqrt(magic))
    parallel = _SEMI_MAJOR_METRES / np.sqrt(magic) * np.cos(radians)
    inside = (lon > 72.004) & (lon < 137.8347) & (lat > 0.8293) & (lat < 55.8271)
    shifted_lon = lon + np.degrees(east / parallel)
    shifted_lat = lat + np.degrees(north / meridian)
    return np.where(inside, shifted_lon, lon), np.where(inside, shifted_lat, lat)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Undo the shift, by fixed-point iteration until it is exact to well under a millimetre."""
    target_lon, target_lat = np.asarray(lon, float), np.asarray(lat, float)
    lon, lat = target_lon, target_lat
    for _ in range(8):  # each round shrinks the error about a thousandfold
        there_lon, there_lat = wgs84_to_gcj02(lon, lat)
        lon, lat = lon + (target_lon - there_lon), lat + (target_lat - there_lat)
    return lon, lat


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Shift GCJ-02 degrees to BD-09 (Baidu)."""
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BD_PI)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BD_PI)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
    """Undo Baidu's shift, by fixed-point iteration."""
    target_lon, target_lat = np.asarray(lon, float), np.asarray(lat, float)
    lon, lat = target_lon - 0.0065, target_lat - 0.006
    for _ in range(8):
        there_lon, there_lat = gcj02_to_bd09(lon, lat)
        lon, lat = lon + (target_lon - there_lon), lat + (target_lat - there_lat)
    return lon, lat


def _gcj_offset_metres(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """The offset of GCJ-02 in metres east and north, of degrees from 105 E, 35 N."""
    ripple = (20 * np.sin(6 * np.pi * x) + 20 * np.sin(2 * np.pi * x)) * 2 / 3
    root = np.sqrt(np.abs(x))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += (20 * np.sin(np.pi * x) + 40 * np.sin(np.pi * x / 3)) * 2 / 3
    east += (150 * np.sin(np.pi * x / 12) + 300 * np.sin(np.pi * x / 30)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += (20 * np.sin(np.pi * y) + 40 * np.sin(np.pi * y / 3)) * 2 / 3
    north += (160 * np.sin(np.pi * y / 12) + 320 * np.sin(np.pi * y / 30)) * 2 / 3
    return east, north


def _same(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return lon, lat


def _bd09_to_wgs84(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def _wgs84_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


_Turn = Callable[[Floats, Floats], tuple[Floats, Floats]]
_TO_WGS84: dict[str, _Turn] = {
    "WGS-84": _same,
    "CGCS2000": _same,
    "GCJ-02": gcj02_to_wgs84,
    "BD-09": _bd09_to_wgs84,
}
_FROM_WGS84: dict[str, _Turn] = {
    "WGS-84": _same,
    "CGCS2000": _same,
    "GCJ-02": wgs84_to_gcj02,
    "BD-09": _wgs84_to_bd09,
}
DATUMS = tuple(_TO_WGS84)
"""The datums of degrees in use in China."""
