"""`python -m geo.sources.metro TOWN`: compile the feeds of a town from its folder metro/."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from geo.errors import GeoError
from geo.sources.metro.compile import compile_feeds, write_feed
from geo.sources.town import find_town

METRO = "metro"


def run(
    town: Annotated[str, typer.Argument(help="A town folder, or the id of one under data/.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Where the feeds go; the town's by default."),
    ] = None,
) -> None:
    """Compile a town's feeds of its metro (GTFS) from the tables in its folder metro/."""
    try:
        folder = find_town(town)
        for compiled in compile_feeds(folder / METRO):
            written = write_feed(compiled, out or folder)
            said = ", ".join(f"{count} {what}" for what, count in compiled.counts.items())
            typer.echo(f"{written}: {said}.")
    except GeoError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    typer.run(run)
