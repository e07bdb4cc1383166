"""What is answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.model.basics import Floats, Mode, Name, Period
from geo.model.questions import IsochroneQuestion, Spot, When
from geo.model.transit import Running


@dataclass(frozen=True)
class Band:
    """All ground within so many minutes.

    `polygon` is a shapely (Multi)Polygon in degrees, possibly empty; bands of one answer nest.
    `outline` is its boundary in degrees less what runs along the map's bounds.
    `open` says that the band reaches the bounds, so that `area_km2` is a least value.
    """

    minutes: int
    polygon: Any
    outline: Any
    area_km2: float
    open: bool


@dataclass(frozen=True)
class Isochrone:
    """Bands in ascending order; `assumed` says that assumed local streets were used.

    `running` tells, by public transport, what ran from (or to) each of the question's places.
    """

    question: IsochroneQuestion
    bands: tuple[Band, ...]
    assumed: bool
    data_as_of: str
    digest: str
    running: tuple[Running, ...] = ()


class Status(StrEnum):
    """How a pair of places came out."""

    OK = "ok"
    UNREACHABLE = "unreachable"
    OFF_NETWORK = "off-network"


@dataclass(frozen=True)
class Matrix:
    """Travel between every origin and every destination.

    `seconds`, `metres`: shape (origins, destinations), NaN where status is not 'ok'.
    `status`: the same shape, strings of Status. `snap_metres`: shape (destinations,), from the
    destination to the street it joins, NaN where it joins none. By public transport `seconds` are
    those at the percentile of the window `when`, and `metres` are not told.
    """

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    mode: Mode
    period: Period
    seconds: Floats
    metres: Floats
    snap_metres: Floats
    status: NDArray[np.str_]
    assumed: bool
    when: When | None = None


AT_DOOR = ("park", "lock", "unpark", "unlock")
"""What is done at a hub's door, the walk to it included; the last two where a trip starts."""


@dataclass(frozen=True, slots=True)
class Step:
    """One street of a route, or what is done at its ends.

    `turn` is start, straight, left, right, slight-left, slight-right, sharp-left, sharp-right or
    uturn; walk (off the network); ride (by public transport); or one of AT_DOOR. `kind` is the
    street's class, such as primary, for streets without a name; `assumed` says that no map shows
    at least half of it.
    """

    name: Name
    turn: str
    metres: float
    seconds: float
    kind: str = ""
    assumed: bool = False


@dataclass(frozen=True)
class Route:
    """The fastest way, walks off the network included; `line` has shape (k, 2), lon and lat;
    `assumed` says that some of it runs along assumed local streets."""

    origin: Spot
    destination: Spot
    mode: Mode
    period: Period
    seconds: float
    metres: float
    line: Floats
    steps: tuple[Step, ...]
    assumed: bool
