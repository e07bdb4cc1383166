"""How time and memory grow with the number of edges, from Monaco to Porto."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.extracts import ROOT, TOWNS, centre, written
from benchmarks.measuring import RUNS, Row, command, median, median_seconds
from geo.model import Direction, Mode, Period
from geo.study import Study, open_study
from geo.travel.streets import search

LINEAR = 1.2
"""An exponent above this would tell of something that grows faster than the town."""


def rows() -> Iterator[Row]:
    """Seconds and megabytes of each extract, then the exponents."""
    edges: list[int] = []
    figures: dict[str, list[float]] = {}
    for town in TOWNS:
        with written(town) as (folder, workplace):
            found = _measure(folder, workplace / "cache")
            edges.append(int(found.pop("edges")))
            for what, value in found.items():
                figures.setdefault(what, []).append(value)
                yield Row(f"{town.name_en}: {what}", value, "", RUNS, note=f"{edges[-1]:,} edges")
    for what, values in figures.items():
        yield Row(f"exponent of {what}", _exponent(edges, values), "", len(edges), at_most=LINEAR)


def _measure(folder: Path, cache: Path) -> dict[str, float]:
    """Edges, and by name every figure that is held against them."""
    seconds, megabytes = [], []
    for _ in range(RUNS):
        for old in cache.glob("*"):
            old.rename(cache.parent / f"old-{len(seconds)}-{old.name}")
        took, peak = command([sys.executable, "-m", "geo", "build", folder], cwd=ROOT)
        seconds.append(took)
        megabytes.append(peak)
    idle, idle_peak = _idle()
    study = open_study(folder)
    return {
        "edges": float(2 * study.network.links),
        "build, s beyond the start": max(median(seconds) - idle, 1e-3),
        "build, MB beyond the start": max(median(megabytes) - idle_peak, 1.0),
        "one search by car, ms": 1000 * median_seconds(lambda: _search(study), runs=9, warm=2),
        "cache on disk, MB": sum(study.sizes.values()) / 2**20,
    }


def _idle() -> tuple[float, float]:
    """Seconds and megabytes of starting the command line without doing anything."""
    runs = [command([sys.executable, "-m", "geo", "build", "--help"], cwd=ROOT) for _ in range(3)]
    return median(took for took, _ in runs), median(peak for _, peak in runs)


def _search(study: Study) -> None:
    snapped = study.snap([centre(study).point], Mode.DRIVE)
    search(study.network, snapped, Mode.DRIVE, Period.FREE, Direction.FROM)


def _exponent(edges: list[int], values: list[float]) -> float:
    """The slope of a straight line through the logarithms."""
    return float(np.polyfit(np.log(edges), np.log(values), 1)[0])
