"""A field of seconds on the streets -> seconds on a grid over the ground.

The time of a cell is the least, over the streets in walking reach, of the time at the nearest point
of the street plus the walk from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.model import Combine, Floats, Mode, Running
from geo.network.reach import COARSE_CELLS, Reach
from geo.study import Study
from geo.travel.streets import AnyField

Grid = NDArray[np.float32]


@dataclass(frozen=True)
class Surface:
    """Seconds on a window of the grid and straight metres to the nearest street, shape (rows,
    columns); infinite where out of reach. `x`, `y` are the centres of its columns and rows, which
    lie `cell_metres` apart."""

    cell_metres: float
    x: Floats
    y: Floats
    seconds: Grid
    metres: Grid


class Times(Protocol):
    """Travel times of one place."""

    @property
    def mode(self) -> Mode:
        """Whose times they are."""

    @property
    def own_links(self) -> list[int]:
        """The links that the place joins, one for each of its doors."""

    @property
    def least(self) -> NDArray[np.float32]:
        """Seconds at the nearer end of every link, shape (links,)."""

    @property
    def running(self) -> Running | None:
        """What public transport runs, for times by it."""

    def on_grid(self, study: Study, reach: Reach, links: NDArray[np.bool_]) -> Grid:
        """Seconds at every cell's centre by the given links, shape (rows, columns)."""


@dataclass(frozen=True, eq=False, repr=False)
class FieldTimes:
    """The times of a field."""

    field: AnyField

    @property
    def mode(self) -> Mode:
        return self.field.mode

    @property
    def own_links(self) -> list[int]:
        return self.field.own_links

    @property
    def least(self) -> NDArray[np.float32]:
        return self.field.least.astype(np.float32)

    @property
    def running(self) -> Running | None:
        return getattr(self.field, "running", None)

    def on_grid(self, study: Study, reach: Reach, links: NDArray[np.bool_]) -> Grid:
        network = study.network
        near = reach.of_mode(network, self.mode).of_links(links)
        grid = np.full((reach.rows, reach.columns), np.inf, np.float32)
        if len(near.cell):
            walk = near.metres * np.float32(network.off_network_seconds_per_metre)
            seconds = self.field.along(near.link, near.fraction) + walk
            grid.ravel()[near.cell[near.starts]] = np.minimum.reduceat(seconds, near.starts)
        return grid


def make_surface(
    study: Study,
    fields: Sequence[AnyField],
    combine: Combine,
    limit_seconds: float = np.inf,
) -> Surface:
    """Bring the fields of all places of a question onto the grid, as one."""
    return surface_of(study, [FieldTimes(field) for field in fields], combine, limit_seconds)


def surface_of(
    study: Study, times: Sequence[Times], combine: Combine, limit_seconds: float = np.inf
) -> Surface:
    """The same of times; what lies beyond the limit is out of reach."""
    links = _reached_links(times, limit_seconds)
    reach = _grid_for(study, links)
    each = [one.on_grid(study, reach, links) for one in times]
    whole = np.maximum.reduce(each) if combine is Combine.ALL else np.minimum.reduce(each)
    return _window(reach, whole, reach.metres_of(study.network, times[0].mode), limit_seconds)


def _grid_for(study: Study, links: NDArray[np.bool_]) -> Reach:
    """The town's grid, or its coarse one where much ground is in reach."""
    network = study.network
    nodes = network.start[links]
    wide, high = (np.ptp(xy[nodes]) / study.reach.cell_metres for xy in (network.x, network.y))
    return study.reach.coarse if wide * high > COARSE_CELLS else study.reach


def _reached_links(times: Sequence[Times], limit_seconds: float) -> NDArray[np.bool_]:
    """Links in reach of any of the places, or joined by one, shape (links,)."""
    links = np.any([_within(one.least, limit_seconds) for one in times], axis=0)
    for one in times:
        links[one.own_links] = True
    return np.asarray(links)


def _within(seconds: Grid, limit_seconds: float) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(seconds) & (seconds <= np.float32(limit_seconds)))


def _window(reach: Reach, seconds: Grid, metres: Grid, limit_seconds: float) -> Surface:
    """Cut out the smallest window that holds what is within the limit, with one cell around, on the
    map or off it."""
    within = _within(seconds, limit_seconds)
    rows, columns = np.flatnonzero(within.any(axis=1)), np.flatnonzero(within.any(axis=0))
    if not len(rows):
        rows = columns = np.zeros(1, np.int64)
    cut = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    size = reach.cell_metres
    x = reach.west + (np.arange(columns[0] - 1, columns[-1] + 2) + 0.5) * size
    y = reach.south + (np.arange(rows[0] - 1, rows[-1] + 2) + 0.5) * size
    inside = np.where(within[cut], seconds[cut], np.float32(np.inf))
    return Surface(size, x, y, _framed(inside), _framed(metres[cut]))


def _framed(grid: Grid) -> Grid:
    return np.pad(grid, 1, constant_values=np.inf)
