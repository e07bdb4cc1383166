"""The fastest way between two places, with its line and its named steps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from geo.crs import to_degrees
from geo.errors import NoRoute
from geo.model import NAMELESS, Direction, Floats, Mode, Name, Period, Route, Spot, Step
from geo.network.graph import Network
from geo.network.rules import CLASSES, CODE
from geo.network.snap import Snapped
from geo.study import Study
from geo.travel.doors import Doors, ends_of
from geo.travel.paths import AGAINST, ALONG, STRAIGHT, Paths, search_paths

_SHORT_METRES = 15.0  # a bend is judged by the road this far to either side of it
_PASSAGE_METRES = 50.0
_NOTHING_METRES = 0.05
_TURNS = ((20.0, "straight"), (50.0, "slight"), (120.0, ""), (165.0, "sharp"))


@dataclass(frozen=True, eq=False, repr=False)
class _Best:
    """The way between two places by the best of their doors, `leave` and `come`."""

    seconds: float
    metres: float
    leave: int
    come: int
    how: int
    paths: Paths


@dataclass(frozen=True)
class Stretch:
    """Part of one link, in the sense of travel: its line in local metres, and its seconds."""

    link: int
    line: Floats
    seconds: float

    @property
    def metres(self) -> float:
        """Its length."""
        return float(np.hypot(*np.diff(self.line, axis=0).T).sum())


def route(
    study: Study, origin: Spot, destination: Spot, mode: Mode, period: Period = Period.OFF_PEAK
) -> Route:
    """The fastest way from origin to destination, through the best of their doors.

    Raises OutOfBounds or OffNetwork for the places, NoRoute where no way leads from one to the
    other.
    """
    leaving, coming = (ends_of(study, [end], mode) for end in (origin, destination))
    best = _best(study.network, leaving, coming, mode, period)
    if best is None:
        raise NoRoute(origin.id, destination.id, mode.value)
    start, goal = leaving.take(np.array([best.leave])), coming.take(np.array([best.come]))
    stretches = _stretches(study.network, best.paths, start.snapped, goal.snapped, best.how)
    x, y = study.locate([*start.points, *goal.points])
    steps = _steps(study.network, stretches, start.snapped, goal.snapped)
    line = np.concatenate([[[x[0], y[0]]], *(s.line for s in stretches), [[x[1], y[1]]]])
    fresh = np.concatenate([[True], np.abs(np.diff(line, axis=0)).max(axis=1) > 1e-3])
    lon, lat = to_degrees(line[fresh, 0], line[fresh, 1], study.town.metres)
    return Route(
        origin,
        destination,
        mode,
        period if mode is Mode.DRIVE else Period.FREE,
        best.seconds,
        best.metres,
        np.column_stack([lon, lat]),
        (*_at_door(mode, start, "un"), *steps, *_at_door(mode, goal)),
        _assumed_metres(study.network, stretches) > _NOTHING_METRES,
    )


def _best(
    network: Network, leaving: Doors, coming: Doors, mode: Mode, period: Period
) -> _Best | None:
    """The quickest of the ways between two places' doors, None where there is none."""
    best: _Best | None = None
    searches = search_paths(network, leaving.snapped, mode, period, Direction.FROM)
    for leave, paths in enumerate(searches):
        seconds, metres, how = paths.reach(coming.snapped)
        whole = leaving.seconds[leave] + seconds + coming.seconds
        come = int(np.argmin(whole))
        if whole[come] < (np.inf if best is None else best.seconds):
            ways = float(whole[come]), float(metres[come])
            best = _Best(*ways, leave, come, int(how[come]), paths)
    return best


def _at_door(mode: Mode, door: Doors, turned: str = "") -> list[Step]:
    """Parking or locking, told as a step of its own; `turned` as the undoing of it at a start."""
    seconds = float(door.seconds[0])
    word = "park" if mode is Mode.DRIVE else "lock"
    return [Step(NAMELESS, turned + word, 0.0, seconds)] if seconds else []


def _stretches(
    network: Network, paths: Paths, start: Snapped, goal: Snapped, how: int
) -> list[Stretch]:
    """The links of the way in order, the first and last in part.

    Whole links take the time between their starts, so that what a junction costs is told with the
    link before it.
    """
    field, links = paths.field, network.links
    first, last = int(start.link[0]), int(goal.link[0])
    leave, arrive = float(start.fraction[0]), float(goal.fraction[0])
    travel = network.travel_of(field.mode, field.period)
    if how == STRAIGHT:
        forward = arrive >= leave
        seconds = abs(arrive - leave) * float(travel[0 if forward else 1][first])
        return [_part(network, first, leave, arrive, forward, seconds if arrive != leave else 0.0)]
    goal_edge = last + (links if how == AGAINST else 0)
    edges = [*paths.edges_to(goal_edge), goal_edge]
    out = _exit(network, paths, edges[0], leave)
    parts = [
        _part(network, first, leave, out, out == 1.0, field.begin[edges[0]] - field.access_seconds)
    ]
    for edge, following in pairwise(edges):
        back = edge >= links
        seconds = float(field.begin[following] - field.begin[edge])
        parts.append(_part(network, edge % links, float(back), float(not back), not back, seconds))
    came = 1.0 if how == AGAINST else 0.0
    seconds = abs(arrive - came) * float(travel[how][last]) if arrive != came else 0.0
    return [*parts, _part(network, last, came, arrive, how == ALONG, seconds)]


def _exit(network: Network, paths: Paths, edge: int, leave: float) -> float:
    """Through which end (0 or 1) of its own link the way leaves to `edge`; a loop has one node."""
    field = paths.field
    start, end = int(network.start[field.link]), int(network.end[field.link])
    node = int((network.end if edge >= network.links else network.start)[edge % network.links])
    if start != end:
        return 0.0 if node == start else 1.0
    along, against = network.travel_of(field.mode, field.period)
    ahead, behind = (1 - leave) * along[field.link], leave * against[field.link]
    return 1.0 if ahead <= behind else 0.0


def _part(
    network: Network, link: int, leave: float, arrive: float, forward: bool, seconds: float
) -> Stretch:
    """The part of a link between two fractions of it, turned to the sense of travel."""
    xy = np.asarray(network.shape_xy[network.shape_offsets[link] : network.shape_offsets[link + 1]])
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))])
    low, high = sorted((leave, arrive))
    a, b = low * run[-1], high * run[-1]
    inner = xy[(run > a) & (run < b)]
    ends = [np.array([np.interp(at, run, xy[:, k]) for k in (0, 1)]) for at in (a, b)]
    line = np.vstack([ends[0], inner, ends[1]])
    return Stretch(link, line if forward else line[::-1], float(seconds))


def _steps(
    network: Network, stretches: list[Stretch], start: Snapped, goal: Snapped
) -> tuple[Step, ...]:
    """Stretches along one street told as one step, with the turn into it, and the end walks."""
    told = _walk(network, float(start.metres[0]))
    before: Stretch | None = None
    for group in _streets(network, [s for s in stretches if s.metres > _NOTHING_METRES]):
        told.append(_step(network, group, before))
        before = group[-1]
    return (*told, *_walk(network, float(goal.metres[0])))


def _walk(network: Network, metres: float) -> list[Step]:
    """The walk off the network, where there is one to speak of."""
    if metres < 1:
        return []
    seconds = metres * network.off_network_seconds_per_metre
    return [Step(Name("", ""), "walk", metres * network.detour, seconds)]


def _streets(network: Network, stretches: list[Stretch]) -> list[list[Stretch]]:
    """Stretches grouped by street; a short nameless one, as inside a crossing, is no street."""
    groups: list[list[Stretch]] = []
    for stretch in stretches:
        same = groups and _street(network, stretch) == _street(network, groups[-1][0])
        if same or (groups and _is_passage(network, stretch)):
            groups[-1].append(stretch)
        else:
            groups.append([stretch])
    return groups


def _is_passage(network: Network, stretch: Stretch) -> bool:
    return not any(network.name_of(stretch.link)[k] for k in ("zh", "en")) and (
        stretch.metres < _PASSAGE_METRES
    )


def _street(network: Network, stretch: Stretch) -> tuple[int, int]:
    """What makes two links one street: the name, or the class of those that have none."""
    name = int(network.name[stretch.link])
    nameless = not any(network.names[name])
    return name, int(network.code[stretch.link]) if nameless else -1


def _step(network: Network, group: list[Stretch], before: Stretch | None) -> Step:
    """One street as a step, which counts as assumed where at least half of its length is."""
    metres = sum(stretch.metres for stretch in group)
    return Step(
        network.name_of(group[0].link),
        "start" if before is None else _turn(before.line, group[0].line),
        metres,
        sum(stretch.seconds for stretch in group),
        CLASSES[int(network.code[group[0].link])],
        _assumed_metres(network, group) >= metres / 2,
    )


def _assumed_metres(network: Network, stretches: list[Stretch]) -> float:
    """How much of the way no map shows."""
    return sum(s.metres for s in stretches if int(network.code[s.link]) == CODE["assumed"])


def _turn(coming: Floats, going: Floats) -> str:
    """The turn from one line into the next, by the angle between them; positive is left."""
    angle = np.degrees(_heading(going) - _heading(coming[::-1]) + np.pi)
    angle = float((angle + 180) % 360 - 180)
    for limit, word in _TURNS:
        if abs(angle) < limit:
            if word == "straight":
                return word
            side = "left" if angle > 0 else "right"
            return f"{word}-{side}" if word else side
    return "uturn"


def _heading(line: Floats) -> float:
    """Direction in radians from a line's start to the point a short way along it."""
    away = np.hypot(*(line - line[0]).T)
    index = int(np.argmax(away >= min(_SHORT_METRES, away.max())))
    dx, dy = line[index] - line[0]
    return float(np.arctan2(dy, dx))
