"""Parcels that lie on one another: the same twice, or sharing ground. All shapes in metres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Floats, Ints

Shapes = NDArray[np.object_]
ROUNDING_METRES = 0.5
"""Shared ground narrower than this (twice its area over its length) comes of rounded outlines."""
_CHUNK = 128
_VERTEX_BUDGET = 20_000_000  # vertices of all pairs that are cut; some ten seconds


@dataclass(frozen=True)
class Overlaps:
    """Pairs that share ground: `smaller` keeps it, `larger` loses it, `square_metres` of it;
    `complete` says that no more pairs were left unlooked at."""

    smaller: Ints
    larger: Ints
    square_metres: Floats
    complete: bool


def first_alike(shapes: Shapes) -> Ints:
    """For each shape the number of the first with the same outline to a centimetre, (shapes,)."""
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, 2))
    keys = shapely.to_wkb(shapely.normalize(rounded))
    first: dict[bytes, int] = {}
    return np.array([first.setdefault(key, i) for i, key in enumerate(keys.tolist())], np.int64)


def overlaps(shapes: Shapes, most_pairs: int) -> Overlaps:
    """Pairs of polygons that share ground wider than rounding, looking at `most_pairs` at most.

    Only valid polygons and points may be given; points share nothing.
    """
    a, b, complete = _near(shapes, most_pairs)
    area = shapely.area(shapes)
    swap = (area[a] > area[b]) | ((area[a] == area[b]) & (a > b))
    smaller, larger = np.where(swap, b, a), np.where(swap, a, b)
    weight = shapely.get_num_coordinates(shapes)
    payable = np.cumsum(weight[smaller] + weight[larger]) <= _VERTEX_BUDGET
    smaller, larger = smaller[payable], larger[payable]
    common = shapely.intersection(shapes[smaller], shapes[larger])
    shared = shapely.area(common)
    real = 2 * shared > ROUNDING_METRES * shapely.length(common)
    return Overlaps(smaller[real], larger[real], shared[real], complete and bool(payable.all()))


def _near(shapes: Shapes, most: int) -> tuple[Ints, Ints, bool]:
    """Pairs of polygons whose boxes meet, each once, and whether these are all."""
    own = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
    tree = shapely.STRtree(shapes[own])
    found: list[NDArray[np.int64]] = []
    count = 0
    for first in range(0, len(own), _CHUNK):
        near, other = tree.query(shapes[own[first : first + _CHUNK]])
        pairs = np.stack([near + first, other])
        pairs = pairs[:, pairs[0] < pairs[1]]
        found.append(pairs)
        count += pairs.shape[1]
        if count > most:
            break
    a, b = np.concatenate([*found, np.empty((2, 0), np.int64)], axis=1)[:, :most]
    return own[a], own[b], count <= most


def without_overlaps(shapes: Shapes, found: Overlaps) -> Shapes:
    """The shapes with shared ground left to the smaller of two; one that loses all is empty."""
    cut = shapes.copy()
    order = np.argsort(found.larger, kind="stable")
    larger, smaller = found.larger[order], found.smaller[order]
    numbers, starts = np.unique(larger, return_index=True)
    ends = np.append(starts, len(larger))[1:]
    for number, first, last in zip(numbers, starts, ends, strict=True):
        taken = shapely.union_all(shapes[smaller[first:last]])
        cut[number] = _areas(shapely.difference(shapes[number], taken))
    return cut


def _areas(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape's polygons alone: cutting may leave threads and points."""
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[shapely.get_dimensions(parts) == 2])
