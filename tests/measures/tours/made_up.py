"""Made-up tours: on paper, at random, and what trying every order finds."""

from __future__ import annotations

from itertools import permutations

import numpy as np

from geo.measures.tours.problem import NEVER, Order, Problem, Travel
from geo.measures.tours.timing import Timed, timed
from geo.model import Floats, Lunch

HOUR = 3600.0
NINE = 9 * HOUR


def on_a_line(
    places: list[float],
    visits: list[float],
    begins: list[list[tuple[float, float]]],
    must: list[bool] | None = None,
    score: list[float] | None = None,
    back_by: float = NEVER,
    lunch: Lunch | None = None,
) -> Problem:
    """Stops along a road from the start at 0 and back to it, a minute apart for each unit;
    `begins` and `visits` in minutes after nine and minutes."""
    at = np.array([*places, 0.0, 0.0])
    return Problem(
        Travel(np.abs(at[:, None] - at)[None] * 60.0),
        np.array(visits) * 60.0,
        tuple(NINE + 60.0 * np.array(rows, float).reshape(-1, 2) for rows in begins),
        np.array(must if must is not None else [True] * len(places)),
        np.array(score if score is not None else [1.0] * len(places)),
        NINE,
        back_by if back_by == NEVER else NINE + back_by * 60.0,
        lunch,
    )


def at_random(seed: int, stops: int, slots: int = 1, lunch: bool = False) -> Problem:
    """Stops in a square, each open in one or two windows, some of them musts."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 3000, (stops + 1, 2))
    every = [*range(stops), stops, stops]
    apart = np.hypot(*(places[:, None] - places[None]).T)[np.ix_(every, every)]
    factors = rng.uniform(0.5, 2, (slots, *apart.shape)) if slots > 1 else np.ones((1, 1, 1))
    seconds = np.ceil(apart * factors / 60) * 60
    return Problem(
        Travel(seconds, NINE, HOUR / 2),
        rng.integers(5, 40, stops) * 60.0,
        tuple(_windows(rng) for _ in range(stops)),
        rng.random(stops) < 0.15,
        rng.integers(1, 5, stops).astype(float),
        NINE,
        NINE + 3.5 * HOUR,
        Lunch(int(NINE + HOUR), int(NINE + 1.6 * HOUR), 40) if lunch else None,
    )


def _windows(rng: np.random.Generator) -> Floats:
    count = int(rng.integers(1, 3))
    return NINE + 60.0 * np.sort(rng.integers(0, 300, 2 * count)).reshape(count, 2)


def worth(problem: Problem, found: Timed) -> tuple[float, float, float]:
    """What is compared, less being better: the scores had, the time wasted, the end."""
    score = sum(float(problem.score[s]) for s in found.order if not problem.must[s])
    return -round(score, 6), found.wasted(problem), found.end


def every_order(problem: Problem) -> list[Timed]:
    """Every order of every subset with all musts that holds."""
    musts = set(np.flatnonzero(problem.must).tolist())
    stops = range(len(problem))
    orders = (o for k in range(len(problem) + 1) for o in permutations(stops, k) if musts <= set(o))
    return [found for order in orders if (found := timed(problem, order))]


def check(problem: Problem, found: Timed) -> None:
    """Hours, visit times, travel, lunch and return hold, each looked at by itself."""
    places: Order = (problem.start, *found.order, problem.end)
    ready, meal = problem.depart, found.meal
    if meal and meal[1] == 0 and not meal[2]:
        ready = _eaten(problem, meal[0], ready)
    for position, stop in enumerate(found.order):
        arrive, begin = found.arrive[position], found.begin[position]
        assert found.leave[position] >= ready
        seconds = problem.travel.at(found.leave[position])[places[position], stop]
        assert arrive == found.leave[position] + seconds
        if meal and meal[1:] == (position, True):
            arrive = _eaten(problem, meal[0], arrive)
        assert begin >= arrive
        assert any(first <= begin <= last for first, last in problem.begins[stop])
        ready = begin + float(problem.visit[stop])
        if meal and meal[1:] == (position + 1, False):
            ready = _eaten(problem, meal[0], ready)
    assert found.end >= ready
    assert found.end <= problem.back_by
    if problem.lunch and not meal:
        assert found.end <= problem.lunch.latest or problem.depart > problem.lunch.latest


def _eaten(problem: Problem, start: float, ready: float) -> float:
    assert problem.lunch is not None
    assert max(ready, problem.lunch.earliest) <= start <= problem.lunch.latest
    return start + problem.meal_seconds
