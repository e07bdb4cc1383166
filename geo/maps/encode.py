"""Geometry in few characters: whole hundred-thousandths of a degree, each as a step from the last.

One step is 1.1 m at most; `Atlas.decode` in static/atlas/sheet.js reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice, pairwise
from typing import Any

import numpy as np
import shapely

from geo.maps.datum import Tiles, shift
from geo.model import Floats, Ints

SCALE = 1e5


def encode(coordinates: Floats, tiles: Tiles = "offline") -> list[int]:
    """Degrees of shape (n, 2) -> [lon, lat, lon step, lat step, ...], repeats dropped."""
    (line,) = _encode(np.asarray(coordinates, float), np.zeros(len(coordinates), int), tiles)
    return line


def encode_lines(geometry: Any, tiles: Tiles = "offline") -> list[list[int]]:
    """Every line of a shapely geometry, polygons by their rings; what has no length is dropped."""
    lines = list(_lines(geometry))
    if not lines:
        return []
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    return [line for line in _encode(coordinates, owner, tiles) if len(line) >= 4]


def _encode(coordinates: Floats, owner: Ints, tiles: Tiles) -> list[list[int]]:
    """The lines, number `owner` (n,) by number, each beginning where the number changes."""
    whole = np.rint(shift(coordinates, tiles) * SCALE).astype(np.int64)
    first = np.ones(len(whole), bool)
    first[1:] = owner[1:] != owner[:-1]
    steps = whole.copy()
    steps[1:] -= np.where(first[1:, None], 0, whole[:-1])
    kept = first | steps.any(axis=1)
    ends = np.cumsum(np.bincount(owner[kept])) * 2
    flat = steps[kept].ravel().tolist()
    return [flat[start:end] for start, end in pairwise([0, *ends.tolist()])]


def encode_polygons(geometry: Any, tiles: Tiles = "offline") -> list[list[list[int]]]:
    """Every polygon of a shapely geometry as its rings, the outer one first."""
    polygons = _parts(geometry, shapely.Polygon)
    rings = [list(_lines(polygon)) for polygon in polygons]
    flat = [ring for own in rings for ring in own]
    if not flat:
        return []
    encoded = iter(_encode(*shapely.get_coordinates(flat, return_index=True), tiles))
    whole = ([ring for ring in islice(encoded, len(own)) if len(ring) >= 8] for own in rings)
    return [own for own in whole if own]


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
