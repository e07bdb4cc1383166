"""The ground within so many minutes of a place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo import arguments, terminal
from geo.arguments import (
    CombineOption,
    DirectionOption,
    HubOption,
    MinutesOption,
    ModeOption,
    PeriodOption,
    PointOption,
    TownName,
)
from geo.commands.opening import credit, open_town
from geo.model import Combine, Direction, IsochroneQuestion

EXAMPLES = (
    "python -m geo isochrone my-town --hub airport --mode drive --out bands.geojson",
    "python -m geo isochrone my-town --at -8.61,41.15 --mode walk --minutes 5,10,15",
)


def isochrone(
    town: TownName,
    mode: ModeOption,
    hub: HubOption = None,
    at: PointOption = None,
    minutes: MinutesOption = "10,20,30",
    direction: DirectionOption = Direction.TO,
    combine: CombineOption = Combine.ANY,
    period: PeriodOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help=".geojson, .gpkg or .parquet; else GeoJSON is printed."
        ),
    ] = None,
) -> None:
    """Draw how far one gets within so many minutes.

    That is the ground from where the place can be reached, or that can be reached from it: one
    feature a band, the smallest first.
    """
    if bool(hub) == bool(at):
        raise typer.BadParameter("Give either --hub, once or several times, or --at.")
    from geo.export import ISOCHRONE_ENDINGS, isochrone_bytes
    from geo.measures.isochrone import isochrone as answer

    ending = arguments.ending_of(out, ISOCHRONE_ENDINGS)
    limits = arguments.minutes_of(minutes)
    when = arguments.period_for(mode, period)
    terminal.say_period(mode, period)
    study = open_town(town)
    spots = (arguments.spot_of(at, study),) if at else arguments.hub_spots(hub or (), study)
    question = IsochroneQuestion(spots, mode, limits, direction, when, combine)
    found = answer(study, question)
    terminal.deliver(isochrone_bytes(found, ending, credit(study)), out)
    for line in terminal.band_lines(found):
        terminal.say(line)
    terminal.say_assumed(found.assumed)
