"""The shortlist of a site search: side by side, and taken home as files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import altair as alt
import pandas as pd
import streamlit as st

from geo import export
from geo.export.sites import sites_bytes, sites_table
from geo.measures.life_circle import missing
from geo.model import LifeCircle, Mode, Period, Within
from geo.study import Study
from ui import blocks, cached_sites, land, show, sites, sites_report, state
from ui.blocks import Cell
from ui.frame import said
from ui.show import CSV, GEOJSON, GPKG, File
from ui.sites import Answer, Compared, compared, use_of
from ui.sites_ask import life_circle, target_name, way_name
from ui.words import bare_minutes, plain

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html"
ACCENT = "#0b6e69"


def compare(study: Study, answer: Answer) -> None:
    """The shortlisted parcels side by side: area, times by mode and period, a small chart."""
    show.heading("sites.shortlist")
    short = land.shortened(state.view().short, answer.parcels)
    if not short:
        show.remark("sites.pick")
        return
    parcels, language = answer.parcels, said().language
    with st.container(horizontal=True):
        for i in short:
            st.button(
                plain(parcels.name_of(i)[language]),
                icon=":material/close:",
                key=f"drop.{parcels.ids[i]}",
                help=said()["sites.drop"],
                on_click=sites.toggle,
                args=(str(parcels.ids[i]),),
            )
    heads = [said()["sites.what"], *(parcels.name_of(i)[language] for i in short)]
    rows = [
        [Cell(said()["sites.use"]), *(Cell(use_of(parcels, i)) for i in short)],
        [
            Cell(said()["sites.area"]),
            *(Cell(said()("number.hectares", n=f"{parcels.area_ha[i]:.1f}")) for i in short),
        ],
        [
            Cell(said()["town.accuracy"]),
            *(Cell(said()[f"accuracy_word.{parcels.accuracy[i]}"]) for i in short),
        ],
    ]
    times = compared(study, answer, short)
    for (target, way), minutes in times.items():
        name = f"{target_name(study, target, said())} · {way_name(*way, said())}"
        rows.append([Cell(name), *(Cell(bare_minutes(60 * one), number=True) for one in minutes)])
    circle = life_circle(study)
    rows.append(
        [
            Cell(said()("circle.row", n=circle.minutes)),
            *(_circle(circle, study, answer, i) for i in short),
        ]
    )
    st.html(blocks.table(said()["sites.shortlist"], heads, rows))
    _chart(study, answer, short, times)


def _circle(circle: LifeCircle, study: Study, answer: Answer, parcel: int) -> Cell:
    """How much of the life circle a parcel has, and what is missing."""
    here = answer.land
    near = cached_sites.places_near(
        study, answer.parcels, here.key, here.own, parcel, circle.minutes
    )
    lacking = missing(circle, {place.category for _, place in near})
    names = said()["list.comma"].join(said().pick("category", one) for one in lacking)
    whole = len(circle.categories)
    text = said()("sites.met_of", n=whole - len(lacking), whole=whole)
    return Cell(text, said()("circle.missing", what=names) if lacking else "")


def _chart(study: Study, answer: Answer, short: Sequence[int], times: Compared) -> None:
    """One bar for each parcel and limit, in minutes."""
    names = [answer.parcels.name_of(i)[said().language] for i in short]
    rows = [
        {
            "name": name,
            "limit": f"{target_name(study, limit.target, said())} · "
            f"{way_name(limit.mode, limit.period, said())}",
            "minutes": minutes,
            "most": limit.minutes,
        }
        for limit in answer.found.limits
        for name, minutes in zip(
            names, times.get((limit.target, _way(limit)), [float("nan")] * len(names)), strict=True
        )
    ]
    if not rows:
        return
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(color=ACCENT, height=12)
        .encode(
            x=alt.X("minutes:Q", title=said()["number.minute"]),
            y=alt.Y("name:N", title=None, sort=names, axis=alt.Axis(labelLimit=160)),
        )
        .properties(height=22 * len(names))
    )
    rule = alt.Chart().mark_rule(color="#c0392b", strokeDash=[4, 3]).encode(x="most:Q")
    chart = alt.layer(bars, rule, data=pd.DataFrame(rows)).facet(
        row=alt.Row("limit:N", title=None, header=alt.Header(labelAngle=0, labelAlign="left"))
    )
    st.altair_chart(chart)


def _way(limit: Within) -> tuple[Mode, Period]:
    return limit.mode, limit.period if limit.mode == Mode.DRIVE else Period.OFF_PEAK


def files(study: Study, answer: Answer) -> list[File]:
    """The ranked parcels as files, every format of the command line."""
    if not len(answer.parcels):
        return []
    language = said().language
    credit = export.credit_of(study.town, study.data_as_of, study.digest, language)

    def made(ending: str) -> bytes:
        every = sites_table(answer.parcels, answer.found, only=False)
        return sites_bytes(every, ending, credit)

    name = f"{study.town.id}-sites"
    short = land.shortened(state.view().short, answer.parcels)
    report = state.within(partial(sites_report.report, study, answer, short))
    paper = [File("report", f"{name}.html", HTML, report)]
    return [
        *(paper if short else []),
        File("sites_xlsx", f"{name}.xlsx", EXCEL, partial(made, ".xlsx")),
        File("sites_csv", f"{name}.csv", CSV, partial(made, ".csv")),
        File("sites_geojson", f"{name}.geojson", GEOJSON, partial(made, ".geojson")),
        File("sites_gpkg", f"{name}.gpkg", GPKG, partial(made, ".gpkg")),
    ]
