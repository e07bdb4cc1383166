"""Published instances of the travelling salesman's problem with time windows, as problems.

Their best known values are sums of travel costs: waiting costs nothing.
"""

from __future__ import annotations

import csv
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from geo.measures.tours.problem import Problem, Travel

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT.parent / "shared" / "tsptw"
SCALE = 1000
"""Costs are whole numbers in thousandths, so that the search need not round them."""


def folder() -> Path:
    """Where the instances lie; a test that needs them skips where they are absent."""
    chosen = os.environ.get("TOWN_TEST_DATA")
    found = Path(chosen).parent / "tsptw" if chosen else FOLDER
    if not found.is_dir():
        pytest.skip(f"no published instances at {found}")
    return found


def best_known() -> dict[str, float]:
    """The lowest known sum of travel costs by the name of the file."""
    with (folder() / "best_known.csv").open(encoding="utf-8") as file:
        return {
            row["instance"]: float(row["best_known_travel_cost"]) for row in csv.DictReader(file)
        }


def read(name: str) -> Problem:
    """An instance as a problem whose start and end are the depot, all stops musts."""
    numbers = iter((folder() / name).read_text().split())
    n = int(next(numbers))
    costs = np.array([[float(next(numbers)) for _ in range(n)] for _ in range(n)]) * SCALE
    windows = np.array([[float(next(numbers)) for _ in range(2)] for _ in range(n)]) * SCALE
    places = [*range(1, n), 0, 0]
    stops = n - 1
    return Problem(
        Travel(np.round(costs[np.ix_(places, places)])[None]),
        np.zeros(stops),
        tuple(np.round(windows[1 + i]).reshape(1, 2) for i in range(stops)),
        np.ones(stops, bool),
        np.ones(stops),
        float(windows[0, 0]),
        float(windows[0, 1]),
        waiting_counts=False,
    )


def cost(problem: Problem, order: tuple[int, ...]) -> float:
    """The sum of travel costs of an order, in the instance's own unit."""
    seconds = problem.travel.seconds[0]
    way = [problem.start, *order, problem.end]
    return float(sum(seconds[i, j] for i, j in pairwise(way))) / SCALE
