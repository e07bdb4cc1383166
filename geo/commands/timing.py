"""When one travels by public transport: what is typed -> a timetable and a window of departures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from geo import terminal
from geo.model import TRANSIT_MODES, Mode, When

if TYPE_CHECKING:
    from geo.study import Study
    from geo.travel.transit.service import Service

DEFAULT_DEPART, DEFAULT_WINDOW, DEFAULT_PERCENTILE = 8 * 3600, 60, 50.0


class Cycle(StrEnum):
    """What is ridden to a station."""

    BIKE = "bike"
    EBIKE = "ebike"


_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")

DepartOption = Annotated[
    str | None,
    typer.Option(
        "--depart",
        metavar="HH:MM",
        help="By public transport: when the window of departures begins (of arrivals, with "
        "--direction to); 08:00 by default.",
    ),
]
WindowOption = Annotated[
    int | None,
    typer.Option(
        "--window", metavar="MIN", min=1, max=240, help="How many minutes it has; 60 by default."
    ),
]


def date_option(help: str) -> Any:
    """`--date`, which has another default in each command; `day_of` reads what is typed."""
    return typer.Option("--date", metavar="YYYY-MM-DD", help=help)


DateOption = Annotated[str | None, date_option("On which day; the next Tuesday by default.")]
PercentileOption = Annotated[
    float | None,
    typer.Option(
        "--percentile",
        metavar="N",
        min=0,
        max=100,
        help="So many per cent of the departures take no longer; 50, the median, by default.",
    ),
]
CycleOption = Annotated[
    Cycle | None,
    typer.Option("--cycle", help="What is ridden to the station by bike+transit; a bike if not."),
]


@dataclass(frozen=True, slots=True)
class Typed:
    """The options as typed, None where they were not."""

    depart: str | None = None
    window: int | None = None
    day: str | None = None
    percentile: float | None = None
    cycle: Cycle | None = None

    def when(self, day: date) -> When:
        """The window on a day, with the defaults for what nobody said."""
        return When(
            day,
            DEFAULT_DEPART if self.depart is None else seconds_of(self.depart, "--depart"),
            DEFAULT_WINDOW if self.window is None else self.window,
            DEFAULT_PERCENTILE if self.percentile is None else self.percentile,
        )

    @property
    def given(self) -> list[str]:
        """The options that were typed."""
        names = ("--depart", "--window", "--date", "--percentile", "--cycle")
        values = (self.depart, self.window, self.day, self.percentile, self.cycle)
        return [name for name, value in zip(names, values, strict=True) if value is not None]


def seconds_of(text: str, option: str) -> int:
    """'08:30' as seconds after midnight; past midnight it may go on, as timetables do, to 47:59."""
    found = _CLOCK.fullmatch(text.strip())
    if not found or int(found[1]) > 47:
        raise typer.BadParameter(f"{text!r} is no time such as 08:30.", param_hint=option)
    return int(found[1]) * 3600 + int(found[2]) * 60


def day_of(text: str | None) -> date | None:
    """'2026-03-10' as a date, None where nothing was typed."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no date such as 2026-03-10.", param_hint="--date"
        ) from None


def check(mode: Mode, typed: Typed) -> None:
    """Refuse what cannot be meant, before a town is opened; say what does not matter."""
    day_of(typed.day)
    typed.when(date.min)
    if mode not in TRANSIT_MODES and typed.given:
        terminal.say(
            f"Note: {', '.join(typed.given)} matter by public transport only; "
            f"for {mode.value} they are left out."
        )


def opened(study: Study, mode: Mode, typed: Typed) -> tuple[Service, When] | tuple[None, None]:
    """The service and the window of a mode that needs them; neither for the others."""
    if mode not in TRANSIT_MODES:
        return None, None
    from geo.travel.transit.opening import idle, next_tuesday, open_service, usual_day

    day = day_of(typed.day)
    if day is None:
        day, tuesday = usual_day(study.town), next_tuesday(study.town)
        if day != tuesday:
            terminal.say(f"Note: nothing runs on {tuesday}; {day} is the nearest day of service.")
    service = open_service(study, day, cycle=Mode(typed.cycle or Cycle.BIKE))
    terminal.say_timetable(service.timetable, idle(study.town, day))
    return service, typed.when(day)
