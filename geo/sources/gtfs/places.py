"""stops.txt -> stops, stations and their doors, and which row each stop_id stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from geo.model import Floats, Ints, Stops
from geo.sources.gtfs import fields
from geo.sources.gtfs.findings import Findings
from geo.sources.gtfs.names import Names
from geo.sources.gtfs.tables import Column, Table

STOP, STATION, ENTRANCE, NODE, BOARDING_AREA = range(5)


@dataclass(frozen=True)
class Places:
    """The stops of a feed; `ids[i]` in its stops.txt is row `row[i]` of `stops`, -1 for none."""

    stops: Stops
    ids: Column
    row: Ints


@dataclass(frozen=True)
class _Rows:
    """stops.txt read: kind, position and the row of the parent (-1 for none) of each row."""

    table: Table
    kind: Ints
    lon: Floats
    lat: Floats
    parent: Ints


def read_places(table: Table, names: Names, findings: Findings) -> Places:
    """Stops and stations; entrances become doors, boarding areas stand for their stop."""
    rows = _located(_related(_identified(table, findings), findings), findings)
    return _gathered(rows, names)


def _identified(table: Table, findings: Findings) -> Table:
    blank = fields.is_blank(table["stop_id"])
    table = table.only(findings.rows(table, blank, "it has no stop_id", "Give it one."))
    again = fields.repeated(table["stop_id"])
    problem, remedy = "the stop_id {} stands already; this line is left out", "Give each its own."
    return table.only(findings.rows(table, again, problem, remedy, "stop_id"))


def _related(table: Table, findings: Findings) -> _Rows:
    """Kinds, and parents that are what the kind asks for; unknown ones are passed over."""
    kind, wrong = fields.whole(table["location_type"], STOP)
    wrong |= (kind < STOP) | (kind > BOARDING_AREA)
    remedy = "Write 0 to 4; it is taken for a stop."
    findings.rows(table, wrong, "the location_type {} is not known", remedy, "location_type")
    kind = np.where(wrong, STOP, kind)
    parent = fields.rows_in(table["parent_station"], table["stop_id"])
    unknown = (parent < 0) & ~fields.is_blank(table["parent_station"])
    column, remedy = "parent_station", "Mend it; the stop is taken to stand alone."
    findings.rows(table, unknown, "the parent_station {} is no stop", remedy, column)
    asked = np.where(kind == BOARDING_AREA, STOP, STATION)
    other = (parent >= 0) & (kind[parent] != asked)
    problem = "the parent_station {} is no station"
    findings.rows(table, other & (kind != BOARDING_AREA), problem, remedy, column)
    problem = "the parent_station {} of a boarding area is no stop"
    findings.rows(table, other & (kind == BOARDING_AREA), problem, remedy, column)
    upward = (kind == STATION) & (parent >= 0)
    findings.rows(table, upward & ~other, "a station has no parent_station", "Take it out.")
    parent = np.where(other | upward, -1, parent)
    homeless = (kind == ENTRANCE) & (parent < 0)
    problem = "an entrance needs a parent_station; it is left out"
    findings.rows(table, homeless & ~unknown & ~other, problem, "Name its station.")
    lon, lat = (_degrees(table, name, findings) for name in ("stop_lon", "stop_lat"))
    return _Rows(table, kind, lon, lat, parent)


def _degrees(table: Table, column: str, findings: Findings) -> Floats:
    degrees, wrong = fields.numbers(table[column])
    limit = 180 if column == "stop_lon" else 90
    wrong |= np.abs(degrees) > limit
    findings.rows(table, wrong, f"the {column} {{}} is not in degrees", "Mend it.", column)
    return np.where(wrong, np.nan, degrees)


def _located(rows: _Rows, findings: Findings) -> _Rows:
    """Rows with a position of their own or their parent's; others are noted and left nowhere."""
    table, lon, lat = rows.table, rows.lon.copy(), rows.lat.copy()
    adrift = (np.abs(lon) < 1e-3) & (np.abs(lat) < 1e-3)
    lon[adrift] = lat[adrift] = np.nan
    lost = np.isnan(lon) | np.isnan(lat)
    housed = lost & (rows.parent >= 0) & ~lost[rows.parent]
    lon[housed], lat[housed] = lon[rows.parent[housed]], lat[rows.parent[housed]]
    told = np.isin(rows.kind, (STOP, STATION, ENTRANCE))
    remedy = "Mend it; it is put where its station is."
    findings.rows(table, housed & told, "{} has no position of its own", remedy, "stop_id")
    for mask, problem in (
        (adrift, "{} lies at 0, 0, in the sea; it is left out"),
        (lost & ~adrift, "{} has no position; it is left out"),
    ):
        wrong = mask & ~housed & told
        findings.rows(table, wrong, problem, "Give its stop_lat and stop_lon.", "stop_id")
    return _Rows(table, rows.kind, lon, lat, rows.parent)


def _gathered(rows: _Rows, names: Names) -> Places:
    there = ~np.isnan(rows.lon) & ~np.isnan(rows.lat)
    kept = np.flatnonzero(there & np.isin(rows.kind, (STOP, STATION)))
    row = np.full(len(rows.table), -1, np.int64)
    row[kept] = np.arange(len(kept))
    station = np.where(rows.parent[kept] >= 0, row[rows.parent[kept]], -1)
    station = np.where(station >= 0, station, np.arange(len(kept)))
    areas = np.flatnonzero((rows.kind == BOARDING_AREA) & (rows.parent >= 0))
    row[areas] = row[rows.parent[areas]]
    ids = rows.table["stop_id"].take(pa.array(kept)).to_pylist()
    texts = rows.table["stop_name"].take(pa.array(kept)).to_pylist()
    stops = Stops(
        ids=tuple(ids),
        names=tuple(names.of("stops", "stop_name", ids, texts)),
        lon=rows.lon[kept],
        lat=rows.lat[kept],
        station=station.astype(np.int64),
        doors=_doors(rows, row, there),
    )
    return Places(stops, rows.table["stop_id"], row)


def _doors(rows: _Rows, row: Ints, there: fields.Mask) -> dict[int, Floats]:
    """By the row of a station: its entrances as (lon, lat)."""
    doors = np.flatnonzero((rows.kind == ENTRANCE) & there & (rows.parent >= 0))
    doors = doors[row[rows.parent[doors]] >= 0]
    of = row[rows.parent[doors]]
    points = np.column_stack([rows.lon[doors], rows.lat[doors]])
    return {int(station): points[of == station] for station in np.unique(of)}
