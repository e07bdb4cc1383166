"""Heights on a grid -> rings around the ground below nought, with few corners, that still nest.

A contour crosses the edges between the centres of cells; its corners lie there, in whole steps of
1/64 of a cell and never on a centre. Corners are left out (Douglas & Peucker) as long as the line
still crosses the same edges, and on each edge in the same order as the contours of other limits.
Such lines can cross neither themselves nor each other, so no polygon needs mending or cutting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import cast

import contourpy
import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Floats, Ints

STEPS = 64
"""Of a cell, between the places where a contour may cross an edge."""

_LEAST_HEIGHT = 0.5  # none is nearer to nought, so that no contour runs over a centre
_ROUND_OFF = 1e-6  # of a cell: corners on a line of centres lie off it by less, all others by more


@dataclass(frozen=True, eq=False, repr=False)
class Rings:
    """Closed rings one after the other: `xy` counts steps from the first centre, shape (points, 2).

    Ring i has `counts[i]` points, its first one twice; `outer` says which rings hold ground, and
    each of them is followed by its holes.
    """

    xy: Ints
    counts: Ints
    outer: NDArray[np.bool_]

    @property
    def ring(self) -> Ints:
        """The ring of each point."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def only(self, corners: NDArray[np.bool_]) -> Rings:
        """With some of the corners; rings that keep none are gone."""
        counts = np.bincount(self.ring[corners], minlength=len(self.counts))
        return Rings(self.xy[corners], counts[counts > 0], self.outer[counts > 0])

    def polygon(self, corners: Floats) -> shapely.MultiPolygon:
        """One shape, with these corners, shape (points, 2), in place of `xy`."""
        lines = np.asarray(shapely.linearrings(corners, indices=self.ring))
        parts = np.asarray(shapely.polygons(lines, indices=np.cumsum(self.outer) - 1))
        return shapely.MultiPolygon(parts.tolist())

    @property
    def square_cells(self) -> float:
        """How much ground lies within the rings."""
        area = areas(self.xy, self.counts)
        return float(area[self.outer].sum() - area[~self.outer].sum()) / STEPS**2


_SPARING_ROUNDS = 4  # in which a line gets one corner back, and not all that it must not miss

_Filled = tuple[list[Floats | None], list[Ints | None], list[Ints | None]]
_NO_RINGS = Rings(np.empty((0, 2), np.int64), np.empty(0, np.int64), np.empty(0, bool))


def trace(height: Floats, speck_cells: float, hole_cells: float) -> Rings:
    """Rings around the ground at or below nought on a grid, shape (rows, columns).

    Patches and holes with fewer square cells than these are left out. Nothing may lie below nought
    in the first and last rows and columns.
    """
    first_row, first_column, within = _window(height)
    clear = np.where(
        within > 0, np.maximum(within, _LEAST_HEIGHT), np.minimum(within, -_LEAST_HEIGHT)
    )
    contours = contourpy.contour_generator(
        z=clear, fill_type=contourpy.FillType.ChunkCombinedOffsetOffset
    )
    [points], [offsets], [firsts] = cast(_Filled, contours.filled(-np.inf, 0.0))
    if points is None or offsets is None or firsts is None:
        return _NO_RINGS
    counts: Ints = offsets[1:].astype(np.int64) - offsets[:-1].astype(np.int64)
    outer = np.zeros(len(counts), bool)
    outer[firsts[:-1]] = True
    large = _large(
        points, Rings(np.empty((0, 2), np.int64), counts, outer), speck_cells, hole_cells
    )
    kept = np.repeat(large, counts)
    first = np.array([first_column, first_row]) * STEPS
    return Rings(_in_steps(points[kept]) + first, counts[large], outer[large])


def _window(height: Floats) -> tuple[int, int, Floats]:
    """The part of a grid with all that is not above nought, one more row and column around it, and
    its first row and column."""
    ground = height <= 0
    rows, columns = np.flatnonzero(ground.any(axis=1)), np.flatnonzero(ground.any(axis=0))
    if not len(rows):
        return 0, 0, height[:2, :2]
    top, left = int(rows[0]) - 1, int(columns[0]) - 1
    return top, left, height[top : rows[-1] + 2, left : columns[-1] + 2]


def _in_steps(points: Floats) -> Ints:
    """Points in whole steps, along their edge at least one from either end."""
    whole, base = np.rint(points), np.floor(points)
    part = np.clip(np.rint((points - base) * STEPS), 1, STEPS - 1)
    on_line = np.abs(points - whole) < _ROUND_OFF
    return np.where(on_line, whole * STEPS, base * STEPS + part).astype(np.int64)


def _large(
    points: Floats, rings: Rings, speck_cells: float, hole_cells: float
) -> NDArray[np.bool_]:
    """Which rings stay: no specks, no pinholes, and nothing that stands in one of those."""
    area = areas(points, rings.counts)
    outer = rings.outer
    of = np.cumsum(outer) - 1
    kept = area >= np.where(outer, speck_cells, hole_cells)
    kept &= kept[outer][of]
    patches = np.flatnonzero(kept & outer & (area < hole_cells))
    if len(patches):
        filled = ~kept & ~outer & (area > area[patches].min())
        chosen = filled[rings.ring]
        number = (np.cumsum(filled) - 1)[rings.ring[chosen]]
        holes = shapely.polygons(shapely.linearrings(points[chosen], indices=number))
        first = np.cumsum(rings.counts) - rings.counts
        stands = shapely.STRtree(holes).query(shapely.points(points[first[patches]]), "within")[0]
        kept[patches[stands]] = False
        kept &= kept[outer][of]
    return np.asarray(kept)


def areas(xy: Ints | Floats, counts: Ints) -> Floats:
    """Square units inside closed rings of so many points each, by the shoelace formula."""
    if not len(counts):
        return np.empty(0)
    x, y = xy[:, 0] - xy[0, 0], xy[:, 1] - xy[0, 1]
    cross = np.append(x[:-1] * y[1:] - x[1:] * y[:-1], 0)
    ends = np.cumsum(counts)
    cross[ends - 1] = 0  # from one ring's end to the next one's start is no side
    return np.asarray(np.abs(np.add.reduceat(cross, ends - counts)) / 2, float)


def thin(bands: Sequence[Rings], tolerance: float, columns: int) -> list[Rings]:
    """Rings of ascending limits with fewer corners, moved by little more than `tolerance` cells.

    `columns` is the width of the grid.
    """
    kept = np.concatenate([_peucker(rings, tolerance * STEPS) for rings in bands])
    x, y = np.concatenate([rings.xy for rings in bands]).T.copy()
    sizes = [len(rings.xy) for rings in bands]
    crossings = _Crossings(x, y, _pairs(_edges(x, y, columns), sizes))
    rounds = count()
    while (needed := crossings.needed(kept, sparing=next(rounds) < _SPARING_ROUNDS)).any():
        kept |= needed
    parts = np.split(kept, np.cumsum(sizes)[:-1])
    return [rings.only(part) for rings, part in zip(bands, parts, strict=True)]


def _peucker(rings: Rings, tolerance: float) -> NDArray[np.bool_]:
    """The corners that Douglas and Peucker's method keeps, ring by ring."""
    count = np.arange(len(rings.xy))
    numbered = np.column_stack([rings.xy, count]).astype(float)
    lines = shapely.linestrings(numbered, indices=rings.ring)
    plain = shapely.simplify(lines, tolerance, preserve_topology=False)
    kept = np.zeros(len(count), bool)
    kept[shapely.get_coordinates(plain, include_z=True)[:, 2].astype(np.int64)] = True
    return kept


def _edges(x: Ints, y: Ints, columns: int) -> Ints:
    """The number of the edge that each corner lies on."""
    return np.asarray(2 * (y // STEPS * columns + x // STEPS) + (x % STEPS == 0))


def _pairs(edges: Ints, sizes: Sequence[int]) -> tuple[Ints, Ints]:
    """Corners of one band and of the next larger one that lie on the same edge."""
    corner = np.empty(edges.max(initial=-1) + 1, np.int64)
    ends = np.cumsum([0, *sizes])
    inner, outer = [], []
    for (first, middle), (_, last) in pairwise(pairwise(ends.tolist())):
        corner[:] = -1
        corner[edges[middle:last]] = np.arange(middle, last)
        met = corner[edges[first:middle]]
        inner.append(first + np.flatnonzero(met >= 0))
        outer.append(met[met >= 0])
    nothing = np.empty(0, np.int64)
    return np.concatenate([nothing, *inner]), np.concatenate([nothing, *outer])


class _Crossings:
    """Where lines that leave out corners cross the grid's edges.

    It remembers what it found and looks again only at the lines that have changed since.
    """

    def __init__(self, x: Ints, y: Ints, pairs: tuple[Ints, Ints]) -> None:
        self._x, self._y = x, y
        self._upright = x % STEPS == 0
        self._at = np.where(self._upright, y, x)
        self._inner, self._outer = pairs
        self._passes = self._at.astype(float)
        self._before = self._after = np.arange(len(x))

    def needed(self, kept: NDArray[np.bool_], sparing: bool) -> NDArray[np.bool_]:
        """Corners without which a line would miss its edge or change places with another.

        `sparing`: of each line only the farthest off.
        """
        changed = self._follow(kept)
        out = np.flatnonzero(changed & ~kept)
        self._passes[kept] = self._at[kept]
        self._passes[out] = self._crossing(out)
        past = self._passes[out] - self._at[out] // STEPS * STEPS
        wrong = np.zeros(len(kept), bool)
        wrong[out] = ~((past >= 1) & (past <= STEPS - 1))
        met = np.flatnonzero(changed[self._inner] | changed[self._outer])
        astray = met[self._astray(kept, self._inner[met], self._outer[met])]
        wrong[self._inner[astray]] = wrong[self._outer[astray]] = True
        wrong &= ~kept
        return self._farthest(np.flatnonzero(wrong)) if sparing else wrong

    def _follow(self, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Find the ends of the line that passes each corner, and tell where they are new."""
        corner = np.arange(len(kept))
        before = np.maximum.accumulate(np.where(kept, corner, 0))
        after = np.minimum.accumulate(np.where(kept, corner, len(kept) - 1)[::-1])[::-1]
        changed = (before != self._before) | (after != self._after)
        self._before, self._after = before, after
        return np.asarray(changed)

    def _crossing(self, corner: Ints) -> Floats:
        """Where lines cross the edges of corners that they leave out, NaN if they run along one."""
        upright, x, y = self._upright[corner], self._x, self._y
        ends = self._before[corner], self._after[corner]
        along, along_more = (np.where(upright, y[i], x[i]) for i in ends)
        across, across_more, aim = (np.where(upright, x[i], y[i]) for i in (*ends, corner))
        rise = (across_more - across).astype(float)
        rise[rise == 0] = np.nan
        return np.asarray(along + (aim - across) / rise * (along_more - along))

    def _astray(self, kept: NDArray[np.bool_], inner: Ints, outer: Ints) -> NDArray[np.bool_]:
        """Where two lines on an edge do not keep their order at a distance, or stay together."""
        order = np.sign(self._at[outer] - self._at[inner])
        apart = (self._passes[outer] - self._passes[inner]) * order >= 1
        same = kept[inner] == kept[outer]
        for ends in (self._before, self._after):
            i, j = ends[inner], ends[outer]
            same &= (self._x[i] == self._x[j]) & (self._y[i] == self._y[j])
        return np.asarray(~np.where(order == 0, same, apart))

    def _farthest(self, wrong: Ints) -> NDArray[np.bool_]:
        """Of the wrong corners of each line the one that it passes at the greatest distance."""
        found = np.zeros(len(self._at), bool)
        line = self._before[wrong]
        off = np.abs(self._passes[wrong] - self._at[wrong])
        away = np.abs(self._x[wrong] - self._x[line]) + np.abs(self._y[wrong] - self._y[line])
        order = np.lexsort((-np.where(np.isnan(off), away, off), line))
        first = np.diff(line[order], prepend=-1) > 0
        found[wrong[order[first]]] = True
        return found
