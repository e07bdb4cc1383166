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
        return min([*self.times, *([] if self.last is None else [self.last])])


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
    joins = [next(i for i, name in enumerate(other.stations) if name in leader.stations)]
    joins.insert(0, leader.stations.index(other.stations[joins[0]]))
    legs = leader, other
    shifts = [leg.run(0, join) for leg, join in zip(legs, joins, strict=True)]
    own = own_stations(other, leader)
    begins = [leg.first[0] + shift for leg, shift in zip(legs, shifts, strict=True)]
    if not own or begins[1] == begins[0]:
        begins[1] = begins[0] + headway(begins[0])
    ends = [leg.last[0] + shift for leg, shift in zip(legs, shifts, strict=True)]
    has_last = bool(own) and (own > joins[1] or ends[1] <= ends[0])
    if not has_last:
        ends[1] = ends[0]
    turns = _alternating(begins, ends, headway)
    found = []
    for leg, times, shift, end, last in zip(
        legs, turns, shifts, ends, (True, has_last), strict=True
    ):
        kept = _apart(times, end, headway, 2) if last else tuple(times)
        left = tuple(time - shift for time in kept)
        found.append(Departures(leg, left, end - shift, end - shift if last else None))
    return found[0], found[1]


def _alternating(
    begins: Sequence[int], ends: Sequence[int], headway: Headway
) -> tuple[list[int], list[int]]:
    """Times of two services at the head of their trunk: in turns from the later one's first train;
    before it the earlier one runs alone, at twice the headway, as far as it leaves room."""
    turns: tuple[list[int], list[int]] = ([], [])
    later = int(begins[1] > begins[0])
    time, turn = begins[later], later
    while time < max(ends):
        turns[turn].append(time)
        time, turn = time + headway(time), 1 - turn
    earlier = 1 - later
    alone, until = [begins[earlier]], turns[earlier][0] - headway(begins[later])
    while alone[-1] + 2 * headway(alone[-1]) <= until:
        alone.append(alone[-1] + 2 * headway(alone[-1]))
    if begins[earlier] < turns[earlier][0]:
        turns[earlier][:0] = alone
    return tuple([time for time in turns[i] if time < ends[i]] for i in (0, 1))  # type: ignore[return-value]


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
