"""The files of a feed -> its tables, with a fault for each file or column that is missing."""

from __future__ import annotations

import codecs
import csv
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from zipfile import BadZipFile

from geo.sources.gtfs.archive import Files
from geo.sources.gtfs.findings import SHOWN, Findings
from geo.sources.gtfs.tables import Ragged, Table, empty, heading, parse

Tables = Mapping[str, Table]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class _Wanted:
    """Columns that a file must have, and those that are read where it has them."""

    needed: tuple[str, ...]
    others: tuple[str, ...] = ()


WANTED = {
    "agency.txt": _Wanted(("agency_timezone",), ("agency_lang",)),
    "feed_info.txt": _Wanted((), ("feed_lang",)),
    "stops.txt": _Wanted(
        ("stop_id", "stop_lat", "stop_lon"), ("stop_name", "location_type", "parent_station")
    ),
    "routes.txt": _Wanted(
        ("route_id", "route_type"), ("route_short_name", "route_long_name", "route_color")
    ),
    "trips.txt": _Wanted(("route_id", "service_id", "trip_id"), ("trip_headsign",)),
    "stop_times.txt": _Wanted(
        ("trip_id", "stop_id", "stop_sequence", "arrival_time", "departure_time"),
        ("stop_headsign", "pickup_type", "drop_off_type", "shape_dist_traveled"),
    ),
    "calendar.txt": _Wanted(("service_id", *_DAYS, "start_date", "end_date")),
    "calendar_dates.txt": _Wanted(("service_id", "date", "exception_type")),
    "frequencies.txt": _Wanted(
        ("trip_id", "start_time", "end_time", "headway_secs"), ("exact_times",)
    ),
    "transfers.txt": _Wanted(
        ("from_stop_id", "to_stop_id"),
        (
            *("transfer_type", "min_transfer_time", "from_route_id", "to_route_id"),
            *("from_trip_id", "to_trip_id"),
        ),
    ),
    "translations.txt": _Wanted(
        (),
        (
            *("table_name", "field_name", "language", "translation", "record_id", "field_value"),
            *("record_sub_id", "trans_id", "lang"),
        ),
    ),
}
"""What is read of a feed; whatever else it holds is passed over."""

_REQUIRED = ("stops.txt", "routes.txt", "trips.txt", "stop_times.txt")
_NOT_TO_BE_MISREAD = (*_REQUIRED, "frequencies.txt")  # without it its trips would run but once
_CALENDARS = ("calendar.txt", "calendar_dates.txt")


def open_tables(files: Files, findings: Findings) -> Tables:
    """Each table of WANTED; an empty one for an optional file that is missing or no good."""
    if not findings.fatal:
        _missing(files, findings)
    return {
        name: _table(name, files[name], findings) if name in files else empty(name)
        for name in WANTED
    }


def _missing(files: Files, findings: Findings) -> None:
    for name in _REQUIRED:
        if name not in files:
            near = get_close_matches(name, files, n=1, cutoff=0.75)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            remedy = f"{hint}Get the feed anew; every feed needs this file."
            findings.note(name, "the feed has no such file", remedy, fatal=True)
    if not any(name in files for name in _CALENDARS):
        problem = "the feed has neither this nor calendar_dates.txt"
        findings.note(_CALENDARS[0], problem, "Add one of them: when do trips run?", fatal=True)
    if "agency.txt" not in files:
        remedy = "Nothing needs doing where its times are the town's own."
        findings.note("agency.txt", "the feed has no such file", remedy)


def _table(name: str, read: Callable[[], bytes], findings: Findings) -> Table:
    fatal = name in _NOT_TO_BE_MISREAD
    try:
        text = _utf8(name, read(), findings)
        columns = heading(text)
        if not any(columns):
            remedy = "Fill it, or get the feed anew." if fatal else "Fill it, or take it out."
            findings.note(name, "it is empty", remedy, fatal)
            return empty(name)
        if not _complete(name, columns, findings):
            return empty(name)
        wanted = {*WANTED[name].needed, *WANTED[name].others}
        table, ragged = parse(name, text, columns, wanted)
    except csv.Error as error:
        findings.note(name, f"it is no CSV ({error})", "Save it as CSV with commas.", fatal)
        return empty(name)
    except (OSError, BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        findings.note(name, f"it cannot be read ({error})", "Get the feed anew.", fatal)
        return empty(name)
    _uneven(name, ragged, findings)
    return table


def _utf8(name: str, raw: bytes, findings: Findings) -> bytes:
    """The text in UTF-8 without a mark at its head; other encodings are noted, and guessed."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        findings.note(
            name, "it is UTF-16, not UTF-8", "Save it as UTF-8; it was read all the same."
        )
        return raw.decode("utf-16", "replace").encode()
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        remedy = "Save it as UTF-8; until then it is read as Latin letters, and names may be wrong."
        findings.note(name, "it is not UTF-8", remedy, where=f"line {line}")
        return raw.decode("latin-1").encode()
    return raw


def _complete(name: str, columns: list[str], findings: Findings) -> bool:
    """Whether every needed column is there; notes those that lack, and those that stand twice."""
    twice = sorted({one for one in columns if one and columns.count(one) > 1})
    for column in twice:
        problem = f"the column {column!r} stands twice"
        findings.note(name, problem, "Drop one; the first is read.", where="line 1")
    lacking = [column for column in WANTED[name].needed if column not in columns]
    for column in lacking:
        near = get_close_matches(column, columns, n=1, cutoff=0.75)
        hint = f"Did you mean {near[0]!r}? " if near else ""
        fatal = name in _NOT_TO_BE_MISREAD
        otherwise = "" if fatal else " Without it the file is not read."
        remedy = f"{hint}Add it.{otherwise}"
        findings.note(name, f"it has no column {column!r}", remedy, fatal, "line 1")
    return not lacking


def _uneven(name: str, ragged: Ragged, findings: Findings) -> None:
    told = (
        (ragged.longer, "it has more cells than the heading; it is left out"),
        (ragged.shorter, "it has fewer cells than the heading; the rest is taken as empty"),
    )
    for lines, problem in told:
        remedy = "Mind commas within texts: put such texts in quotation marks."
        for line in lines[:SHOWN]:
            findings.note(name, problem, remedy, where=f"line {line}")
        if len(lines) > SHOWN:
            more = f"{len(lines) - SHOWN} more lines: {problem}"
            findings.note(name, more, remedy)
