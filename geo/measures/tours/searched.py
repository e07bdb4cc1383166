"""More stops than can be solved exactly: OR-Tools' routing search, on the matrix of one hour.

Guided local search from cheapest insertion, with time windows and optional stops. It ends after a
number of solutions, never by the clock, so that the same question gets the same answer. Whoever
asks times the order again, with lunch and the true departures.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from geo.measures.tours.problem import NEVER, Order, Problem
from geo.model import Floats

SOLUTIONS = 300
"""The search ends after so many; a limit on time would make answers differ from run to run."""

_WEIGHT = 100  # a second wasted against a second of travel, which only guides the search
_DAY = 86_400
_SCORE_STEPS = 100  # scores count in hundredths


def search(problem: Problem, solutions: int = SOLUTIONS) -> Order:
    """The best order found; musts that it could not fit are missing from it."""
    if not len(problem):
        return ()
    horizon = int(_horizon(problem))
    manager = pywrapcp.RoutingIndexManager(len(problem) + 2, 1, [problem.start], [problem.end])
    routing = pywrapcp.RoutingModel(manager)
    seconds = _whole(problem, horizon)
    _add_time(problem, manager, routing, seconds, horizon)
    _add_choice(problem, manager, routing, horizon)
    found = routing.SolveWithParameters(_parameters(solutions))
    return _order(manager, routing, found) if found else ()


def _horizon(problem: Problem) -> float:
    """A moment by which all but lunch is over; without a return, what all travel could take.

    Lunch is kept free at the end: breaks within the search made it ten times as long, and timing
    puts lunch where it delays least.
    """
    if problem.back_by < NEVER:
        lunch = problem.lunch
        eats = lunch is not None and problem.depart <= lunch.latest < problem.back_by
        return max(problem.depart, problem.back_by - (problem.meal_seconds if eats else 0.0))
    seconds = problem.travel.at(problem.depart)
    longest = np.where(np.isfinite(seconds), seconds, 0.0).max(axis=1).sum()
    latest = max([float(rows.max()) for rows in problem.begins if len(rows)] or [0.0])
    total = problem.visit.sum() + longest + problem.meal_seconds
    return float(max(problem.depart, latest) + total + _DAY)


def _whole(problem: Problem, horizon: int) -> list[list[int]]:
    """Travel in whole seconds, rounded up; what cannot be travelled takes longer than there is."""
    seconds = problem.travel.at(problem.depart)
    usable = np.isfinite(seconds)
    whole = np.ceil(np.where(usable, seconds, 0.0) - 1e-6)
    return np.where(usable, whole, horizon + 1).astype(np.int64).tolist()  # type: ignore[no-any-return]


def _add_time(
    problem: Problem, manager: Any, routing: Any, seconds: list[list[int]], horizon: int
) -> None:
    """Travel as the cost of the ways, and a dimension of time with windows and waiting."""
    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(seconds))
    stays = [*np.ceil(problem.visit).astype(int).tolist(), 0, 0]
    spent = [[way + stay for way in row] for row, stay in zip(seconds, stays, strict=True)]
    routing.AddDimension(routing.RegisterTransitMatrix(spent), horizon, horizon, False, "time")
    time = routing.GetDimensionOrDie("time")
    depart = int(np.ceil(problem.depart))
    time.CumulVar(routing.Start(0)).SetRange(depart, depart)
    time.CumulVar(routing.End(0)).SetMax(horizon)
    if problem.waiting_counts:
        time.SetSpanCostCoefficientForVehicle(_WEIGHT, 0)
    for stop, begins in enumerate(problem.begins):
        _open(time.CumulVar(manager.NodeToIndex(stop)), begins, horizon)


def _open(cumul: Any, begins: Floats, horizon: int) -> None:
    """Let a visit begin in its windows only."""
    rows = np.column_stack([np.ceil(begins[:, 0]), np.floor(np.minimum(begins[:, 1], horizon))])
    rows = rows[rows[:, 0] <= rows[:, 1]].astype(int).tolist()
    if not rows:
        return  # it has no window: _add_choice leaves it out
    cumul.SetRange(rows[0][0], rows[-1][1])
    for (_, last), (first, _) in pairwise(rows):
        if last + 1 <= first - 1:
            cumul.RemoveInterval(last + 1, first - 1)


def _add_choice(problem: Problem, manager: Any, routing: Any, horizon: int) -> None:
    """Let stops be left out at a price: any must above all scores, any score above all waste.

    The time of the visit itself is no waste, so that who leaves a stop out does not save it.
    """
    scale = _WEIGHT if problem.waiting_counts else 1
    waste = (horizon - int(problem.depart)) * (scale + 1) + 1
    prices = np.ceil(problem.score * _SCORE_STEPS).astype(int)
    above = int(prices[~problem.must].sum()) + 1
    for stop in range(len(problem)):
        price = (above if problem.must[stop] else int(prices[stop])) * waste
        price += int(problem.visit[stop]) * scale if problem.waiting_counts else 0
        index = manager.NodeToIndex(stop)
        routing.AddDisjunction([index], price)
        if not len(problem.begins[stop]) or problem.begins[stop].min() > horizon:
            routing.ActiveVar(index).SetValue(0)


def _parameters(solutions: int) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategies = routing_enums_pb2.FirstSolutionStrategy
    parameters.first_solution_strategy = strategies.PARALLEL_CHEAPEST_INSERTION
    metaheuristics = routing_enums_pb2.LocalSearchMetaheuristic
    parameters.local_search_metaheuristic = metaheuristics.GUIDED_LOCAL_SEARCH
    parameters.solution_limit = solutions
    return parameters


def _order(manager: Any, routing: Any, found: Any) -> Order:
    order = []
    index = found.Value(routing.NextVar(routing.Start(0)))
    while not routing.IsEnd(index):
        order.append(int(manager.IndexToNode(index)))
        index = found.Value(routing.NextVar(index))
    return tuple(order)
