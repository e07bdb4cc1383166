"""A town's streets, water and places from OpenStreetMap."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo import terminal
from geo.arguments import TownName

EXAMPLES = (
    "python -m geo fetch my-town",
    "python -m geo fetch my-town --osm-file zhejiang-latest.osm.pbf",
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
