"""A view in the words of an address: what a reader can choose, read and written back.

Nothing here knows a session; whatever an address says that makes no sense is left out, and told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from geo.maps.datum import Language, Tiles
from geo.model import (
    DEFAULT_COMBINE,
    DEFAULT_DIRECTION,
    DEFAULT_PERIOD,
    PARCEL_KINDS,
    STREET_MODES,
    TO_LET,
    Combine,
    Direction,
    Mode,
    Pace,
    Period,
    Point,
    Within,
    default_minutes,
)
from ui.words import LANGUAGES

MOST_MINUTES, MOST_BANDS, MOST_HUBS = 90, 6, 12
TILES: tuple[Tiles, ...] = ("offline", "osm", "tianditu", "amap")

ACCESS = (Mode.WALK, Mode.BIKE, Mode.EBIKE)
"""How one may come to the first station."""

MOST_WINDOW = 240
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_WORD = re.compile(r"[\w.-]{1,64}")


USUAL_LIMITS = (Within("metro", Mode.WALK, 15), Within("airport", Mode.DRIVE, 30))
"""What the site search starts with; a town without such hubs leaves them out."""

MOST_LIMITS, MOST_SHORT = 6, 5
TOUR_MODES = tuple(mode.value for mode in (*STREET_MODES, Mode.TRANSIT))


@dataclass(frozen=True, slots=True)
class View:
    """All that a reader has chosen; an empty value means the default."""

    lang: Language = "zh"
    town: str = ""
    hub: tuple[str, ...] = ()
    at: Point | None = None
    direction: Direction = DEFAULT_DIRECTION
    mode: Mode = Mode.DRIVE
    period: Period = DEFAULT_PERIOD
    minutes: tuple[int, ...] = ()
    combine: Combine = DEFAULT_COMBINE
    to: str = ""
    places: tuple[str, ...] = ()
    tiles: Tiles = "offline"
    doors: bool = True  # parking, locking and entrances at hubs count
    depart: time = time(8)  # the window of departures (of arrivals, to a place) begins
    window: int = 60
    date: date | None = None  # the next Tuesday
    percentile: int = 50
    access: Mode = Mode.WALK  # how one comes to the first station
    then: bool = False  # beside the network of an earlier time
    limits_of: tuple[Within, ...] = USUAL_LIMITS  # what a parcel must be near to
    heading: Direction = Direction.TO  # from parcels to the targets, or back
    land: tuple[str, ...] = TO_LET  # kinds of parcels
    weigh: tuple[tuple[str, float], ...] = ()  # how much a target counts; 1 without
    shade: int = 0  # which limit colours the parcels; 0 for how many are met
    short: tuple[str, ...] = ()  # the shortlist, ids of parcels
    tour: str = ""  # a ready-made tour; the first without one
    must: tuple[str, ...] = ()  # its stops, where the reader changed them
    nice: tuple[str, ...] = ()
    leave: str = ""  # where the tour starts and ends, ids
    end: str = ""
    begin: time | None = None
    back: time | None = None
    by: str = ""  # how one goes about
    pace: str = ""
    own: bool = False  # limits are typed, not spaced evenly by the slider
    centre: Point | None = None  # where the map looks until the reader moves it
    zoom: int | None = None

    @property
    def limits(self) -> tuple[int, ...]:
        """The minutes asked for, or the mode's default."""
        return self.minutes or default_minutes(self.mode)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A parameter of the address that says nothing sensible, and was left out."""

    name: str
    value: str


def _word(text: str) -> str:
    if not _WORD.fullmatch(text):
        raise ValueError(text)
    return text


def _words(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_word(part.strip()) for part in text.split(",")))
    if len(found) > MOST_HUBS:
        raise ValueError(text)
    return found


def read_clock(text: str) -> time:
    """'08:30' as a time of the day; ValueError where it is none."""
    if not _CLOCK.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text.zfill(5))


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read


def _mode_of(modes: tuple[Mode, ...]) -> Callable[[str], Mode]:
    def read(text: str) -> Mode:
        if text not in modes:
            raise ValueError(text)
        return Mode(text)

    return read


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def read_point(text: str) -> Point:
    """'120.24, 30.21' as a point, longitude first; ValueError where it is none."""
    lon, lat = (float(part) for part in re.split(r"[,，;\s]+", text.strip()))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(text)
    return Point(round(lon, 6), round(lat, 6))


def read_minutes(text: str) -> tuple[int, ...]:
    """'10, 20, 30' as ascending limits; ValueError where it is none, too many or too long."""
    found = tuple(sorted({int(part) for part in re.split(r"[,，;\s]+", text.strip())}))
    if not 1 <= len(found) <= MOST_BANDS or found[0] < 1 or found[-1] > MOST_MINUTES:
        raise ValueError(text)
    return found


_SWITCH = {"1": True, "0": False}


def read_switch(text: str) -> bool:
    """'1' or '0' as yes or no; ValueError for all else."""
    if text not in _SWITCH:
        raise ValueError(text)
    return _SWITCH[text]


def read_limits(text: str) -> tuple[Within, ...]:
    """'metro:walk:15,airport:drive:30:peak' as limits; ValueError where it is none."""
    parts = [part.split(":") for part in text.split(",") if part]
    if len(parts) > MOST_LIMITS or any(len(part) not in (3, 4) for part in parts):
        raise ValueError(text)
    found = []
    for target, mode, minutes, *period in parts:
        if not 1 <= int(minutes) <= MOST_MINUTES:
            raise ValueError(text)
        when = Period(period[0]) if period else Period.OFF_PEAK
        found.append(Within(_word(target), Mode(mode), int(minutes), when))
    return tuple(found)


def _limit_text(limit: Within) -> str:
    parts = [limit.target, limit.mode.value, str(limit.minutes)]
    return ":".join([*parts, limit.period.value] if limit.mode is Mode.DRIVE else parts)


def _weights(text: str) -> tuple[tuple[str, float], ...]:
    pairs = [part.split(":") for part in text.split(",")]
    found = tuple((_word(target), float(weight)) for target, weight in pairs)
    if any(not 0 <= weight <= 10 for _, weight in found):
        raise ValueError(text)
    return found


def _kinds_of_land(text: str) -> tuple[str, ...]:
    found = _words(text)
    if set(found) - set(PARCEL_KINDS):
        raise ValueError(text)
    return found


def _shortlist(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(text.split(",")))
    if len(found) > MOST_SHORT or not all(0 < len(id) <= 80 for id in found):
        raise ValueError(text)
    return found


_READERS: dict[str, Callable[[str], Any]] = {
    "lang": _one_of(LANGUAGES),
    "town": _word,
    "hub": _words,
    "at": read_point,
    "direction": Direction,
    "mode": _mode_of((*STREET_MODES, Mode.TRANSIT)),
    "period": Period,
    "minutes": read_minutes,
    "combine": Combine,
    "to": _word,
    "places": _words,
    "tiles": _one_of(TILES),
    "doors": read_switch,
    "depart": read_clock,
    "window": _whole(1, MOST_WINDOW),
    "date": date.fromisoformat,
    "percentile": _whole(1, 99),
    "access": _mode_of(ACCESS),
    "then": read_switch,
    "limits_of": read_limits,
    "heading": Direction,
    "land": _kinds_of_land,
    "weigh": _weights,
    "shade": _whole(0, MOST_LIMITS),
    "short": _shortlist,
    "tour": _word,
    "must": _words,
    "nice": _words,
    "leave": _word,
    "end": _word,
    "begin": read_clock,
    "back": read_clock,
    "by": _one_of(TOUR_MODES),
    "pace": _one_of(tuple(Pace)),
}


def parse(params: Mapping[str, str], base: View | None = None) -> tuple[View, tuple[Refusal, ...]]:
    """The view that an address asks for, on top of `base`, and what in it made no sense."""
    found: dict[str, Any] = {}
    refused = []
    for name, text in params.items():
        try:
            found[name] = _READERS[name](text)
        except KeyError:
            continue  # not ours: trackers and hosts add their own
        except (ValueError, OverflowError):
            refused.append(Refusal(name, text))
    if "at" in found:
        found.pop("hub", None)
    return replace(base or View(), **found), tuple(refused)


def written(view: View, names: tuple[str, ...]) -> dict[str, str]:
    """The address's parameters for the named parts of a view: language, town, and what differs."""
    plain = View()
    return {
        name: as_text(getattr(view, name))
        for name in ("lang", "town", *names)
        if name in ("lang", "town") or getattr(view, name) != getattr(plain, name)
    }


def as_text(value: object) -> str:
    """A value as an address says it."""
    if isinstance(value, Point):
        return f"{value.lon},{value.lat}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Within):
        return _limit_text(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return (":" if value and isinstance(value[-1], float) else ",").join(map(as_text, value))
    return str(int(value)) if isinstance(value, bool) else str(value)
