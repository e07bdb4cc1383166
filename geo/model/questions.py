"""What is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geo.model.basics import Combine, Direction, Mode, Name, Period, Point
from geo.model.towns import Hub, Place

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
    """A place to ask about: a hub or a clicked point, with the name it goes by.

    A hub has a `kind`, which says what parking there costs, unless `parking_minutes` does, and
    `doors`, through which people on foot or bicycle go in; without any they go to its `point`.
    """

    id: str
    name: Name
    point: Point
    kind: str = ""
    doors: tuple[Point, ...] = ()
    parking_minutes: float | None = None


def as_spot(item: Hub | Place) -> Spot:
    """A hub with its doors, or a place as a plain point."""
    if isinstance(item, Place):
        return Spot(item.id, item.name, item.point)
    doors = tuple(entrance.point for entrance in item.entrances)
    return Spot(item.id, item.name, item.point, item.kind, doors, item.parking_minutes)


def to_the_street(spot: Spot) -> Spot:
    """The same place without what its doors cost: only the way along the streets is left."""
    return Spot(spot.id, spot.name, spot.point)


@dataclass(frozen=True, slots=True)
class When:
    """The minutes at which one sets out, or, where trips end at the asked place, has to be there.

    `depart` is the first of them in seconds after midnight of `day`; `window` says how many there
    are. `percentile` of them take no longer than the answer says.
    """

    day: date
    depart: int = 8 * 3600
    window: int = 60
    percentile: float = 50.0


@dataclass(frozen=True, slots=True)
class IsochroneQuestion:
    """From where can these places be reached (or what from them) within so many minutes?

    The defaults here are for code that asks about one place; what people start with stands above.
    `doors` says whether what the doors of hubs cost counts, such as parking.
    """

    spots: tuple[Spot, ...]
    mode: Mode
    minutes: tuple[int, ...]
    direction: Direction = Direction.TO
    period: Period = DEFAULT_PERIOD
    combine: Combine = DEFAULT_COMBINE
    doors: bool = True
    when: When | None = None

    @property
    def ends(self) -> tuple[Spot, ...]:
        """The places as the search takes them."""
        return self.spots if self.doors else tuple(map(to_the_street, self.spots))
