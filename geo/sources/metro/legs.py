"""Services -> legs: one direction of a service, with its run times and published trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from geo.errors import SourceError
from geo.sources.metro.facts import Facts, Part, Service

BREAK_SECONDS = 120
"""Published times that part from the run times by so much belong to different trains."""


class Sign(NamedTuple):
    """Under what a platform's times are published: a line and a direction."""

    line: str
    label: str


@dataclass(frozen=True)
class Leg:
    """One direction (0 out, 1 back) of a service; every tuple has one entry for each station.

    `offsets` are seconds from its first station; `first` and `last` the trains published there, in
    seconds after midnight, interpolated where `guessed`; the last station has none of its own and
    gets the times at which those trains arrive. `signs` tell under what they are published.
    """

    line: str
    service: str
    direction: int
    stations: tuple[str, ...]
    offsets: tuple[int, ...]
    signs: tuple[Sign, ...]
    first: tuple[int, ...]
    last: tuple[int, ...]
    guessed: tuple[bool, ...]

    def run(self, start: int, end: int) -> int:
        """Seconds from one station, by its number, to a later one."""
        return self.offsets[end] - self.offsets[start]

    def passing(self, times: Sequence[int], to: int) -> int:
        """By how much the time published at station `to` differs from that of the train which is
        published at the station before it."""
        return times[to] - times[to - 1] - self.run(to - 1, to)


def leg_of(service: Service, direction: int, facts: Facts) -> Leg:
    """One direction of a service; raises SourceError where run times or trains are missing."""
    calls = _calls(service, direction)
    offsets = [0]
    for ((line, _), before), ((other, _), after) in pairwise(calls):
        offsets.append(offsets[-1] + _run(facts, (line, other), before, after))
    left_out = {name for part in service.parts for name in part.without}
    kept = [i for i, (_, name) in enumerate(calls) if name not in left_out]
    stations = tuple(calls[i][1] for i in kept)
    signs = tuple(calls[i][0] for i in kept)
    ways = tuple(offsets[i] for i in kept)
    there = [facts.published.get((*sign, name)) for sign, name in zip(signs, stations, strict=True)]
    if there[0] is None:
        where = f"line {service.line}, {signs[0].label}"
        problem = f"{stations[0]} has no first and last train"
        raise SourceError("first_last.csv", problem, "Add a row for where trains begin.", where)
    return Leg(
        line=service.line,
        service=service.id,
        direction=direction,
        stations=stations,
        offsets=ways,
        signs=signs,
        first=_filled([times[0] if times else None for times in there], ways),
        last=_filled([times[1] if times else None for times in there], ways),
        guessed=(*(times is None for times in there[:-1]), False),
    )


def _calls(service: Service, direction: int) -> list[tuple[Sign, str]]:
    """The stations in order of travel, each with the sign under which its trains are published.

    Where two parts meet, the station stands once, with the sign of the part that goes on.
    """
    calls: list[tuple[Sign, str]] = []
    for part in service.parts[:: -1 if direction else 1]:
        if calls and calls[-1][1] == _ordered(part, direction)[0]:
            calls.pop()
        sign = Sign(part.line, part.labels[direction])
        calls += [(sign, name) for name in _ordered(part, direction)]
    return calls


def _ordered(part: Part, direction: int) -> tuple[str, ...]:
    return part.stations[:: -1 if direction else 1]


def _run(facts: Facts, lines: tuple[str, str], before: str, after: str) -> int:
    for line in lines:
        if (line, before, after) in facts.runs:
            return facts.runs[line, before, after][0]
    problem = f"no run time from {before} to {after} on line {lines[0]}"
    raise SourceError("run_times.csv", problem, "Add a row for these neighbours.")


def _filled(times: Sequence[int | None], offsets: Sequence[int]) -> tuple[int, ...]:
    """Times with the gaps filled, in whole minutes: between two published times of one train by
    the share of the way, else by the run time from the station before."""
    filled: list[int] = []
    for i, time in enumerate(times):
        if time is not None:
            filled.append(time)
            continue
        run = offsets[i] - offsets[i - 1]
        after = next((j for j in range(i + 1, len(times)) if times[j] is not None), None)
        if after is not None:
            whole, span = offsets[after] - offsets[i - 1], (times[after] or 0) - filled[-1]
            if abs(span - whole) < BREAK_SECONDS:
                run = round(run * span / whole / 60) * 60
        filled.append(filled[-1] + run)
    return tuple(filled)
