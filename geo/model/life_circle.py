"""The 15-minute life circle: what has to lie within a walk, as a definition that can be changed."""

from __future__ import annotations

from dataclasses import dataclass

CATEGORIES = (
    *("education", "health", "food", "shopping", "service"),
    *("leisure", "sport", "culture", "transport"),
)


@dataclass(frozen=True, slots=True)
class LifeCircle:
    """Categories of places that have to be reached on foot within so many minutes.

    The idea and the 15 minutes are those of China's guideline for planning community life circles
    (TD/T 1062-2021, Ministry of Natural Resources); which of the atlas's categories stand for its
    services is our own reading, an assumption.
    """

    categories: tuple[str, ...] = CATEGORIES
    minutes: int = 15
