"""Legs -> trips: the regular trains, those that begin along the line, and the last ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from geo.sources.metro.departures import Departures, filled, of_one, of_two, own_stations
from geo.sources.metro.facts import Facts
from geo.sources.metro.legs import BREAK_SECONDS, Leg, Sign, leg_of


@dataclass(frozen=True)
class Block:
    """Departures from `start` on, every `headway` seconds, up to but not at `end`."""

    start: int
    end: int
    headway: int


@dataclass(frozen=True)
class Trip:
    """A train of a leg from station number `start` on; `times` has one for each station from there,
    in seconds after midnight. It runs once, or as often as its `blocks` say. `kind` is 'regular',
    'early' (it begins along the line before the first from its end) or 'last'."""

    leg: Leg
    kind: str
    start: int
    times: tuple[int, ...]
    blocks: tuple[Block, ...] = ()


def trips_of(facts: Facts) -> list[Trip]:
    """Every trip of the network, by line, direction and service."""
    trips: list[Trip] = []
    for line in dict.fromkeys(service.line for service in facts.services):
        services = [service for service in facts.services if service.line == line]
        for direction in (0, 1):
            legs = [leg_of(service, direction, facts) for service in services]
            trips += _trips(legs, partial(facts.headway, line))
    return trips


def _trips(legs: Sequence[Leg], headway: partial[int]) -> Iterator[Trip]:
    """One direction of a line, of one service or two."""
    leader, others = legs[0], legs[1:]
    known = of_two(leader, others[0], headway) if others else (of_one(leader, headway),)
    for one in known:
        if one.times:
            yield _regular(one, headway)
    yield from _early(known, headway)
    for one in known:
        yield from _last(one, own_stations(one.leg, None if one.leg is leader else leader))


def _regular(one: Departures, headway: partial[int]) -> Trip:
    times = tuple(one.times[0] + offset for offset in one.leg.offsets)
    return Trip(one.leg, "regular", 0, times, blocks_of(one.times, one.end, headway))


def blocks_of(times: Sequence[int], end: int, headway: partial[int]) -> tuple[Block, ...]:
    """The same departures as blocks of an even headway, none of them past `end`."""
    blocks: list[Block] = []
    gaps = [after - before for before, after in pairwise(times)]
    gaps.append(gaps[-1] if gaps else headway(times[-1]))
    for time, gap in zip(times, gaps, strict=True):
        if not blocks or blocks[-1].headway != gap:
            blocks.append(Block(time, time + gap, gap))
        else:
            blocks[-1] = Block(blocks[-1].start, time + gap, gap)
    last = blocks[-1]
    closed = max(min(last.end, end), times[-1] + 1)
    return (*blocks[:-1], Block(last.start, closed, last.headway))


def _early(known: Sequence[Departures], headway: partial[int]) -> Iterator[Trip]:
    """Trains that begin along the line in the morning, where the first published train is earlier
    than the first from farther up; they go on at the headway until that one has come."""
    passed: dict[tuple[Sign, str], int] = {}
    for one in known:
        _note(passed, one.leg, 0, one.first)
    share, leader = _share(known), known[0].leg
    begun: set[tuple[str, int]] = set()
    for one in known:
        leg = one.leg
        own = own_stations(leg, None if leg is leader else leader)
        for k in range(1, min(own, len(leg.stations) - 1)):
            first, until = leg.first[k], passed[leg.signs[k], leg.stations[k]]
            begins = leg.passing(leg.first, k) <= -BREAK_SECONDS and first < until
            if not begins or (leg.stations[k], first) in begun:
                continue
            begun.add((leg.stations[k], first))
            times = filled(first, until, headway, share)
            _note(passed, leg, k, first)
            yield _from(leg, "early", k, first, blocks_of(times, until, headway))


def _share(known: Sequence[Departures]) -> int:
    """Of how many services trains begin along the line: two where each has first trains of its own
    all along, one where the same trains are published under both."""
    leader, others = known[0].leg, [one.leg for one in known[1:]]
    return 1 + sum(
        own_stations(leg, leader) == len(leg.stations) and leg.first[0] != leader.first[0]
        for leg in others
    )


def _note(passed: dict[tuple[Sign, str], int], leg: Leg, start: int, time: int) -> None:
    """Note when a leg's first train from a station passes those behind it."""
    for i in range(start, len(leg.stations)):
        key = leg.signs[i], leg.stations[i]
        passed[key] = min(passed.get(key, 10**6), time + leg.run(start, i))


def _from(leg: Leg, kind: str, k: int, time: int, blocks: tuple[Block, ...] = ()) -> Trip:
    times = tuple(time + leg.run(k, i) for i in range(k, len(leg.stations)))
    return Trip(leg, kind, k, times, blocks)


def _last(one: Departures, own: int) -> Iterator[Trip]:
    """The last published train, and later ones that begin along the line, at published times."""
    leg, count = one.leg, len(one.leg.stations)
    starts = [0] if one.last is not None else []
    starts += [
        k for k in range(1, min(own, count - 1)) if leg.passing(leg.last, k) >= BREAK_SECONDS
    ]
    for k, until in zip(starts, [*starts[1:], own][: len(starts)], strict=True):
        times = list(leg.last[k : min(until, count)])
        for i in range(k + len(times), count):
            times.append(times[-1] + leg.run(i - 1, i))
        yield Trip(leg, "last", k, tuple(times))
