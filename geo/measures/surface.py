"""A field of seconds on the streets -> seconds on a grid over the ground.

The time of a cell is the least, over the streets in walking reach, of the time at the nearest point
of the street plus the walk from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.model import Combine, Floats, Ints
from geo.network.reach import COARSE_CELLS, Reach
from geo.study import Study
from geo.travel.streets import Field


@dataclass(frozen=True)
class Surface:
    """Seconds on a window of the grid and straight metres to the nearest street, shape (rows,
    columns); infinite where out of reach. `x`, `y` are the centres of its columns and rows, which
    lie `cell_metres` apart."""

    cell_metres: float
    x: Floats
    y: Floats
    seconds: Floats
    metres: Floats


def make_surface(study: Study, fields: list[Field], combine: Combine) -> Surface:
    """Bring the fields of all places of a question onto the grid, as one."""
    network, reach = study.network, _grid_for(study, fields)
    near = reach.of_mode(network, fields[0].mode)
    near = near.take(_reached_links(fields)[near.link])
    if not len(near.cell):
        nothing = np.empty(0)
        return _window(reach, nothing.astype(np.int64), nothing, nothing)
    walk = near.metres * np.float32(network.off_network_seconds_per_metre)
    each = [
        np.minimum.reduceat(f.along(near.link, near.fraction) + walk, near.starts) for f in fields
    ]
    seconds = np.maximum.reduce(each) if combine is Combine.ALL else np.minimum.reduce(each)
    metres = np.minimum.reduceat(near.metres, near.starts)
    return _window(reach, near.cell[near.starts].astype(np.int64), seconds, metres)


def _grid_for(study: Study, fields: list[Field]) -> Reach:
    """The town's grid, or its coarse one where much ground is in reach."""
    network = study.network
    links = _reached_links(fields)
    wide, high = (
        np.ptp(xy[network.start[links]]) / study.reach.cell_metres for xy in (network.x, network.y)
    )
    return study.reach.coarse if wide * high > COARSE_CELLS else study.reach


def _reached_links(fields: list[Field]) -> NDArray[np.bool_]:
    """Links in reach of any of the places, or joined by one, shape (links,)."""
    links = np.any([np.isfinite(field.least) for field in fields], axis=0)
    links[[field.link for field in fields]] = True
    return np.asarray(links)


def _window(
    reach: Reach, cells: Ints, seconds: NDArray[np.floating], metres: NDArray[np.floating]
) -> Surface:
    """Write values of cells into the smallest window that holds them, with one cell around, on the
    map or off it."""
    row, column = np.divmod(cells, reach.columns)
    low = np.array([row.min(initial=reach.rows), column.min(initial=reach.columns)]) - 1
    high = np.array([row.max(initial=0), column.max(initial=0)]) + 2
    shape = tuple(np.maximum(high - low, 2))
    grid_seconds, grid_metres = np.full(shape, np.inf), np.full(shape, np.inf)
    grid_seconds[row - low[0], column - low[1]] = seconds
    grid_metres[row - low[0], column - low[1]] = metres
    size = reach.cell_metres
    x = reach.west + (low[1] + 0.5 + np.arange(shape[1])) * size
    y = reach.south + (low[0] + 0.5 + np.arange(shape[0])) * size
    return Surface(size, x, y, grid_seconds, grid_metres)
