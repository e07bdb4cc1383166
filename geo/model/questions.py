"""What is asked."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.basics import Combine, Direction, Mode, Name, Period, Point


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
