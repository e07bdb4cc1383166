"""Everything with a name, and what a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.basics import Name, Point


@dataclass(frozen=True, slots=True)
class Named:
    """Something to search for: `kind` is hub, station, place, enterprise, valley, parcel,
    attraction or service; `also` are other names of it; `point` is None where it has no place."""

    kind: str
    id: str
    name: Name
    point: Point | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A find: the smaller its `rank`, the better it fits."""

    kind: str
    id: str
    name: Name
    lon: float | None
    lat: float | None
    rank: float
