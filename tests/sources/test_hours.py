"""Opening hours as they stand in lists and in OpenStreetMap -> when a place is open."""

from __future__ import annotations

from datetime import date

import pytest

from geo.sources.hours import cleaned, open_on, told

MONDAY, FRIDAY = date(2026, 11, 30), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "monday", "friday", "assumed"),
    [
        ("", "00:00-24:00", "00:00-24:00", True),
        ("24/7", "00:00-24:00", "00:00-24:00", False),
        ("08:30-17:30 (assumed)", "08:30-17:30", "08:30-17:30", True),
        ("00:00-24:00 (assumed)", "00:00-24:00", "00:00-24:00", True),
        ("closed Mon", "", "00:00-24:00", True),
        ("closed on Monday", "", "00:00-24:00", True),
        ("Mo off", "", "00:00-24:00", True),
        ("Tue-Sun 09:00-17:00; closed Mon", "", "09:00-17:00", False),
        ("Wed-Sun 09:30-16:30; closed Mon Tue", "", "09:30-16:30", False),
        ("Tu-Su 08:30-20:30; Mo off", "", "08:30-20:30", False),
        ("Mo-Fr 08:30-11:30,13:00-17:00", *["08:30-11:30, 13:00-17:00"] * 2, False),
        ("Fr 20:00-02:00", "", "20:00-02:00", False),
        ("Jul-Aug 08:30-17:30", "", "", False),
    ],
)
def test_hours_are_read(text: str, monday: str, friday: str, assumed: bool) -> None:
    assert told(open_on(text, MONDAY)) == monday
    assert told(open_on(text, FRIDAY)) == friday
    assert cleaned(text)[1] == assumed


def test_who_is_open_past_midnight_is_open_the_next_morning_too() -> None:
    assert open_on("Fr 20:00-02:00", date(2026, 11, 28)) == ((0, 7200),)
    assert open_on("Fr 20:00-02:00", FRIDAY) == ((72_000, 93_600),)


@pytest.mark.parametrize("text", ["summer 08:30-17:30", "whenever", "25:00-99:00"])
def test_what_is_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no opening hours"):
        cleaned(text)
