"""Travel times between many places."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo import arguments, terminal
from geo.arguments import DoorsOption, ModeOption, PeriodOption, TownName
from geo.commands import timing
from geo.commands.opening import credit, open_town
from geo.commands.timing import (
    CycleOption,
    DateOption,
    DepartOption,
    PercentileOption,
    Typed,
    WindowOption,
)

EXAMPLES = ("python -m geo matrix my-town --origins homes.csv --destinations hubs --mode bike",)


def matrix(
    town: TownName,
    mode: ModeOption,
    origins: Annotated[
        str,
        typer.Option(
            "--origins", metavar="FILE|hubs", help="Points or polygons with ids, or the hubs."
        ),
    ],
    destinations: Annotated[
        str, typer.Option("--destinations", metavar="FILE|hubs", help="The same.")
    ],
    period: PeriodOption = None,
    doors: DoorsOption = True,
    depart: DepartOption = None,
    window: WindowOption = None,
    day: DateOption = None,
    percentile: PercentileOption = None,
    cycle: CycleOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=".csv or .parquet; else CSV is printed."),
    ] = None,
) -> None:
    """Compute the travel times between many places.

    One row for each origin and destination, with a status: ok, unreachable or off-network (which
    points outside the town's map are too).

    A file is a CSV with the columns id, lon and lat, or any vector file with a column id (polygons
    stand for a point inside them). In a CSV written here ids stand as they are, for programs: one
    that begins with = is a formula to a spreadsheet."""
    from geo.export import MATRIX_ENDINGS, matrix_bytes
    from geo.travel.outside import matrix_with_outside

    ending = arguments.ending_of(out, MATRIX_ENDINGS)
    period_asked = arguments.period_for(mode, period)
    typed = Typed(depart, window, day, percentile, cycle)
    timing.check(mode, typed)
    terminal.say_period(mode, period)
    study = open_town(town)
    asked = {text: arguments.spots_of(text, study) for text in (origins, destinations)}
    for text, (spots, far) in asked.items():
        terminal.say_outside(text, far, len(spots))
    starts, ends = (arguments.ends_of(asked[text][0], doors) for text in (origins, destinations))
    service, when = timing.opened(study, mode, typed)
    found = matrix_with_outside(study, starts, ends, mode, period_asked, service, when)
    terminal.deliver(matrix_bytes(found, ending, credit(study), spreadsheet=False), out)
    terminal.say(terminal.matrix_line(found))
    terminal.say_doors(mode, [*starts, *ends])
    terminal.say_assumed(found.assumed)
