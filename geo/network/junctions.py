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
    ends = np.concatenate([pieces.first[large], pieces.last[large]])
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
