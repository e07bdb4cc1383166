"""Rows of tables without positions, as strict models, and their errors with the mend."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from geo.errors import Fault
from geo.model import Accuracy, Name
from geo.sources.schema import Text, day

Day = Annotated[str, AfterValidator(day)]
Said = Annotated[Accuracy, BeforeValidator(lambda value: value or Accuracy.APPROXIMATE)]

Problem = tuple[str, str]
"""What is wrong, and how to mend it."""

_DAYS = "2018-07-25, 2018-07 or 2018"
_REMEDIES = {
    "id": "Give every row an id of its own.",
    "name": "Fill in name_zh, name_en or both.",
    "as_of": f"Write {_DAYS}.",
    "date": f"Write {_DAYS}.",
    "seq": "Write a whole number from 1 on.",
    "accuracy": f"Write one of {', '.join(Accuracy)}.",
    "not_later": "Write yes, or nothing.",
    "status": "Write building, approved, planned, open or unknown.",
    "source": "Say where it comes from.",
}


class TableRow(BaseModel):
    """What every row holds."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Text
    name_zh: str = ""
    name_en: str = ""
    note_zh: str = ""
    note_en: str = ""
    accuracy: Said = Accuracy.APPROXIMATE
    source: Text
    as_of: Day

    @model_validator(mode="after")
    def _named(self) -> TableRow:
        if not (self.name_zh or self.name_en):
            raise ValueError("it has no name")
        return self

    def name_of(self, stem: str) -> Name:
        """The columns <stem>_zh and <stem>_en; one of them serves as both."""
        zh, en = getattr(self, f"{stem}_zh"), getattr(self, f"{stem}_en")
        return Name(zh or en, en or zh)


class ProjectRow(TableRow):
    """An entry of the programme."""

    group: Text
    seq: Annotated[int, Field(ge=1)]
    status: Literal["building", "approved", "planned", "open", "unknown"]
    status_zh: str = ""
    status_en: str = ""
    about: str = ""


class HonourRow(TableRow):
    """An event with its date."""

    date: Day
    kind: str = "honour"
    not_later: Literal["yes", ""] = ""


class ServiceRow(TableRow):
    """Something that the town offers."""

    kind: Text
    place: str = ""


def id_problems(row: Mapping[str, str], known: Container[str], kind: str) -> list[Problem]:
    """What is wrong with the id of a row of this kind, given those that stand already."""
    if not row.get("id"):
        return [("it has no id", f"Give every {kind} an id of its own.")]
    if row["id"] in known:
        return [(f"the id {row['id']!r} stands already", "Give each its own id.")]
    return []


def day_problems(row: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the as_of of a row."""
    try:
        day(row.get("as_of", ""))
    except ValueError:
        return [(f"{row.get('as_of', '')!r} is no date", f"Write as_of as {_DAYS}.")]
    return []


R = TypeVar("R", bound=TableRow)


def row_of(
    model: type[R], cells: Mapping[str, str], file: str, where: str
) -> tuple[R | None, list[Fault]]:
    """A row as its model, or None and a fault for each cell that is wrong."""
    try:
        return model.model_validate(dict(cells)), []
    except ValidationError as error:
        return None, [_fault(entry, file, where) for entry in error.errors(include_url=False)]


def _fault(entry: Mapping[str, object], file: str, where: str) -> Fault:
    place = entry["loc"]
    column = str(place[-1]) if isinstance(place, tuple) and place else "name"
    message = str(entry["msg"]).removeprefix("Value error, ")
    if column == "name":
        return Fault(file, where, message, _REMEDIES[column])
    remedy = _REMEDIES.get(column, f"Fill in {column}.")
    if entry["type"] == "missing":
        return Fault(file, f"{where}, {column}", "this column is missing", remedy)
    problem = f"{str(entry['input'])!r} will not do ({message[:1].lower()}{message[1:]})"
    return Fault(file, f"{where}, {column}", problem, remedy)
