"""Parcels -> where people enter and leave them: up to a few points of the outline, each joined to
a street that the mode may use.

A parcel's time is that of its best entrance, not of its centre: a large parcel's centre may lie
hundreds of metres from any street, or nearest to one that runs along its back. Entrances do not
depend on the question and are found once: points along the outline each find their nearest streets;
of every street that a parcel finds, the link that comes nearest to the outline is kept, at most K
of them, the nearest first. Where along it the gate stands is not known: the middle of the frontage
is taken, which is where the link runs within FRONTAGE_METRES of its nearest spot's distance. The
straight way from the outline to there keeps off water. A street inside a parcel is 0 m from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Floats, Ints, Mode
from geo.network.graph import BIT, Network
from geo.network.snap import BEAD_METRES, Doors, Snapped, Snapper

K = 4
"""Entrances of a parcel at most."""
SPOTS = 16
"""Points along an outline from which streets are sought, NEIGHBOURS by each."""
NEIGHBOURS = 2
FRONTAGE_METRES = 5.0
ASHORE_METRES = 0.1
Shapes = NDArray[np.object_]


@dataclass(frozen=True, eq=False, repr=False)
class Entries:
    """Entrances of parcels by a mode, ordered by parcel; arrays of shape (entrances,).

    `parcel` numbers the parcels; `places` says where each entrance joins the network, and how many
    straight metres from the outline; `count` is how many parcels there are, with or without.
    """

    count: int
    parcel: Ints
    places: Snapped

    def __len__(self) -> int:
        return len(self.parcel)

    @property
    def reached(self) -> NDArray[np.bool_]:
        """Which parcels have an entrance at all, shape (count,)."""
        found = np.zeros(self.count, bool)
        found[self.parcel] = True
        return found

    def least(self, seconds: Floats) -> Floats:
        """Seconds of the best entrance, shape (..., count), of seconds of all of them,
        (..., entrances); infinite for parcels that have none."""
        best = np.full((*seconds.shape[:-1], self.count), np.inf)
        if len(self.parcel):
            own, starts = np.unique(self.parcel, return_index=True)
            best[..., own] = np.minimum.reduceat(seconds, starts, axis=-1)
        return best

    def best(self, seconds: Floats) -> Ints:
        """The number of each parcel's best entrance, shape (count,), of seconds of all of them,
        (entrances,); -1 for parcels that have none, or none in reach."""
        order = np.lexsort((seconds, self.parcel))
        own, first = np.unique(self.parcel[order], return_index=True)
        best = np.full(self.count, -1, np.int64)
        chosen = order[first]
        best[own] = np.where(np.isfinite(seconds[chosen]), chosen, -1)
        return best


def entries(snapper: Snapper, shapes: Shapes, mode: Mode) -> Entries:
    """The entrances of parcels, given as polygons or points in local metres, shape (parcels,)."""
    doors = snapper.doors(BIT[mode])
    if not len(doors.links) or not len(shapes):
        none = np.empty(0, np.int64)
        return Entries(len(shapes), none, _places(none, np.empty(0), np.empty(0)))
    found = _ways(snapper, shapes, doors, *_pairs(shapes, doors, snapper.network.snap_limit))
    bare = np.setdiff1d(np.arange(len(shapes)), found.parcel)
    shapes = _ashore(shapes, bare, snapper.water)
    more = _ways(snapper, shapes, doors, *_all_pairs(shapes, bare, doors, snapper.network))
    parcel, line = np.append(found.parcel, more.parcel), np.append(found.line, more.line)
    metres, ways = np.append(found.metres, more.metres), np.append(found.ways, more.ways)
    kept = _choice(parcel, _street(snapper.network, doors.links[line]), metres)
    parcel, line = parcel[kept], line[kept]
    feet, metres = _middles(snapper, shapes[parcel], doors.lines[line], ways[kept])
    fraction = shapely.line_locate_point(doors.lines[line], feet, normalized=True)
    return Entries(len(shapes), parcel, _places(doors.links[line], fraction, metres))


class _Ways(NamedTuple):
    """Straight ways from outlines to lines that are short enough and keep off water."""

    parcel: Ints
    line: Ints
    metres: Floats
    ways: Shapes


def _ways(snapper: Snapper, shapes: Shapes, doors: Doors, parcel: Ints, line: Ints) -> _Ways:
    ways = np.asarray(shapely.shortest_line(shapes[parcel], doors.lines[line]), object)
    metres = shapely.length(ways)
    fits = metres <= snapper.network.snap_limit
    fits[fits] = snapper.dry(ways[fits])
    return _Ways(parcel[fits], line[fits], metres[fits], ways[fits])


def _all_pairs(shapes: Shapes, which: Ints, doors: Doors, network: Network) -> tuple[Ints, Ints]:
    """Some parcels and every line in reach of them: those whose near streets lie across water."""
    own, line = doors.tree.query(shapes[which], predicate="dwithin", distance=network.snap_limit)
    return which[own], line


def _ashore(shapes: Shapes, which: Ints, water: shapely.Geometry) -> Shapes:
    """The shapes, some of them without their ground in water: an outline drawn roughly may reach
    over the shore, and then every way from it would begin in the water."""
    parts = shapely.get_parts(water)
    own, part = shapely.STRtree(parts).query(shapes[which], predicate="intersects")
    ashore = shapes.copy()
    for number, one in zip(which[own].tolist(), part.tolist(), strict=True):
        near = shapely.clip_by_rect(parts[one], *shapely.bounds(shapes[number]))
        dry = shapely.difference(ashore[number], shapely.make_valid(near))
        if not shapely.is_empty(dry):
            ashore[number] = shapely.buffer(dry, -ASHORE_METRES)
    return ashore


def _pairs(shapes: Shapes, doors: Doors, limit: float) -> tuple[Ints, Ints]:
    """Parcels and lines that may be their streets, each pair once: those near to points along the
    outline; for parcels without any, the nearest to the whole."""
    spots, owner = _spots(shapes)
    parcel, line = _near_spots(spots, owner, doors, limit)
    bare = np.setdiff1d(np.arange(len(shapes)), parcel)
    own, nearest = doors.tree.query_nearest(shapes[bare], max_distance=limit, all_matches=False)
    parcel, line = np.append(parcel, bare[own]), np.append(line, nearest)
    key = np.unique(parcel.astype(np.int64) * len(doors.lines) + line)
    parcel, line = np.divmod(key, len(doors.lines))
    return parcel, line


def _near_spots(spots: Shapes, owner: Ints, doors: Doors, limit: float) -> tuple[Ints, Ints]:
    """Pairs of parcels and lines near their spots. Beads stand for the lines: finding the nearest
    of them is many times faster, and the distance is measured afterwards."""
    beads, line = doors.beads
    xy = shapely.get_coordinates(spots)
    far, bead = beads.query(xy, k=NEIGHBOURS, distance_upper_bound=limit + BEAD_METRES)
    found, bead = np.isfinite(far), np.asarray(bead)
    return np.repeat(owner, NEIGHBOURS).reshape(found.shape)[found], line[bead[found]]


def _spots(shapes: Shapes) -> tuple[Shapes, Ints]:
    """SPOTS points evenly along each outline and one inside, and whose they are; a point is its
    own only spot."""
    own = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    rings = shapely.get_exterior_ring(_largest_part(shapes[own]))
    share = np.arange(SPOTS) / SPOTS
    along = shapely.line_interpolate_point(rings[:, None], share[None, :], normalized=True)
    inside = shapely.point_on_surface(shapes)
    spots = np.concatenate([along.ravel(), inside])
    return spots, np.concatenate([np.repeat(own, SPOTS), np.arange(len(shapes))])


def _largest_part(shapes: Shapes) -> Shapes:
    """The largest polygon of each shape."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    order = np.lexsort((-shapely.area(parts), owner))
    _, first = np.unique(owner[order], return_index=True)
    return np.asarray(parts[order[first]])


def _middles(
    snapper: Snapper, shapes: Shapes, lines: Shapes, ways: Shapes
) -> tuple[Shapes, Floats]:
    """The middle of each parcel's frontage on its line, and its distance from the outline; where
    the way there is wet, there is no front, or the parcel is a point, the nearest spot instead."""
    feet, metres = np.asarray(shapely.get_point(ways, -1), object), shapely.length(ways)
    wide = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    near = shapely.buffer(shapes[wide], metres[wide] + FRONTAGE_METRES, quad_segs=4)
    fronts = shapely.intersection(lines[wide], near)
    parts, owner = shapely.get_parts(fronts, return_index=True)
    order = np.lexsort((-shapely.length(parts), owner))
    own, first = np.unique(owner[order], return_index=True)
    middle = shapely.line_interpolate_point(parts[order[first]], 0.5, normalized=True)
    paths = shapely.shortest_line(shapes[wide[own]], middle)
    fits = ~shapely.is_missing(paths) & ~shapely.is_empty(paths)  # a corner may cut a front off
    fits[fits] = snapper.dry(paths[fits])
    own = wide[own[fits]]
    feet[own], metres[own] = middle[fits], shapely.length(paths)[fits]
    return feet, metres


def _street(network: Network, link: Ints) -> Ints:
    """What makes two links the same street: their name; a nameless link is a street of its own."""
    named = np.array([bool(any(name)) for name in network.names], bool)
    name = np.asarray(network.name)[link]
    return np.where(named[name], name, len(named) + link)


def _choice(parcel: Ints, street: Ints, metres: Floats) -> Ints:
    """Which pairs to keep, ordered by parcel: the nearest of each street, and K of these."""
    order = np.lexsort((metres, street, parcel))
    same = (parcel[order][1:] == parcel[order][:-1]) & (street[order][1:] == street[order][:-1])
    nearest = order[np.concatenate([[True], ~same])] if len(order) else order
    nearest = nearest[np.lexsort((metres[nearest], parcel[nearest]))]
    _, first, many = np.unique(parcel[nearest], return_index=True, return_counts=True)
    rank = np.arange(len(nearest)) - np.repeat(first, many)
    return np.asarray(nearest[rank < K])


def _places(link: Ints, fraction: Floats, metres: Floats) -> Snapped:
    return Snapped(
        link.astype(np.int64),
        np.asarray(fraction, float),
        np.asarray(metres, float),
        np.zeros(len(link), bool),
    )
