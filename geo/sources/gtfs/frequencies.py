"""frequencies.txt -> periods in which a trip leaves again and again."""

from __future__ import annotations

import numpy as np

from geo.model import Ints
from geo.sources.gtfs import fields
from geo.sources.gtfs.feed import Flags, Frequencies
from geo.sources.gtfs.findings import Findings
from geo.sources.gtfs.tables import Column, Table


def read_frequencies(
    table: Table, listed: Column, trip_ids: Column, findings: Findings
) -> tuple[Frequencies, Flags]:
    """The sound periods of the trips `trip_ids`, and which of these are named, soundly or not.

    Of trips that are `listed` but not among those, nothing more is told.
    """
    problem = "the trip_id {} does not stand in trips.txt; this line is left out"
    unknown = fields.rows_in(table["trip_id"], listed) < 0
    findings.rows(table, unknown, problem, "Add the trip, or drop this line.", "trip_id")
    trip = fields.rows_in(table["trip_id"], trip_ids)
    kept = trip >= 0
    table, trip = table.only(kept), trip[kept]
    named = np.zeros(len(trip_ids), bool)
    named[trip] = True
    start, end = (
        fields.times(table[column])[0].astype(np.int64) for column in ("start_time", "end_time")
    )
    headway = fields.whole(table["headway_secs"], 0)[0]
    kept = np.ones(len(table), bool)
    for column, wrong, problem in (
        ("start_time", start == fields.NO_TIME, "the start_time {} is no time"),
        ("end_time", end == fields.NO_TIME, "the end_time {} is no time"),
        ("headway_secs", headway <= 0, "the headway_secs {} is no time between departures"),
        ("end_time", (end <= start) & (end != fields.NO_TIME), "it ends at {}, before it begins"),
    ):
        whole = f"{problem}; this line is left out"
        kept &= findings.rows(table, wrong & kept, whole, "Mend it.", column)
    kept &= ~_overlapping(table, kept, trip, start, end, findings)
    exact, wrong = fields.whole(table["exact_times"], 0)
    wrong |= (exact != 0) & (exact != 1)
    problem = "the exact_times {} is neither 0 nor 1; it is taken for 0"
    findings.rows(table, wrong, problem, "Write 1 for published times.", "exact_times")
    trip, start, end, headway = (values[kept] for values in (trip, start, end, headway))
    return Frequencies(trip, start, end, headway, exact[kept] == 1), named


def _overlapping(
    table: Table, kept: Flags, trip: Ints, start: Ints, end: Ints, findings: Findings
) -> Flags:
    """Periods that begin before an earlier one of the same trip has ended."""
    rows = np.flatnonzero(kept)
    rows = rows[np.lexsort((start[rows], trip[rows]))]
    wide = trip[rows] * 10**7  # so that no trip's end reaches the next trip
    latest = np.maximum.accumulate(wide + end[rows]) if len(rows) else wide
    overlaps = np.zeros(len(table), bool)
    overlaps[rows[1:]] = latest[:-1] > (wide + start[rows])[1:]
    problem = "this period of trip {} overlaps an earlier one; this line is left out"
    findings.rows(table, overlaps, problem, "Let one end where the next begins.", "trip_id")
    return overlaps
