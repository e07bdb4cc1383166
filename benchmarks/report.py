"""Rows of figures as a table, on the terminal and in RESULTS.md."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.measuring import Row

COLUMNS = ("What", "Median", "Unit", "Runs", "Goal", "Reached", "Peer", "Ratio", "Note")
TOLD_VERSIONS = ("numpy", "scipy", "shapely", "contourpy", "osmium", "streamlit", "folium")
_WORDS = {True: "yes", False: "**no**", None: ""}


def table(rows: Sequence[Row]) -> str:
    """Rows as a Markdown table, columns aligned so that a terminal shows it well too."""
    cells = [COLUMNS, *map(_cells, rows)]
    used = [i for i in range(len(COLUMNS)) if any(row[i] for row in cells[1:])]
    widths = [max(len(row[i]) for row in cells) for i in used]
    lines = [
        "| " + " | ".join(row[i].ljust(n) for i, n in zip(used, widths, strict=True)) + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (n + 2) for n in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    peer, ratio = "", ""
    if row.peer_value is not None:
        peer, ratio = f"{row.peer} {_figure(row.peer_value)}", f"{row.peer_value / row.value:.2f}"
    return (
        row.what,
        _figure(row.value),
        row.unit,
        str(row.runs),
        row.goal,
        _WORDS[row.reached],
        peer,
        ratio,
        row.note,
    )


def _figure(value: float) -> str:
    """Three figures that count, and no more."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def results(groups: Mapping[str, Sequence[Row]]) -> str:
    """The text of RESULTS.md: date, machine, versions and one table for each group."""
    head = [
        "# Results of `make bench`",
        "",
        f"Measured on {datetime.date.today().isoformat()} on {machine()}.",
        "",
        f"Python {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in TOLD_VERSIONS)
        + ".",
        "",
        "A ratio is the peer's figure by ours: above 1, ours is less. "
        "What each line measures stands in `README.md` beside this file.",
    ]
    parts = [f"\n## {name}\n\n{table(rows)}" for name, rows in groups.items()]
    return "\n".join([*head, *parts]) + "\n"


def machine() -> str:
    """Processor, cores, memory and system, in one line."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{_processor()}, {cores} cores, {gigabytes:.0f} GiB, {platform.system()}"


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.is_file() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
