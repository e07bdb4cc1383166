"""What is asked."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.basics import Combine, Direction, Mode, Name, Period, Point

DEFAULT_DIRECTION, DEFAULT_COMBINE = Direction.FROM, Combine.ANY
DEFAULT_PERIOD = Period.OFF_PEAK
"""What is asked where nobody says otherwise, on the pages and on the command line alike."""

_DEFAULT_MINUTES = {Mode.DRIVE: (10, 20, 30), Mode.WALK: (5, 10, 15)}
_OTHER_MINUTES = (15, 30, 45)


def default_minutes(mode: Mode) -> tuple[int, ...]:
    """The limits that a mode starts with."""
    return _DEFAULT_MINUTES.get(mode, _OTHER_MINUTES)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to ask about: a hub or a clicked point, with the name it goes by."""

    id: str
    name: Name
    point: Point


@dataclass(frozen=True, slots=True)
class IsochroneQuestion:
    """From where can these places be reached (or what from them) within so many minutes?

    The defaults here are for code that asks about one place; what people start with stands above.
    """

    spots: tuple[Spot, ...]
    mode: Mode
    minutes: tuple[int, ...]
    direction: Direction = Direction.TO
    period: Period = DEFAULT_PERIOD
    combine: Combine = DEFAULT_COMBINE
