"""When the trains of a line leave: from the first published train, at a headway, to the last.

The headway is the line's. Two services share it on their trunk: they alternate there, each at twice
the headway. What hour it is, is asked where the trunk begins in the direction of travel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.sources.metro.legs import Leg

Headway = Callable[[float], int]
"""Seconds between trains at a time of day."""


@dataclass(frozen=True)
class Departures:
    """When a leg's trains leave its first station, the last published one apart.

    `end` is the time from which there are no more; `last` is None where the last published train
    of the leg's first station is not one of this leg.
    """

    leg: Leg
    times: tuple[int, ...]
    end: int
    last: int | None

    @property
    def first(self) -> int:
        """When the first of all leaves; it may be the last as well."""
        return self.times[0] if self.times else self.end


def own_stations(leg: Leg, leader: Leg | None) -> int:
    """How many stations of a leg, from its first, have published trains of their own: on a trunk
    where both services go under one sign, the published trains are the leader's."""
    if leader is None:
        return len(leg.stations)
    signs = dict(zip(leader.stations, leader.signs, strict=True))
    shared = [signs.get(name) == sign for name, sign in zip(leg.stations, leg.signs, strict=True)]
    return shared.index(True) if any(shared) else len(shared)


def of_one(leg: Leg, headway: Headway) -> Departures:
    """Departures of the only service of a line in one direction."""
    times = [leg.first[0]]
    while times[-1] + headway(times[-1]) < leg.last[0]:
        times.append(times[-1] + headway(times[-1]))
    kept = _apart(times, leg.last[0], headway, 1)
    return Departures(leg, kept, leg.last[0], leg.last[0])


def of_two(leader: Leg, other: Leg, headway: Headway) -> tuple[Departures, Departures]:
    """Departures of two services that alternate from where the second's way and the leader's are
    the same: at the first station, or where a branch joins."""
    first, second = _sides(leader, other, headway)
    until = max(first.end, second.end)
    if first.begin < second.begin:
        times = _alternating(first.begin, second.begin, until, headway)
    else:
        times = _alternating(second.begin, first.begin, until, headway)[::-1]
    return first.departures(times[0], headway), second.departures(times[1], headway)


@dataclass(frozen=True)
class _Side:
    """A service at the head of the trunk, `shift` seconds from its first station: when its first
    train is there, and from when there are no more; if `has_last`, that is its last published one.
    """

    leg: Leg
    shift: int
    begin: int
    end: int
    has_last: bool

    def departures(self, times: Sequence[int], headway: Headway) -> Departures:
        """When its trains leave its first station, by the times at which they are here."""
        kept = [time for time in times if time < self.end]
        if self.has_last and kept:
            kept = list(_apart(kept, self.end, headway, 2))
        end = self.end - self.shift
        left = tuple(time - self.shift for time in kept)
        return Departures(self.leg, left, end, end if self.has_last else None)


def _sides(leader: Leg, other: Leg, headway: Headway) -> tuple[_Side, _Side]:
    """The same train may be published under both: then the second's first comes a headway later.
    A second that would run on over the trunk after its last published train ends before that."""
    place = next(i for i, name in enumerate(other.stations) if name in leader.stations)
    here, there = (
        leader.run(0, leader.stations.index(other.stations[place])),
        other.run(0, place),
    )
    first = _Side(leader, here, leader.first[0] + here, leader.last[0] + here, True)
    own = own_stations(other, leader)
    begin, end = other.first[0] + there, other.last[0] + there
    if not own or begin == first.begin:
        begin = first.begin + headway(first.begin)
    has_last = own > place or (own > 0 and end <= first.end)
    return first, _Side(other, there, begin, end if has_last else first.end, has_last)


def _alternating(
    earlier: int, later: int, until: int, headway: Headway
) -> tuple[list[int], list[int]]:
    """Times of two services by their first trains: in turns from the later one's first train on;
    before it the earlier one runs alone, at twice the headway."""
    alone, turns = [earlier], [later]
    while alone[-1] + 2 * headway(alone[-1]) <= later:
        alone.append(alone[-1] + 2 * headway(alone[-1]))
    while turns[-1] < until:
        turns.append(turns[-1] + headway(turns[-1]))
    return alone + turns[1::2], turns[::2]


def _apart(times: Sequence[int], last: int, headway: Headway, share: int) -> tuple[int, ...]:
    """The times that leave the last train at least half of its service's headway; the first train
    is published and stays, unless it is the last."""
    first, *rest = times
    kept = [time for time in rest if time <= last - share * headway(time) / 2]
    return tuple([first, *kept] if first < last else kept)


def filled(first: int, until: int, headway: Headway, share: int) -> tuple[int, ...]:
    """Times of trains that begin along the line: from the first, which is published, until the
    first from farther up passes, and half a headway clear of it."""
    times = [first]
    while True:
        step = share * headway(times[-1])
        if times[-1] + step > until - step / 2:
            return tuple(times)
        times.append(times[-1] + step)
