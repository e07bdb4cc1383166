"""routes.txt, trips.txt and stop_times.txt -> lines, trips and their calls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.model import Ints, Line, Name
from geo.sources.gtfs import fields
from geo.sources.gtfs.feed import Calls, Flags, Trips
from geo.sources.gtfs.findings import Findings
from geo.sources.gtfs.names import Names
from geo.sources.gtfs.places import Places
from geo.sources.gtfs.stop_times import Timed
from geo.sources.gtfs.tables import Column, Table


@dataclass(frozen=True)
class Routes:
    """The lines of a feed and their route_ids."""

    ids: Column
    lines: tuple[Line, ...]


def read_routes(table: Table, names: Names, findings: Findings) -> Routes:
    again = fields.repeated(table["route_id"])
    problem = "the route_id {} stands already; this line is left out"
    table = table.only(findings.rows(table, again, problem, "Give each its own.", "route_id"))
    kind, wrong = fields.whole(table["route_type"], 3)
    wrong |= fields.is_blank(table["route_type"]) | (kind < 0)
    problem = "the route_type {} is no number; it is taken for a bus"
    remedy = "Write a known route_type, such as 1 for metro or 3 for bus."
    findings.rows(table, wrong, problem, remedy, "route_type")
    kind = np.where(wrong, 3, kind)
    ids, short = table["route_id"].to_pylist(), table["route_short_name"].to_pylist()
    long = table["route_long_name"].to_pylist()
    shorts = names.of("routes", "route_short_name", ids, short)
    longs = names.of("routes", "route_long_name", ids, long)
    colours = _colours(table, findings)
    lines = tuple(
        Line(id, _called(id, brief, full), int(kind[i]), colours[i])
        for i, (id, brief, full) in enumerate(zip(ids, shorts, longs, strict=True))
    )
    return Routes(table["route_id"], lines)


def _called(id: str, short: Name, long: Name) -> Name:
    return next((name for name in (short, long) if name.zh or name.en), Name("", id))


def _colours(table: Table, findings: Findings) -> list[str]:
    """Colours such as '#FC0601', '' where none is given; a stray '#' does no harm."""
    column = pc.utf8_upper(pc.utf8_ltrim(table["route_color"], "#"))
    sound = pc.match_substring_regex(column, "^[0-9A-F]{6}$").to_numpy(zero_copy_only=False)
    wrong = ~sound & ~fields.is_blank(column)
    problem, remedy = "the route_color {} is no colour", "Write six digits such as FC0601."
    findings.rows(table, wrong, problem, remedy, "route_color")
    return [f"#{text}" if ok else "" for text, ok in zip(column.to_pylist(), sound, strict=True)]


def known_trips(table: Table, routes: Routes, services: Column, findings: Findings) -> Table:
    """The trips whose line and service are known, each id once."""
    again = fields.repeated(table["trip_id"])
    problem = "the trip_id {} stands already; this line is left out"
    table = table.only(findings.rows(table, again, problem, "Give each its own.", "trip_id"))
    for column, ids, file in (
        ("route_id", routes.ids, "routes.txt"),
        ("service_id", services, "calendar.txt nor calendar_dates.txt"),
    ):
        unknown = fields.rows_in(table[column], ids) < 0
        problem = f"the {column} {{}} does not stand in {file}; the trip is left out"
        table = table.only(findings.rows(table, unknown, problem, "Add it, or mend it.", column))
    return table


@dataclass(frozen=True)
class Journeys:
    """The trips that run, their rows in the table of trips, their calls and headings."""

    kept: Flags
    trips: Trips
    calls: Calls
    headings: tuple[Name, ...]


def read_journeys(
    table: Table, timed: Timed, routes: Routes, services: Column, places: Places, names: Names
) -> Journeys:
    """`timed` are the sound calls of the trips of `table`, in order."""
    counts = np.bincount(timed.trip, minlength=len(table))
    kept = counts > 0
    table = table.only(kept)
    first_call = np.concatenate([[0], np.cumsum(counts[kept])]).astype(np.int64)
    heading, headings = _headings(table, timed, first_call, places, names)
    trips = Trips(
        line=fields.rows_in(table["route_id"], routes.ids),
        heading=heading,
        service=fields.rows_in(table["service_id"], services),
        repeats=np.zeros(len(table), bool),
        first_call=first_call,
    )
    boards, alights = timed.boards.copy(), timed.alights.copy()
    boards[first_call[1:] - 1] = False
    alights[first_call[:-1]] = False
    calls = Calls(timed.stop, timed.arrival, timed.departure, boards, alights)
    return Journeys(kept, trips, calls, headings)


def _headings(
    table: Table, timed: Timed, first_call: Ints, places: Places, names: Names
) -> tuple[Ints, tuple[Name, ...]]:
    """Where each trip goes: its trip_headsign, else that of its first stop, else its last stop."""
    own = table["trip_headsign"]
    ids, texts = table["trip_id"].to_pylist(), own.to_pylist()
    first = timed.headsign.take(pa.array(first_call[:-1])).to_pylist()
    last = timed.stop[first_call[1:] - 1]
    said = names.of("trips", "trip_headsign", ids, texts)
    signs = names.of("stop_times", "stop_headsign", ids, first)
    known: dict[Name, int] = {}
    rows = np.zeros(len(ids), np.int64)
    for i, options in enumerate(zip(said, signs, last, strict=True)):
        name = next((one for one in options[:2] if one.zh or one.en), None)
        rows[i] = known.setdefault(name or places.stops.names[options[2]], len(known))
    return rows, tuple(known)
