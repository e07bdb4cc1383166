"""A town's files -> what can be visited, and the tours that the town offers ready-made.

Stops are the town's sights, places, enterprises that are open to visitors, and hubs. An id that
stands in several of these files is one place: the first of them says where it is, the others fill
in what it does not say.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from geo.errors import Fault, QuestionError, TownError
from geo.model import (
    STREET_MODES,
    Accuracy,
    Lunch,
    Mode,
    Name,
    Pace,
    Point,
    ReadyTour,
    Spot,
    TourStop,
    Town,
)
from geo.sources.features import read_features
from geo.sources.hours import cleaned
from geo.sources.records import records, text
from geo.sources.schema import BothTexts, faults_of

TOUR_MODES = (*(mode.value for mode in STREET_MODES), Mode.TRANSIT.value)
_LAYERS = ("attractions", "places", "enterprises", "hubs")
_TRUE = {"true", "yes", "1"}
_MINUTES_KEYS = ("visit_minutes", "suggested_visit_minutes")
_HOURS_KEYS = ("opening_hours", "hours")


def read_stops(town: Town) -> dict[str, TourStop]:
    """Everything of a town that can be visited, by id and by the ids that other lists know it by.

    Raises TownError with every fatal fault of the files.
    """
    rows: dict[str, dict[str, Any]] = {}
    for key in _LAYERS:
        for row in _rows(town, key):
            earlier = rows.get(row["id"], {})
            rows[row["id"]] = {**row, **{k: v for k, v in earlier.items() if text(v) or k == "at"}}
    stops = {id: _stop(row, town) for id, row in rows.items()}
    for id, row in rows.items():
        for other in _ids(row.get("also")):
            stops.setdefault(other, stops[id])
    return stops


def _ids(also: Any) -> list[str]:
    """The other ids of a row; a table has other names there, which are no ids."""
    return [] if also is None or isinstance(also, str) else [str(id) for id in also]


def _rows(town: Town, key: str) -> Iterator[dict[str, Any]]:
    if key not in town.files:
        return
    found, faults = records(town, key, read_features(town.files[key]))
    fatal = [fault for fault in faults if fault.fatal]
    if fatal:
        raise TownError(town.folder, fatal)
    for record in found:
        visitors = text(record.row.get("open_to_visitors")).lower()
        if key != "enterprises" or visitors in _TRUE:
            yield {**record.row, "at": Point(record.shape.x, record.shape.y)}


def _stop(row: Mapping[str, Any], town: Town) -> TourStop:
    """What a row says of a visit, and what has to be assumed of it.

    Hours that cannot be read count as none: always open, an assumption that is said.
    """
    minutes = next((text(row[key]) for key in _MINUTES_KEYS if text(row.get(key))), "")
    hours = next((text(row[key]) for key in _HOURS_KEYS if text(row.get(key))), "")
    try:
        clean, assumed = cleaned(hours)
    except ValueError:
        clean, assumed = cleaned("")
    known = minutes.isascii() and minutes.isdigit() and int(minutes) > 0
    spare = int(town.assumptions["tours.visit_minutes"])
    return TourStop(
        Spot(row["id"], Name(row["name_zh"], row["name_en"]), row["at"]),
        int(minutes) if known else spare,
        clean,
        visit_assumed=not known or text(row.get("visit_assumed")).lower() in _TRUE,
        hours_assumed=assumed or text(row.get("hours_assumed")).lower() in _TRUE,
        accuracy=Accuracy(row["accuracy"]),
    )


def stop_at(spot: Spot, town: Town) -> TourStop:
    """A click on the map as a stop: always open, and of the usual length, both assumed."""
    minutes = int(town.assumptions["tours.visit_minutes"])
    return TourStop(spot, minutes, cleaned("")[0], visit_assumed=True, hours_assumed=True)


Id = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Time = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-9]):[0-5]\d$")]
Minutes = Annotated[int, Field(ge=0, le=600)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class LunchTable(_Strict):
    """A lunch that begins between two times."""

    begin: Time = Field(alias="from")
    latest: Time = Field(alias="to")
    minutes: Minutes = 60


class TourTable(_Strict):
    """One [[tour]] of tours.toml."""

    id: Id
    name: BothTexts
    about: BothTexts | None = None
    mode: Literal["walk", "bike", "ebike", "drive", "transit"]
    start: Id
    end: Id | None = None
    start_time: Time
    return_by: Time | None = None
    must: list[Id] = []
    nice: dict[str, float] = {}
    pace: Literal["easy", "usual", "brisk"] = "usual"
    lunch: LunchTable | None = None
    visit_minutes: dict[str, Minutes] = {}
    after_start: Minutes | None = None
    before_end: Minutes | None = None


class ToursTable(_Strict):
    """A whole tours.toml."""

    tour: list[TourTable] = []


def read_tours(town: Town, stops: Mapping[str, TourStop] | None = None) -> tuple[ReadyTour, ...]:
    """The tours that a town offers; none without such a file. Raises TownError with every fault."""
    if "tours" not in town.files:
        return ()
    found, faults = tours_of(town, read_stops(town) if stops is None else stops)
    if faults:
        raise TownError(town.folder, faults)
    return found


def tours_of(
    town: Town, stops: Mapping[str, TourStop]
) -> tuple[tuple[ReadyTour, ...], list[Fault]]:
    """The tours that can be read, and the faults of the others."""
    path = town.files["tours"]
    table, faults = _table(path)
    found: list[ReadyTour] = []
    for number, tour in enumerate(table.tour if table else [], start=1):
        where = f"tour {number}"
        wrong = [Fault(path.name, where, *each) for each in _problems(tour, stops, found)]
        faults += wrong
        if not wrong:
            found.append(_tour(tour, stops))
    return tuple(found), faults


def _table(path: Path) -> tuple[ToursTable | None, list[Fault]]:
    try:
        return ToursTable.model_validate(tomllib.loads(path.read_text("utf-8-sig"))), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        return None, [Fault(path.name, "", f"it is no TOML: {error}", "Mend this line.")]
    except ValidationError as error:
        return None, faults_of(error, path.name)


def _problems(
    tour: TourTable, stops: Mapping[str, TourStop], found: list[ReadyTour]
) -> Iterator[tuple[str, str]]:
    ids = [tour.start, tour.end or tour.start, *tour.must, *tour.nice, *tour.visit_minutes]
    for id in dict.fromkeys(ids):
        if id not in stops:
            yield f"no place {id!r} is known", "Give the id of a sight, a place or a hub."
    if not tour.must and not tour.nice:
        yield "it has no stop", "Give some under must or nice."
    if tour.id in {other.id for other in found}:
        yield f"the id {tour.id!r} stands already", "Give each its own id."
    if set(tour.must) & set(tour.nice):
        yield "a stop is both must and nice", "Give each once."


def _tour(tour: TourTable, stops: Mapping[str, TourStop]) -> ReadyTour:
    chosen = [replace(stops[id], must=True) for id in tour.must]
    chosen += [replace(stops[id], must=False, score=score) for id, score in tour.nice.items()]
    timed = [_timed(stop, tour.visit_minutes) for stop in chosen]
    lunch = tour.lunch
    meal = (
        Lunch(seconds_of(lunch.begin), seconds_of(lunch.latest), lunch.minutes) if lunch else None
    )
    return ReadyTour(
        tour.id,
        tour.name.as_name(),
        tour.about.as_name() if tour.about else Name("", ""),
        tour.start,
        tour.end or tour.start,
        tuple(timed),
        tour.mode,
        seconds_of(tour.start_time),
        Pace(tour.pace),
        seconds_of(tour.return_by) if tour.return_by else None,
        meal,
        tour.after_start,
        tour.before_end,
    )


def _timed(stop: TourStop, minutes: Mapping[str, int]) -> TourStop:
    if stop.spot.id not in minutes:
        return stop
    return replace(stop, visit_minutes=minutes[stop.spot.id], visit_assumed=False)


def seconds_of(time: str) -> int:
    """'09:30' as seconds after midnight; raises QuestionError for anything else."""
    hours, _, minutes = time.partition(":")
    digits = f"{hours}{minutes}"
    if not (digits.isascii() and digits.isdigit()) or len(minutes) != 2 or int(minutes) > 59:
        raise QuestionError("time", time, "Write hours and minutes, such as 09:30.")
    if int(hours) > 29:
        raise QuestionError("time", time, "Write a time up to 29:59, which is 5:59 the next day.")
    return int(hours) * 3600 + int(minutes) * 60
