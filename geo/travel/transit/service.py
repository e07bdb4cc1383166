"""A timetable on a town's streets, ready for questions: what does not depend on the place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geo.errors import QuestionError
from geo.model import Assumptions, Direction, Ints, Mode, Timetable, TransitRules, When
from geo.network.snap import Snapped
from geo.study import Study
from geo.travel.transit.board import Board, make_board, reversed_timetable
from geo.travel.transit.stops import (
    Doors,
    entering,
    find_changes,
    find_doors,
    leaving,
    served,
    stations,
)
from geo.travel.transit.streets import Pairs, between, to_nodes
from geo.travel.transit.walks import Walks, make_walks

DEFAULTS = TransitRules()


@dataclass(frozen=True, eq=False, repr=False)
class Service:
    """Public transport in a town on one day; parts are made when first asked for, and kept."""

    study: Study
    timetable: Timetable
    rules: TransitRules

    @cached_property
    def doors(self) -> Doors:
        """Where stops are entered on foot."""
        stops = np.flatnonzero(served(self.timetable))
        return find_doors(self.study, self.timetable, Mode.WALK, stops)

    @cached_property
    def racks(self) -> Doors:
        """Where bicycles are left: at the doors of stations."""
        stops = np.flatnonzero(stations(self.timetable))
        return find_doors(self.study, self.timetable, self.rules.cycle, stops)

    @cached_property
    def _parts(self) -> dict[Direction, Part]:
        changes = find_changes(self.study, self.timetable, self.rules, self.doors)
        back = make_walks(
            changes.goal, changes.source, changes.seconds, changes.goals, changes.sources
        )
        into, out = entering(self.timetable, self.rules), leaving(self.timetable, self.rules)
        return {
            Direction.FROM: Part(self.timetable, changes, into, out),
            Direction.TO: Part(reversed_timetable(self.timetable), back, out, into),
        }

    def part(self, direction: Direction) -> Part:
        """What a search in a direction runs on."""
        return self._parts[direction]

    @cached_property
    def _to_nodes(self) -> dict[tuple[Direction, bool], Walks]:
        return {}

    def exits(self, by_bike: bool) -> tuple[Doors, ...]:
        """The doors of stops and, by bicycle, the racks of stations after them."""
        return (self.doors, self.racks) if by_bike else (self.doors,)

    def to_nodes(self, direction: Direction, by_bike: bool = False) -> Walks:
        """From every exit to every node near it (back in direction 'to'); goals are nodes."""
        key = (direction, by_bike)
        if key not in self._to_nodes:
            network = self.study.network

            def found(doors: Doors, cycled: bool) -> Pairs:
                mode, longest, _ = self.reach(cycled)
                return to_nodes(network, doors.snapped, mode, direction, longest)

            self._to_nodes[key] = self.walks_from_exits(by_bike, found, network.nodes)
        return self._to_nodes[key]

    def to_points(
        self, direction: Direction, on_foot: Snapped, by_bike: Snapped | None = None
    ) -> Walks:
        """From every exit to joined points (back in direction 'to'), by bicycle too if asked."""
        network = self.study.network

        def found(doors: Doors, cycled: bool) -> Pairs:
            points = by_bike if cycled and by_bike is not None else on_foot
            mode, longest, _ = self.reach(cycled)
            joined = np.flatnonzero(points.joined)
            pairs = between(network, doors.snapped, points.take(joined), mode, direction, longest)
            return Pairs(pairs.near, joined[pairs.far], pairs.seconds)

        return self.walks_from_exits(by_bike is not None, found, len(on_foot))

    def walks_from_exits(
        self, by_bike: bool, found: Callable[[Doors, bool], Pairs], goals: int
    ) -> Walks:
        """Walks from the doors of stops and, by bicycle, rides from the racks, numbered after them;
        `found` gives those of some exits."""
        near, far, seconds, first = [], [], [], 0
        for doors, cycled in zip(self.exits(by_bike), (False, True), strict=False):
            pairs, (_, _, lock) = found(doors, cycled), self.reach(cycled)
            near.append(pairs.near + first)
            far.append(pairs.far)
            seconds.append(np.rint(pairs.seconds).astype(np.int64) + lock)
            first += len(doors.snapped)
        source, goal, taken = (np.concatenate(part) for part in (near, far, seconds))
        return make_walks(source, goal, taken, first, goals)

    def reach(self, by_bike: bool) -> tuple[Mode, int, int]:
        """The street mode to or from stops, how many seconds it may take, and those to lock up."""
        rules = self.rules
        if by_bike:
            return rules.cycle, rules.longest_ride, rules.lock
        return Mode.WALK, rules.longest_walk, 0


@dataclass(frozen=True, eq=False, repr=False)
class Part:
    """A timetable in one sense of time, the changes, and the seconds between street and train,
    shape (stops,): at the stops next to the place and at those away from it."""

    timetable: Timetable
    changes: Walks
    near: Ints
    away: Ints

    @cached_property
    def board(self) -> Board:
        return make_board(self.timetable)


def asked_service(service: Service | None, when: When | None) -> tuple[Service, When]:
    """What a question by public transport needs; raises QuestionError where it is not there."""
    if service is None:
        raise QuestionError("mode", "transit", "This town has no timetable for it.")
    if when is None:
        raise QuestionError("when", None, "Say on which day, and from when on.")
    return service, when


def rules_of(assumptions: Assumptions) -> TransitRules:
    """The town's rules: its assumptions under 'transit', the rest by default."""

    def of(name: str) -> int:
        key = f"transit.{name}"
        return int(assumptions[key]) if key in assumptions else int(getattr(DEFAULTS, name))

    return TransitRules(
        of("entrance_in"),
        of("entrance_out"),
        of("interchange"),
        of("boarding_slack"),
        of("longest_walk"),
        of("longest_ride"),
        of("lock"),
    )
