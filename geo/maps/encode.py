"""Geometry in few characters: whole hundred-thousandths of a degree, each as a step from the last.

One step is 1.1 m at most; `Atlas.decode` in static/atlas/sheet.js reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely

from geo.maps.datum import Tiles, shift
from geo.model import Floats

SCALE = 1e5


def encode(coordinates: Floats, tiles: Tiles = "offline") -> list[int]:
    """Degrees of shape (n, 2) -> [lon, lat, lon step, lat step, ...], repeats dropped."""
    whole = np.rint(shift(np.asarray(coordinates, float), tiles) * SCALE).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), np.int64))
    moves = np.asarray(steps.any(axis=1))
    moves[:1] = True  # the first point stays even at 0, 0
    return [int(step) for step in steps[moves].ravel()]


def encode_lines(geometry: Any, tiles: Tiles = "offline") -> list[list[int]]:
    """Every line of a shapely geometry, polygons by their rings; what has no length is dropped."""
    lines = (encode(shapely.get_coordinates(line), tiles) for line in _lines(geometry))
    return [line for line in lines if len(line) >= 4]


def encode_polygons(geometry: Any, tiles: Tiles = "offline") -> list[list[list[int]]]:
    """Every polygon of a shapely geometry as its rings, the outer one first."""
    polygons = (_rings(part, tiles) for part in _parts(geometry, shapely.Polygon))
    return [rings for rings in polygons if rings]


def _rings(polygon: Any, tiles: Tiles) -> list[list[int]]:
    rings = (encode(shapely.get_coordinates(ring), tiles) for ring in _lines(polygon))
    return [ring for ring in rings if len(ring) >= 8]


def _lines(geometry: Any) -> Iterable[Any]:
    for part in _parts(geometry, (shapely.LineString, shapely.Polygon)):
        if isinstance(part, shapely.Polygon):
            yield part.exterior
            yield from part.interiors
        else:
            yield part


def _parts(geometry: Any, kinds: Any) -> list[Any]:
    if geometry is None or geometry.is_empty:
        return []
    if hasattr(geometry, "geoms"):
        return [kept for part in geometry.geoms for kept in _parts(part, kinds)]
    return [geometry] if isinstance(geometry, kinds) else []
