"""A town's network, built and kept."""

from __future__ import annotations

import time

import typer

from geo import terminal
from geo.arguments import TownName
from geo.commands.opening import open_town

EXAMPLES = ("python -m geo build data/my-town",)


def build(town: TownName) -> None:
    """Build a town's network and keep it.

    Every later question is then answered at once. Nothing is built where the network kept is that
    of the very same data.
    """
    begun = time.perf_counter()
    study = open_town(town)
    seconds = time.perf_counter() - begun
    for line in terminal.build_lines(study, seconds):
        typer.echo(line)
