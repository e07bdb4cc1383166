"""The blocks that a neighbourhood is judged by: parcels near the town's middle, else a grid."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import in_metres_all, to_metres
from geo.model import UNKNOWN, Accuracy, Parcels, Town

NEAR_METRES = 3000.0
"""How far from the middle a neighbourhood is looked at: beyond, places are not collected."""
CELL_METRES = 250.0


def near_blocks(town: Town, parcels: Parcels | None, water: shapely.Geometry) -> Parcels:
    """The parcels that lie within NEAR_METRES of the town's middle; where there is none, squares of
    CELL_METRES that are mostly land. `water` is in local metres."""
    x, y = to_metres(town.centre.lon, town.centre.lat, town.metres)
    middle = shapely.Point(float(x), float(y))
    if parcels is not None and len(parcels):
        shapes = in_metres_all(parcels.shapes, town.metres)
        near = np.asarray(shapely.dwithin(shapes, middle, NEAR_METRES), bool)
        if near.any():
            return parcels.take(near)
    return _grid(town, middle, water)


def _grid(town: Town, middle: shapely.Point, water: shapely.Geometry) -> Parcels:
    steps = np.arange(-NEAR_METRES, NEAR_METRES, CELL_METRES)
    west, south = (each.ravel() for each in np.meshgrid(steps + middle.x, steps + middle.y))
    cells = shapely.box(west, south, west + CELL_METRES, south + CELL_METRES)
    land = shapely.difference(cells, water)
    kept = shapely.dwithin(cells, middle, NEAR_METRES) & (
        shapely.area(land) >= CELL_METRES * CELL_METRES / 2
    )
    degrees = in_metres_all(land[kept], town.metres, back=True)
    within = shapely.covers(shapely.box(*town.bounds), degrees)
    return _cells(degrees[within])


def _cells(shapes: NDArray[np.object_]) -> Parcels:
    """Squares as parcels of unknown use, numbered from 1."""
    count = len(shapes)

    def all_of(text: str) -> NDArray[np.object_]:
        return np.full(count, text, dtype=object)

    return Parcels(
        ids=np.array([f"g{i}" for i in range(1, count + 1)], dtype=object),
        name_zh=all_of(""),
        name_en=all_of(""),
        land_use=all_of(UNKNOWN),
        origin=all_of("block"),
        area_ha=np.full(count, CELL_METRES**2 / 1e4),
        accuracy=all_of(Accuracy.ILLUSTRATIVE.value),
        source=all_of("grid 网格"),
        as_of=all_of(""),
        shapes=shapes,
    )
