"""The town's programme as a board, its figures as charts, honours in time, and what it offers."""

from __future__ import annotations

from itertools import groupby

import altair as alt
import pandas as pd
import streamlit as st

from geo.model import Figure
from geo.study import Study
from ui import about, blocks, cached, show
from ui.blocks import Cell
from ui.frame import said
from ui.industry import Industry

ACCENT, REST = "#0b6e69", "#8a9695"
MARKS = {"planned": "○", "approved": "◔", "building": "◑", "open": "●"}
"""How far a project has come, for those who do not read the word."""


def programme(whole: Industry) -> None:
    """Each group of the programme as a column, with the status of each entry and its date."""
    if not whole.projects:
        show.remark("industry.no_programme")
        return
    groups = [(key, [*them]) for key, them in groupby(whole.projects, lambda one: one.group)]
    language = said().language
    for column, (group, projects) in zip(st.columns(len(groups)), groups, strict=True):
        with column:
            name = said().pick("project_group", group)
            st.html(blocks.heading(said()("industry.group", name=name, n=len(projects))))
            st.html(
                blocks.board(
                    (
                        one.name[language],
                        f"{MARKS.get(one.status, '?')} {one.status_name[language]}",
                        one.note[language],
                    )
                    for one in projects
                )
            )
    st.html(blocks.foot([_dated(whole.projects[0].as_of, whole.projects[0].source)]))


def _dated(as_of: str, source: str) -> str:
    return said()("town.figure_note", as_of=as_of, source=said().own(source))


def figures(study: Study) -> None:
    """The published figures as cards, and those of one kind as bars."""
    found = cached.figures(study)
    if not found:
        show.remark("town.no_figures")
        return
    charts: dict[str, list[Figure]] = {}
    for figure in found:
        if figure.chart:
            charts.setdefault(figure.chart, []).append(figure)
    for column, (name, bars) in zip(_columns(len(charts)), charts.items(), strict=False):
        with column:
            st.html(blocks.heading(said().pick("figure_chart", name)))
            _bars(bars)
    st.html(blocks.cards(map(about.figure_card, found), wide=True))


def _columns(count: int) -> list[st.delta_generator.DeltaGenerator]:
    """So many columns, three abreast."""
    return [column for _ in range(0, count, 3) for column in st.columns(3)]


def _bars(figures: list[Figure]) -> None:
    language = said().language
    rows = [
        {
            "what": one.what[language],
            "value": one.value,
            "told": " ".join(said().large(one.value)).strip(),
            "date": one.as_of,
        }
        for one in figures
    ]
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=190)),
        x=alt.X("value:Q", title=None, axis=None),
        tooltip=["what", "told", "date"],
    )
    bars = base.mark_bar(color=ACCENT, height=18)
    text = base.mark_text(align="left", dx=4).encode(text="told:N")
    st.altair_chart((bars + text).properties(height=34 * len(rows) + 10))


def honours(whole: Industry) -> None:
    """The town's honours in time."""
    if not whole.honours:
        show.remark("industry.no_honours")
        return
    st.html(
        blocks.timeline(
            (
                said()("industry.not_later", date=one.date) if one.not_later else one.date,
                one.name[said().language],
                _dated(one.as_of, one.source),
            )
            for one in whole.honours
        )
    )


def services(study: Study, whole: Industry) -> None:
    """Services, academies, events, funds and operators, by kind."""
    if not whole.services:
        show.remark("industry.no_services")
        return
    language = said().language
    places = {place.id: place.name[language] for place in study.places}
    ordered = sorted(whole.services, key=lambda one: said().pick("service", one.kind))
    rows = [
        [
            Cell(one.name[language], places.get(one.place, "")),
            Cell(said().pick("service", one.kind), short=True),
            Cell(one.note[language] or "–"),
            Cell(_dated(one.as_of, one.source)),
        ]
        for one in ordered
    ]
    heads = [said()[f"industry.{key}"] for key in ("service", "kind", "note", "source")]
    st.html(blocks.table(said()["industry.services"], heads, rows, stack=True))
