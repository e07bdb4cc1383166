"""How ground off the streets is reached: a grid of cells, each with the links in walking reach.

Which links lie within reach of a cell, where along them, and how far, does not depend on the
question; it is found once for a network. A question then needs only the least over a cell's links.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import to_metres
from geo.model import Floats, Ints, Mode, Town
from geo.network.graph import BIT, Network

CELL_METRES = 50.0


@dataclass(frozen=True)
class Pairs:
    """Cells and the links in reach of them, ordered by cell.

    `cell` numbers cells row by row, `link`, `fraction` and `metres` (straight) say where a cell's
    centre joins the link; all have shape (pairs,).
    """

    cell: NDArray[np.int32]
    link: NDArray[np.int32]
    fraction: NDArray[np.float32]
    metres: NDArray[np.float32]

    def take(self, which: NDArray[np.bool_]) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.cell[which], self.link[which], self.fraction[which], self.metres[which])

    @cached_property
    def starts(self) -> Ints:
        """Where each cell's pairs begin."""
        fresh = np.ones(len(self.cell), bool)
        fresh[1:] = self.cell[1:] != self.cell[:-1]
        return np.flatnonzero(fresh)


@dataclass(frozen=True)
class Reach:
    """A grid over the town's bounds in local metres; centre of column i: west + (i + 0.5) cells."""

    west: float
    south: float
    columns: int
    rows: int
    cell_metres: float
    pairs: Pairs

    @cached_property
    def _of_mode(self) -> dict[int, Pairs]:
        return {}

    def of_mode(self, network: Network, mode: Mode) -> Pairs:
        """The pairs whose link has a door for the mode; kept once made."""
        bit = BIT[mode]
        if bit not in self._of_mode:
            self._of_mode[bit] = self.pairs.take(network.doors(mode)[self.pairs.link])
        return self._of_mode[bit]

    def centres(self, cells: Ints) -> tuple[Floats, Floats]:
        """The centres of cells in local metres."""
        row, column = np.divmod(cells, self.columns)
        return (
            self.west + (column + 0.5) * self.cell_metres,
            self.south + (row + 0.5) * self.cell_metres,
        )


def make_reach(network: Network, town: Town, water: shapely.Geometry) -> Reach:
    """Find for every cell the links in reach, a cell's diagonal beyond the limit included.

    The margin lets a contour find the limit between two centres. Ways over water are left out, but
    for cells in the water itself, which let a band run up to the shore.
    """
    west, south, columns, rows = _grid(town)
    links = np.flatnonzero(np.any([network.doors(mode) for mode in Mode], axis=0))
    lines = network.shapes[links]
    far = network.band_limit + CELL_METRES * np.sqrt(2)
    cells = _near_cells(lines, far, west, south, columns, rows)
    blank = Pairs(*(np.empty(0, kind) for kind in (np.int32, np.int32, np.float32, np.float32)))
    reach = Reach(west, south, columns, rows, CELL_METRES, blank)
    centres = shapely.points(*reach.centres(cells))
    found_cell, found_line = shapely.STRtree(lines).query(
        centres, predicate="dwithin", distance=far
    )
    order = np.lexsort((found_line, found_cell))
    found_cell, found_line = found_cell[order], found_line[order]
    dry = _dry(centres, lines, found_cell, found_line, water, far)
    found_cell, found_line = found_cell[dry], found_line[dry]
    points, near = centres[found_cell], lines[found_line]
    pairs = Pairs(
        cells[found_cell].astype(np.int32),
        links[found_line].astype(np.int32),
        shapely.line_locate_point(near, points, normalized=True).astype(np.float32),
        shapely.distance(points, near).astype(np.float32),
    )
    return Reach(west, south, columns, rows, CELL_METRES, pairs)


def _grid(town: Town) -> tuple[float, float, int, int]:
    """South-west corner, columns and rows of the grid over the town's bounds."""
    west, south, east, north = town.bounds
    x, y = to_metres([west, east, west, east], [south, south, north, north], town.metres)
    columns = int(np.ceil((x.max() - x.min()) / CELL_METRES))
    rows = int(np.ceil((y.max() - y.min()) / CELL_METRES))
    return float(x.min()), float(y.min()), columns, rows


def _near_cells(
    lines: NDArray[np.object_], far: float, west: float, south: float, columns: int, rows: int
) -> Ints:
    """Cells that may lie within `far` of a line: those around points along it, every half cell."""
    dense = shapely.segmentize(lines, CELL_METRES / 2)
    xy = shapely.get_coordinates(dense)
    column = np.floor((xy[:, 0] - west) / CELL_METRES).astype(np.int64)
    row = np.floor((xy[:, 1] - south) / CELL_METRES).astype(np.int64)
    margin = int(np.ceil(far / CELL_METRES)) + 1
    padded = np.zeros((rows + 2 * margin, columns + 2 * margin), bool)
    inside = (column >= -margin) & (column < columns + margin)
    inside &= (row >= -margin) & (row < rows + margin)
    padded[row[inside] + margin, column[inside] + margin] = True
    wide = np.zeros_like(padded)
    for shift in range(-margin, margin + 1):
        wide |= np.roll(padded, shift, axis=0)
    tall = np.zeros_like(padded)
    for shift in range(-margin, margin + 1):
        tall |= np.roll(wide, shift, axis=1)
    return np.flatnonzero(tall[margin : margin + rows, margin : margin + columns])


def _dry(
    centres: NDArray[np.object_],
    lines: NDArray[np.object_],
    cell: Ints,
    line: Ints,
    water: shapely.Geometry,
    far: float,
) -> NDArray[np.bool_]:
    """Which pairs' straight ways keep off the water, or start in it, shape (pairs,)."""
    dry = np.ones(len(cell), bool)
    for part in shapely.get_parts(water):
        shapely.prepare(part)
        box = shapely.box(*(shapely.bounds(part) + np.array([-far, -far, far, far])))
        shapely.prepare(box)
        close = np.flatnonzero(shapely.intersects(box, centres))
        close = close[shapely.dwithin(part, centres[close], far)]
        wet = np.zeros(len(centres), bool)
        wet[close] = shapely.intersects(part, centres[close])
        shore = np.zeros(len(centres), bool)
        shore[close] = ~wet[close]
        pairs = np.flatnonzero(shore[cell])
        ways = shapely.shortest_line(centres[cell[pairs]], lines[line[pairs]])
        dry[pairs] &= ~shapely.intersects(part, ways)
    return dry


_ARRAYS = ("cell", "link", "fraction", "metres")


def save_reach(reach: Reach, folder: Path) -> None:
    """Write the grid and its pairs."""
    for key in _ARRAYS:
        np.save(folder / f"reach_{key}.npy", getattr(reach.pairs, key), allow_pickle=False)
    grid = {key: getattr(reach, key) for key in ("west", "south", "columns", "rows", "cell_metres")}
    (folder / "reach.json").write_text(json.dumps(grid), encoding="utf-8")


def load_reach(folder: Path) -> Reach:
    """Read them back, arrays memory-mapped."""
    arrays = [
        np.load(folder / f"reach_{key}.npy", mmap_mode="r", allow_pickle=False) for key in _ARRAYS
    ]
    grid = json.loads((folder / "reach.json").read_text(encoding="utf-8"))
    return Reach(**grid, pairs=Pairs(*arrays))
