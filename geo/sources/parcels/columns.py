"""Properties as files name them -> the columns of parcels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from geo.model import UNKNOWN, Accuracy, Source, Texts, land_use_of
from geo.sources.features import Row
from geo.sources.parcels.limits import Limits
from geo.sources.parcels.opening import Opened
from geo.sources.records import Found, text
from geo.sources.schema import day

Note = Callable[[Found], None]
ORIGINS = ("land-use", "block", "given")
_NAMED: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "parcel_id", "objectid", "fid", "gid", "gml_id", "地块编号", "宗地代码", "编号"),
    "name_zh": ("name_zh", "name", "地块名称", "宗地名称", "名称"),
    "name_en": ("name_en", "name"),
    "land_use": ("land_use", "landuse", "class", "code", "用地代码", "用地性质", "地类", "dldm"),
    "origin": ("origin",),
    "area_ha": ("area_ha",),
    "accuracy": ("accuracy",),
    "source": ("source",),
    "as_of": ("as_of",),
}
_MOST_EXTRA = 60


def columns_of(
    file: Opened, kept: Sequence[int], source: Source | None, limits: Limits, note: Note
) -> tuple[dict[str, Texts], dict[str, Texts]]:
    """The columns of the features `kept`, and the file's other ones; notes what is off.

    What a feature does not say itself is taken from `source`.
    """
    reader = _Reader(file, source, limits, note)
    rows = [reader.row(i) for i in kept]
    table = {key: _array(row[key] for row in rows) for key in _NAMED if key != "area_ha"}
    return table, _extra([file.rows[i] for i in kept], limits)


def stated_hectares(row: Row) -> float:
    """The area that a row states, NaN where it states none."""
    said = _plain(row).get("area_ha")
    try:
        value = float(str(said))
    except ValueError:
        return np.nan
    return value if 0 < value < np.inf else np.nan


class _Reader:
    """Reads rows one by one; `ids` holds those given so far."""

    def __init__(self, file: Opened, source: Source | None, limits: Limits, note: Note) -> None:
        self.file, self.source, self.limits, self.note = file, source, limits, note
        self.ids: set[str] = set()
        self.taken = {_first(_plain(row), "id", limits) for row in file.rows}

    def row(self, i: int) -> dict[str, str]:
        said = _plain(self.file.rows[i])
        row = {key: _first(said, key, self.limits) for key in _NAMED}
        row["id"] = self._id(row["id"], i)
        row["land_use"] = self._land_use(row["land_use"], i)
        row["origin"] = row["origin"] if row["origin"] in ORIGINS else "given"
        row["accuracy"] = self._accuracy(row["accuracy"], i)
        row["source"] = row["source"] or self._source()
        row["as_of"] = self._as_of(row["as_of"], i)
        return row

    def _tell(self, kind: str, i: int, problem: str, remedy: str) -> None:
        self.note(self.file.found(kind, i, problem, remedy))

    def _id(self, id: str, i: int) -> str:
        if id and id not in self.ids:
            self.ids.add(id)
            return id
        own = self._fresh(id or f"parcel-{i + 1}")
        problem = f"the id {id!r} stands already" if id else "it has no id"
        self._tell("same id" if id else "no id", i, problem, f"It is called {own} here.")
        return own

    def _fresh(self, stem: str) -> str:
        """An id that begins like `stem` and that no other parcel has."""
        own, number = stem, 1
        while own in self.ids or own in self.taken:
            number += 1
            own = f"{stem}-{number}"
        self.ids.add(own)
        return own

    def _land_use(self, said: str, i: int) -> str:
        code = land_use_of(said)
        if code is None:
            problem = f"{said[:40]!r} is no class of GB 50137"
            self._tell("land use", i, problem, "Its use counts as unknown; write a code as R2.")
        return code or UNKNOWN

    def _accuracy(self, said: str, i: int) -> str:
        if said in list(Accuracy):
            return said
        if said:
            remedy = f"Write one of {', '.join(Accuracy)}."
            self._tell("accuracy", i, f"{said[:40]!r} is no known accuracy", remedy)
        return (self.source.accuracy if self.source else Accuracy.APPROXIMATE).value

    def _source(self) -> str:
        if self.source is None:
            return self.file.name
        origin = self.source.origin
        return " / ".join(dict.fromkeys(filter(None, [origin.zh, origin.en])))

    def _as_of(self, said: str, i: int) -> str:
        try:
            return day(said) if said else (self.source.as_of if self.source else "")
        except ValueError:
            remedy = "Write as_of as 2026-09-06, 2026-09 or 2026."
            self._tell("as_of", i, f"{said[:40]!r} is no date", remedy)
            return ""


def _plain(row: Row) -> dict[str, Any]:
    """A row with its keys in small letters."""
    return {str(key).strip().lower(): value for key, value in row.items()}


def _first(row: Mapping[str, Any], column: str, limits: Limits) -> str:
    """The first of a column's names under which the row says something."""
    said = (text(row.get(name)) for name in _NAMED[column])
    return next(filter(None, said), "")[: limits.text]


def _array(values: Iterator[str]) -> Texts:
    return np.array([*values, None], object)[:-1]


def _extra(rows: list[Row], limits: Limits) -> dict[str, Texts]:
    """The columns that have no meaning of their own here, as the file has them."""
    known = {name for names in _NAMED.values() for name in names}
    keys = list(dict.fromkeys(key for row in rows for key in row if key.lower() not in known))
    return {key: _array(_cell(row.get(key), limits) for row in rows) for key in keys[:_MOST_EXTRA]}


def _cell(value: Any, limits: Limits) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value
    return text(value)[: limits.text]
