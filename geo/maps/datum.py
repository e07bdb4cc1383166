"""Where a place is drawn on a base map of another datum, and which place a click there means."""

from __future__ import annotations

from typing import Literal

import numpy as np

from geo.crs import gcj02_to_wgs84, wgs84_to_gcj02
from geo.model import Floats

Tiles = Literal["offline", "osm", "tianditu", "amap"]
Language = Literal["zh", "en"]

_GCJ02: frozenset[Tiles] = frozenset({"amap"})


def shift(coordinates: Floats, tiles: Tiles) -> Floats:
    """Degrees in WGS-84, shape (n, 2), as the datum of `tiles` has them."""
    if tiles not in _GCJ02 or not len(coordinates):
        return coordinates
    lon, lat = wgs84_to_gcj02(coordinates[:, 0], coordinates[:, 1])
    return np.column_stack([lon, lat])


def shift_point(lon: float, lat: float, tiles: Tiles) -> tuple[float, float]:
    """One place as the datum of `tiles` has it."""
    (moved,) = shift(np.array([[lon, lat]], float), tiles)
    return float(moved[0]), float(moved[1])


def unshift_click(lon: float, lat: float, tiles: Tiles) -> tuple[float, float]:
    """The place in WGS-84 that a click at these degrees on the map means."""
    if tiles not in _GCJ02:
        return lon, lat
    true_lon, true_lat = gcj02_to_wgs84(lon, lat)
    return float(true_lon), float(true_lat)
