"""Traffic lights: as mapped, or supposed where the data map none; near ones are one junction."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geo.model import Floats, Ints
from geo.network.pieces import Pieces
from geo.network.rules import BRIDGE, CODE, RAMP, TUNNEL

_LARGE = [CODE[name] for name in ("trunk", "primary", "secondary")]


def suppose_lights(pieces: Pieces) -> dict[int, str]:
    """Lights where three or more ends of at-grade roads of secondary class or above meet.

    For data that map no lights at all: an assumption, after the usual practice in Chinese cities.
    """
    codes = np.array([rule.code for rule in pieces.rules])[pieces.rule]
    flags = np.array([rule.flags for rule in pieces.rules])[pieces.rule]
    large = np.isin(codes, _LARGE) & ((flags & (BRIDGE | TUNNEL | RAMP)) == 0)
    # A road that stands twice in the data leads to the same neighbours and is no junction.
    after, before = pieces.refs[pieces.offsets[:-1] + 1], pieces.refs[pieces.offsets[1:] - 2]
    first, last = (np.column_stack(p) for p in ((pieces.first, after), (pieces.last, before)))
    ends = np.unique(np.concatenate([first[large], last[large]]), axis=0)[:, 0]
    return dict.fromkeys(np.flatnonzero(np.bincount(ends) >= 3).tolist(), "both")


def number_junctions(lights: Ints, x: Floats, y: Floats, radius: float) -> Ints:
    """The junction of each node, shape (nodes,), -1 where there is no light.

    `lights` are node numbers; those linked by steps of at most `radius` metres share a junction.
    """
    junction = np.full(len(x), -1, np.int64)
    if len(lights):
        tree = cKDTree(np.column_stack([x[lights], y[lights]]))
        pairs = tree.query_pairs(radius, output_type="ndarray")
        ones = np.ones(len(pairs))
        near = coo_matrix((ones, (pairs[:, 0], pairs[:, 1])), shape=(len(lights), len(lights)))
        junction[lights] = connected_components(near, directed=False)[1]
    return junction


def enclose(pieces: Pieces, junction: Ints, radius: float) -> Ints:
    """Give the nodes that lie between lights of one junction to it too, shape (nodes,).

    Where every approach has a light of its own before the crossing, whoever has passed one does not
    stop at the next on the way out. Such a node leads to two lights within `radius` metres.
    """
    node = np.concatenate([pieces.first, pieces.last])
    light = np.concatenate([pieces.last, pieces.first])
    apart = np.hypot(pieces.x[node] - pieces.x[light], pieces.y[node] - pieces.y[light])
    near = (junction[node] < 0) & (junction[light] >= 0) & (apart <= radius)
    node, light = node[near], light[near]
    ways = np.unique(np.column_stack([node, junction[light], light]), axis=0)[:, :2]
    inner, lights = np.unique(ways, axis=0, return_counts=True)
    enclosed = junction.copy()
    enclosed[inner[lights >= 2, 0]] = inner[lights >= 2, 1]
    return enclosed


def stops(pieces: Pieces, junction: Ints) -> tuple[Ints, Ints]:
    """How many lights stop a car along each piece and against it, 0 or 1, shape (pieces,) each.

    A light is met where a piece ends in a junction that it did not start in; one that stands for
    one sense of its way stops only that sense.
    """
    first, last = pieces.first, pieces.last
    entering = junction[first] != junction[last]
    sense = {"both": 0, "forward": 1, "backward": 2}
    heading = np.zeros(len(junction), np.int64)
    for node, word in pieces.lights.items():
        heading[node] = sense[word]
    along = entering & (junction[last] >= 0) & (heading[last] != sense["backward"])
    against = entering & (junction[first] >= 0) & (heading[first] != sense["forward"])
    return along.astype(np.int64), against.astype(np.int64)
