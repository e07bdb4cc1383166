"""A day out: what is wished of it, and the plan that answers.

Times are whole seconds after midnight of the day, in the town's own time zone; they may pass
86,400 where a day ends after midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geo.model.answers import Route
from geo.model.basics import Accuracy, Name, Period
from geo.model.questions import Spot
from geo.model.towns import Assumption


class Pace(StrEnum):
    """How fast one goes on foot and by bicycle."""

    EASY = "easy"
    USUAL = "usual"
    BRISK = "brisk"


@dataclass(frozen=True, slots=True)
class TourStop:
    """A place to visit: for how long, when it is open, and how much it is wanted.

    `hours` are written as OpenStreetMap's opening_hours, '' where nothing is known of them; what
    is `assumed` of them or of the visit's length is said wherever they are shown. `score` weighs
    what is not a must against its like; it is greater than 0.
    """

    spot: Spot
    visit_minutes: int
    hours: str = ""
    must: bool = True
    score: float = 1.0
    visit_assumed: bool = False
    hours_assumed: bool = False
    accuracy: Accuracy = Accuracy.SURVEYED


@dataclass(frozen=True, slots=True)
class Lunch:
    """A meal of so many minutes that begins from `earliest` to `latest`."""

    earliest: int
    latest: int
    minutes: int


@dataclass(frozen=True, slots=True)
class TourWish:
    """Which stops, from where to where, when and how.

    `mode` is a word of Mode, or transit. `start_seconds` is when one is at the start, a flight or
    train's arrival there; `after_start_minutes` pass before one leaves it. `return_seconds` is the
    latest moment at the end, or when a flight or train leaves there; one is to be there
    `before_end_minutes` earlier. `order` has the ids of stops that are to be visited one after the
    other, where somebody chose that; the best order is found without one.
    """

    stops: tuple[TourStop, ...]
    start: Spot
    end: Spot
    day: date
    start_seconds: int
    mode: str
    pace: Pace = Pace.USUAL
    return_seconds: int | None = None
    lunch: Lunch | None = None
    after_start_minutes: int = 0
    before_end_minutes: int = 0
    period: Period = Period.OFF_PEAK
    order: tuple[str, ...] = ()

    @property
    def depart_seconds(self) -> int:
        """When one may leave the start."""
        return self.start_seconds + self.after_start_minutes * 60

    @property
    def back_by_seconds(self) -> int | None:
        """When one is to be at the end at the latest, None for no matter when."""
        if self.return_seconds is None:
            return None
        return self.return_seconds - self.before_end_minutes * 60


@dataclass(frozen=True, slots=True)
class ReadyTour:
    """A tour that a town offers: its stops by id, and its wish without a date."""

    id: str
    name: Name
    about: Name
    start: str
    end: str
    stops: tuple[TourStop, ...]
    mode: str
    start_seconds: int
    pace: Pace = Pace.USUAL
    return_seconds: int | None = None
    lunch: Lunch | None = None
    after_start_minutes: int | None = None
    before_end_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A stop as it is visited; `arrive` to `start` is spent waiting, less a lunch in between."""

    stop: TourStop
    arrive: int
    start: int
    end: int
    wait: int


@dataclass(frozen=True, slots=True)
class Meal:
    """The lunch: near which place, and when."""

    near: Spot
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TourLeg:
    """The way from one place of the plan to the next; no route where there is nothing to go."""

    origin: Spot
    destination: Spot
    depart: int
    arrive: int
    route: Route | None = None


class Reason(StrEnum):
    """Why a stop was left out."""

    CLOSED = "closed"
    HOURS = "hours"
    TIME = "time"
    UNREACHABLE = "unreachable"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stop that did not fit: why, and by how many minutes where it is a matter of time."""

    stop: TourStop
    reason: Reason
    minutes: int | None = None


@dataclass(frozen=True)
class TourPlan:
    """The answer to a wish: visits in order and the legs between them, one more than visits.

    `exact` says that no better order exists for the travel times used; else it is the best that a
    search found. `assumed` says that legs use assumed local streets, `assumptions` which numbers
    of the travel model the plan leans on.
    """

    wish: TourWish
    visits: tuple[Visit, ...]
    legs: tuple[TourLeg, ...]
    lunch: Meal | None
    left_out: tuple[LeftOut, ...]
    exact: bool
    assumed: bool
    assumptions: tuple[Assumption, ...]
    data_as_of: str = ""
    digest: str = ""

    @property
    def depart(self) -> int:
        """When one leaves the start."""
        return self.legs[0].depart

    @property
    def arrive(self) -> int:
        """When one is at the end."""
        return self.legs[-1].arrive

    @property
    def travel_seconds(self) -> int:
        return sum(leg.arrive - leg.depart for leg in self.legs)

    @property
    def wait_seconds(self) -> int:
        return sum(visit.wait for visit in self.visits)
