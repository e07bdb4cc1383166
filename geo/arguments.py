"""What is typed -> the nouns of the model.

What cannot be meant at all is wrong usage (typer.BadParameter); what a town does not have is a
QuestionError, which says what it has.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import QuestionError
from geo.model import (
    DEFAULT_PERIOD,
    STREET_MODES,
    Combine,
    Direction,
    Hub,
    Mode,
    Name,
    Period,
    Place,
    Point,
    Spot,
    as_spot,
    default_minutes,
    to_the_street,
)

if TYPE_CHECKING:
    from geo.study import Study

LEAST_MINUTES, MOST_MINUTES = 1, 240
_SHOWN_IDS = 12
_NUMBER = r"\s*[-+]?(?:\d+\.?\d*|\.\d+)\s*"
_PAIR = re.compile(f"{_NUMBER},{_NUMBER}")


def minutes_of(text: str) -> tuple[int, ...]:
    """'10,20,30' as numbers, ascending and each once."""
    try:
        found = sorted({int(part) for part in text.split(",")})
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a list of whole minutes like 10,20,30.", param_hint="--minutes"
        ) from None
    if found[0] < LEAST_MINUTES or found[-1] > MOST_MINUTES:
        raise typer.BadParameter(
            f"Minutes go from {LEAST_MINUTES} to {MOST_MINUTES}.", param_hint="--minutes"
        )
    return tuple(found)


def point_of(text: str) -> Point:
    """'120.24,30.21' as a point, longitude first."""
    if not _PAIR.fullmatch(text):
        raise typer.BadParameter(f"{text!r} is not LON,LAT, such as 120.24,30.21.")
    lon, lat = map(float, text.split(","))
    if not (math.fabs(lon) <= 180 and math.fabs(lat) <= 90):
        raise typer.BadParameter(f"{text} is not on Earth. Longitude comes first: was it swapped?")
    return Point(lon, lat)


def where_of(text: str) -> Point | str:
    """'LON,LAT' as a point, anything else as the id of a hub or place."""
    return point_of(text) if "," in text else text


def ending_of(out: Path | None, known: Sequence[str]) -> str:
    """The ending that `out` asks for, the first of `known` where there is no file.

    Raises OutputError where no file can come to stand there.
    """
    if out is None:
        return known[0]
    ending = out.suffix.lower()
    if ending not in known:
        raise typer.BadParameter(
            f"{out.name!r} must end in one of {', '.join(known)}, the formats that this command "
            "writes.",
            param_hint="--out",
        )
    from geo.export import require_place

    require_place(out)
    return ending


def period_for(mode: Mode, asked: Period | None) -> Period:
    """The period of an answer: off-peak by default for cars, none (free) for all else."""
    if mode == Mode.DRIVE:
        return asked or DEFAULT_PERIOD
    return Period.FREE


def spot_of(where: Point | str, study: Study) -> Spot:
    """A point, a hub or a place as a spot; raises QuestionError for an id that is neither."""
    if isinstance(where, Point):
        text = f"{where.lon:.6f},{where.lat:.6f}"
        return Spot(text, Name(text, text), where)
    known: dict[str, Hub | Place] = {hub.id: hub for hub in study.hubs}
    for place in study.places:
        known.setdefault(place.id, place)
    if where not in known:
        raise _unknown("hub or place", where, list(known))
    return as_spot(known[where])


def hub_spots(ids: Iterable[str], study: Study) -> tuple[Spot, ...]:
    """The hubs of these ids, each once; raises QuestionError for an unknown one."""
    known = {hub.id: hub for hub in study.hubs}
    for wanted in ids:
        if wanted not in known:
            raise _unknown("hub", wanted, list(known))
    return tuple(as_spot(known[wanted]) for wanted in dict.fromkeys(ids))


def spots_of(text: str, study: Study) -> tuple[tuple[Spot, ...], tuple[str, ...]]:
    """The town's hubs for the word 'hubs', else the points of a file of that name, and which rows
    of the file lie outside the town's bounds; raises SourceError where all of them do."""
    if text == "hubs":
        return tuple(map(as_spot, study.hubs)), ()
    from geo.sources.points import outside, read_points

    points = read_points(Path(text))
    return points.spots, outside(points, study.town)


def ends_of(spots: Sequence[Spot], doors: bool) -> tuple[Spot, ...]:
    """Places as they are, or without what the doors of hubs cost."""
    return tuple(spots) if doors else tuple(map(to_the_street, spots))


def _unknown(part: str, wanted: str, known: Sequence[str]) -> QuestionError:
    """The error of an id that the town does not have, with what to ask for instead."""
    near = get_close_matches(wanted, known, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    more = f" and {len(known) - _SHOWN_IDS} more" if len(known) > _SHOWN_IDS else ""
    listed = ", ".join(known[:_SHOWN_IDS]) or "none"
    remedy = f"{hint}Known in this town: {listed}{more}."
    return QuestionError(part, wanted, remedy, f"There is no {part} {wanted!r} in this town")


def _told_minutes() -> str:
    """The limits that the modes start with, as help tells them."""
    modes: dict[str, list[str]] = {}
    for mode in STREET_MODES:
        modes.setdefault(",".join(map(str, default_minutes(mode))), []).append(mode.value)
    return "; ".join(f"{limits} ({', '.join(said)})" for limits, said in modes.items())


TownName = Annotated[
    str, typer.Argument(metavar="TOWN", help="A town folder, or the id of one under data/.")
]
ModeOption = Annotated[Mode, typer.Option("--mode", help="How one travels.")]
PeriodOption = Annotated[
    Period | None,
    typer.Option(
        "--period",
        help="How full the roads are. Only driving depends on it (off-peak by default); "
        "the other modes are always 'free'.",
        show_default=False,
    ),
]
HubOption = Annotated[
    list[str] | None,
    typer.Option("--hub", metavar="ID", help="A hub of the town; may be given several times."),
]
PointOption = Annotated[
    Point | None,
    typer.Option(
        "--at",
        metavar="LON,LAT",
        parser=point_of,
        help="A point in degrees instead of a hub, longitude first.",
    ),
]
MinutesOption = Annotated[
    str | None,
    typer.Option(
        "--minutes",
        metavar="N,N,...",
        help=f"Limits from 1 to 240, one band each; by default {_told_minutes()}.",
        show_default=False,
    ),
]
DirectionOption = Annotated[
    Direction,
    typer.Option("--direction", help="Trips that end at the place, or that start there."),
]
DoorsOption = Annotated[
    bool,
    typer.Option(
        "--doors/--no-doors",
        help="Whether parking and locking at hubs count; on foot and by bicycle one then goes to "
        "the best of a hub's entrances.",
    ),
]
CombineOption = Annotated[
    Combine,
    typer.Option("--combine", help="Of several hubs: near any of them, or near all."),
]
ParcelsOption = Annotated[
    Path | None,
    typer.Option("--parcels", metavar="FILE", help="Parcels instead of the town's own."),
]
DatumOption = Annotated[
    str | None,
    typer.Option("--datum", help="Of that file: WGS-84, GCJ-02, BD-09, or a CRS, EPSG:4528."),
]
TableOption = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=".csv, .geojson, .gpkg, .parquet or .xlsx; else CSV is printed.",
    ),
]
