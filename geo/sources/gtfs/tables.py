"""One table of a feed: its CSV text as columns of text, each row with its line in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from numpy.typing import NDArray

_LONGEST_HEADING = 65_536

Column = Any
"""An arrow array of text, trimmed, '' where there is none."""


@dataclass(frozen=True)
class Table:
    """The wanted columns of a file such as 'stops.txt'; `lines[i]` is the line of row i."""

    file: str
    columns: Mapping[str, Column]
    lines: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.lines)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __getitem__(self, name: str) -> Column:
        """A column; all '' where the file does not have it."""
        found = self.columns.get(name)
        return pa.repeat("", len(self)) if found is None else found

    def value(self, name: str, row: int) -> str:
        return str(self[name][row].as_py())

    def only(self, kept: NDArray[np.bool_]) -> Table:
        """The rows of a mask."""
        if kept.all():
            return self
        mask = pa.array(kept)
        columns = {name: column.filter(mask) for name, column in self.columns.items()}
        return Table(self.file, columns, self.lines[kept])


@dataclass(frozen=True)
class Ragged:
    """Rows with more or fewer cells than the heading, by their lines."""

    longer: NDArray[np.int32]
    shorter: NDArray[np.int32]


def empty(file: str) -> Table:
    return Table(file, {}, np.zeros(0, np.int32))


def heading(text: bytes) -> list[str]:
    """The names of the columns, in small letters; raises csv.Error."""
    start = text[:_LONGEST_HEADING].decode(errors="ignore")
    first = next(iter(csv.reader(io.StringIO(start, newline=""))), [])
    return [name.strip().lower() for name in first]


def parse(file: str, text: bytes, names: Sequence[str], wanted: set[str]) -> tuple[Table, Ragged]:
    """The `wanted` of the columns `names` of UTF-8 text; raises csv.Error where it is no CSV.

    The fast way holds where each line is a row with as many cells as the heading has. Any other
    file is read row by row: blank lines, line breaks in quotation marks, cells too many or few.
    """
    where = {name: i for i, name in reversed(list(enumerate(names))) if name in wanted}
    plain = _plain(text, len(names), where)
    none = np.zeros(0, np.int32)
    if plain is not None:
        lines = np.arange(2, len(next(iter(plain.values()))) + 2, dtype=np.int32)
        return Table(file, plain, lines), Ragged(none, none)
    return _row_by_row(file, text, len(names), where)


def _plain(text: bytes, width: int, where: Mapping[str, int]) -> dict[str, Column] | None:
    """Columns of a file with one row a line; None where it is not so."""
    if not where or b"\n" not in text:
        return None
    keys = [f"c{i}" for i in range(width)]
    kept = [keys[i] for i in where.values()]
    try:
        found = pacsv.read_csv(
            pa.BufferReader(text),
            pacsv.ReadOptions(column_names=keys, skip_rows=1, use_threads=False),
            pacsv.ParseOptions(ignore_empty_lines=False),
            pacsv.ConvertOptions(
                column_types=dict.fromkeys(kept, pa.string()),
                include_columns=kept,
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid:
        return None
    breaks = text.count(b"\n") - text.endswith(b"\n")
    if found.num_rows != breaks or text.endswith((b"\n\n", b"\n\r\n")):
        return None
    columns = (found.column(key).combine_chunks() for key in kept)
    return {
        name: pc.utf8_trim_whitespace(column) for name, column in zip(where, columns, strict=True)
    }


def _row_by_row(
    file: str, text: bytes, width: int, where: Mapping[str, int]
) -> tuple[Table, Ragged]:
    reader = csv.reader(io.StringIO(text.decode(), newline=""))
    columns: dict[str, list[str]] = {name: [] for name in where}
    lines: list[int] = []
    longer: list[int] = []
    shorter: list[int] = []
    next(reader, None)
    line = reader.line_num + 1
    for cells in reader:
        begun, line = line, reader.line_num + 1
        if not any(map(str.strip, cells)):
            continue
        if any(map(str.strip, cells[width:])):
            longer.append(begun)
            continue
        if len(cells) < width:
            shorter.append(begun)
            cells += [""] * (width - len(cells))
        lines.append(begun)
        for name, i in where.items():
            columns[name].append(cells[i].strip())
    arrays = {name: pa.array(values, pa.string()) for name, values in columns.items()}
    ragged = Ragged(np.array(longer, np.int32), np.array(shorter, np.int32))
    return Table(file, arrays, np.array(lines, np.int32)), ragged
