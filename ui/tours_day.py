"""The bar of a day: what one does when, a row for each stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from geo.model import TourPlan
from ui import show
from ui.frame import said
from ui.journeys import clock
from ui.tours import name_of

KINDS = {"travel": "#b9b4a8", "wait": "#e4e1d9", "lunch": "#8fc1bc", "visit": "#0b6e69"}
"""One accent, the rest grey, and lighter where one sits."""

ROW_PIXELS = 26
_EPOCH = pd.Timestamp("2000-01-01")


def bar(plan: TourPlan) -> None:
    """Ways, waits, lunch and visits by the clock."""
    show.heading("tour.day_bar")
    parts = pd.DataFrame(_parts(plan))
    names = {kind: said()[f"tour_day.{kind}"] for kind in KINDS}
    there = [kind for kind in KINDS if kind in set(parts["kind"])]
    parts["told"] = parts["kind"].map(names)
    rows = parts["row"].drop_duplicates().tolist()
    chart = (
        alt.Chart(parts)
        .mark_bar(cornerRadius=2, height=16)
        .encode(
            x=alt.X("begin:T", title=None, axis=alt.Axis(format="%H:%M", labelOverlap=True)),
            x2="end:T",
            y=alt.Y(
                "row:N",
                sort=rows,
                title=None,
                axis=alt.Axis(labelLimit=150, labelOverlap=False, ticks=False),
            ),
            color=alt.Color(
                "told:N",
                title=None,
                scale=alt.Scale(
                    domain=[names[kind] for kind in there], range=[KINDS[kind] for kind in there]
                ),
                legend=alt.Legend(orient="top", symbolType="square"),
            ),
            tooltip=[alt.Tooltip("tip:N", title=None)],
        )
        .properties(height=alt.Step(ROW_PIXELS))
    )
    st.altair_chart(chart)


def _parts(plan: TourPlan) -> Iterator[dict[str, Any]]:
    """Every stretch of the day; the way to a stop lies in that stop's row."""
    for number, (leg, visit) in enumerate(zip(plan.legs, plan.visits, strict=False), start=1):
        row = f"{number} {name_of(visit.stop.spot)}"
        yield from _part("travel", leg.depart, leg.arrive, row)
        lunch = plan.lunch
        eaten = lunch and visit.arrive <= lunch.start < visit.start
        yield from _part("wait", visit.arrive, lunch.start if lunch and eaten else visit.start, row)
        yield from _part("visit", visit.start, visit.end, row)
        following = plan.legs[number].depart
        if lunch and (eaten or visit.end <= lunch.start <= following):
            yield from _part("lunch", lunch.start, lunch.end, row)
    last = plan.legs[-1]
    yield from _part("travel", last.depart, last.arrive, name_of(last.destination))


def _part(kind: str, begin: int, end: int, row: str) -> Iterator[dict[str, Any]]:
    if end > begin:
        what = said()[f"tour_day.{kind}"]
        tip = f"{clock(begin)}–{clock(end)} {what} · {said().minutes(end - begin)}"
        yield {"kind": kind, "begin": _at(begin), "end": _at(end), "row": row, "tip": tip}


def _at(seconds: int) -> pd.Timestamp:
    return _EPOCH + pd.Timedelta(seconds=seconds)
