"""A town and a wish -> a plan: travel times by the engine, the best order, real ways between.

All times of a plan are whole minutes, travel rounded up to the next, so that what is shown adds up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from geo.errors import ImpossibleTour, NoRoute, QuestionError, TourChange
from geo.measures.tours.by_hand import (
    changes_in_order,
    completed,
    in_order,
    stuck,
    why_not_in_order,
)
from geo.measures.tours.explain import changes, culprit, why_left_out
from geo.measures.tours.problem import NEVER, Clock, Order, Problem, Travel
from geo.measures.tours.solve import Solved, solve
from geo.measures.tours.timetabled import Timetabled
from geo.measures.tours.timing import Timed
from geo.measures.tours.ways import Engine, Streets, pace_of
from geo.model import (
    Assumption,
    Floats,
    LeftOut,
    Meal,
    Mode,
    Spot,
    TourLeg,
    TourPlan,
    TourStop,
    TourWish,
    Visit,
)
from geo.sources.hours import open_on, told
from geo.study import Study

MOST_WISHED = 60
"""More stops than anyone visits in a day."""

_MINUTE = 60.0
_DAYS_TRIED = 14
_PACED = ("walk", "bike", "ebike")


ENGINES: dict[str, Engine] = {
    **{mode: Streets() for mode in ("walk", "bike", "ebike", "drive")},
    "transit": Timetabled(),
}
"""What computes the ways of each mode."""


def plan_tour(study: Study, wish: TourWish) -> TourPlan:
    """The plan that answers a wish.

    Raises ImpossibleTour where the musts cannot all be visited, with what would help;
    QuestionError for a wish that cannot be meant; OutOfBounds, OffNetwork or NoRoute for a start,
    an end or a must that the mode cannot reach.
    """
    engine = _checked(wish)
    spots = [*(stop.spot for stop in wish.stops), wish.start, wish.end]
    ways = engine.ways(study, spots, wish)
    _require_reached(study, wish, ways.travel)
    problem = problem_of(wish, ways.travel, wish.day)
    if order := _by_hand(wish):
        solved = in_order(problem, order, ways.clock)
        if solved is None:
            raise _impossible_order(wish, problem, order, ways.clock or problem.travel)
    else:
        solved = solve(problem, ways.clock)
        if solved is None:
            raise _impossible(wish, problem)
    return _plan(study, wish, engine, problem, solved, ways.assumed)


def problem_of(wish: TourWish, travel: Travel, day: date) -> Problem:
    """The wish in plain numbers, with the opening hours of that day."""
    stops = wish.stops
    back_by = wish.back_by_seconds
    return Problem(
        travel,
        np.array([stop.visit_minutes * _MINUTE for stop in stops]),
        tuple(_begins(stop, day) for stop in stops),
        np.array([stop.must for stop in stops], bool),
        np.array([stop.score for stop in stops], float),
        float(wish.depart_seconds),
        NEVER if back_by is None else float(back_by),
        wish.lunch,
    )


def _begins(stop: TourStop, day: date) -> Floats:
    """From when to when a visit may begin that is over by closing time, shape (k, 2)."""
    visit = stop.visit_minutes * _MINUTE
    rows = [(first, last - visit) for first, last in open_on(stop.hours, day)]
    return np.array([row for row in rows if row[0] <= row[1]], float).reshape(-1, 2)


def _checked(wish: TourWish) -> Engine:
    """The engine of the wish's mode; raises QuestionError for what cannot be meant."""
    if wish.mode not in ENGINES:
        known = ", ".join(ENGINES)
        raise QuestionError("mode", wish.mode, f"Tours can be planned for {known} so far.")
    if not wish.stops or len(wish.stops) > MOST_WISHED:
        raise QuestionError("stops", len(wish.stops), f"Choose from 1 to {MOST_WISHED} stops.")
    ids = [stop.spot.id for stop in wish.stops]
    twice = next((id for id in ids if ids.count(id) > 1), None)
    if twice is not None:
        raise QuestionError("stop", twice, "Choose each stop once.")
    for stop in wish.stops:
        if not stop.score > 0:
            raise QuestionError("score", stop.score, f"Give {stop.spot.id} a score above 0.")
        if not 0 < stop.visit_minutes <= 24 * 60:
            raise QuestionError("visit minutes", stop.visit_minutes, "Write from 1 to 1440.")
    return ENGINES[wish.mode]


def _require_reached(study: Study, wish: TourWish, travel: Travel) -> None:
    """Raise what says why a start, an end or a must cannot be reached."""
    seconds = travel.seconds.min(axis=0)
    start, end = len(wish.stops), len(wish.stops) + 1
    musts = [(i, stop.spot) for i, stop in enumerate(wish.stops) if stop.must]
    needed = [(start, i, wish.start, spot) for i, spot in musts]
    needed += [(i, end, spot, wish.end) for i, spot in musts]
    needed += [(start, end, wish.start, wish.end)]
    for i, j, origin, destination in needed:
        if not np.isfinite(seconds[i, j]):
            mode = Mode.WALK if wish.mode == Mode.TRANSIT else Mode(wish.mode)
            study.snap([origin.point, destination.point], mode)
            raise NoRoute(origin.id, destination.id, wish.mode)


def _by_hand(wish: TourWish) -> Order:
    """The order chosen by hand, as numbers of the stops; without what is wished no more."""
    numbers = {stop.spot.id: number for number, stop in enumerate(wish.stops)}
    return tuple(numbers[id] for id in dict.fromkeys(wish.order) if id in numbers)


def _impossible_order(
    wish: TourWish, problem: Problem, order: Order, clock: Clock
) -> ImpossibleTour:
    """Which stop the order comes too late for, and what would help."""
    whole = completed(problem, order, clock)
    found = tuple(changes_in_order(problem, whole, clock))
    return _told(wish, stuck(problem, whole, clock), found)


def _impossible(wish: TourWish, problem: Problem) -> ImpossibleTour:
    """Which must stands in the way, when it is open, and what would help."""
    number = culprit(problem)
    found = [*_other_day(wish, problem, number), *changes(problem, number)]
    small = [change for change in found if change.kind not in {"day", "leave-out"}]
    rest = [change for change in found if change.kind in {"day", "leave-out"}]
    return _told(wish, number, small + rest)


def _told(wish: TourWish, number: int | None, changes: Sequence[TourChange]) -> ImpossibleTour:
    """The error, its changes told by the times of the wish, which its margins are still in."""
    after = wish.depart_seconds - wish.start_seconds
    before = (wish.return_seconds or 0) - (wish.back_by_seconds or 0)
    margins = {"start": -after, "return": before}
    found = [replace(each, value=each.value + margins.get(each.kind, 0)) for each in changes]
    if number is None:
        return ImpossibleTour("", {}, "", wish.day, found)
    stop = wish.stops[number]
    names = {language: stop.spot.name[language] or stop.spot.id for language in ("zh", "en")}
    hours = told(open_on(stop.hours, wish.day))
    return ImpossibleTour(stop.spot.id, names, hours, wish.day, found)


def _other_day(wish: TourWish, problem: Problem, number: int | None) -> Iterator[TourChange]:
    """The next day on which all musts can be visited, where it is hours that stand in the way."""
    if number is None:
        return
    for days in range(1, _DAYS_TRIED + 1):
        day = wish.day + timedelta(days)
        musts = np.flatnonzero(problem.must).tolist()
        if solve(problem_of(wish, problem.travel, day).take(musts)) is not None:
            yield TourChange("day", days, float(day.toordinal()))
            return


def _plan(
    study: Study, wish: TourWish, engine: Engine, problem: Problem, solved: Solved, assumed: bool
) -> TourPlan:
    found = solved.found
    legs = tuple(_legs(study, wish, engine, found))
    return TourPlan(
        wish,
        tuple(_visits(wish, problem, found)),
        legs,
        _meal(wish, problem, found),
        tuple(
            LeftOut(wish.stops[why.stop], why.reason, why.minutes)
            for why in (why_not_in_order if wish.order else why_left_out)(problem, found.order)
        ),
        solved.exact,
        any(leg.route.assumed for leg in legs if leg.route) if legs else assumed,
        tuple(_assumptions(study, wish)),
        study.data_as_of,
        study.digest,
    )


def _visits(wish: TourWish, problem: Problem, found: Timed) -> Iterator[Visit]:
    for position, stop in enumerate(found.order):
        arrive, begin = found.arrive[position], found.begin[position]
        eaten = found.meal is not None and found.meal[1:] == (position, True)
        wait = begin - arrive - (problem.meal_seconds if eaten else 0.0)
        over = begin + float(problem.visit[stop])
        yield Visit(wish.stops[stop], int(arrive), int(begin), int(over), int(wait))


def _meal(wish: TourWish, problem: Problem, found: Timed) -> Meal | None:
    """The lunch, near the stop before the visit that it precedes, or where that one is."""
    if found.meal is None:
        return None
    start, position, there = found.meal
    near = position if there else position - 1
    spot = wish.stops[found.order[near]].spot if near >= 0 else wish.start
    return Meal(spot, int(start), int(start + problem.meal_seconds))


def _legs(study: Study, wish: TourWish, engine: Engine, found: Timed) -> Iterator[TourLeg]:
    places = [wish.start, *(wish.stops[stop].spot for stop in found.order), wish.end]
    arrivals = [*found.arrive, found.end]
    for i, (depart, arrive) in enumerate(zip(found.leave, arrivals, strict=True)):
        origin, destination = places[i], places[i + 1]
        way = None
        if arrive > depart:
            way = engine.route(study, origin, destination, wish, int(depart))
        yield TourLeg(origin, destination, int(depart), int(arrive), way)


def _assumptions(study: Study, wish: TourWish) -> Iterator[Assumption]:
    """The numbers of the tour that are assumed and play a part in it."""
    rows = study.town.assumptions.rows
    if any(stop.visit_assumed for stop in wish.stops):
        yield rows["tours.visit_minutes"]
    if pace_of(wish, study.town.assumptions) != 1.0:
        yield rows[f"tours.{wish.pace.value}"]
    kinds = {hub.id: hub.kind for hub in study.hubs}
    for spot, minutes, side in (
        (wish.start, wish.after_start_minutes, "after"),
        (wish.end, wish.before_end_minutes, "before"),
    ):
        row = rows.get(f"tours.{kinds.get(spot.id)}_{side}")
        if minutes and row is not None:
            yield replace(row, value=float(minutes), overridden=minutes != row.value)


def margins(study: Study, start: Spot, end: Spot) -> tuple[int, int]:
    """Minutes to leave after arriving at the start and before leaving from the end.

    By the kind of hub that they are: airports and railway stations have some, other places none.
    """
    kinds = {hub.id: hub.kind for hub in study.hubs}
    assumed = study.town.assumptions
    after, before = (
        int(assumed.get(f"tours.{kinds.get(spot.id)}_{side}", 0.0))
        for spot, side in ((start, "after"), (end, "before"))
    )
    return after, before
