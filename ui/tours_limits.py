"""Lunch, and the time kept for a flight or a train: what a day has to leave room for."""

from __future__ import annotations

from datetime import time
from typing import Any

import streamlit as st

from geo.model import Lunch, ReadyTour
from geo.study import Study
from ui import readers, state, tours_wish
from ui.tours_wish import NO_LUNCH, USUAL_LUNCH, as_time
from ui.words import Words

SHORTEST_LUNCH, LONGEST_LUNCH = 15, 240


def ask(study: Study, offer: ReadyTour, said: Words) -> None:
    """Whether and when to eat, and the margins where the day starts or ends with a journey."""
    with st.expander(said["ask.room"], expanded=False):
        _lunch(tours_wish.lunch_of(offer), said)
        for name, usual in zip(
            ("after", "before"), tours_wish.usual_margins(study, offer), strict=True
        ):
            _margin(name, usual, said)


def _lunch(now: Lunch | None, said: Words) -> None:
    st.toggle(
        said["ask.lunch"],
        **state.bound(
            "lunch",
            now is not None,
            lambda on: {"lunch": _text(now or USUAL_LUNCH) if on else NO_LUNCH},
        ),
    )
    if now is None:
        return
    first, latest = st.columns(2, gap="small")
    with first:
        _moment("lunch_first", now.earliest, said, lambda t: _text(now, earliest=t))
    with latest:
        _moment("lunch_latest", now.latest, said, lambda t: _text(now, latest=t))
    st.number_input(
        said["ask.lunch_minutes"],
        min_value=min(SHORTEST_LUNCH, now.minutes),
        max_value=max(LONGEST_LUNCH, now.minutes),
        step=15,
        **state.bound("lunch_minutes", now.minutes, lambda n: {"lunch": _text(now, minutes=n)}),
    )


def _moment(name: str, seconds: int, said: Words, text: Any) -> None:
    def read(chosen: time) -> dict[str, Any]:
        return {"lunch": text(tours_wish.seconds_of(chosen))}

    st.time_input(said[f"ask.{name}"], step=900, **state.bound(name, as_time(seconds), read))


def _text(
    now: Lunch, earliest: int | None = None, latest: int | None = None, minutes: int | None = None
) -> str:
    """A lunch as the address says it; one that would end before it begins begins at one moment."""
    first = now.earliest if earliest is None else earliest
    last = max(first, now.latest if latest is None else latest)
    took = now.minutes if minutes is None else minutes
    return f"{as_time(first):%H%M}-{as_time(last):%H%M}-{took}"


def _margin(name: str, usual: int, said: Words) -> None:
    """Minutes kept beside a flight or train; only where there is one or somebody asked."""
    chosen = getattr(state.view(), name)
    if not usual and chosen is None:
        return
    st.number_input(
        said[f"ask.{name}"],
        min_value=0,
        max_value=readers.MOST_MARGIN,
        step=5,
        help=said[f"ask.{name}_help"],
        **state.bound(name, usual if chosen is None else chosen, lambda n: {name: n}),
    )
