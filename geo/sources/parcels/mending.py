"""Outlines as files hold them -> sound polygons: flat, valid, of one kind, neither huge nor nil."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.sources.parcels.limits import Limits
from geo.sources.parcels.opening import Opened
from geo.sources.records import Found

Shapes = NDArray[np.object_]
Note = Callable[[Found], None]
SLIVER_METRES = 1.0
"""An outline narrower than this on the whole (twice its area over its length) is a sliver."""
_POINT, _POLYGONS = 0, (3, 6)
_CHUNK = 32
_AT_SOURCE = "Mend it at its source; until then it is used as repaired."


def flat(file: Opened, limits: Limits, note: Note) -> Shapes:
    """The shapes in two dimensions; what has coordinates that are no numbers, or too many of them,
    is None."""
    shapes = file.shapes.copy()
    deep = shapely.has_z(shapes)
    for i in np.flatnonzero(deep).tolist():
        note(file.found("3D", i, "it has heights", "They are left out."))
    shapes = np.asarray(shapely.force_2d(shapes), object)
    count = shapely.get_num_coordinates(shapes)
    for i in np.flatnonzero(count > limits.ring_vertices).tolist():
        problem = f"it has {count[i]} vertices, more than {limits.ring_vertices}"
        note(file.found("vertices", i, problem, "It is left out; simplify its outline."))
        shapes[i] = None
    xy, owner = shapely.get_coordinates(shapes, return_index=True)
    for i in np.unique(owner[~np.isfinite(xy).all(axis=1)]).tolist():
        remedy = "It is left out; longitude comes first, in degrees."
        note(file.found("numbers", i, "its coordinates are no numbers", remedy))
        shapes[i] = None
    return shapes


def polygons(file: Opened, shapes: Shapes, limits: Limits, note: Note) -> Shapes:
    """(Multi)Polygons, or Points, that are valid; None for what is neither."""
    return _Mender(file, limits, note).mended(shapes)


class _Mender:
    """Mends shapes one by one; all repairs together may not meet more than `left` crossings."""

    def __init__(self, file: Opened, limits: Limits, note: Note) -> None:
        self.file, self.limits, self.note = file, limits, note
        self.left = limits.tangles

    def _tell(self, kind: str, number: int, problem: str, remedy: str) -> None:
        self.note(self.file.found(kind, number, problem, remedy))

    def mended(self, shapes: Shapes) -> Shapes:
        kinds = shapely.get_type_id(shapes)
        fits = np.isin(kinds, (_POINT, *_POLYGONS)) & ~shapely.is_empty(shapes)
        mended = shapes.copy()
        for i in np.flatnonzero(~fits).tolist():
            mended[i] = self._areas_of(shapes[i], i)
        for i in np.flatnonzero(kinds == _POINT).tolist():
            self._tell("point", i, "it is a point", "Its area is unknown; give its outline.")
        for i in np.flatnonzero(~shapely.is_valid(mended)).tolist():
            if mended[i] is not None:
                mended[i] = self._repaired(mended[i], i)
        return mended

    def _areas_of(self, shape: Any, i: int) -> Any:
        """What is polygon in a mixed shape, None where nothing is."""
        if shape is None:
            return None
        if shape.is_empty:
            self._tell("empty", i, "it has no geometry", "Give its outline, or remove it.")
            return None
        mixed = shape.geom_type == "GeometryCollection"
        parts = _flattened(shape) if mixed else np.empty(0, object)
        areas = parts[shapely.get_type_id(parts) == 3]
        if not len(areas):
            problem = f"a {shape.geom_type} is left out of parcels"
            self._tell("type", i, problem, "Give polygons.")
            return None
        problem = "it mixes polygons with lines or points"
        self._tell("mixed", i, problem, "Only its polygons are used.")
        return shapely.multipolygons(areas) if len(areas) > 1 else areas[0]

    def _repaired(self, shape: Any, i: int) -> Any:
        """A valid shape of the same ground; what collapses to a thread or a point is dropped."""
        most = min(self.limits.tangle, self.left)
        crossings = tangle(shape, most)
        if crossings > most:
            problem = f"its outline crosses itself more than {most} times"
            self._tell("tangled", i, problem, "It is left out; draw it anew.")
            return None
        self.left -= crossings
        reason = shapely.is_valid_reason(shape)
        self._tell("invalid", i, f"its shape is invalid ({reason})", _AT_SOURCE)
        parts = _flattened(shapely.make_valid(shape, method="structure", keep_collapsed=False))
        return _whole(shapely.multipolygons(parts[shapely.get_type_id(parts) == 3]))


def _flattened(shape: Any) -> Shapes:
    """The single parts of collections within collections."""
    parts = np.array([shape], object)
    while (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    return parts


def _whole(shape: Any) -> Any:
    """A multipolygon of one part as a polygon; None for an empty shape."""
    parts = shapely.get_parts(shape)
    return None if shape.is_empty else (parts[0] if len(parts) == 1 else shape)


def tangle(shape: Any, limit: int) -> int:
    """How many pairs of segments of a shape's rings cross, counted no further than past `limit`."""
    xy, ring = shapely.get_coordinates(shapely.get_rings(shape), return_index=True)
    joined = ring[1:] == ring[:-1]
    lines = shapely.linestrings(np.stack([xy[:-1], xy[1:]], axis=1)[joined])
    tree = shapely.STRtree(lines)
    crossings = 0
    for first in range(0, len(lines), _CHUNK):
        crossings += len(tree.query(lines[first : first + _CHUNK], predicate="crosses")[0])
        if crossings > 2 * limit:  # each crossing is met from both its segments
            break
    return crossings // 2 + crossings % 2


def slivers(metric: Shapes) -> NDArray[np.bool_]:
    """Which polygons, in metres, are slivers or nothing at all."""
    area, length = shapely.area(metric), shapely.length(metric)
    flat_ = np.isin(shapely.get_type_id(metric), _POLYGONS)
    return np.asarray(flat_ & (2 * area <= SLIVER_METRES * length))
