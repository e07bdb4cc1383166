"""Tours: how long an order takes to find after the matrix, and how far from the best known."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.extracts import EXTRACTS
from benchmarks.measuring import RUNS, Row, median_seconds
from geo.measures.tours.problem import Problem, Travel
from geo.measures.tours.solve import solve
from geo.model import Lunch

CASES = EXTRACTS.parent / "tsptw"
NINE, HOUR, SCALE = 9 * 3600.0, 3600.0, 1000
WORST_PERCENT = 3.0


def rows() -> Iterator[Row]:
    """All rows of the group; the published cases only where they are."""
    for stops, most in ((12, 1.0), (13, None), (40, 5.0)):
        for hours in (1, 12):
            problem = day_out(stops, hours)
            took = median_seconds(lambda p=problem: solve(p), RUNS, warm=1)
            by = "one matrix" if hours == 1 else f"a matrix for each of {hours} hours"
            solved = solve(problem)
            if solved is None:
                raise RuntimeError(f"the made-up day of {stops} stops cannot be")
            told = f"{len(solved.found.order)} visited, {'exact' if solved.exact else 'searched'}"
            what = f"{stops} stops with hours, {by}"
            yield Row(what, took, "s", RUNS, at_most=most, note=told)
    if (CASES / "best_known.csv").is_file():
        yield from published()


def day_out(stops: int, hours: int) -> Problem:
    """Made-up stops within 15 km, open from nine or ten for four to eight hours; half an hour to
    an hour at each, lunch, back after ten hours. A third are musts as far as few are asked for."""
    rng = np.random.default_rng(stops)
    places = rng.uniform(0, 15_000, (stops + 1, 2))
    every = [*range(stops), stops, stops]
    apart = np.hypot(*(places[:, None] - places[None]).T)[np.ix_(every, every)]
    slow = rng.uniform(0.8, 1.4, (hours, 1, 1))
    opens = NINE + rng.integers(0, 2, stops) * HOUR
    stays = rng.integers(30, 60, stops) * 60.0
    closes = opens + rng.integers(4, 9, stops) * HOUR - stays
    return Problem(
        Travel(np.ceil(apart / 8 * slow / 60) * 60, NINE),
        stays,
        tuple(np.array([[a, b]]) for a, b in zip(opens, closes, strict=True)),
        np.arange(stops) < min(4, stops // 3),
        rng.integers(1, 5, stops).astype(float),
        NINE,
        NINE + 10 * HOUR,
        Lunch(int(NINE + 2 * HOUR), int(NINE + 4 * HOUR), 60),
    )


def published() -> Iterator[Row]:
    """Sums of travel costs over the lowest known, and the seconds each took."""
    with (CASES / "best_known.csv").open(encoding="utf-8") as file:
        known = {r["instance"]: float(r["best_known_travel_cost"]) for r in csv.DictReader(file)}
    for name, least in known.items():
        problem = instance(CASES / name)
        took = median_seconds(lambda p=problem: solve(p), 3)
        solved = solve(problem)
        yield Row(f"{name}: {len(problem)} stops", took, "s", 3, at_most=5)
        if solved is None or len(solved.found.order) != len(problem):
            yield Row(f"{name}: over the best known", float("inf"), "%", at_most=WORST_PERCENT)
            continue
        over = 100 * (cost(problem, solved.found.order) / least - 1)
        yield Row(f"{name}: over the best known", over, "%", at_most=WORST_PERCENT)


def instance(file: Path) -> Problem:
    """A published case: node 0 is start and end, all others are musts, waiting costs nothing."""
    numbers = np.array(file.read_text("utf-8").split(), float)
    n = int(numbers[0])
    costs = numbers[1 : 1 + n * n].reshape(n, n) * SCALE
    windows = np.round(numbers[1 + n * n :][: 2 * n].reshape(n, 2) * SCALE)
    places = [*range(1, n), 0, 0]
    return Problem(
        Travel(np.round(costs[np.ix_(places, places)])[None]),
        np.zeros(n - 1),
        tuple(windows[1:, None]),
        np.ones(n - 1, bool),
        np.ones(n - 1),
        float(windows[0, 0]),
        float(windows[0, 1]),
        waiting_counts=False,
    )


def cost(problem: Problem, order: tuple[int, ...]) -> float:
    """The sum of travel costs of an order, in the case's own unit."""
    way = [problem.start, *order, problem.end]
    return sum(float(problem.travel.seconds[0, i, j]) for i, j in pairwise(way)) / SCALE
