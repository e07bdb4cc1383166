"""Points that share a position -> points that can be told apart on a map."""

from __future__ import annotations

import numpy as np

from geo.model import Floats

STEP_METRES = 12.0
_GOLDEN = np.pi * (3.0 - np.sqrt(5.0))  # the angle of a sunflower's seeds: no two hide each other


def fanned_out(xy: Floats, step_metres: float = STEP_METRES) -> Floats:
    """Positions in metres, (points, 2), with those that coincide laid around their common place.

    The first of each stays; the n-th goes `step_metres` x sqrt(n) away, as the seeds of a
    sunflower lie (Vogel 1979). For display only: data keep the shared position.
    """
    if not len(xy):
        return xy.copy()
    _, group = np.unique(np.round(xy, 1), axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    sizes = np.bincount(group.ravel())
    rank = np.empty(len(xy))
    rank[order] = np.arange(len(xy)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    away, angle = step_metres * np.sqrt(rank), rank * _GOLDEN
    return np.asarray(xy + np.column_stack([away * np.cos(angle), away * np.sin(angle)]))
