"""The nouns of the atlas, as frozen dataclasses: towns, hubs, places, questions and answers.

Longitude stands before latitude; degrees are WGS-84; units stand in the names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

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


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the ground, in degrees."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Entrance:
    """A door of a hub, such as a metro exit."""

    name: Name
    point: Point
    accuracy: Accuracy


@dataclass(frozen=True, slots=True)
class Hub:
    """A place that people commute to: an airport, a railway station, a metro station."""

    id: str
    name: Name
    kind: str
    point: Point
    accuracy: Accuracy
    source: str
    as_of: str
    lines: tuple[str, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    note: Name = Name("", "")


@dataclass(frozen=True, slots=True)
class Place:
    """Anything else with a name and a position: an amenity, a sight, a building."""

    id: str
    name: Name
    category: str
    kind: Name
    point: Point
    accuracy: Accuracy
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A published number about the town, with its date."""

    id: str
    what: Name
    value: float
    unit: Name
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a file of the town comes from."""

    file: str
    origin: Name
    licence: str
    as_of: str
    accuracy: Accuracy
    datum: str
    url: str = ""
    note: Name = Name("", "")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number of the travel model: where it comes from and whether the town overrode it."""

    key: str
    value: float
    unit: str
    source: str
    overridden: bool = False


@dataclass(frozen=True)
class Assumptions(Mapping[str, float]):
    """The numbers of the travel model by key, such as 'speeds.walk' or 'congestion.peak.trunk'."""

    rows: Mapping[str, Assumption]

    def __getitem__(self, key: str) -> float:
        return self.rows[key].value

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Town:
    """What a town.toml says; `files` maps a layer's key to its path inside `folder`."""

    id: str
    folder: Path
    name: Name
    centre: Point
    bounds: Bounds
    metres: str
    timezone: str
    files: Mapping[str, Path]
    streets: Literal["all", "main"]
    assumptions: Assumptions
    sources: tuple[Source, ...] = ()
    attribution: Name = Name("", "")
    about: Name = Name("", "")


@dataclass(frozen=True)
class Ways:
    """Roads as read from any source, before they become a network.

    `lon`, `lat`: shape (n,), the nodes. Way i runs through the nodes `refs[offsets[i]:offsets[i+1]]`
    (indices into lon and lat) and carries `tags[i]`, OpenStreetMap's keys and values. Two ways meet
    where they share a node index. `node_tags` holds the tags of the few nodes that have any that
    matter (highway, crossing, barrier, access and the modes' own access keys). `ids[i]` is the
    source's own name for the way. `as_of` is the data's date, '' where it is unknown.
    """

    lon: Floats
    lat: Floats
    offsets: Ints
    refs: Ints
    tags: list[dict[str, str]]
    ids: list[str]
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    as_of: str = ""
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.tags)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to ask about: a hub or a clicked point, with the name it goes by."""

    id: str
    name: Name
    point: Point


@dataclass(frozen=True, slots=True)
class IsochroneQuestion:
    """From where can these places be reached (or what from them) within so many minutes?"""

    spots: tuple[Spot, ...]
    mode: Mode
    minutes: tuple[int, ...]
    direction: Direction = Direction.TO
    period: Period = Period.OFF_PEAK
    combine: Combine = Combine.ANY


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
    """Bands in ascending order; `assumed` says that assumed local streets were used."""

    question: IsochroneQuestion
    bands: tuple[Band, ...]
    assumed: bool
    data_as_of: str
    digest: str


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
    destination to the street it joins, NaN where it joins none.
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


@dataclass(frozen=True, slots=True)
class Step:
    """One street of a route: `turn` is start, straight, left, right, slight-left, slight-right,
    sharp-left, sharp-right, uturn or walk (off the network); `kind` is the street's class, such as
    primary, for streets without a name."""

    name: Name
    turn: str
    metres: float
    seconds: float
    kind: str = ""
    assumed: bool = False


@dataclass(frozen=True)
class Route:
    """The fastest way: `line` has shape (k, 2), lon and lat; ends walked off the network included."""

    origin: Spot
    destination: Spot
    mode: Mode
    period: Period
    seconds: float
    metres: float
    line: Floats
    steps: tuple[Step, ...]
    assumed: bool
