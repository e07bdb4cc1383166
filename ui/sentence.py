"""Answers as sentences, and what was assumed for them."""

from __future__ import annotations

from geo.model import (
    AT_DOOR,
    TRANSIT_MODES,
    Assumptions,
    Band,
    Combine,
    Direction,
    Isochrone,
    IsochroneQuestion,
    Mode,
    Period,
    Spot,
    Step,
    When,
)
from ui.answers import Commute
from ui.ask import POINT
from ui.words import Words

NAMES_AT_MOST = 3


def of_commute(found: Commute, numbers: Assumptions, said: Words) -> tuple[str, str]:
    """The answer of the Commute page, and the line under it."""
    if found.bands is None:
        return said["answer.trouble"], ""
    pins = _pins(found.question.spots, said)
    if found.bands.bands[-1].polygon.is_empty:
        return of_isochrone(found.bands, said), "\n".join([*pins, said["answer.nothing_help"]])
    small = assumed(found.question, numbers, found.assumed, said, found.rail_only)
    return of_isochrone(found.bands, said), "\n".join([*pins, small])


def _pins(spots: tuple[Spot, ...], said: Words) -> list[str]:
    """Where the points chosen on the map are, since they have no name to find them by."""
    return [
        said("answer.pin", lon=f"{spot.point.lon:.5f}", lat=f"{spot.point.lat:.5f}")
        for spot in spots
        if spot.id == POINT
    ]


def of_isochrone(answer: Isochrone, said: Words) -> str:
    """What the largest band says: how much ground within how many minutes."""
    question, band = answer.question, answer.bands[-1]
    parts = {
        "places": places(question.spots, said),
        "travel": travel(question.mode, question.period, said),
        "minutes": said.minutes(band.minutes * 60),
    }
    several = len(question.spots) > 1
    if band.polygon.is_empty:
        every = several and question.combine is Combine.ALL
        return said("answer.nothing_all" if every else "answer.nothing", **parts)
    how = question.combine.value if several else "one"
    text = said(f"answer.{question.direction}_{how}", area=area(band, said), **parts)
    return text[:1].upper() + text[1:]  # an English one may begin with 'at least'


def area(band: Band, said: Words) -> str:
    """The band's ground; a least value where it runs over the map's edge."""
    size = said.area(band.area_km2)
    return said("number.least", area=size, why=said["answer.open"]) if band.open else size


def places(spots: tuple[Spot, ...], said: Words) -> str:
    """The places by name, or how many they are."""
    if len(spots) > NAMES_AT_MOST:
        return said("answer.several", n=len(spots))
    return said.join([spot.name[said.language] for spot in spots])


def travel(mode: Mode, period: Period, said: Words) -> str:
    """A mode as it stands in a sentence, with its period where that matters."""
    if mode == Mode.BIKE_TRANSIT:
        return said["travel.bike-transit"]
    return said[f"travel.{mode}-{period}" if mode == Mode.DRIVE else f"travel.{mode}"]


def assumed(
    question: IsochroneQuestion,
    numbers: Assumptions,
    local_streets: bool,
    said: Words,
    rail_only: bool = False,
) -> str:
    """What the numbers rest on, for the line under them."""
    mode, period = question.mode, question.period
    if mode in TRANSIT_MODES and question.when is not None:
        lines = [_window(question.when, question.direction, said), _stations(numbers, said)]
        lines += [said["assumed.no_bus"]] if rail_only else []
    else:
        lines = [_speeds(mode, period, numbers, said)]
    if mode in (Mode.BIKE, Mode.EBIKE, Mode.DRIVE):
        lines.append(doors(mode, numbers, question.doors, said))
    if local_streets:
        lines.append(said("assumed.local"))
    return said["assumed.joint"].join(lines) + said["assumed.end"]


def _window(when: When, direction: Direction, said: Words) -> str:
    """Of which day and minutes the times are, and which of them are told."""
    begin, end = when.depart, when.depart + 60 * (when.window - 1)
    return said(
        f"assumed.window_{direction}",
        day=when.day.isoformat(),
        weekday=said[f"weekday.day_{when.day.weekday()}"],
        begin=_clock(begin),
        end=_clock(end),
        which=said["assumed.median"]
        if when.percentile == 50
        else said("assumed.percentile", n=f"{when.percentile:.0f}"),
    )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600 % 24}:{seconds // 60 % 60:02d}"


def _stations(numbers: Assumptions, said: Words) -> str:
    """What is spent inside stations."""
    spent = {key: f"{numbers[f'transit.entrance_{key}'] / 60:.3g}" for key in ("in", "out")}
    return said("assumed.stations", into=spent["in"], out=spent["out"])


def doors(mode: Mode, numbers: Assumptions, counted: bool, said: Words) -> str:
    """Whether parking or locking at hubs is in the times, and how long it takes."""
    if mode != Mode.DRIVE:
        minutes = said.minutes(60 * numbers["doors.lock"])
        return said("assumed.lock", minutes=minutes) if counted else said["assumed.no_lock"]
    kinds = ("airport", "rail", "metro")
    spent = {kind: said.minutes(60 * numbers[f"doors.parking_{kind}"]) for kind in kinds}
    return said("assumed.parking", **spent) if counted else said["assumed.no_parking"]


def _speeds(mode: Mode, period: Period, numbers: Assumptions, said: Words) -> str:
    if mode != Mode.DRIVE:
        signal = numbers["delays.signal_walk" if mode == Mode.WALK else "delays.signal_bike"]
        speed = f"{numbers[f'speeds.{mode}']:.1f}"
        return said(f"assumed.{mode}", speed=speed, signal=f"{signal:.0f}")
    if period == Period.FREE:
        return said("assumed.free", signal=f"{numbers['delays.signal_drive']:.0f}")
    shares = [100 * numbers[f"congestion.{period}.{road}"] for road in ("major", "middle", "minor")]
    return said(f"assumed.{period}", least=f"{min(shares):.0f}", most=f"{max(shares):.0f}")


def of_step(step: Step, last: bool, said: Words) -> str:
    """One step of a way: the turn, and the street it takes."""
    if step.turn == "walk":
        return said["turn.walk_end" if last else "turn.walk"]
    if step.turn in AT_DOOR:
        return said.pick("turn", step.turn)
    street = step.name[said.language] or said.pick("road", step.kind.removesuffix("_link"))
    if step.assumed:
        street = said["route.assumed_street"]
    return said("turn.into", turn=said.pick("turn", step.turn), street=street)
