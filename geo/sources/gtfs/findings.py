"""Faults of a feed, gathered while it is read."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geo.errors import Fault
from geo.model import Ints
from geo.sources.gtfs.tables import Column, Table

SHOWN = 20
"""Of the same fault at most so many lines are told; one more says how many there are."""


class Findings:
    """What is wrong in the feed called `feed`; a fatal fault says that it cannot be used."""

    def __init__(self, feed: str) -> None:
        self.feed = feed
        self._found: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._found)

    @property
    def fatal(self) -> bool:
        return any(fault.fatal for fault in self._found)

    def note(
        self, file: str, problem: str, remedy: str, fatal: bool = False, where: str = ""
    ) -> None:
        """One fault of a file, or of the whole feed where `file` is ''."""
        name = f"{self.feed}/{file}" if file else self.feed
        self._found.append(Fault(name, where, problem, remedy, fatal))

    def rows(
        self, table: Table, wrong: NDArray[np.bool_], problem: str, remedy: str, column: str = ""
    ) -> NDArray[np.bool_]:
        """Note the rows of a mask by their lines, and give the rows that are not wrong.

        '{}' in `problem` is the row's value of `column`; rows of one value are one fault, told at
        the first of them.
        """
        rows = np.flatnonzero(wrong)
        groups = _alike(table[column], rows) if column else [(row, 1) for row in rows.tolist()]
        for row, count in groups[:SHOWN]:
            said = problem.format(repr(table.value(column, row))) if column else problem
            many = f"There are {count} such lines. " if count > 1 else ""
            self.note(table.file, said, f"{many}{remedy}", where=f"line {table.lines[row]}")
        if len(groups) > SHOWN:
            more = sum(count for _, count in groups[SHOWN:])
            self.note(table.file, f"{more} more lines: {problem.format('...')}", remedy)
        return ~wrong


def _alike(column: Column, rows: Ints) -> list[tuple[int, int]]:
    """Of rows with one value the first, and how many they are; in the order of the file."""
    if not len(rows):
        return []
    codes = column.take(pa.array(rows)).dictionary_encode().indices.to_numpy()
    _, first, counts = np.unique(codes, return_index=True, return_counts=True)
    order = np.argsort(first)
    return list(zip(rows[first[order]].tolist(), counts[order].tolist(), strict=True))
