"""What a town.toml may say, as strict models, and their errors as faults that say the mend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from geo.errors import Fault
from geo.model import Accuracy, Name

TEXT_DATUMS = ("WGS-84", "CGCS2000", "GCJ-02", "BD-09")
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Pair = Annotated[list[float], Field(min_length=2, max_length=2)]
Four = Annotated[list[float], Field(min_length=4, max_length=4)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Both(_Strict):
    """A text in both languages; one of them is enough."""

    zh: str = ""
    en: str = ""

    def as_name(self) -> Name:
        return Name(self.zh.strip(), self.en.strip())


def _both(value: Any) -> Any:
    """A plain text stands for both languages."""
    if isinstance(value, str):
        value = {"zh": value, "en": value}
    if isinstance(value, dict) and not any(str(text).strip() for text in value.values()):
        raise ValueError("is empty")
    return value


BothTexts = Annotated[Both, BeforeValidator(_both)]


def _accuracy(value: Any) -> Any:
    return Accuracy(value) if value in list(Accuracy) else value


def day(text: str) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; raises ValueError for anything else."""
    digits = [part for part in text.split("-") if part.isascii() and part.isdigit()]
    shaped = [len(part) for part in digits] in ([4], [4, 2], [4, 2, 2])
    if not shaped or len(digits) != len(text.split("-")):
        raise ValueError("is no date")
    year, month, of_month = (*map(int, digits), 1, 1)[:3]
    date(year, month, of_month)
    return text


def _day(value: Any) -> Any:
    """TOML's own dates serve too."""
    text = value.isoformat() if type(value) is date else value
    return day(text) if isinstance(text, str) and text else text


class SourceTable(_Strict):
    """One [[source]]: where a file comes from; `file` is a key of [files] or the file's name."""

    file: Text
    origin: BothTexts = Field(validation_alias=AliasChoices("origin", "text"))
    licence: str = ""
    as_of: Annotated[str, BeforeValidator(_day)] = ""
    accuracy: Annotated[Accuracy, BeforeValidator(_accuracy)] = Accuracy.APPROXIMATE
    datum: Literal["WGS-84", "CGCS2000", "GCJ-02", "BD-09"] = "WGS-84"
    url: str = ""
    note: BothTexts | None = None


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Feeds = Annotated[list[Text], Field(min_length=1), BeforeValidator(_listed)]
"""One path or several."""


class FilesTable(_Strict):
    """[files]: one path inside the folder for each layer; only roads and hubs must be there."""

    roads: Text
    hubs: Text
    places: Text | None = None
    water: Text | None = None
    green: Text | None = None
    landuse: Text | None = None
    parcels: Text | None = None
    valleys: Text | None = None
    enterprises: Text | None = None
    attractions: Text | None = None
    metro_lines: Text | None = None
    metro_stations: Text | None = None
    figures: Text | None = None
    claims: Text | None = None
    projects: Text | None = None
    honours: Text | None = None
    services: Text | None = None
    transit: Feeds | None = None
    transit_then: Feeds | None = None
    tours: Text | None = None
    facts: Text | None = None


class CoverageTable(_Strict):
    """[coverage]: whether every street is mapped or only main roads."""

    streets: Literal["all", "main"] = "all"


class TownTable(_Strict):
    """A whole town.toml."""

    name: BothTexts
    centre: Pair
    bounds: Four
    metres: Text
    timezone: Text
    drives_on: Literal["right", "left"] = "right"
    files: FilesTable
    about: BothTexts | None = None
    attribution: BothTexts | None = None
    coverage: CoverageTable = CoverageTable()
    speeds: dict[str, Any] = {}
    congestion: dict[str, Any] = {}
    delays: dict[str, Any] = {}
    offroad: dict[str, Any] = {}
    transit: dict[str, Any] = {}
    tours: dict[str, Any] = {}
    source: list[SourceTable] = []


_WORD_ERRORS = {"literal_error", "enum", "is_instance_of"}
FILE_KEYS = tuple(FilesTable.model_fields)
TIMETABLES = ("transit", "transit_then")
"""Keys of [files] that name feeds: of today, and of an earlier time to set beside it."""

_EXAMPLES = {
    "name": 'Write name = { zh = "...", en = "..." }',
    "about": 'Write about = { zh = "...", en = "..." }',
    "attribution": 'Write attribution = { zh = "...", en = "..." }',
    "origin": 'Write origin = { zh = "...", en = "..." }',
    "note": 'Write note = { zh = "...", en = "..." }',
    "centre": "Write centre = [longitude, latitude] in degrees",
    "bounds": "Write bounds = [west, south, east, north] in degrees",
    "metres": 'Write metres = "EPSG:32651" or another CRS in metres that covers the town',
    "timezone": 'Write timezone = "Asia/Shanghai" or another name of the IANA list',
    "files": 'Add [files] with at least roads = "roads.geojson" and hubs = "hubs.geojson"',
    "roads": 'Write roads = "roads.geojson" or another file of streets under [files]',
    "hubs": 'Write hubs = "hubs.geojson" or "hubs.csv" under [files]',
    "transit": 'Write transit = "gtfs.zip", a folder, or a list of these',
    "file": 'Write file = "roads" or another key of [files]',
    "as_of": 'Write as_of = "2026-09-06", "2026-09" or "2026"',
    "accuracy": f"Write one of {', '.join(Accuracy)}",
    "datum": f"Write one of {', '.join(TEXT_DATUMS)}",
    "streets": 'Write streets = "all" or streets = "main"',
    "source": "Begin each source with [[source]] on a line of its own",
}


def faults_of(error: ValidationError, file: str) -> list[Fault]:
    """Each of pydantic's errors as a fault: its key, what is wrong with it, what to write."""
    return [_fault(entry, file) for entry in error.errors(include_url=False)]


def _fault(entry: Mapping[str, Any], file: str) -> Fault:
    where, key = _where(entry["loc"]), str(_keys(entry["loc"])[-1])
    if entry["type"] == "extra_forbidden":
        return Fault(file, where, f"unknown key {key!r}", _suggest(entry["loc"]))
    remedy = _meant(entry) + _EXAMPLES.get(key, "Write a text in quotation marks") + "."
    return Fault(file, where, _problem(entry), remedy)


def _problem(entry: Mapping[str, Any]) -> str:
    if entry["type"] == "missing":
        return "this key is missing"
    shown = repr(entry["input"])
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    if entry["type"] in _WORD_ERRORS:
        return f"{shown} is not one of the known words"
    if entry["type"] in {"too_long", "too_short"}:
        return f"it holds {len(entry['input'])} numbers"
    message = entry["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return f"{shown} {message[:1].lower()}{message[1:]}"


def _meant(entry: Mapping[str, Any]) -> str:
    """The known word nearest to a misspelt one."""
    if entry["type"] not in _WORD_ERRORS or not isinstance(entry["input"], str):
        return ""
    near = get_close_matches(entry["input"], [*Accuracy, *TEXT_DATUMS, "all", "main"], n=1)
    return f"Did you mean {str(near[0])!r}? " if near else ""


def _keys(place: tuple[int | str, ...]) -> list[str]:
    return [part for part in place if isinstance(part, str)] or ["town.toml"]


def _where(place: tuple[int | str, ...]) -> str:
    """('source', 1, 'file') is 'source 2, file': counted as a reader counts."""
    words: list[str] = []
    for part in place:
        if isinstance(part, int):
            words[-1:] = [f"{words[-1]} {part + 1}"] if words else [str(part + 1)]
        else:
            words.append(part)
    return ", ".join(words)


def _suggest(place: tuple[int | str, ...]) -> str:
    key = str(place[-1])
    known = list(_known(place[:-1]))
    near = get_close_matches(key, known, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Remove it; known here: {', '.join(known)}."


def _known(place: tuple[int | str, ...]) -> Iterator[str]:
    """The keys that the table at `place` may hold."""
    table: type[BaseModel] = TownTable
    for part in place:
        if isinstance(part, str) and part in table.model_fields:
            table = _model(table.model_fields[part].annotation) or table
    yield from table.model_fields


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model in an annotation such as list[SourceTable] or Both | None."""
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, BaseModel) else None
    parts = (
        get_args(annotation) if get_args(annotation) or isinstance(annotation, UnionType) else ()
    )
    return next((found for part in parts if (found := _model(part))), None)
