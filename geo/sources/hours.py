"""Opening hours as texts -> when a place is open on a day.

Texts are OpenStreetMap's opening_hours, read by opening-hours-py, or the short English that lists
of sights use: '08:30-17:30 (assumed)', 'closed Mon', 'Tue-Sun 09:00-17:00; closed Mon'.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import opening_hours

Interval = tuple[int, int]
"""Open from and to, seconds after midnight; the end may lie on the next day."""

ALWAYS = "24/7"
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = {day: rf"{day[:2]}(?:{day[2]}(?:{day[3:]})?)?" for day in _WEEK}
_DAY = re.compile(rf"\b({'|'.join(_SHORT.values())})\b")
_CLOSED = re.compile(r"\bclosed(?: on)? ((?:Mo|Tu|We|Th|Fr|Sa|Su)[-,\w ]*)", re.IGNORECASE)
_ASSUMED = re.compile(r"\(\s*assumed\s*\)", re.IGNORECASE)
_NEXT_DAY = timedelta(hours=12)


def cleaned(text: str) -> tuple[str, bool]:
    """The text as OpenStreetMap writes it, and whether it says that it is assumed.

    Hours that only say when a place is closed are taken as open at all other times; none at all
    are taken as always open: assumptions both. Raises ValueError for what cannot be read.
    """
    assumed = bool(_ASSUMED.search(text))
    said = _DAY.sub(lambda found: found[0][:2], _ASSUMED.sub("", text)).strip(" ;")
    said = _CLOSED.sub(lambda found: f"{_listed(found[1])} off", said)
    if not said:
        return ALWAYS, True
    if all(rule.strip().endswith((" off", " closed")) for rule in said.split(";")):
        said, assumed = f"{ALWAYS}; {said}", True
    if not opening_hours.validate(said):
        raise ValueError(f"{text!r} are no opening hours")
    return said, assumed


def _listed(days: str) -> str:
    """'Mon Tue' as 'Mo,Tu'."""
    return ",".join(days.replace(",", " ").split())


def open_on(hours: str, day: date) -> tuple[Interval, ...]:
    """When a place is open that begins on this day; '' is always. Raises ValueError."""
    text, _ = cleaned(hours)
    midnight = datetime.combine(day, datetime.min.time())
    rules = opening_hours.OpeningHours(text, auto_country=False, auto_timezone=False)
    found = []
    for begin, end, state, *_ in rules.intervals(
        midnight, midnight + timedelta(days=1) + _NEXT_DAY
    ):
        first, last = (int((moment - midnight).total_seconds()) for moment in (begin, end))
        if str(state) == "open" and first < 86_400:
            found.append((max(first, 0), last))
    return tuple(found)


def told(intervals: tuple[Interval, ...]) -> str:
    """'08:30-11:30, 13:00-17:00', '' for closed."""
    return ", ".join(f"{_clock(first)}-{_clock(last)}" for first, last in intervals)


def _clock(seconds: int) -> str:
    if seconds >= 86_400 + 12 * 3600:
        seconds = 86_400
    hours = seconds // 3600 if seconds <= 86_400 else seconds // 3600 - 24
    return f"{hours:02d}:{seconds // 60 % 60:02d}"
