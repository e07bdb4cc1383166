"""stop_times.txt -> the sound calls of each trip, in order, with a time at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.model import Floats, Ints, Seconds
from geo.sources.gtfs import fields
from geo.sources.gtfs.feed import Flags
from geo.sources.gtfs.findings import Findings
from geo.sources.gtfs.interpolation import fill, progress
from geo.sources.gtfs.places import Places
from geo.sources.gtfs.tables import Column, Table

_NEVER = 1  # a pickup_type or drop_off_type; 2 and 3 ask for a call, and count as stopping


@dataclass(frozen=True)
class Timed:
    """The calls of trips, sorted; `trip` and `stop` are rows of the trips and of the stops."""

    trip: Ints
    stop: NDArray[np.int32]
    arrival: Seconds
    departure: Seconds
    boards: Flags
    alights: Flags
    headsign: Column


def read_calls(
    table: Table, listed: Column, trip_ids: Column, places: Places, findings: Findings
) -> Timed:
    """The calls of the trips `trip_ids`; what is wrong is noted and left out.

    Of trips that are `listed` but not among those, nothing more is told.
    """
    problem = "the trip_id {} does not stand in trips.txt; this call is left out"
    unknown = fields.rows_in(table["trip_id"], listed) < 0
    findings.rows(table, unknown, problem, "Add the trip, or drop this line.", "trip_id")
    table, trip = _in_order(*_numbered(table, trip_ids, findings), findings)
    row = fields.rows_in(table["stop_id"], places.ids)
    stop = np.where(row >= 0, places.row[row], -1)
    problem = "the stop_id {} does not stand in stops.txt; this call is left out"
    findings.rows(table, row < 0, problem, "Add the stop, or mend the id.", "stop_id")
    problem = "nobody can board at {}, which has no position or is no stop; this call is left out"
    findings.rows(table, (row >= 0) & (stop < 0), problem, "Mend stops.txt.", "stop_id")
    arrival, departure = _times(table, trip, stop, places, findings)
    kept = (stop >= 0) & (arrival != fields.NO_TIME)
    table, trip, stop, arrival, departure = (
        table.only(kept),
        *(values[kept] for values in (trip, stop, arrival, departure)),
    )
    kept = _running(table, trip, arrival, departure, trip_ids, findings)
    table = table.only(kept)
    boards, alights = (_allowed(table, name, findings) for name in ("pickup_type", "drop_off_type"))
    return Timed(
        trip[kept],
        stop[kept].astype(np.int32),
        arrival[kept],
        departure[kept],
        boards,
        alights,
        table["stop_headsign"],
    )


def _numbered(table: Table, ids: Column, findings: Findings) -> tuple[Table, Ints, Ints]:
    """The rows of the trips that are kept, with the trip and the place in it of each."""
    trip = fields.rows_in(table["trip_id"], ids)
    kept = trip >= 0
    table, trip = table.only(kept), trip[kept]
    sequence, wrong = fields.whole(table["stop_sequence"], -1)
    wrong |= sequence < 0
    problem = "the stop_sequence {} is no whole number; this call is left out"
    kept = findings.rows(table, wrong, problem, "Number the stops of a trip.", "stop_sequence")
    return table.only(kept), trip[kept], sequence[kept]


def _in_order(table: Table, trip: Ints, sequence: Ints, findings: Findings) -> tuple[Table, Ints]:
    """Rows sorted by trip and place; of two in the same place the former."""
    key = trip * 10**10 + sequence
    order = np.argsort(key, kind="stable")
    again = np.zeros(len(key), bool)
    again[order[1:]] = key[order[1:]] == key[order[:-1]]
    problem = "the trip {} has this stop_sequence already; this call is left out"
    kept = findings.rows(table, again, problem, "Number each stop once.", "trip_id")
    order = order[kept[order]]
    if np.array_equal(order, np.arange(len(key))):
        return table, trip
    taken = pa.array(order)
    columns = {name: column.take(taken) for name, column in table.columns.items()}
    return Table(table.file, columns, table.lines[order]), trip[order]


def _times(
    table: Table, trip: Ints, stop: Ints, places: Places, findings: Findings
) -> tuple[Seconds, Seconds]:
    """Arrivals and departures; one stands for both, and those between are filled in."""
    found = []
    for column in ("arrival_time", "departure_time"):
        seconds, wrong = fields.times(table[column])
        problem = f"the {column} {{}} is no time; it is filled in"
        findings.rows(table, wrong, problem, "Write it as 07:05:00.", column)
        found.append(seconds)
    arrival = np.where(found[0] == fields.NO_TIME, found[1], found[0])
    departure = np.where(found[1] == fields.NO_TIME, found[0], found[1])
    timed = arrival != fields.NO_TIME
    if timed.all():
        return arrival, departure
    far = progress(trip, stop, places.stops.lon, places.stops.lat, _stated(table, findings))
    arrival, departure = fill(trip, far, arrival, departure)
    lost = arrival == fields.NO_TIME
    problem = "the trip {} begins or ends without a time; this call is left out"
    findings.rows(table, lost, problem, "Give its first and last stop a time.", "trip_id")
    return arrival, departure


def _stated(table: Table, findings: Findings) -> Floats:
    far, wrong = fields.numbers(table["shape_dist_traveled"])
    problem = "the shape_dist_traveled {} is no number"
    findings.rows(table, wrong, problem, "Mend it, or leave it out.", "shape_dist_traveled")
    return far


def _running(
    table: Table,
    trip: Ints,
    arrival: Seconds,
    departure: Seconds,
    trip_ids: Column,
    findings: Findings,
) -> Flags:
    """Which calls are of trips whose times never go back, and which call at least twice."""
    back = departure < arrival
    back[1:] |= (trip[1:] == trip[:-1]) & (arrival[1:] < departure[:-1])
    problem = "the trip {} goes back in time here; it is left out"
    findings.rows(table, back, problem, "Mend its times, or the order of its stops.", "trip_id")
    wrong = np.zeros(len(trip_ids), bool)
    wrong[trip[back]] = True
    counts = np.bincount(trip, minlength=len(trip_ids))
    lone = counts[trip] == 1
    problem = "the trip {} has no other call than this; it is left out"
    findings.rows(table, lone, problem, "Give it at least two.", "trip_id")
    return np.asarray(~wrong[trip] & ~lone, bool)


def _allowed(table: Table, column: str, findings: Findings) -> Flags:
    kind, wrong = fields.whole(table[column], 0)
    wrong |= (kind < 0) | (kind > 3)
    problem, remedy = f"the {column} {{}} is not known; it is taken for 0", "Write 0, 1, 2 or 3."
    findings.rows(table, wrong, problem, remedy, column)
    return np.asarray(kind != _NEVER, bool)
