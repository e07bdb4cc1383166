"""`sites TOWN --within TARGET=MODE:MINUTES`: the parcels that meet every limit, ranked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from geo import arguments, terminal
from geo.arguments import DatumOption, ParcelsOption, TableOption, TownName
from geo.commands import timing
from geo.commands.opening import credit, land_of, open_town
from geo.commands.timing import CycleOption, DateOption, DepartOption, Typed, WindowOption
from geo.model import (
    PARCEL_KINDS,
    TO_LET,
    TRANSIT_MODES,
    Direction,
    Found,
    Mode,
    Parcels,
    Period,
    SiteTimes,
    Within,
    kind_of,
)

if TYPE_CHECKING:
    from geo.study import Study

EXAMPLES = (
    "python -m geo sites my-town --within metro=walk:10 --within airport=drive:30@peak",
    "python -m geo sites my-town --within airport=transit:60 --kinds industrial --out sites.csv",
)
_SHOWN = 10
_LIMIT = re.compile(r"(?P<target>[^=]+)=(?P<mode>[\w+]+):(?P<minutes>\d+)(@(?P<period>[\w-]+))?")


def sites(
    town: TownName,
    within: Annotated[
        list[str],
        typer.Option(
            "--within",
            metavar="TARGET=MODE:MINUTES[@PERIOD]",
            help="A limit; may be given several times, and all must hold. TARGET is a hub's id, a "
            "kind of hub (metro) or a category of places (health): the nearest of them counts.",
        ),
    ],
    direction: Annotated[
        Direction, typer.Option("--direction", help="To the target, or from it.")
    ] = Direction.TO,
    kinds: Annotated[
        str,
        typer.Option(
            "--kinds", metavar="KIND,...", help=f"Which parcels: {', '.join(PARCEL_KINDS)}, or all."
        ),
    ] = ",".join(TO_LET),
    weights: Annotated[
        list[str] | None,
        typer.Option("--weight", metavar="TARGET=N", help="How much a target counts; 1 if not."),
    ] = None,
    parcels: ParcelsOption = None,
    datum: DatumOption = None,
    every: Annotated[
        bool, typer.Option("--all/--met", help="All parcels with why they fail, or those that met.")
    ] = False,
    depart: DepartOption = None,
    window: WindowOption = None,
    day: DateOption = None,
    cycle: CycleOption = None,
    out: TableOption = None,
) -> None:
    """Find the parcels that lie within all the limits, ranked by their weighted mean minutes."""
    limits = tuple(_limit(text) for text in within)
    chosen, weighed = _kinds(kinds), _weights(weights or ())
    typed = Typed(depart, window, day, cycle=cycle)
    transit = next((limit.mode for limit in limits if limit.mode in TRANSIT_MODES), None)
    timing.check(transit or Mode.WALK, typed)
    from geo.export.sites import SITES_ENDINGS, sites_bytes, sites_table
    from geo.measures.sites import judge

    ending = arguments.ending_of(out, SITES_ENDINGS)
    study = open_town(town)
    land = _of_kinds(land_of(study, parcels, datum), chosen)
    times = _times(study, land, limits, direction, typed, transit)
    found = judge(limits, times, len(land), weighed)
    table = sites_table(land, found, only=not every)
    terminal.deliver(sites_bytes(table, ending, credit(study), spreadsheet=out is not None), out)
    for line in _lines(land, found):
        terminal.say(line)
    terminal.say_assumed(study.network.has_assumed)


def _limit(text: str) -> Within:
    found = _LIMIT.fullmatch(text.strip())
    modes = [mode.value for mode in Mode]
    if not found or found["mode"] not in modes:
        raise typer.BadParameter(
            f"{text!r} is no limit such as airport=drive:30@peak; modes are {', '.join(modes)}.",
            param_hint="--within",
        )
    minutes, period = int(found["minutes"]), found["period"] or Period.OFF_PEAK.value
    periods = [period.value for period in Period]
    if not arguments.LEAST_MINUTES <= minutes <= arguments.MOST_MINUTES or period not in periods:
        raise typer.BadParameter(
            f"{text!r}: minutes go from 1 to 240, and a period is one of {', '.join(periods)}.",
            param_hint="--within",
        )
    return Within(found["target"].strip(), Mode(found["mode"]), minutes, Period(period))


def _kinds(text: str) -> set[str]:
    wanted = set(PARCEL_KINDS) if text == "all" else {part.strip() for part in text.split(",")}
    if unknown := sorted(wanted - set(PARCEL_KINDS)):
        raise typer.BadParameter(
            f"{unknown[0]!r} is no kind of parcels; there are {', '.join(PARCEL_KINDS)}.",
            param_hint="--kinds",
        )
    return wanted


def _weights(texts: Sequence[str]) -> dict[str, float]:
    found = {}
    for text in texts:
        target, _, number = text.partition("=")
        try:
            found[target.strip()] = abs(float(number))
        except ValueError:
            raise typer.BadParameter(
                f"{text!r} is no weight such as airport=2.", param_hint="--weight"
            ) from None
    return found


def _of_kinds(parcels: Parcels, wanted: set[str]) -> Parcels:
    import numpy as np

    kept = [kind_of(use) in wanted for use in parcels.land_use.tolist()]
    return parcels.take(np.array(kept, bool))


def _times(
    study: Study,
    parcels: Parcels,
    limits: Sequence[Within],
    direction: Direction,
    typed: Typed,
    transit: Mode | None,
) -> dict[tuple[str, Mode, Period], SiteTimes]:
    from geo.travel.sites import site_times

    service, when = timing.opened(study, transit or Mode.WALK, typed)
    asked = dict.fromkeys(limit.asked for limit in limits)
    return {one: site_times(study, parcels, one, direction, service, when) for one in asked}


def _lines(parcels: Parcels, found: Found) -> list[str]:
    """How many parcels meet each limit and all of them, and the first of these."""
    lines = [
        f"{limit.target} within {limit.minutes} min ({limit.mode}): {count} of {len(parcels)}"
        for limit, count in zip(found.limits, found.alone, strict=True)
    ]
    met = found.order[found.together[found.order]]
    lines.append(f"All {len(found.limits)} limits: {len(met)} of {len(parcels)} parcels")
    lines += [
        f"  {rank}. {parcels.ids[parcel]}, {parcels.area_ha[parcel]:.1f} ha, "
        f"{found.score[parcel]:.1f} min on average"
        for rank, parcel in enumerate(met[:_SHOWN].tolist(), 1)
    ]
    away = int((~found.reached.all(axis=0)).sum())
    return [*lines, f"{away} parcels lie too far from any street"] if away else lines
