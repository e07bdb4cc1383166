"""What can go wrong, as classes whose fields say what, where and what to do next.

Every message is one sentence or a few, in English, fit for a terminal; the screens word the same
fields in the reader's language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: which one, where (row, key, feature), what, and the mend."""

    file: str
    where: str
    problem: str
    remedy: str
    fatal: bool = True

    def __str__(self) -> str:
        place = f"{self.file}, {self.where}" if self.where else self.file
        return f"{place}: {self.problem}. {self.remedy}"


class GeoError(Exception):
    """Anything that the reader of a message can mend; the base of all errors of the engine."""


class TownError(GeoError):
    """A town folder cannot be used; holds every fault that was found in it."""

    def __init__(self, folder: Path, faults: Sequence[Fault]) -> None:
        self.folder, self.faults = folder, tuple(faults)
        count = len(self.faults)
        head = f"{folder}: {count} fault{'s' if count != 1 else ''} in this town folder"
        super().__init__("; ".join([head, *map(str, self.faults)]))


class SourceError(GeoError):
    """One file cannot be read or holds nothing of use."""

    def __init__(self, file: Path | str, problem: str, remedy: str, where: str = "") -> None:
        self.file, self.where, self.problem, self.remedy = str(file), where, problem, remedy
        super().__init__(str(self.fault))

    @property
    def fault(self) -> Fault:
        """The same as a row of a town's list of faults."""
        return Fault(self.file, self.where, self.problem, self.remedy)


class FeedError(GeoError):
    """A timetable feed cannot be used; holds every fault that was found in it."""

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        self.path, self.faults = path, tuple(faults)
        fatal = [fault for fault in self.faults if fault.fatal]
        super().__init__("; ".join([f"{path}: this feed cannot be used", *map(str, fatal)]))


class NoService(GeoError):
    """Nothing runs on a day; says when anything does, None where that is never."""

    def __init__(
        self, day: date, first: date | None, last: date | None, nearest: date | None
    ) -> None:
        self.day, self.first, self.last, self.nearest = day, first, last, nearest
        when = f"The timetable holds from {first} to {last}. Ask for {nearest}."
        never = "Nothing ever does. Get a newer timetable."
        super().__init__(f"Nothing runs on {day}. {when if nearest else never}")


class OffNetwork(GeoError):
    """A point lies farther from any street that the mode may use than people walk to reach one.

    `metres` is the distance to the nearest such street, None where none was found at all;
    `across_water` says that the only streets near lie on another shore.
    """

    def __init__(
        self,
        lon: float,
        lat: float,
        mode: str,
        metres: float | None,
        limit: float,
        across_water: bool = False,
    ) -> None:
        self.lon, self.lat, self.mode = lon, lat, mode
        self.metres, self.limit, self.across_water = metres, limit, across_water
        if metres is None:
            far = "no street in reach at all"
        elif across_water:
            far = f"its nearest street, {metres:.0f} m away, lies across water"
        else:
            far = f"its nearest street is {metres:.0f} m away, more than {limit:.0f} m"
        super().__init__(
            f"The point {lon:.5f},{lat:.5f} cannot join the streets for {mode}: {far}. "
            "Choose a point nearer to a street."
        )


class OutOfBounds(GeoError):
    """A point lies outside the bounds of the town's map."""

    def __init__(self, lon: float, lat: float, bounds: tuple[float, float, float, float]) -> None:
        self.lon, self.lat, self.bounds = lon, lat, bounds
        west, south, east, north = bounds
        super().__init__(
            f"The point {lon:.5f},{lat:.5f} lies outside the town's map "
            f"(longitude {west} to {east}, latitude {south} to {north}). Longitude "
            "comes first: was it swapped?"
        )


class QuestionError(GeoError):
    """A question that has no answer as it stands; says which part of it, why, and what it takes."""

    def __init__(self, part: str, value: object, remedy: str, problem: str = "") -> None:
        self.part, self.value, self.remedy = part, value, remedy
        super().__init__(f"{problem or f'{part} {value!r} does not fit'}. {remedy}")


class NoRoute(GeoError):
    """Both places join the streets, but no way leads from one to the other."""

    def __init__(self, origin: str, destination: str, mode: str) -> None:
        self.origin, self.destination, self.mode = origin, destination, mode
        super().__init__(
            f"No way leads from {origin} to {destination} by {mode}. Try another mode or place."
        )


class DownloadError(GeoError):
    """A server did not give what was asked; nothing was changed."""

    def __init__(self, address: str, problem: str, attempts: int, remedy: str) -> None:
        self.address, self.problem = address, problem
        self.attempts, self.remedy = attempts, remedy
        tries = f" after {attempts} attempts" if attempts > 1 else ""
        super().__init__(f"{address}: {problem}{tries}. Nothing was changed. {remedy}")


class CacheError(GeoError):
    """The built network of a town cannot be written or read."""

    def __init__(self, folder: Path, problem: str, remedy: str) -> None:
        self.folder, self.problem, self.remedy = folder, problem, remedy
        super().__init__(f"{folder}: {problem}. {remedy}")


class OutputError(GeoError):
    """A file cannot be written; what stood there before still does."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        self.path, self.problem, self.remedy = path, problem, remedy
        super().__init__(f"{path}: {problem}. {remedy}")


@dataclass(frozen=True, slots=True)
class TourChange:
    """One change that makes an impossible tour possible.

    `kind`: 'return' later, 'start' earlier, 'visit' shorter, 'day' another date, 'leave-out', or
    the best 'order' in place of one chosen by hand.
    `minutes` says by how much (days for another date), `value` what it then is: seconds after
    midnight, the visit's seconds, or the date's ordinal.
    """

    kind: str
    minutes: int
    value: float

    @property
    def clock(self) -> str:
        """The new time of a return or a start, such as 18:25."""
        return f"{int(self.value) // 3600:02d}:{int(self.value) // 60 % 60:02d}"

    def __str__(self) -> str:
        at = self.clock
        return {
            "return": f"return {self.minutes} min later, at {at}",
            "start": f"start {self.minutes} min earlier, at {at}",
            "visit": f"stay {self.minutes} min shorter there, {self.value / 60:.0f} min",
            "day": f"go on {date.fromordinal(max(1, int(self.value))).isoformat()} instead",
            "leave-out": "leave it out",
            "order": "take the best order instead",
        }[self.kind]


class ImpossibleTour(GeoError):
    """The stops that must be seen cannot all be: which one stands in the way, and what would help.

    `stop` is its id ('' where the way from start to end alone takes too long), `names` its names by
    language, `hours` when it is open that day ('' for closed), `changes` what would help, the
    smallest first.
    """

    def __init__(
        self,
        stop: str,
        names: Mapping[str, str],
        hours: str,
        day: date,
        changes: Sequence[TourChange],
    ) -> None:
        self.stop, self.names, self.hours, self.day = stop, names, hours, day
        self.changes = tuple(changes)
        if stop:
            when = f"{f'open {hours}' if hours else 'closed'} on {day.isoformat()}"
            said = f"{names['en'] or stop} ({when}) does not fit into this tour"
        else:
            said = "The way from start to end alone takes longer than there is"
        helps = "; or ".join(map(str, self.changes))
        remedy = f"What would help: {helps}" if helps else "Leave out some of what must be seen"
        super().__init__(f"{said}. {remedy}.")
