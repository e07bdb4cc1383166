"""What a town folder holds, and what is wrong in it."""

from __future__ import annotations

import typer

from geo import terminal
from geo.arguments import TownName
from geo.commands.opening import open_town

EXAMPLES = ("python -m geo check data/my-town",)


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
    study = open_town(folder)
    for line in terminal.network_lines(summary(study), study.data_as_of):
        typer.echo(line)
