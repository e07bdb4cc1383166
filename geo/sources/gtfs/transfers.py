"""transfers.txt -> published changes between stops."""

from __future__ import annotations

import numpy as np

from geo.model import Ints, Stops
from geo.sources.gtfs import fields
from geo.sources.gtfs.feed import Changes
from geo.sources.gtfs.findings import Findings
from geo.sources.gtfs.places import Places
from geo.sources.gtfs.tables import Table

FORBIDDEN = -1
_TIMED, _NONE, _SEATED = 2, 3, (4, 5)
_FOR_SOME = ("from_route_id", "to_route_id", "from_trip_id", "to_trip_id")


def read_changes(table: Table, places: Places, findings: Findings) -> Changes:
    """Changes between rows of the stops; one of a station holds for each of its stops.

    A change told of two stops goes before one told of their stations, and a later line before an
    earlier one of the same kind.
    """
    table = _general(table, findings)
    ends: list[Ints] = []
    for column in ("from_stop_id", "to_stop_id"):
        row = fields.rows_in(table[column], places.ids)
        problem = f"the {column} {{}} does not stand in stops.txt; this line is left out"
        kept = findings.rows(table, row < 0, problem, "Add it, or drop this.", column)
        table, ends = table.only(kept), [end[kept] for end in (*ends, places.row[row])]
    seconds, there = _seconds(table, findings), (ends[0] >= 0) & (ends[1] >= 0)
    return _between_stops(places.stops, ends[0][there], ends[1][there], seconds[there])


def _general(table: Table, findings: Findings) -> Table:
    """Without changes from seat to seat, or for certain lines or trips only."""
    kind = fields.whole(table["transfer_type"], 0)[0]
    some = np.zeros(len(table), bool)
    for column in _FOR_SOME:
        some |= ~fields.is_blank(table[column])
    seated = np.isin(kind, _SEATED)
    for mask, which in (
        (seated, "changes without leaving one's seat (types 4 and 5)"),
        (some & ~seated, "changes that hold for certain lines or trips only"),
    ):
        if mask.any():
            problem = f"{mask.sum()} {which} are passed over"
            findings.note(table.file, problem, "Nothing needs doing.")
    return table.only(~seated & ~some)


def _seconds(table: Table, findings: Findings) -> Ints:
    kind, wrong = fields.whole(table["transfer_type"], 0)
    wrong |= (kind < 0) | (kind > _NONE)
    problem = "the transfer_type {} is not known; it is taken for 0"
    findings.rows(table, wrong, problem, "Write 0, 1, 2 or 3.", "transfer_type")
    least, wrong = fields.whole(table["min_transfer_time"], 0)
    wrong |= (least < 0) | ((kind == _TIMED) & fields.is_blank(table["min_transfer_time"]))
    problem = "the min_transfer_time {} is no time; it is taken for 0"
    findings.rows(table, wrong, problem, "Write it in whole seconds.", "min_transfer_time")
    return np.where(kind == _NONE, FORBIDDEN, np.maximum(least, 0)).astype(np.int64)


def _between_stops(stops: Stops, origin: Ints, destination: Ints, seconds: Ints) -> Changes:
    """Changes with stations replaced by the stops in them, each pair once."""
    first, rows = _members(stops, origin)
    second, again = _members(stops, destination[rows])
    first, rows = first[again], rows[again]
    own = (first == origin[rows]).astype(np.int64) + (second == destination[rows])
    order = np.lexsort((rows, own))[::-1]
    first, second, rows = first[order], second[order], rows[order]
    once = np.sort(np.unique(first * max(len(stops), 1) + second, return_index=True)[1])
    first, second, rows = first[once], second[once], rows[once]
    order = np.lexsort((second, first))
    return Changes(first[order], second[order], seconds[rows[order]].astype(np.int32))


def _members(stops: Stops, rows: Ints) -> tuple[Ints, Ints]:
    """The stops that each of some rows stands for: itself, and where it is a station all in it.

    Gives the stops, and for each which of `rows` (by position) it comes from.
    """
    inside = np.flatnonzero(stops.station != np.arange(len(stops)))
    inside = inside[np.argsort(stops.station[inside], kind="stable")]
    houses = stops.station[inside]
    begin, end = np.searchsorted(houses, rows), np.searchsorted(houses, rows, "right")
    counts = end - begin
    of = np.repeat(np.arange(len(rows)), counts)
    nth = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)
    return (
        np.concatenate([rows, inside[np.repeat(begin, counts) + nth]]),
        np.concatenate([np.arange(len(rows)), of]),
    )
