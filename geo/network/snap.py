"""Places -> where they join the network: the nearest link with a door for the mode."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from geo.model import Floats, Ints, Mode
from geo.network.graph import BIT, Network

BEAD_METRES = 20.0
"""How far apart points stand that stand for a street where many places look for theirs."""


@dataclass(frozen=True)
class Snapped:
    """Where places join the network; every array has shape (places,).

    `link` is -1 for a place that joins none; `fraction` says how far along the link, `metres` how
    far the straight line to it is (NaN where no link was found at all), `across_water` that the
    nearest link lies on another shore.
    """

    link: Ints
    fraction: Floats
    metres: Floats
    across_water: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.link)

    @property
    def joined(self) -> NDArray[np.bool_]:
        """Which places are on the network."""
        return self.link >= 0

    def take(self, which: NDArray[np.bool_] | Ints | slice) -> Snapped:
        """Some of the places."""
        return Snapped(
            self.link[which], self.fraction[which], self.metres[which], self.across_water[which]
        )


@dataclass(frozen=True)
class Doors:
    """The links with a door for a mode, and a tree to find the near ones."""

    links: Ints
    lines: NDArray[np.object_]
    tree: shapely.STRtree

    @cached_property
    def beads(self) -> tuple[cKDTree, Ints]:
        """Points every BEAD_METRES along the lines as a tree, and whose line each is of."""
        points, line = shapely.get_coordinates(
            shapely.segmentize(self.lines, BEAD_METRES), return_index=True
        )
        return cKDTree(points), line


class Snapper:
    """Finds where places join a network, never across water; the trees are made once a mode."""

    def __init__(self, network: Network, water: shapely.Geometry) -> None:
        self.network, self.water = network, water
        self.doors = cache(self._doors_of)

    def _doors_of(self, bit: int) -> Doors:
        mode = next(mode for mode, own in BIT.items() if own == bit)
        links = np.flatnonzero(self.network.doors(mode))
        lines = self.network.shapes[links]
        return Doors(links, lines, shapely.STRtree(lines))

    def snap(self, x: Floats, y: Floats, mode: Mode) -> Snapped:
        """Join places, given in local metres, shape (places,) each, to the network."""
        doors, limit = self.doors(BIT[mode]), self.network.snap_limit
        points = np.asarray(shapely.points(x, y))
        snapped = _nothing(len(points))
        if not len(doors.links) or not len(points):
            return snapped
        near = np.asarray(doors.tree.nearest(points))
        metres = shapely.distance(points, doors.lines[near])
        snapped.metres[:] = metres
        close = np.flatnonzero(metres <= limit)
        dry = self._dry(points[close], doors.lines[near[close]])
        _join(snapped, close[dry], near[close[dry]], points, doors)
        for place in close[~dry].tolist():
            self._second_choice(snapped, place, points, doors)
        return snapped

    def _second_choice(
        self, snapped: Snapped, place: int, points: NDArray[np.object_], doors: Doors
    ) -> None:
        """Join a place whose nearest link lies across water to the nearest one that does not."""
        limit = self.network.snap_limit
        found = doors.tree.query(points[place], predicate="dwithin", distance=limit)
        metres = shapely.distance(points[place], doors.lines[found])
        found = found[np.argsort(metres, kind="stable")]
        dry = np.flatnonzero(self._dry(np.repeat(points[place], len(found)), doors.lines[found]))
        if len(dry):
            _join(snapped, np.array([place]), found[dry[:1]], points, doors)
        else:
            snapped.across_water[place] = True

    def _dry(self, points: NDArray[np.object_], lines: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Whether the straight way from each point to its line keeps off the water."""
        return self.dry(np.asarray(shapely.shortest_line(points, lines)))

    def dry(self, ways: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Whether straight ways, lines in local metres, keep off the water."""
        if shapely.is_empty(self.water):
            return np.ones(len(ways), bool)
        shapely.prepare(self.water)
        return np.asarray(~shapely.intersects(self.water, ways))


def _nothing(count: int) -> Snapped:
    return Snapped(
        np.full(count, -1, np.int64),
        np.zeros(count),
        np.full(count, np.nan),
        np.zeros(count, bool),
    )


def _join(
    snapped: Snapped, places: Ints, near: Ints, points: NDArray[np.object_], doors: Doors
) -> None:
    snapped.link[places] = doors.links[near]
    snapped.metres[places] = shapely.distance(points[places], doors.lines[near])
    snapped.fraction[places] = shapely.line_locate_point(
        doors.lines[near], points[places], normalized=True
    )
