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
from scipy.spatial import cKDTree

from geo.crs import to_degrees, to_metres
from geo.model import STREET_MODES, Floats, Ints, Mode, Town
from geo.network.graph import BIT, Network

CELL_METRES, BEAD_METRES = 50.0, 10.0

COARSE_CELLS = 120_000
"""A window of more cells than this is answered on every second row and column of the grid: over
such an area nobody can tell the difference, and the answer comes four times sooner."""


@dataclass(frozen=True, eq=False, repr=False)
class Pairs:
    """Cells and the links in reach of them, ordered by cell.

    `cell` numbers cells row by row, `link`, `fraction` and `metres` (straight) say where a cell's
    centre joins the link; all have shape (pairs,).
    """

    cell: NDArray[np.int32]
    link: NDArray[np.int32]
    fraction: NDArray[np.float32]
    metres: NDArray[np.float32]

    def take(self, which: NDArray[np.bool_] | slice) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.cell[which], self.link[which], self.fraction[which], self.metres[which])

    def of_links(self, links: NDArray[np.bool_]) -> Pairs:
        """The pairs of some links, shape (links,)."""
        first, last = self._span
        known = np.flatnonzero(links[: len(first)])
        low, high = first[known].min(initial=len(self.link)), last[known].max(initial=-1)
        near = self.take(slice(int(low), int(high) + 1))
        return near.take(links.take(near.link))

    @cached_property
    def _span(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The first and the last pair of every link up to the last that has one."""
        pairs = np.arange(len(self.link), dtype=np.int32)
        links = int(self.link.max(initial=-1)) + 1
        first, last = np.full(links, len(pairs), np.int32), np.full(links, -1, np.int32)
        first[self.link[::-1]], last[self.link] = pairs[::-1], pairs
        return first, last

    @cached_property
    def starts(self) -> Ints:
        """Where each cell's pairs begin."""
        fresh = np.ones(len(self.cell), bool)
        fresh[1:] = self.cell[1:] != self.cell[:-1]
        return np.flatnonzero(fresh)


_NO_PAIRS = Pairs(
    np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.float32)
)


@dataclass(frozen=True, eq=False, repr=False)
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

    @cached_property
    def _metres_of(self) -> dict[int, NDArray[np.float32]]:
        return {}

    def metres_of(self, network: Network, mode: Mode) -> NDArray[np.float32]:
        """Straight metres from each centre to the nearest link with a door for the mode, shape
        (rows, columns), infinite where none is near; kept once made."""
        bit = BIT[mode]
        if bit not in self._metres_of:
            near = self.of_mode(network, mode)
            metres = np.full((self.rows, self.columns), np.inf, np.float32)
            if len(near.cell):
                nearest = np.minimum.reduceat(near.metres, near.starts)
                metres.ravel()[near.cell[near.starts]] = nearest
            self._metres_of[bit] = metres
        return self._metres_of[bit]

    @cached_property
    def coarse(self) -> Reach:
        """The same with every second row and column only."""
        row, column = np.divmod(self.pairs.cell, self.columns)
        kept = self.pairs.take((row % 2 == 0) & (column % 2 == 0))
        columns, rows = (self.columns + 1) // 2, (self.rows + 1) // 2
        cell = (kept.cell // self.columns // 2) * columns + kept.cell % self.columns // 2
        return Reach(
            self.west - self.cell_metres / 2,
            self.south - self.cell_metres / 2,
            columns,
            rows,
            2 * self.cell_metres,
            Pairs(cell.astype(np.int32), kept.link, kept.fraction, kept.metres),
        )

    def centres(self, cells: Ints) -> tuple[Floats, Floats]:
        """The centres of cells in local metres."""
        row, column = np.divmod(cells, self.columns)
        return (
            self.west + (column + 0.5) * self.cell_metres,
            self.south + (row + 0.5) * self.cell_metres,
        )


def make_reach(network: Network, town: Town, water: shapely.Geometry) -> Reach:
    """Find for every cell the links in reach; just beyond the limit, the nearest one for each mode.

    That margin lets a contour find the limit between two centres. Ways over water are left out, but
    for cells in the water itself, which let a band run up to the shore.
    """
    west, south, columns, rows = _grid(town)
    links = np.flatnonzero(np.any([network.doors(mode) for mode in STREET_MODES], axis=0))
    lines = network.shapes[links]
    far = network.band_limit + CELL_METRES * np.sqrt(2)
    cells = _near_cells(lines, far, west, south, columns, rows)
    reach = Reach(west, south, columns, rows, CELL_METRES, _NO_PAIRS)
    x, y = reach.centres(cells)
    inside = _within(town, x, y)
    cells, centres = cells[inside], np.asarray(shapely.points(x[inside], y[inside]))
    at, line = shapely.STRtree(lines).query(
        centres, predicate="dwithin", distance=network.band_limit
    )
    beads = _beads(lines)
    doors = {mask.tobytes(): mask for mask in (network.doors(m)[links] for m in STREET_MODES)}
    margin = [
        _margin(mask, beads, (x[inside], y[inside]), at, line, far) for mask in doors.values()
    ]
    at, line = np.concatenate([[at, line], *margin], axis=1)
    pair = np.sort(at * len(lines) + line)
    at, line = np.divmod(pair[np.diff(pair, prepend=-1) > 0], max(len(lines), 1))
    dry = _dry(centres, lines, at, line, water, far)
    at, line = at[dry], line[dry]
    fractions, metres = _feet(centres[at], lines[line])
    pairs = Pairs(cells[at].astype(np.int32), links[line].astype(np.int32), fractions, metres)
    return Reach(west, south, columns, rows, CELL_METRES, pairs)


def _beads(lines: NDArray[np.object_]) -> tuple[Floats, Ints]:
    """Points along all lines, at most BEAD_METRES apart, shape (beads, 2), and whose they are."""
    dense = shapely.segmentize(lines, BEAD_METRES)
    return shapely.get_coordinates(dense, return_index=True)


def _margin(
    doors: NDArray[np.bool_],
    beads: tuple[Floats, Ints],
    centres: tuple[Floats, Floats],
    at: Ints,
    line: Ints,
    far: float,
) -> NDArray[np.int64]:
    """For centres with no door in reach, the nearest one up to `far`, shape (2, pairs).

    The nearest bead stands for the nearest line: so far away the two differ by some 0.1 m, and the
    nearest of points is found in a fraction of the time.
    """
    (xy, owner), (x, y) = beads, centres
    bare = np.ones(len(x), bool)
    bare[at[doors[line]]] = False
    own, bare_centres = doors[owner], np.flatnonzero(bare)
    if not own.any() or not len(bare_centres):
        return np.empty((2, 0), np.int64)
    places = np.column_stack([x, y])[bare_centres]
    metres, near = cKDTree(xy[own]).query(places, distance_upper_bound=far, workers=-1)
    found = np.isfinite(metres)
    return np.stack([bare_centres[found], owner[own][np.asarray(near)[found]]])


def _feet(
    points: NDArray[np.object_], lines: NDArray[np.object_]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where each point joins its line, as a fraction along it, and the straight metres to there."""
    fractions = shapely.line_locate_point(lines, points, normalized=True)
    return fractions.astype(np.float32), shapely.distance(points, lines).astype(np.float32)


def _grid(town: Town) -> tuple[float, float, int, int]:
    """South-west corner, columns and rows of the grid over the town's bounds."""
    west, south, east, north = town.bounds
    x, y = to_metres([west, east, west, east], [south, south, north, north], town.metres)
    columns = int(np.ceil((x.max() - x.min()) / CELL_METRES))
    rows = int(np.ceil((y.max() - y.min()) / CELL_METRES))
    return float(x.min()), float(y.min()), columns, rows


def _within(town: Town, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Which points, in local metres, lie within the town's bounds."""
    west, south, east, north = town.bounds
    lon, lat = to_degrees(x, y, town.metres)
    return (lon > west) & (lon < east) & (lat > south) & (lat < north)


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
