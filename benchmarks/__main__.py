"""`python -m benchmarks [GROUP ...]`: measure and print a table; of all groups, RESULTS.md too."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from benchmarks.measuring import Row
from benchmarks.report import results, table

GROUPS = {
    "app": "benchmarks.app",
    "engine": "benchmarks.engine",
    "peers": "benchmarks.beside",
    "scaling": "benchmarks.scaling",
    "living": "benchmarks.living",
    "search": "benchmarks.search",
    "sites": "benchmarks.sites",
    "tours": "benchmarks.tours",
    "transit": "benchmarks.transit",
    "truth": "benchmarks.judged",
    "plausible": "benchmarks.plausible",
}
"""Each group is a module with a function `rows()` that yields its rows."""

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


def measure(group: str) -> list[Row]:
    """All rows of a group, each told as soon as it is there."""
    rows: Callable[[], Iterable[Row]] = import_module(GROUPS[group]).rows
    measured = []
    for row in rows():
        print(f"  {row.what}: {row.value:.3g} {row.unit}", flush=True)
        measured.append(row)
    return measured


def main() -> int:
    """Measure what is asked for; exit status 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("group", nargs="*", help=f"which groups, of: {', '.join(GROUPS)}; or all")
    chosen = parser.parse_args().group or list(GROUPS)
    unknown = [name for name in chosen if name not in GROUPS]
    if unknown:
        parser.error(f"no group {unknown[0]!r}; there are {', '.join(GROUPS)}")
    measured: dict[str, list[Row]] = {}
    for name in chosen:
        print(name, flush=True)
        measured[name] = measure(name)
    for name, rows in measured.items():
        print(f"\n{name}\n{table(rows)}")
    if set(chosen) == set(GROUPS):
        RESULTS.write_text(results(measured), "utf-8")
        print(f"\nWritten to {RESULTS.name}")
    return int(any(row.reached is False for rows in measured.values() for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
