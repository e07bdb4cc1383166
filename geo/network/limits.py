"""Signed limits with their units and zones -> km/h; ferries' durations -> seconds."""

from __future__ import annotations

import re
from collections.abc import Mapping

_ZONE_KMH = {"urban": 50.0, "rural": 90.0, "trunk": 100.0, "motorway": 120.0, "living_street": 10.0}
_COUNTRY_KMH = {
    "cn:urban": 50.0,
    "cn:rural": 70.0,
    "cn:motorway": 120.0,
    "de:rural": 100.0,
    "de:motorway": 130.0,
    "fr:rural": 80.0,
    "fr:motorway": 130.0,
    "pt:trunk": 100.0,
    "gb:nsl_single": 96.6,
    "gb:nsl_dual": 112.7,
    "gb:motorway": 112.7,
}
_BOTH_SENSES = ("maxspeed", "maxspeed:type", "source:maxspeed")
_NUMBER = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(km/?h|kmh|kph|mph|knots)?\s*$")
_CLOCK = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,4})(?::([0-9]{1,2}))?")
_ISO_8601 = re.compile(r"PT(?:([0-9]{1,4})H)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})S)?")
_UNIT_KMH = {"mph": 1.609344, "knots": 1.852}


def limits(tags: Mapping[str, str]) -> tuple[float | None, float | None]:
    """The signed limits of a way in km/h, along it and against it; None where unsigned."""
    both = next((kmh for key in _BOTH_SENSES if (kmh := _speed(tags.get(key)))), None)
    forward, backward = _speed(tags.get("maxspeed:forward")), _speed(tags.get("maxspeed:backward"))
    return forward or both, backward or both


def _speed(text: str | None) -> float | None:
    """A signed limit in km/h; the lowest where several are given."""
    if not text:
        return None
    found = [_one_speed(part.strip().lower()) for part in re.split(r"[;|,]", text)]
    speeds = [speed for speed in found if speed is not None]
    return min(speeds) if speeds else None


def _one_speed(text: str) -> float | None:
    country, _, zone = text.partition(":")
    if len(country) == 2 and re.fullmatch(r"(zone:?)?[0-9]+", zone):
        text = zone.removeprefix("zone").strip(":")  # such as 'de:30' and 'de:zone:30'
    number = _NUMBER.match(text)
    if number:
        speed = float(number[1]) * _UNIT_KMH.get(number[2] or "", 1.0)
        return speed if 1 <= speed <= 200 else None
    if text == "walk":
        return 7.0
    if text == "none":
        return 130.0
    if text in _COUNTRY_KMH:
        return _COUNTRY_KMH[text]
    return _ZONE_KMH.get(zone) if len(country) == 2 else None


def read_duration(text: str | None) -> float | None:
    """Seconds of a ferry's `duration`: minutes, HH:MM, HH:MM:SS, or ISO 8601 such as PT1H30M."""
    found = _CLOCK.fullmatch(text or "") or _ISO_8601.fullmatch(text or "")
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return (hours * 3600.0 + minutes * 60.0 + seconds) or None
