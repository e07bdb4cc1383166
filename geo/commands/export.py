"""`export TOWN --out F.gpkg`: the whole town as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from geo import arguments, terminal
from geo.arguments import TownName

EXAMPLES = ("python -m geo export my-town --out my-town.gpkg",)


def export(
    town: TownName,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="A .gpkg; else it is printed.")
    ] = None,
) -> None:
    """Write every layer and table of a town, with where they come from, as one GeoPackage.

    Timetables are left out: a GTFS feed is a format of its own.
    """
    from geo.export import credit_of
    from geo.export.town import TOWN_ENDINGS, town_bytes
    from geo.sources.town import find_town, read_town

    arguments.ending_of(out, TOWN_ENDINGS)
    read = read_town(find_town(town))
    dates = [source.as_of for source in read.sources if source.file == "roads"]
    credit = credit_of(read, next(iter(dates), ""))
    terminal.deliver(town_bytes(read, credit), out)
