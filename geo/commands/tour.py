"""`tour TOWN --stops ID,ID,...`: the best order of some stops, with hours and visit times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from geo import arguments, terminal
from geo.arguments import PeriodOption, TownName
from geo.commands.opening import credit, open_town
from geo.commands.timing import date_option, day_of
from geo.commands.tour_lines import tour_lines
from geo.errors import QuestionError
from geo.model import Lunch, Pace, Period, Point, ReadyTour, Spot, TourStop, TourWish

if TYPE_CHECKING:
    from geo.study import Study

EXAMPLES = (
    "python -m geo tour my-town --stops museum,tower --nice park --mode walk --from station",
    "python -m geo tour my-town --ready half-day --date 2026-03-10 --out day.ics",
)

Ids = Annotated[str | None, typer.Option("--stops", metavar="ID,...", help="What must be seen.")]
Nice = Annotated[
    str | None,
    typer.Option(
        "--nice",
        metavar="ID[=SCORE],...",
        help="What is seen if there is time, with a score (1 without one).",
    ),
]
Ready = Annotated[
    str | None, typer.Option("--ready", metavar="ID", help="A tour that the town offers instead.")
]
ModeWord = Annotated[
    str | None, typer.Option("--mode", help="walk, bike, ebike, drive or transit.")
]
Day = Annotated[str | None, date_option("Today by default.")]
Start = Annotated[
    str | None,
    typer.Option("--start", metavar="HH:MM", help="When it starts; 09:00 by default."),
]
Return = Annotated[
    str | None,
    typer.Option(
        "--return-by", metavar="HH:MM", help="The latest return, or a flight's or train's time."
    ),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="P", help="A hub's or place's id, or LON,LAT; the first stop."),
]
To = Annotated[
    str | None, typer.Option("--to", metavar="P", help="The same; where it starts by default.")
]
PaceOption = Annotated[Pace | None, typer.Option("--pace", help="On foot and by bicycle.")]
LunchOption = Annotated[
    str | None,
    typer.Option(
        "--lunch", metavar="HH:MM-HH:MM", help="Between when lunch begins; it takes an hour."
    ),
]
After = Annotated[
    int | None,
    typer.Option(
        "--after-start",
        min=0,
        max=600,
        metavar="MIN",
        help="Minutes from arriving at an airport or station until one leaves it.",
    ),
]
Before = Annotated[
    int | None,
    typer.Option(
        "--before-end",
        min=0,
        max=600,
        metavar="MIN",
        help="Minutes to be at an airport or station before leaving there.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=".geojson, .gpx, .kml, .ics or .html; else GeoJSON is printed.",
    ),
]


def tour(
    town: TownName,
    stops: Ids = None,
    nice: Nice = None,
    ready: Ready = None,
    mode: ModeWord = None,
    day: Day = None,
    start: Start = None,
    return_by: Return = None,
    origin: From = None,
    destination: To = None,
    pace: PaceOption = None,
    lunch: LunchOption = None,
    after_start: After = None,
    before_end: Before = None,
    period: PeriodOption = None,
    out: Out = None,
) -> None:
    """Plan a tour: the order of stops that wastes the least time.

    Every stop is visited while it is open; what does not fit says why. Where it starts or ends at
    an airport or a railway station, time is kept for the flight or train (60 and 90 minutes, 10
    and 30 minutes, unless the options say otherwise).
    """
    if bool(ready) == bool(stops or nice):
        raise typer.BadParameter("Give either --stops (and --nice), or --ready.")
    from geo.export import TOUR_ENDINGS, tour_bytes, tour_pictures
    from geo.measures.tours.tour import margins, plan_tour
    from geo.sources.tours import read_stops, read_tours, seconds_of

    ending = arguments.ending_of(out, TOUR_ENDINGS)
    study = open_town(town)
    known = read_stops(study.town)
    if ready:
        offer = _offer(ready, read_tours(study.town, known))
    else:
        chosen = _chosen(stops or "", known, True) + _chosen(nice or "", known, False)
        if not chosen:
            raise typer.BadParameter("Name at least one stop.", param_hint="--stops")
        offer = _own(chosen)
    if mode is None and not offer.mode:
        raise typer.BadParameter("Say how one travels.", param_hint="--mode")
    begin = _spot(origin or offer.start, study, known)
    end = _spot(destination or (origin if origin else offer.end), study, known)
    after, before = margins(study, begin, end)
    wish = TourWish(
        stops=offer.stops,
        start=begin,
        end=end,
        day=_day(day, study.town.timezone),
        start_seconds=seconds_of(start) if start else offer.start_seconds,
        mode=mode or offer.mode,
        pace=pace or offer.pace,
        return_seconds=seconds_of(return_by) if return_by else offer.return_seconds,
        lunch=_lunch(lunch) if lunch else offer.lunch,
        after_start_minutes=_first(after_start, offer.after_start_minutes, after),
        before_end_minutes=_first(before_end, offer.before_end_minutes, before),
        period=period or Period.OFF_PEAK,
    )
    plan = plan_tour(study, wish)
    drawn = tour_pictures(study, plan, "en", "Map") if ending == ".html" else []
    made = tour_bytes(plan, ending, study.town.timezone, credit(study), pictures=drawn)
    terminal.deliver(made, out)
    for line in tour_lines(plan):
        terminal.say(line)
    terminal.say_assumed(plan.assumed)


def _first(*minutes: int | None) -> int:
    """The first that is given."""
    return next((given for given in minutes if given is not None), 0)


def _offer(id: str, tours: tuple[ReadyTour, ...]) -> ReadyTour:
    found = next((tour for tour in tours if tour.id == id), None)
    if found is None:
        listed = ", ".join(tour.id for tour in tours) or "none"
        raise QuestionError("tour", id, f"This town offers: {listed}.")
    return found


def _own(stops: tuple[TourStop, ...]) -> ReadyTour:
    """The stops of the command itself, from the first of them and back to it, from nine o'clock."""
    first = stops[0].spot
    return ReadyTour("", first.name, first.name, first.id, first.id, stops, "", 9 * 3600)


def _chosen(text: str, known: Mapping[str, TourStop], must: bool) -> tuple[TourStop, ...]:
    """'museum,park=3' as stops; raises QuestionError for one that the town does not have."""
    found = []
    for part in filter(None, map(str.strip, text.split(","))):
        id, _, score = part.partition("=")
        if id not in known:
            near = get_close_matches(id, known, n=1)
            hint = f"Did you mean {near[0]!r}?" if near else "`check` tells what the town holds."
            raise QuestionError("stop", id, hint)
        found.append(replace(known[id], must=must, score=_score(score)))
    return tuple(found)


def _score(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no score.", param_hint="--nice") from None


def _spot(text: str, study: Study, known: Mapping[str, TourStop]) -> Spot:
    where = arguments.where_of(text)
    if not isinstance(where, Point) and where in known:
        return known[where].spot
    return arguments.spot_of(where, study)


def _day(text: str | None, zone: str) -> date:
    """The date asked for; today in the town without one."""
    return day_of(text) or datetime.now(ZoneInfo(zone)).date()


def _lunch(text: str) -> Lunch:
    from geo.sources.tours import seconds_of

    begin, _, latest = text.partition("-")
    return Lunch(seconds_of(begin), seconds_of(latest), 60)
