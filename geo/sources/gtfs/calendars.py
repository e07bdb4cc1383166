"""calendar.txt and calendar_dates.txt -> services."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.sources.gtfs import fields
from geo.sources.gtfs.feed import Services
from geo.sources.gtfs.findings import SHOWN, Findings
from geo.sources.gtfs.opened import Tables
from geo.sources.gtfs.tables import Column, Table

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATE = "Write the date as 20260310."
_ADDED, _REMOVED = 1, 2


def read_services(tables: Tables, findings: Findings) -> tuple[Column, Services]:
    """The ids of the services and when each runs; none of them is `used` yet."""
    weekly, exceptions = tables["calendar.txt"], tables["calendar_dates.txt"]
    weekly, first, last = _periods(weekly, findings)
    exceptions, on, kind = _exceptions(exceptions, findings)
    ids = pc.unique(
        pa.concat_arrays([weekly["service_id"].cast("string"), exceptions["service_id"]])
    )
    count, periods = len(ids), len(weekly)
    flags = np.zeros((count, 7), bool)
    firsts = np.full(count, np.datetime64("1970-01-01", "D"))
    lasts = np.full(count, np.datetime64("1969-12-31", "D"))
    flags[:periods] = _flags(weekly, findings)
    firsts[:periods], lasts[:periods] = first, last
    changed = fields.rows_in(exceptions["service_id"], ids)
    services = Services(
        weekly=flags,
        first=firsts,
        last=lasts,
        changed=changed,
        on=on,
        added=kind == _ADDED,
        used=np.zeros(count, bool),
        feed=np.zeros(count, np.int64),
    )
    return ids, services


def _periods(table: Table, findings: Findings) -> tuple[Table, np.ndarray, np.ndarray]:
    again = fields.repeated(table["service_id"])
    problem = "the service_id {} stands already; this line is left out"
    table = table.only(findings.rows(table, again, problem, "Give each its own.", "service_id"))
    for column in ("start_date", "end_date"):
        wrong = fields.dates(table[column])[1]
        problem = f"the {column} {{}} is no date; this line is left out"
        table = table.only(findings.rows(table, wrong, problem, _DATE, column))
    first, last = fields.dates(table["start_date"])[0], fields.dates(table["end_date"])[0]
    problem = "service {} ends before it begins, so it never runs by this line"
    findings.rows(table, last < first, problem, "Mend start_date and end_date.", "service_id")
    return table, first, last


def _flags(table: Table, findings: Findings) -> np.ndarray:
    flags = np.zeros((len(table), 7), bool)
    for number, column in enumerate(DAYS):
        value, wrong = fields.whole(table[column], 0)
        wrong |= (value != 0) & (value != 1)
        problem = f"{column} is {{}}, neither 0 nor 1; it is taken for 0"
        findings.rows(table, wrong, problem, "Write 1 where it runs.", column)
        flags[:, number] = value == 1
    return flags


def _exceptions(table: Table, findings: Findings) -> tuple[Table, np.ndarray, np.ndarray]:
    wrong = fields.dates(table["date"])[1]
    problem = "{} is no date; this line is left out"
    table = table.only(findings.rows(table, wrong, problem, _DATE, "date"))
    kind, wrong = fields.whole(table["exception_type"], 0)
    wrong |= (kind != _ADDED) & (kind != _REMOVED)
    problem = "the exception_type {} is neither 1 nor 2; this line is left out"
    remedy = "Write 1 for a day on which it runs besides, 2 for one on which it does not."
    kept = findings.rows(table, wrong, problem, remedy, "exception_type")
    table, kind = table.only(kept), kind[kept]
    pairs = pc.binary_join_element_wise(table["service_id"], table["date"], "\n")
    problem = "{} has this date already; this line is left out"
    again = fields.repeated(pairs)
    kept = findings.rows(table, again, problem, "Keep one of them.", "service_id")
    table = table.only(kept)
    return table, fields.dates(table["date"])[0], kind[kept]


def in_use(ids: Column, services: Services, used: fields.Mask, findings: Findings) -> Services:
    """The services, those with trips marked; notes those of them that never run."""
    runs = services.weekly.any(1) & (services.first <= services.last)
    runs[services.changed[services.added]] = True
    never = np.flatnonzero(used & ~runs)
    remedy = "Give it a weekday or a date in calendar_dates.txt, or drop its trips."
    for row in never[:SHOWN]:
        problem = f"service {ids[row].as_py()!r} has trips but never runs"
        findings.note("calendar.txt", problem, remedy)
    if len(never) > SHOWN:
        problem = f"{len(never) - SHOWN} more services have trips but never run"
        findings.note("calendar.txt", problem, remedy)
    return replace(services, used=used)
