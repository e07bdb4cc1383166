"""The fastest way between two places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo import arguments, terminal
from geo.arguments import DoorsOption, ModeOption, PeriodOption, TownName
from geo.commands.opening import credit, open_town

EXAMPLES = (
    "python -m geo route my-town --from airport --to 120.24,30.21 --mode drive",
    "python -m geo route my-town --from station --to museum --mode bike --out ride.gpx",
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
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=".geojson or .gpx; else GeoJSON is printed."),
    ] = None,
) -> None:
    """Find the fastest way between two places: its line, length, time and named steps."""
    from geo.export import ROUTE_ENDINGS, route_bytes
    from geo.travel.route import route as answer

    ending = arguments.ending_of(out, ROUTE_ENDINGS)
    ends = arguments.where_of(origin), arguments.where_of(destination)
    when = arguments.period_for(mode, period)
    terminal.say_period(mode, period)
    study = open_town(town)
    spots = [arguments.spot_of(where, study) for where in ends]
    first, last = arguments.ends_of(spots, doors)
    found = answer(study, first, last, mode, when)
    terminal.deliver(route_bytes(found, ending, credit(study)), out)
    terminal.say(terminal.route_line(found))
    terminal.say_doors(mode, [first, last])
    terminal.say_assumed(found.assumed)
