"""What a town is made of besides its land: valleys, enterprises, its programme and its honours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from geo.model.basics import NAMELESS, Accuracy, Name, Point


@dataclass(frozen=True, slots=True)
class Valley:
    """A quarter for one sector; `outline` is a shape of shapely's in degrees.

    `tenants` are the ids of enterprises and places that its source names in it.
    """

    id: str
    name: Name
    kind: str
    sector: Name
    outline: Any
    accuracy: Accuracy
    source: str
    as_of: str
    tenants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A firm or institute; `valley` is an id, '' where none is stated; `also` another name of it.

    `role` is a word for programs (headquarters, anchor, tenant), `role_name` one for readers.
    """

    id: str
    name: Name
    also: str
    sector: Name
    valley: str
    role: str
    role_name: Name
    address: str
    building: str
    point: Point
    accuracy: Accuracy
    source: str
    as_of: str
    certainty: str = ""
    note: Name = NAMELESS


@dataclass(frozen=True, slots=True)
class Project:
    """An entry of the town's programme; `about` is the id of what it is, '' where unknown."""

    id: str
    group: str
    seq: int
    name: Name
    status: str
    status_name: Name
    about: str
    accuracy: Accuracy
    source: str
    as_of: str
    note: Name = NAMELESS


@dataclass(frozen=True, slots=True)
class Honour:
    """An event of the town's history; with `not_later` its date is the latest possible."""

    id: str
    date: str
    name: Name
    kind: str
    not_later: bool
    accuracy: Accuracy
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class TownService:
    """What the town offers: a service, academy, event, fund or operator; `place` is an id."""

    id: str
    kind: str
    name: Name
    note: Name
    place: str
    accuracy: Accuracy
    source: str
    as_of: str
