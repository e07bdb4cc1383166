"""The shortlist of a site search as charts: limits, periods of the day, places around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from geo.model import Mode, Period, Within
from geo.study import Study
from ui.frame import said
from ui.sites import Compared
from ui.sites_ask import target_name, way_name

ACCENT, GREY = "#0b6e69", "#8a9493"
_ROW_PIXELS, _PIXELS = 22, 230
"""The height of a row, and the width without names: together with these it fits a phone."""
_SHAPES = ("circle", "square", "triangle-up")
"""What tells the periods apart besides their shade."""
_SHADES = ("#a3acab", "#5f8f8b", ACCENT)


def limits(study: Study, limits: Sequence[Within], names: Sequence[str], times: Compared) -> None:
    """One bar for each parcel and limit, in minutes, with the limit as a line."""
    none = [float("nan")] * len(names)
    rows = [
        {
            "name": name,
            "limit": f"{target_name(study, limit.target, said())} · "
            f"{way_name(limit.mode, limit.period, said())}",
            "minutes": minutes,
            "most": limit.minutes,
        }
        for limit in limits
        for name, minutes in zip(names, times.get((limit.target, _way(limit)), none), strict=True)
    ]
    if not rows:
        return
    bars = _on_rows(alt.Chart().mark_bar(color=ACCENT, height=12), names)
    rule = alt.Chart().mark_rule(color="#c0392b", strokeDash=[4, 3]).encode(x="most:Q")
    _each(alt.layer(bars, rule, data=pd.DataFrame(rows)), "limit", rows, "sites.limits_chart")


def periods(study: Study, names: Sequence[str], times: Compared) -> None:
    """By car, the minutes to every target in each period, from the least to the most."""
    words = {period: said()[f"period.{period}"] for period in Period}
    rows = [
        {
            "name": name,
            "target": target_name(study, target, said()),
            "period": words[period],
            "minutes": minutes,
        }
        for (target, (mode, period)), values in times.items()
        if mode == Mode.DRIVE
        for name, minutes in zip(names, values, strict=True)
    ]
    if not rows:
        return
    base = alt.Chart()
    span = base.mark_line(color=GREY, strokeWidth=1.5)
    spots = base.mark_point(filled=True, size=75, opacity=1)
    order = list(words.values())
    shown = alt.layer(
        _on_rows(span, names).encode(detail="name:N"),
        _on_rows(spots, names).encode(
            shape=alt.Shape(
                "period:N",
                scale=alt.Scale(domain=order, range=list(_SHAPES)),
                legend=alt.Legend(title=None, orient="top"),
            ),
            color=alt.Color("period:N", scale=alt.Scale(domain=order, range=list(_SHADES))),
            tooltip=["name:N", "period:N", alt.Tooltip("minutes:Q", format=".0f")],
        ),
        data=pd.DataFrame(rows),
    )
    _each(shown, "target", rows, "sites.periods")


def places(names: Sequence[str], counts: Mapping[str, Sequence[int]], minutes: int) -> None:
    """A field for each category and parcel, the darker the more places it reaches on foot."""
    rows = [
        {
            "number": str(number),
            "name": name,
            "category": said().pick("category", category),
            "count": count,
        }
        for category, many in counts.items()
        for number, (name, count) in enumerate(zip(names, many, strict=True), 1)
    ]
    most = max(row["count"] for row in rows)
    names_axis = alt.Axis(labelLimit=100, labelOverlap=False, ticks=False)
    fields = (
        alt.Chart(pd.DataFrame(rows))
        .mark_rect(stroke="#ffffff", strokeWidth=2)
        .encode(
            x=alt.X("number:N", title=None, sort=None, axis=alt.Axis(labelAngle=0, orient="top")),
            y=alt.Y("category:N", title=None, sort=None, axis=names_axis),
            color=alt.Color("count:Q", scale=alt.Scale(range=["#eef3f2", ACCENT]), legend=None),
            tooltip=["name:N", "category:N", "count:Q"],
        )
        .properties(height=_ROW_PIXELS * len(counts), width=_PIXELS)
    )
    dark = alt.datum.count > most / 2
    number = fields.mark_text().encode(
        text="count:Q", color=alt.condition(dark, alt.value("white"), alt.value("#1d2b2a"))
    )
    st.caption(said()("sites.places", n=minutes))
    st.altair_chart(fields + number, width="content")


def _on_rows(chart: Any, names: Sequence[str]) -> Any:
    """Minutes to the right, a row for each parcel."""
    return chart.encode(
        x=alt.X("minutes:Q", title=said()["number.minute"]),
        y=alt.Y("name:N", title=None, sort=list(names), axis=alt.Axis(labelLimit=100)),
    ).properties(height=_ROW_PIXELS * len(names), width=_PIXELS)


def _each(chart: Any, part: str, rows: Sequence[Mapping[str, Any]], title: str) -> None:
    """The chart once for each `part` of the rows, one under the other, all on one scale."""
    head = alt.Header(
        labelAngle=0, labelOrient="top", labelAnchor="start", labelPadding=2, labelLimit=260
    )
    order = list(dict.fromkeys(row[part] for row in rows))
    st.caption(said()[title])
    st.altair_chart(
        chart.facet(row=alt.Row(f"{part}:N", title=None, sort=order, header=head)),
        width="content",
    )


def _way(limit: Within) -> tuple[Mode, Period]:
    return limit.mode, limit.period if limit.mode == Mode.DRIVE else Period.OFF_PEAK
