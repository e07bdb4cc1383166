"""Blocks: the land between streets, less water, green and the areas whose use is known."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.model import Floats

Shapes = NDArray[np.object_]

HALF_WIDTH_METRES = {"motorway": 25.0, "trunk": 25.0}
"""Half the width of a road with its verges, by its class without '_link'."""
OTHER_HALF_WIDTH_METRES = 15.0
LEAST_HA = 0.6
THREAD_METRES = 15.0
"""Half the width below which ground between two outlines is a thread and no block: the outlines
themselves are generalised to about 30 m."""


def half_widths(classes: list[str]) -> Floats:
    """Half the width in metres of roads of these classes ('trunk', 'primary_link'), (roads,)."""
    plain = (name.removesuffix("_link") for name in classes)
    return np.array([HALF_WIDTH_METRES.get(name, OTHER_HALF_WIDTH_METRES) for name in plain])


def blocks(ground: shapely.Geometry, roads: Shapes, half_metres: Floats, taken: Shapes) -> Shapes:
    """The blocks of `ground`, in metres throughout: polygons of at least LEAST_HA, no threads.

    `roads` are lines, each buffered by its `half_metres`; `taken` is what else is no block's.
    """
    near = shapely.intersects(roads, ground)
    streets = shapely.buffer(roads[near], half_metres[near], quad_segs=4)
    others = taken[shapely.intersects(taken, ground)]
    left = shapely.difference(ground, shapely.union_all(np.concatenate([streets, others])))
    parts = shapely.get_parts(without_threads(left))
    return parts[shapely.area(parts) >= LEAST_HA * 1e4]


def without_threads(shape: shapely.Geometry) -> shapely.Geometry:
    """A shape without what is narrower than twice THREAD_METRES."""
    core = shapely.buffer(shape, -THREAD_METRES, join_style="mitre")
    wide = shapely.buffer(core, THREAD_METRES, join_style="mitre", mitre_limit=2.0)
    return shapely.intersection(shape, wide)
