"""The fastest way between two places."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo import arguments, terminal
from geo.arguments import DoorsOption, ModeOption, PeriodOption, TownName
from geo.commands import timing
from geo.commands.opening import credit, open_town
from geo.commands.timing import CycleOption, DateOption, DepartOption, Typed
from geo.commands.transit_lines import journey_lines
from geo.model import TRANSIT_MODES, Direction, Mode, Spot

if TYPE_CHECKING:
    from geo.study import Study

EXAMPLES = (
    "python -m geo route my-town --from airport --to 120.24,30.21 --mode drive",
    "python -m geo route my-town --from station --to museum --mode bike --out ride.gpx",
    "python -m geo route my-town --from station --to museum --mode transit --depart 08:00",
)


def route(
    town: TownName,
    mode: ModeOption,
    origin: Annotated[
        str, typer.Option("--from", metavar="P", help="A hub's or a place's id, or LON,LAT.")
    ],
    destination: Annotated[str, typer.Option("--to", metavar="P", help="The same.")],
    period: PeriodOption = None,
    doors: DoorsOption = True,
    depart: DepartOption = None,
    arrive: Annotated[
        str | None,
        typer.Option(
            "--arrive", metavar="HH:MM", help="By public transport: be there by then instead."
        ),
    ] = None,
    day: DateOption = None,
    cycle: CycleOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=".geojson or .gpx; else GeoJSON is printed."),
    ] = None,
) -> None:
    """Find the fastest way between two places: its line, length, time and named steps.

    By public transport it is the earliest arrival for who sets out at --depart, leg by leg.
    """
    from geo.export import ROUTE_ENDINGS, route_bytes
    from geo.travel.route import route as answer

    if depart and arrive:
        raise typer.BadParameter("Give either --depart or --arrive.")
    ending = arguments.ending_of(out, ROUTE_ENDINGS)
    ends = arguments.where_of(origin), arguments.where_of(destination)
    period_asked = arguments.period_for(mode, period)
    typed = Typed(arrive or depart, None, day, cycle=cycle)
    timing.check(mode, typed)
    terminal.say_period(mode, period)
    study = open_town(town)
    spots = [arguments.spot_of(where, study) for where in ends]
    first, last = arguments.ends_of(spots, doors)
    if mode in TRANSIT_MODES:
        direction = Direction.TO if arrive else Direction.FROM
        _journey(study, first, last, mode, typed, direction, ending, out)
        return
    found = answer(study, first, last, mode, period_asked)
    terminal.deliver(route_bytes(found, ending, credit(study)), out)
    terminal.say(terminal.route_line(found))
    terminal.say_doors(mode, [first, last])
    terminal.say_assumed(found.assumed)


def _journey(
    study: Study,
    origin: Spot,
    destination: Spot,
    mode: Mode,
    typed: Typed,
    direction: Direction,
    ending: str,
    out: Path | None,
) -> None:
    """The same by public transport."""
    from geo.export import journey_bytes
    from geo.travel.transit.journey import journey

    service, when = timing.opened(study, mode, typed)
    assert service and when
    found = journey(service, origin, destination, mode, when.depart, direction)
    zone = study.town.timezone
    terminal.deliver(journey_bytes(found, ending, zone, credit(study)), out)
    for line in journey_lines(found):
        terminal.say(line)
    terminal.say_assumed(found.assumed)
