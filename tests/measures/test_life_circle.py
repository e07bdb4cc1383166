"""A life circle counts the categories that it names, and nothing else."""

from __future__ import annotations

import numpy as np

from geo.measures.life_circle import missing, reached
from geo.model import LifeCircle

CIRCLE = LifeCircle(("food", "health", "sport"))
COUNTS = {"food": np.array([0, 3, 1]), "health": np.array([0, 0, 2]), "hotel": np.array([9, 9, 9])}


def test_categories_are_counted_once_each() -> None:
    assert reached(CIRCLE, COUNTS).tolist() == [0, 1, 2]  # sport is nowhere in this town
    assert reached(LifeCircle(("sport",)), COUNTS).tolist() == [0, 0, 0]


def test_what_is_missing_is_named_in_order() -> None:
    assert missing(CIRCLE, {"health", "hotel"}) == ("food", "sport")
    assert missing(CIRCLE, {"food", "health", "sport"}) == ()
