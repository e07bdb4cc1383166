"""The command line: `python -m geo COMMAND TOWN ...`.

Exit status 0; 1 with one line on standard error for what the reader can mend; 2 for wrong usage.
The engine is imported within the commands, so that help comes at once.
"""

from __future__ import annotations

import sys
import time
import traceback
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
from geo.model import Combine, Direction, IsochroneQuestion, Mode, Period

if TYPE_CHECKING:
    from geo.export import Credit
    from geo.study import Study

app = typer.Typer(
    help="Town Atlas: how long it takes to get to a town, from it and around in it.",
    epilog="\b\nExamples:\n  python -m geo check data/my-town\n"
    "  python -m geo isochrone my-town --hub airport --mode drive --minutes 10,20,30\n\n"
    "COMMAND --help tells more of each.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@dataclass(slots=True)
class Manner:
    """How this run speaks of its own faults."""

    debug: bool = False


@app.callback()
def settings(
    context: typer.Context,
    debug: Annotated[
        bool,
        typer.Option("--debug", envvar="TOWN_ATLAS_DEBUG", help="Show the traceback of an error."),
    ] = False,
) -> None:
    context.obj.debug = debug


@app.command(epilog="\b\nExample:\n  python -m geo check data/my-town")
def check(town: TownName) -> None:
    """Print every fault of a town folder, and what it holds.

    Faults go to standard error, a line each; the exit status is 1 where one of them is fatal.
    The summary goes to standard output and builds the network where that has not been done.
    """
    from geo.sources.check import check_folder
    from geo.sources.town import find_town
    from geo.study import summary

    folder = find_town(town)
    faults, layers = check_folder(folder)
    for fault in faults:
        terminal.say(f"{'Error' if fault.fatal else 'Warning'}: {fault}")
    for line in terminal.layer_lines(layers):
        typer.echo(line)
    if any(fault.fatal for fault in faults):
        raise typer.Exit(1)
    study = _open(folder)
    for line in terminal.network_lines(summary(study), study.data_as_of):
        typer.echo(line)


@app.command(epilog="\b\nExample:\n  python -m geo build data/my-town")
def build(town: TownName) -> None:
    """Build a town's network and keep it.

    Every later question is then answered at once. Nothing is built where the network kept is that
    of the very same data.
    """
    begun = time.perf_counter()
    study = _open(town)
    seconds = time.perf_counter() - begun
    for line in terminal.build_lines(study, seconds):
        typer.echo(line)


@app.command(
    epilog="\b\nExamples:\n  python -m geo fetch my-town\n"
    "  python -m geo fetch my-town --osm-file zhejiang-latest.osm.pbf"
)
def fetch(
    town: TownName,
    osm_file: Annotated[
        Path | None,
        typer.Option("--osm-file", help="Clip this local extract instead of asking a server."),
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="The Overpass server to ask.")
    ] = None,
) -> None:
    """Get a town's streets, water and places from OpenStreetMap.

    All within the town's bounds comes from an Overpass server or from a local extract (.osm.pbf,
    .osm, .osm.gz, .osm.bz2), and replaces the town's own files only when all has arrived.
    """
    from geo.sources.osm import fetch as fetch_town
    from geo.sources.town import find_town, read_town

    with terminal.progress() as told:
        report = fetch_town(read_town(find_town(town), lacking=["roads"]), osm_file, endpoint, told)
    for line in terminal.fetch_lines(report):
        typer.echo(line)


@app.command(
    epilog="\b\nExamples:\n"
    "  python -m geo isochrone my-town --hub airport --mode drive --out bands.geojson\n"
    "  python -m geo isochrone my-town --at -8.61,41.15 --mode walk --minutes 5,10,15"
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
    when = _period(mode, period)
    study = _open(town)
    spots = (arguments.spot_of(at, study),) if at else arguments.hub_spots(hub or (), study)
    question = IsochroneQuestion(spots, mode, limits, direction, when, combine)
    found = answer(study, question)
    terminal.deliver(isochrone_bytes(found, ending, _credit(study)), out)
    for line in terminal.band_lines(found):
        terminal.say(line)
    terminal.say_assumed(found.assumed)


@app.command(
    epilog="\b\nExample:\n"
    "  python -m geo matrix my-town --origins homes.csv --destinations hubs --mode bike"
)
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
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help=".csv or .parquet; else CSV is printed."),
    ] = None,
) -> None:
    """Compute the travel times between many places.

    One row for each origin and destination, with a status: ok, unreachable or off-network.

    A file is a CSV with the columns id, lon and lat, or any vector file with a column id (polygons
    stand for a point inside them)."""
    from geo.export import MATRIX_ENDINGS, matrix_bytes
    from geo.travel.matrix import matrix as answer

    ending = arguments.ending_of(out, MATRIX_ENDINGS)
    when = _period(mode, period)
    study = _open(town)
    starts, ends = (arguments.spots_of(text, study) for text in (origins, destinations))
    found = answer(study, starts, ends, mode, when)
    terminal.deliver(matrix_bytes(found, ending, _credit(study), spreadsheet=False), out)
    terminal.say(terminal.matrix_line(found))
    terminal.say_assumed(found.assumed)


@app.command(
    epilog="\b\nExamples:\n"
    "  python -m geo route my-town --from airport --to 120.24,30.21 --mode drive\n"
    "  python -m geo route my-town --from station --to museum --mode bike --out ride.gpx"
)
def route(
    town: TownName,
    mode: ModeOption,
    origin: Annotated[
        str, typer.Option("--from", metavar="P", help="A hub's or a place's id, or LON,LAT.")
    ],
    destination: Annotated[str, typer.Option("--to", metavar="P", help="The same.")],
    period: PeriodOption = None,
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
    when = _period(mode, period)
    study = _open(town)
    first, last = (arguments.spot_of(where, study) for where in ends)
    found = answer(study, first, last, mode, when)
    terminal.deliver(route_bytes(found, ending, _credit(study)), out)
    terminal.say(terminal.route_line(found))
    terminal.say_assumed(found.assumed)


def _open(town: str | Path) -> Study:
    """Open a town, telling how far that is."""
    from geo.sources.town import find_town
    from geo.study import open_study

    with terminal.progress() as told:
        return open_study(find_town(str(town)), told)


def _credit(study: Study) -> Credit:
    from geo.export import credit_of

    return credit_of(study.town, study.data_as_of, study.digest)


def _period(mode: Mode, asked: Period | None) -> Period:
    """The period of the answer, saying so where what was asked does not matter."""
    when = arguments.period_for(mode, asked)
    if asked not in (None, when):
        terminal.say(f"Note: --period matters for driving only; for {mode.value} it is left out.")
    return when


def main(typed: Sequence[str] | None = None) -> int:
    """Run one command, of this process by default, and return its exit status."""
    manner = Manner()
    try:
        app(args=typed, prog_name="python -m geo", obj=manner)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        terminal.say_error(error)
        if manner.debug:
            traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    if not sys.warnoptions:  # libraries' warnings are for who works on the atlas
        warnings.simplefilter("ignore")
    sys.exit(main())
