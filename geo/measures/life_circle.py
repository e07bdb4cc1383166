"""Counts of places -> how much of a life circle every parcel has."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from geo.model import Ints, LifeCircle


def reached(circle: LifeCircle, counts: Mapping[str, Ints]) -> Ints:
    """How many of the required categories every parcel reaches, shape (parcels,), given how many
    places of each it does; a category that the town has none of counts as not reached."""
    shape = len(next(iter(counts.values()), ()))
    rows = [counts[category] > 0 for category in circle.categories if category in counts]
    return np.sum(rows, axis=0, dtype=np.int64) if rows else np.zeros(shape, np.int64)


def missing(circle: LifeCircle, categories: Collection[str]) -> tuple[str, ...]:
    """The required categories that are not among those reached, in the definition's order."""
    return tuple(category for category in circle.categories if category not in categories)
