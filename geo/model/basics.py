"""What everything else is made of: points, names, arrays, and the words for ways of travel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

Progress = Callable[[str, float], None]
"""Told the name of the step under way (a key of the words) and how much is done, 0 to 1."""


def no_progress(step: str, done: float) -> None:
    """Tell nobody."""


class Mode(StrEnum):
    """How one travels."""

    WALK = "walk"
    BIKE = "bike"
    EBIKE = "ebike"
    DRIVE = "drive"
    TRANSIT = "transit"
    BIKE_TRANSIT = "bike+transit"


STREET_MODES = (Mode.WALK, Mode.BIKE, Mode.EBIKE, Mode.DRIVE)
"""Those that need no timetable; the network has a column or more for each."""

TRANSIT_MODES = (Mode.TRANSIT, Mode.BIKE_TRANSIT)
"""Those that do; `bike+transit` may come to its first station by bicycle."""


class Period(StrEnum):
    """How full the roads are; only driving depends on it."""

    FREE = "free"
    OFF_PEAK = "off-peak"
    PEAK = "peak"


class Direction(StrEnum):
    """Whether the asked place is where trips end or where they start."""

    TO = "to"
    FROM = "from"


class Combine(StrEnum):
    """Of several places: within reach of any one of them, or of all of them."""

    ANY = "any"
    ALL = "all"


class Accuracy(StrEnum):
    """How well a position is known: within 50 m, within 300 m, or only that it is in the town."""

    SURVEYED = "surveyed"
    APPROXIMATE = "approximate"
    ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both languages; where one is missing, the other serves."""

    zh: str
    en: str

    def __getitem__(self, language: str) -> str:
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)


NAMELESS = Name("", "")


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the ground, in degrees."""

    lon: float
    lat: float
