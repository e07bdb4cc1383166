"""Arrays of ways: keep parts of them, cut them to bounds, drop nodes that nothing uses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import to_metres
from geo.model import Bounds, Ints, Ways

Flags = NDArray[np.bool_]


def cut_to_bounds(ways: Ways, bounds: Bounds) -> Ways:
    """Ways with a node inside `bounds` (degrees), cut to their runs inside plus one node beyond."""
    inside = _inside(ways, bounds)
    if inside.all():
        return ways
    kept = inside[ways.refs]
    joined = _same_way_as_before(ways.offsets, len(kept))
    beside = np.zeros_like(kept)
    beside[1:] |= kept[:-1] & joined[1:]
    beside[:-1] |= kept[1:] & joined[1:]
    return drop_unused(keep_runs(ways, kept | beside))


def keep_runs(ways: Ways, keep: Flags) -> Ways:
    """Only the positions of `refs` flagged in `keep`; a way falls apart where one is missing.

    Runs of a single node are dropped; all nodes stay.
    """
    joined = _same_way_as_before(ways.offsets, len(keep))
    before = np.concatenate([[False], keep[:-1]]) & joined
    after = np.concatenate([keep[1:] & joined[1:], [False]]) if len(keep) else keep
    single = keep & ~before & ~after
    keep = keep & ~single
    first = np.flatnonzero(keep & ~before)
    last = np.flatnonzero(keep & ~after)
    owner = np.searchsorted(ways.offsets, first, side="right") - 1
    offsets = np.concatenate([[0], np.cumsum(last - first + 1)]).astype(np.int64)
    tags = [ways.tags[way] for way in owner.tolist()]
    ids = [ways.ids[way] for way in owner.tolist()]
    return replace(ways, offsets=offsets, refs=ways.refs[keep], tags=tags, ids=ids)


def take(ways: Ways, chosen: Flags) -> Ways:
    """Only the ways flagged in `chosen`, whole; all nodes stay."""
    if chosen.all():
        return ways
    lengths = np.diff(ways.offsets)
    places = np.flatnonzero(chosen).tolist()
    return replace(
        ways,
        offsets=np.concatenate([[0], np.cumsum(lengths[chosen])]).astype(np.int64),
        refs=ways.refs[np.repeat(chosen, lengths)],
        tags=[ways.tags[place] for place in places],
        ids=[ways.ids[place] for place in places],
    )


def touching(ways: Ways, bounds: Bounds) -> Flags:
    """For each way, whether any of its nodes lies in `bounds`, in degrees."""
    hits = np.concatenate([[0], np.cumsum(_inside(ways, bounds)[ways.refs])])
    return np.asarray(hits[ways.offsets[1:]] > hits[ways.offsets[:-1]])


def drop_unused(ways: Ways) -> Ways:
    """The same ways over only the nodes that they use, in the same order."""
    used = np.zeros(len(ways.lon), dtype=bool)
    used[ways.refs] = True
    if used.all():
        return ways
    index = np.cumsum(used) - 1
    node_tags = {int(index[node]): tags for node, tags in ways.node_tags.items() if used[node]}
    return replace(
        ways,
        lon=ways.lon[used],
        lat=ways.lat[used],
        refs=index[ways.refs],
        node_tags=node_tags,
        restrictions=tuple(
            replace(rule, via=int(index[rule.via])) for rule in ways.restrictions if used[rule.via]
        ),
    )


def without_repeats(offsets: Ints, refs: Ints) -> tuple[Ints, Ints]:
    """Offsets and refs less every node that only repeats the one before it in its way."""
    if not len(refs):
        return offsets, refs
    repeat = _same_way_as_before(offsets, len(refs))
    repeat[1:] &= refs[1:] == refs[:-1]
    kept_before = np.concatenate([[0], np.cumsum(~repeat)])
    return kept_before[offsets].astype(np.int64), refs[~repeat]


def _inside(ways: Ways, bounds: Bounds) -> Flags:
    west, south, east, north = bounds
    inside = (ways.lon >= west) & (ways.lon <= east) & (ways.lat >= south) & (ways.lat <= north)
    return np.asarray(inside)


def _same_way_as_before(offsets: Ints, count: int) -> Flags:
    """For each position of refs, whether the one before belongs to the same way."""
    joined = np.ones(count, dtype=bool)
    starts = offsets[:-1]
    joined[starts[starts < count]] = False
    return joined


def lines_of_ways(ways: Ways, metres: str) -> NDArray[np.object_]:
    """Every way as a shapely line in the local CRS `metres`, shape (ways,)."""
    x, y = to_metres(ways.lon, ways.lat, metres)
    number = np.repeat(np.arange(len(ways)), np.diff(ways.offsets))
    return np.asarray(shapely.linestrings(np.column_stack([x, y])[ways.refs], indices=number))
