"""The numbers of the travel model: defaults with their sources, and what a town overrides."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo.errors import Fault
from geo.model import Assumption, Assumptions

SECTIONS = ("speeds", "congestion", "delays", "doors", "offroad", "transit", "tours")
"""The tables of town.toml that override assumptions."""

_DEFAULTS = Path(__file__).with_name("assumptions.toml")

# Least and greatest value that makes sense, by unit; what lies beyond is a slip of the pen.
_LIMITS = {
    "km/h": (0.5, 200.0),
    "share": (0.05, 1.2),
    "share of free flow": (0.05, 1.0),
    "s": (0.0, 600.0),
    "m": (0.0, 2000.0),
    "ratio": (1.0, 5.0),
    "min": (0.0, 600.0),
    "times": (0.2, 5.0),
}
_OWN_LIMITS = {
    "offroad.lattice_metres": (50.0, 1000.0),
    "offroad.band_metres": (25.0, 1000.0),
    "transit.longest_walk": (60.0, 3600.0),
}


@lru_cache(maxsize=1)
def default_assumptions() -> Assumptions:
    """Every number of the travel model with its unit and source, by dotted key."""
    tables = tomllib.loads(_DEFAULTS.read_text(encoding="utf-8"))
    return Assumptions(dict(_rows(tables, "")))


def override(
    base: Assumptions, tables: Mapping[str, Any], file: str
) -> tuple[Assumptions, list[Fault]]:
    """`base` with the numbers of `tables` (sections of `file`), and a fault for each that is off.

    `tables` nests as in town.toml, such as {"speeds": {"walk": 5, "drive": {"trunk": 60}}}.
    """
    rows, faults = dict(base.rows), []
    for key, value in _flat(tables, ""):
        fault = _fault(base, key, value, file)
        if fault:
            faults.append(fault)
        else:
            rows[key] = replace(rows[key], value=float(value), source=file, overridden=True)
    return Assumptions(rows), faults


def _rows(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Assumption]]:
    for name, entry in table.items():
        key = f"{prefix}{name}"
        if "value" in entry:
            yield key, Assumption(key, float(entry["value"]), entry["unit"], entry["source"])
        else:
            yield from _rows(entry, f"{key}.")


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, entry in table.items():
        key = f"{prefix}{name}"
        if isinstance(entry, Mapping):
            yield from _flat(entry, f"{key}.")
        else:
            yield key, entry


def _fault(base: Assumptions, key: str, value: Any, file: str) -> Fault | None:
    if key not in base.rows:
        return Fault(file, key, "no such assumption", _suggest(key, base))
    unit = base.rows[key].unit
    low, high = _OWN_LIMITS.get(key, _LIMITS[unit])
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return Fault(file, key, f"{value!r} is no number", f"Write a plain number in {unit}.")
    if not low <= value <= high:
        problem = f"{value} {unit} makes no sense"
        return Fault(file, key, problem, f"Write a number from {low:g} to {high:g} ({unit}).")
    return None


def _suggest(key: str, base: Assumptions) -> str:
    near = get_close_matches(key, base.rows, n=1, cutoff=0.75)
    if near:
        return f"Did you mean {near[0]!r}?"
    section = key.split(".")[0]
    known = [name for name in base.rows if name.startswith(f"{section}.")] or list(SECTIONS)
    return f"Known here: {', '.join(known)}."
