"""Public transport in lines for the terminal: what ran, and the legs of a journey."""

from __future__ import annotations

from collections.abc import Iterator

from geo.model import Boarding, Direction, Isochrone, Journey, Leg, Mode, Running
from geo.terminal import clock, duration

_WAYS = {Mode.WALK: "Walk", Mode.BIKE: "Cycle", Mode.EBIKE: "E-bike"}


def running_lines(isochrone: Isochrone) -> Iterator[str]:
    """For each place: the changes that anyone gains by, and the last run; or that it has gone."""
    question = isochrone.question
    for spot, one in zip(question.spots, isochrone.running, strict=False):
        name = spot.name["en"] or spot.id
        yield f"{name}: {_ran(one, question.direction)}"


def _ran(running: Running, direction: Direction) -> str:
    if running.last is None:
        return "no stop is near, or nothing runs that day; walking only."
    last, coming = _run(running.last), direction is Direction.TO
    if not running.gone:
        edge = "the first of the day" if coming else "the last"
        return f"useful with up to {counted(running.changes, 'change')}; {edge} is {last}."
    then = f"; the next is {_run(running.next)}" if running.next else ""
    when = "the first comes later" if coming else "the last has gone"
    return f"nothing runs then; {when}, {last}{then}."


def _run(one: Boarding) -> str:
    line = f"line {one.line.name['en']} to {one.heading['en']}"
    return f"{line} at {clock(one.board)}, {one.stop['en']}"


def journey_lines(journey: Journey) -> list[str]:
    """A journey in a line, then each of its legs in one."""
    head = (
        f"{duration(journey.seconds)}, {clock(journey.start)} to {clock(journey.end)}, "
        f"{counted(journey.changes, 'change')} ({journey.mode.value}, {journey.day.isoformat()})"
    )
    return [head, *map(_leg, journey.legs)]


def _leg(leg: Leg) -> str:
    span = f"{clock(leg.start)}-{clock(leg.end)}"
    if leg.line is None:
        far = f", {leg.metres:.0f} m" if leg.metres else ""
        return f"{span} {_WAYS[leg.mode]} to {leg.to['en']} ({duration(leg.seconds)}{far})"
    stops = counted(len(leg.calls) - 1, "stop")
    towards = f" towards {leg.heading['en']}" if leg.heading else ""
    return (
        f"{span} Line {leg.line.name['en']}{towards}: {leg.place['en']} to {leg.to['en']} "
        f"({duration(leg.seconds)}, {stops})"
    )


def counted(number: int, what: str) -> str:
    """'no changes', '1 change', '2 changes'."""
    return f"{number or 'no'} {what}{'s' * (number != 1)}"
