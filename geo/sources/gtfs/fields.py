"""Columns of text -> numbers, whole columns at once, with a mask of what cannot be read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.model import Floats, Ints
from geo.sources.gtfs.tables import Column

Mask = NDArray[np.bool_]

NO_TIME = np.iinfo(np.int32).min
"""Stands where a time is not given."""

_TIME = r"^(?P<h>\d{1,3}):(?P<m>[0-5]?\d):(?P<s>[0-5]?\d)$"
_DATE = r"^(?P<y>(?:19|20|21)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])$"
_WHOLE = r"^[+-]?\d{1,9}(?:\.0*)?$"
_NUMBER = r"^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$"


def is_blank(column: Column) -> Mask:
    return np.asarray(pc.equal(column, "").to_numpy(zero_copy_only=False), bool)


def times(column: Column) -> tuple[NDArray[np.int32], Mask]:
    """Seconds after midnight, past 86,400 too, NO_TIME where blank or unreadable; the latter."""
    parts, read = _parts(column, _TIME, "hms")
    seconds = parts[0] * 3600 + parts[1] * 60 + parts[2]
    return np.where(read, seconds, NO_TIME).astype(np.int32), ~read & ~is_blank(column)


def dates(column: Column) -> tuple[NDArray[np.datetime64], Mask]:
    """Days, NaT where blank or no date; the rows of the latter (which a blank one is too)."""
    (year, month, of_month), read = _parts(column, _DATE, "ymd")
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days: Any = months.astype("datetime64[D]") + (of_month - 1)
    read &= days.astype("datetime64[M]") == months
    days[~read] = np.datetime64("NaT")
    return days, ~read


def _parts(column: Column, pattern: str, names: str) -> tuple[list[Ints], Mask]:
    """The named groups of a pattern as numbers, 0 where it does not match, and where it does."""
    distinct = column.dictionary_encode()
    found = pc.extract_regex(distinct.dictionary, pattern)
    read = found.is_valid().to_numpy(zero_copy_only=False)
    at = distinct.indices.to_numpy()
    values = [
        pc.fill_null(pc.struct_field(found, name).cast(pa.int64()), 0).to_numpy()[at]
        for name in names
    ]
    return values, np.asarray(read[at], bool)


def whole(column: Column, default: int) -> tuple[Ints, Mask]:
    """Whole numbers, `default` where blank or unreadable; the rows of the latter."""
    numbers, wrong = _cast(column, _WHOLE)
    return np.where(np.isnan(numbers), default, numbers).astype(np.int64), wrong


def numbers(column: Column) -> tuple[Floats, Mask]:
    """Numbers, NaN where blank or unreadable; the rows of the latter."""
    return _cast(column, _NUMBER)


def _cast(column: Column, pattern: str) -> tuple[Floats, Mask]:
    read = pc.match_substring_regex(column, pattern)
    cast = pc.if_else(read, column, None).cast(pa.float64())
    found = pc.fill_null(cast, float("nan")).to_numpy(zero_copy_only=False)
    fits = read.to_numpy(zero_copy_only=False)
    return np.asarray(found, np.float64), ~fits & ~is_blank(column)


def rows_in(column: Column, ids: Column) -> Ints:
    """For each value its row in `ids`, the first where it stands twice, -1 where it does not."""
    found = pc.fill_null(pc.index_in(column, value_set=ids), -1)
    return np.asarray(found.to_numpy(zero_copy_only=False), np.int64)


def repeated(keys: Column) -> Mask:
    """Rows whose key stands in an earlier row."""
    codes = keys.dictionary_encode().indices.to_numpy(zero_copy_only=False)
    first = np.unique(codes, return_index=True)[1]
    again = np.ones(len(codes), bool)
    again[first] = False
    return again
