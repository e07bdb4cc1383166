"""The ground within so many minutes of a place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo import arguments, terminal
from geo.arguments import (
    CombineOption,
    DirectionOption,
    DoorsOption,
    HubOption,
    MinutesOption,
    ModeOption,
    PeriodOption,
    PointOption,
    TownName,
)
from geo.commands import timing, transit_lines
from geo.commands.opening import credit, open_town
from geo.commands.timing import (
    CycleOption,
    DateOption,
    DepartOption,
    PercentileOption,
    Typed,
    WindowOption,
)
from geo.model import (
    DEFAULT_COMBINE,
    DEFAULT_DIRECTION,
    TRANSIT_MODES,
    Combine,
    IsochroneQuestion,
    Mode,
    default_minutes,
)

if TYPE_CHECKING:
    from geo.study import Study

EXAMPLES = (
    "python -m geo isochrone my-town --hub airport --mode drive --out bands.geojson",
    "python -m geo isochrone my-town --at -8.61,41.15 --mode walk --minutes 5,10,15",
    "python -m geo isochrone my-town --hub airport --mode transit --depart 08:00 --window 60",
)


def isochrone(
    town: TownName,
    mode: ModeOption,
    hub: HubOption = None,
    at: PointOption = None,
    minutes: MinutesOption = None,
    direction: DirectionOption = DEFAULT_DIRECTION,
    combine: CombineOption = DEFAULT_COMBINE,
    period: PeriodOption = None,
    doors: DoorsOption = True,
    depart: DepartOption = None,
    window: WindowOption = None,
    day: DateOption = None,
    percentile: PercentileOption = None,
    cycle: CycleOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FILE", help=".geojson, .gpkg or .parquet; else GeoJSON is printed."
        ),
    ] = None,
) -> None:
    """Draw how far one gets within so many minutes.

    That is the ground that can be reached from the place, or from where it can be reached
    (--direction to): one feature a band, the smallest first.
    """
    if bool(hub) == bool(at):
        raise typer.BadParameter("Give either --hub, once or several times, or --at.")
    from geo.export import ISOCHRONE_ENDINGS, isochrone_bytes
    from geo.measures.isochrone import isochrone as answer

    ending = arguments.ending_of(out, ISOCHRONE_ENDINGS)
    limits = default_minutes(mode) if minutes is None else arguments.minutes_of(minutes)
    period_asked = arguments.period_for(mode, period)
    typed = Typed(depart, window, day, percentile, cycle)
    timing.check(mode, typed)
    terminal.say_period(mode, period)
    study = open_town(town)
    spots = (arguments.spot_of(at, study),) if at else arguments.hub_spots(hub or (), study)
    service, when = timing.opened(study, mode, typed)
    question = IsochroneQuestion(spots, mode, limits, direction, period_asked, combine, doors, when)
    found = answer(study, question, service)
    terminal.deliver(isochrone_bytes(found, ending, credit(study)), out)
    for line in terminal.band_lines(found):
        terminal.say(line)
    for line in transit_lines.running_lines(found):
        terminal.say(line)
    terminal.say_empty(found, _walk_seconds(study, question))
    terminal.say_doors(mode, question.ends)
    terminal.say_assumed(found.assumed)


def _walk_seconds(study: Study, question: IsochroneQuestion) -> float:
    """The walk between the places asked about and their streets: the least, or the most for all."""
    mode = Mode.WALK if question.mode in TRANSIT_MODES else question.mode
    metres = study.snap([spot.point for spot in question.spots], mode).metres
    far = metres.max() if question.combine is Combine.ALL else metres.min()
    return float(far * study.network.off_network_seconds_per_metre)
