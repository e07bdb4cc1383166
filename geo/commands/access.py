"""`access TOWN --mode M --minutes N`: how many places of each category every parcel reaches."""

from __future__ import annotations

from typing import Annotated

import typer

from geo import arguments, terminal
from geo.arguments import DatumOption, ModeOption, ParcelsOption, TableOption, TownName
from geo.commands.opening import credit, land_of, open_town
from geo.model import STREET_MODES

EXAMPLES = ("python -m geo access my-town --mode walk --minutes 15 --out access.csv",)


def access(
    town: TownName,
    mode: ModeOption,
    minutes: Annotated[
        int, typer.Option("--minutes", min=1, max=240, metavar="N", help="Within how many.")
    ],
    parcels: ParcelsOption = None,
    datum: DatumOption = None,
    out: TableOption = None,
) -> None:
    """Count the places of each category that every parcel reaches within so many minutes."""
    if mode not in STREET_MODES:
        raise typer.BadParameter("Take a mode of the streets.", param_hint="--mode")
    from geo.export.sites import SITES_ENDINGS, access_table, sites_bytes
    from geo.travel.access import access_counts

    ending = arguments.ending_of(out, SITES_ENDINGS)
    study = open_town(town)
    land = land_of(study, parcels, datum)
    found = access_counts(study, land, mode, minutes)
    table = access_table(land, found, mode, minutes)
    terminal.deliver(sites_bytes(table, ending, credit(study), spreadsheet=out is not None), out)
    for category, counts in found.items():
        none = int((counts == 0).sum())
        terminal.say(f"{category}: {none} of {len(land)} parcels reach none")
    terminal.say_assumed(study.network.has_assumed)
