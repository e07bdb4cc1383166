"""When one travels by public transport, how one comes to the station, and which network runs."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from geo.model import Direction, Mode, When
from geo.study import Study
from ui import address, cached, state
from ui.cached import Riding
from ui.choice import choice
from ui.words import Words

PARTS = ("depart", "window", "date", "percentile", "access", "then")
WINDOWS = (15, 30, 60, 120)
PERCENTILES = (50, 90)


def ask(study: Study, said: Words) -> None:
    """Day, time and length of the window, how sure one has to be, and the way to the station."""
    ask_window(study, said)
    asked = state.view()
    sure = sorted({*PERCENTILES, asked.percentile})
    choice(said["ask.percentile"], "percentile", sure, lambda n: _sure(n, said))
    ways = list(address.ACCESS)
    choice(said["ask.access"], "access", ways, lambda mode: said[f"mode.{mode}"])
    if study.town.feeds_then:
        label = said("ask.then", year=earlier(study))
        shown = state.bound("then", asked.then, lambda yes: {"then": bool(yes)})
        st.toggle(label, help=said["ask.then_help"], **shown)


def ask_window(study: Study, said: Words) -> None:
    """The day, when the window begins and how long it is."""
    asked = state.view()
    coming = asked.direction == Direction.TO
    day, clock = st.columns([1.45, 1], gap="small")
    with day:
        first, last = cached.days_of_service(study)
        st.date_input(
            said["ask.date"],
            min_value=first,
            max_value=last,
            format="YYYY-MM-DD",
            **state.bound("date", _shown(study, first, last), _a_day),
        )
    with clock:
        st.time_input(
            said["ask.arrive" if coming else "ask.depart"],
            step=300,
            **state.bound("depart", asked.depart, lambda time: {"depart": time or asked.depart}),
        )
    windows = sorted({*WINDOWS, asked.window})
    choice(said["ask.window"], "window", windows, lambda n: said.minutes(60 * n))


def _shown(study: Study, first: date, last: date) -> date:
    """The day asked for, or the usual one; a day without service stays, so that the page can say
    which day is nearest."""
    asked = state.view().date or cached.usual_day(study)
    return min(max(asked, first), last)


def _a_day(day: date | None) -> dict[str, Any]:
    return {"date": day}


def _sure(percentile: int, said: Words) -> str:
    if percentile in PERCENTILES:
        return said[f"percentile.of_{percentile}"]
    return said("percentile.other", n=percentile)


def earlier(study: Study) -> str:
    """Of when the earlier network is, as its source says."""
    dates = {source.file: source.as_of for source in study.town.sources}
    return dates.get("transit_then", "–")


def mode() -> Mode:
    """The mode as the engine knows it: with a bicycle to the station, one of its own."""
    asked = state.view()
    cycled = asked.mode == Mode.TRANSIT and asked.access != Mode.WALK
    return Mode.BIKE_TRANSIT if cycled else asked.mode


def riding(then: bool = False) -> Riding:
    """Today's network or the earlier one, with the bicycle that was asked for."""
    access = state.view().access
    return Riding(then, access if access != Mode.WALK else Mode.BIKE)


def when(study: Study) -> When | None:
    """The window asked for; None where the town has no timetable that can be used."""
    if not cached.runs(study):
        return None
    asked = state.view()
    depart = asked.depart.hour * 3600 + asked.depart.minute * 60
    day = asked.date or cached.usual_day(study)
    return When(day, depart, asked.window, float(asked.percentile))
