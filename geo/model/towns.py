"""A town and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from geo.model.basics import NAMELESS, Accuracy, Bounds, Name, Point


@dataclass(frozen=True, slots=True)
class Entrance:
    """A door of a hub, such as a metro exit."""

    name: Name
    point: Point
    accuracy: Accuracy


@dataclass(frozen=True, slots=True)
class Hub:
    """A place that people commute to: an airport, a railway station, a metro station.

    `parking_minutes`, where known, is what parking and the walk to its door take.
    """

    id: str
    name: Name
    kind: str
    point: Point
    accuracy: Accuracy
    source: str
    as_of: str
    lines: tuple[str, ...] = ()
    entrances: tuple[Entrance, ...] = ()
    note: Name = NAMELESS
    parking_minutes: float | None = None


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
    """A published number about the town, with its date; numbers of one `chart` are its bars."""

    id: str
    what: Name
    value: float
    unit: Name
    as_of: str
    source: str
    chart: str = ""


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
    note: Name = NAMELESS


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
    """What a town.toml says; `files` maps a layer's key to its path inside `folder`.

    Of several feeds, the keys are 'transit', 'transit 2' and so on.
    """

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
    drives_on: Literal["right", "left"] = "right"
    sources: tuple[Source, ...] = ()
    attribution: Name = NAMELESS
    about: Name = NAMELESS

    def holds(self, point: Point) -> bool:
        """Whether a point lies within the bounds; their edges belong to the map."""
        west, south, east, north = self.bounds
        return west <= point.lon <= east and south <= point.lat <= north

    @property
    def feeds(self) -> tuple[Path, ...]:
        """The feeds of public transport, in the order of town.toml; none where it names none."""
        return self._feeds("transit")

    @property
    def feeds_then(self) -> tuple[Path, ...]:
        """The feeds of an earlier network, to set beside today's."""
        return self._feeds("transit_then")

    def _feeds(self, layer: str) -> tuple[Path, ...]:
        return tuple(path for key, path in self.files.items() if key.partition(" ")[0] == layer)
