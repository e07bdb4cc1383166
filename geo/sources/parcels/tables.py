"""Parcels as CSV: outlines in a column of WKT, or points by their coordinates."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.errors import Fault, SourceError
from geo.sources.features import Row, with_id
from geo.sources.parcels.limits import Limits, check_count

_OUTLINES = ("wkt", "geometry", "geom", "the_geom", "wkt_geom", "shape")
_EAST = ("lon", "lng", "longitude", "经度", "x", "easting")
_NORTH = ("lat", "latitude", "纬度", "y", "northing")
_DEEPEST = 3  # collections in one another; deeper ones could exhaust the stack of the WKT reader
Opened = tuple[list[Row], NDArray[np.object_], list[str], list[Fault]]


def opened_csv(data: bytes, name: str, limits: Limits) -> Opened:
    """Rows, shapes, places and faults of a CSV in UTF-8 or GB 18030; raises SourceError."""
    rows, where = _rows(_text(data, name), name, limits)
    columns = list(rows[0]) if rows else []
    outline = next((key for key in _OUTLINES if key in columns), None)
    east, north = (next((k for k in keys if k in columns), None) for keys in (_EAST, _NORTH))
    if rows and not outline and not (east and north):
        remedy = "Add lon and lat, or a column wkt with the outlines."
        raise SourceError(name, "no column holds coordinates", remedy, "row 1")
    if outline:
        shapes = _outlines([row[outline] for row in rows])
    else:
        shapes = _points([row[east or ""] for row in rows], [row[north or ""] for row in rows])
    used = {outline} if outline else {east, north}
    faults = [
        Fault(name, with_id(where[i], rows[i]), "its coordinates cannot be read", _MEND, False)
        for i in range(len(rows))
        if shapes[i] is None
    ]
    kept = [{k: v for k, v in row.items() if v and k not in used} for row in rows]
    return list(kept), shapes, where, faults


_MEND = "Write lon and lat as numbers, or the outline as WKT: POLYGON((x y, ...))."


def _text(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceError(name, "it is neither UTF-8 nor GB 18030", "Save it again as UTF-8.")


def _rows(text: str, name: str, limits: Limits) -> tuple[list[dict[str, str]], list[str]]:
    csv.field_size_limit(limits.unpacked_bytes)
    rows: list[dict[str, str]] = []
    where: list[str] = []
    try:
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        columns = [column.strip().lower() for column in next(reader, [])]
        if len(set(columns)) < len(columns):
            twice = next(column for column in columns if columns.count(column) > 1)
            raise SourceError(name, f"the column {twice!r} stands twice", "Drop one.", "row 1")
        for cells in _filled(reader):
            where.append(f"row {reader.line_num}")
            if len(cells) != len(columns):
                problem = "it has more or fewer cells than the heading"
                remedy = "Put a text that holds a comma in quotation marks."
                raise SourceError(name, problem, remedy, where[-1])
            rows.append(dict(zip(columns, map(str.strip, cells), strict=True)))
            check_count(name, len(rows), limits)
    except csv.Error as error:
        raise SourceError(name, f"it is no CSV ({error})", "Save it as CSV in UTF-8.") from error
    return rows, where


def _filled(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Rows that hold anything."""
    return (cells for cells in reader if any(cells))


def _outlines(texts: Sequence[str]) -> NDArray[np.object_]:
    shapes = np.full(len(texts), None, object)
    for i, text in enumerate(texts):
        plain = text.rpartition(";")[2] if text[:5].upper() == "SRID=" else text
        if plain.upper().count("COLLECTION") <= _DEEPEST:
            shapes[i] = shapely.from_wkt(plain, on_invalid="ignore")
    return shapes


def _points(east: Sequence[str], north: Sequence[str]) -> NDArray[np.object_]:
    shapes = np.full(len(east), None, object)
    for i, pair in enumerate(zip(east, north, strict=True)):
        shapes[i] = _point(*pair)
    return shapes


def _point(east: str, north: str) -> Any:
    try:
        return shapely.Point(float(east), float(north))
    except ValueError:
        return None
