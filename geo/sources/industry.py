"""Valleys, enterprises, the programme, honours and services of a town; none without its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.errors import Fault, TownError
from geo.model import Accuracy, Enterprise, Honour, Name, Point, Project, Town, TownService, Valley
from geo.sources.features import read_features, read_rows
from geo.sources.records import Record, records, text
from geo.sources.rows import HonourRow, ProjectRow, ServiceRow, TableRow, row_of

Rows = list[TableRow]
TABLES: Mapping[str, type[TableRow]] = {
    "projects": ProjectRow,
    "honours": HonourRow,
    "services": ServiceRow,
}
"""Keys of [files] whose files are tables of these rows."""


def read_valleys(town: Town) -> tuple[Valley, ...]:
    """The valleys of a town; raises TownError with every fatal fault, or SourceError."""
    return tuple(_valley(record) for record in _features(town, "valleys"))


def read_enterprises(town: Town) -> tuple[Enterprise, ...]:
    """The enterprises of a town; raises TownError with every fatal fault, or SourceError."""
    return tuple(_enterprise(record) for record in _features(town, "enterprises"))


def read_projects(town: Town) -> tuple[Project, ...]:
    """The town's programme in the order of the file; raises TownError or SourceError."""
    return tuple(map(_project, _sound(town, "projects")))


def read_honours(town: Town) -> tuple[Honour, ...]:
    """The town's honours by date; raises TownError or SourceError."""
    return tuple(sorted(map(_honour, _sound(town, "honours")), key=lambda one: one.date))


def read_services(town: Town) -> tuple[TownService, ...]:
    """What the town offers, in the order of the file; raises TownError or SourceError."""
    return tuple(map(_service, _sound(town, "services")))


def table_of(town: Town, key: str) -> tuple[Rows, list[Fault]]:
    """The rows of one of TABLES that can be read, and the faults of the others."""
    path = town.files[key]
    found: dict[str, TableRow] = {}
    faults: list[Fault] = []
    for where, cells in read_rows(path):
        row, wrong = row_of(TABLES[key], cells, path.name, where)
        if row and row.id in found:
            problem = f"the id {row.id!r} stands already"
            wrong = [Fault(path.name, where, problem, "Give each its own id.")]
        faults += wrong
        if row and not wrong:
            found[row.id] = row
    return list(found.values()), faults


def stray_valleys(town: Town) -> list[Fault]:
    """Enterprises that name a valley which the town does not have; warnings."""
    if not {"valleys", "enterprises"} <= town.files.keys():
        return []
    known = {record.row["id"] for record in _read(town, "valleys")[0]}
    remedy = f"Write one of {', '.join(sorted(known))}, or nothing."
    path = town.files["enterprises"]
    return [
        Fault(path.name, row["id"], f"no valley {row['valley']!r} is known", remedy, fatal=False)
        for row in (record.row for record in _read(town, "enterprises")[0])
        if text(row.get("valley")) not in known | {""}
    ]


def _read(town: Town, key: str) -> tuple[list[Record], list[Fault]]:
    return records(town, key, read_features(town.files[key]))


def _features(town: Town, key: str) -> list[Record]:
    if key not in town.files:
        return []
    found, faults = _read(town, key)
    _refuse(town, faults)
    return found


def _sound(town: Town, key: str) -> list[Any]:
    if key not in town.files:
        return []
    found, faults = table_of(town, key)
    _refuse(town, faults)
    return found


def _refuse(town: Town, faults: list[Fault]) -> None:
    fatal = [fault for fault in faults if fault.fatal]
    if fatal:
        raise TownError(town.folder, fatal)


def _both(row: Mapping[str, Any], stem: str) -> Name:
    plain = text(row.get(stem))
    zh, en = text(row.get(f"{stem}_zh")) or plain, text(row.get(f"{stem}_en")) or plain
    return Name(zh or en, en or zh)


def _valley(record: Record) -> Valley:
    row = record.row
    return Valley(
        row["id"],
        _both(row, "name"),
        text(row.get("kind")) or "valley",
        _both(row, "sector"),
        record.shape,
        Accuracy(row["accuracy"]),
        row["source"],
        row["as_of"],
        tuple(filter(None, text(row.get("tenants")).split(";"))),
    )


def _enterprise(record: Record) -> Enterprise:
    row = record.row

    def said(key: str) -> str:
        return text(row.get(key))

    return Enterprise(
        row["id"],
        _both(row, "name"),
        said("also"),
        _both(row, "sector"),
        said("valley"),
        said("role") or "tenant",
        _both(row, "role"),
        said("address"),
        said("building"),
        Point(record.shape.x, record.shape.y),
        Accuracy(row["accuracy"]),
        row["source"],
        row["as_of"],
        said("certainty"),
        _both(row, "note"),
    )


def _project(row: ProjectRow) -> Project:
    status = row.name_of("status")
    return Project(
        row.id,
        row.group,
        row.seq,
        row.name_of("name"),
        row.status,
        status,
        row.about,
        row.accuracy,
        row.source,
        row.as_of,
        row.name_of("note"),
    )


def _honour(row: HonourRow) -> Honour:
    name, late = row.name_of("name"), row.not_later == "yes"
    return Honour(row.id, row.date, name, row.kind, late, row.accuracy, row.source, row.as_of)


def _service(row: ServiceRow) -> TownService:
    name, note = row.name_of("name"), row.name_of("note")
    return TownService(row.id, row.kind, name, note, row.place, row.accuracy, row.source, row.as_of)
