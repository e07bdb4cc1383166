"""Words of an address -> values: each reader raises ValueError for what makes no sense."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

from geo.model import PARCEL_KINDS, Mode, Period, Point, Within

MOST_MINUTES, MOST_BANDS, MOST_HUBS = 90, 6, 12
MOST_LIMITS, MOST_SHORT = 6, 5
MOST_TEXT = 64
MOST_STOPS, MOST_MARGIN = 40, 600
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_WORD = re.compile(r"[\w.-]{1,64}")


def read_word(text: str) -> str:
    """One word without blanks or signs; ValueError for all else."""
    if not _WORD.fullmatch(text):
        raise ValueError(text)
    return text


def read_text(text: str) -> str:
    """A few words as somebody types them; ValueError where they are too many."""
    if len(text) > MOST_TEXT:
        raise ValueError(text)
    return text.strip()


def read_words(text: str) -> tuple[str, ...]:
    """Words with commas between, each once; ValueError for too many."""
    found = tuple(dict.fromkeys(read_word(part.strip()) for part in text.split(",")))
    if len(found) > MOST_HUBS:
        raise ValueError(text)
    return found


def read_stops(text: str) -> tuple[str, ...]:
    """The stops of a day, each once; ValueError for too many."""
    found = tuple(dict.fromkeys(read_word(part.strip()) for part in text.split(",")))
    if len(found) > MOST_STOPS:
        raise ValueError(text)
    return found


_PIN = re.compile(r"p(-?\d{1,3}\.\d{1,6})_(-?\d{1,2}\.\d{1,6})")
_HOURS = re.compile(r"([01]\d|2[0-3])([0-5]\d)-([01]\d|2[0-3])([0-5]\d)")
_LUNCH = re.compile(r"none|(?:(?:[01]\d|2[0-3])[0-5]\d-){2}\d{1,3}")


def pin_id(point: Point) -> str:
    """A point of the map as the id of a stop."""
    return f"p{point.lon:.5f}_{point.lat:.5f}"


def pin_point(id: str) -> Point | None:
    """The point that such an id says; None for any other id."""
    found = _PIN.fullmatch(id)
    return Point(float(found[1]), float(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """What the reader says of a stop: minutes, hours such as '0930-1700', score; 0 and '' keep
    what the town says."""

    id: str
    minutes: int = 0
    hours: str = ""
    score: float = 0.0

    def __str__(self) -> str:
        parts = (str(self.minutes or ""), self.hours, f"{self.score:g}" if self.score else "")
        return ":".join([self.id, *parts]).rstrip(":")

    @property
    def osm_hours(self) -> str:
        """The hours as OpenStreetMap writes them."""
        first, last = self.hours.split("-")
        return f"{first[:2]}:{first[2:]}-{last[:2]}:{last[2:]}"


def read_visits(text: str) -> tuple[OwnVisit, ...]:
    """'museum:45:0930-1700:2,park:20' as what the reader says of stops, each once."""
    found = {}
    for part in text.split(","):
        id, minutes, hours, score = (*part.split(":"), "", "", "")[:4]
        if part.count(":") > 3 or (hours and not _HOURS.fullmatch(hours)):
            raise ValueError(text)
        one = OwnVisit(read_word(id), int(minutes or 0), hours, float(score or 0))
        if not 0 <= one.minutes <= 1440 or not 0 <= one.score <= 10 or len(found) >= MOST_STOPS:
            raise ValueError(text)
        found[one.id] = one
    return tuple(found.values())


def read_lunch(text: str) -> str:
    """'none', or from when to when lunch begins and its minutes: '1130-1330-60'."""
    if not _LUNCH.fullmatch(text):
        raise ValueError(text)
    return text


def none_or(
    read: Callable[[str], tuple[str, ...]],
) -> Callable[[str], tuple[str, ...]]:
    """Reads no words at all, where somebody chose none, or what `read` does."""
    return lambda text: read(text) if text else ()


def read_clock(text: str) -> time:
    """'08:30' as a time of the day; ValueError where it is none."""
    if not _CLOCK.fullmatch(text):
        raise ValueError(text)
    return time.fromisoformat(text.zfill(5))


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number within bounds."""

    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError(text)
        return number

    return read


def mode_of(modes: tuple[Mode, ...]) -> Callable[[str], Mode]:
    """Reads one of some modes."""

    def read(text: str) -> Mode:
        if text not in modes:
            raise ValueError(text)
        return Mode(text)

    return read


def one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    """Reads one of some words."""

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
        found.append(Within(read_word(target), Mode(mode), int(minutes), when))
    return tuple(found)


def read_weights(text: str) -> tuple[tuple[str, float], ...]:
    """'airport:2,metro:0.5' as weights from 0 to 10."""
    pairs = [part.split(":") for part in text.split(",")]
    found = tuple((read_word(target), float(weight)) for target, weight in pairs)
    if any(not 0 <= weight <= 10 for _, weight in found):
        raise ValueError(text)
    return found


def read_land(text: str) -> tuple[str, ...]:
    """Kinds of parcels."""
    found = read_words(text)
    if set(found) - set(PARCEL_KINDS):
        raise ValueError(text)
    return found


def read_shortlist(text: str) -> tuple[str, ...]:
    """Ids of parcels, a few at most."""
    found = tuple(dict.fromkeys(text.split(",")))
    if len(found) > MOST_SHORT or not all(0 < len(id) <= 80 for id in found):
        raise ValueError(text)
    return found
