"""The shortlist of a site search: side by side, and taken home as files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from geo import export
from geo.export.sites import sites_bytes, sites_table
from geo.measures.life_circle import missing
from geo.model import LifeCircle, Parcels
from geo.study import Study
from ui import blocks, cached_sites, land, show, sites, sites_charts, sites_report, state
from ui.blocks import Cell
from ui.frame import said
from ui.show import CSV, GEOJSON, GPKG, File
from ui.sites import Answer, Compared, compared, use_of
from ui.sites_ask import life_circle, target_name, way_name
from ui.words import bare_minutes, plain

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HTML = "text/html"


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
    names = [f"{n} {parcels.name_of(i)[language]}" for n, i in enumerate(short, 1)]
    circle, times = life_circle(study), compared(study, answer, short)
    near = [_near(study, answer, i, circle.minutes) for i in short]
    facts = [*_facts(parcels, short), _circles(circle, near)]
    st.html(blocks.table(said()["sites.shortlist"], _heads("sites.what", names), facts))
    left, right = show.halves()
    with left:
        _times(study, names, times)
        places = _places(names, near, circle)
    with right:
        sites_charts.limits(study, answer.found.limits, names, times)
        sites_charts.periods(study, names, times)
        sites_charts.places(names, places, circle.minutes)


def _heads(key: str, names: Sequence[str]) -> list[str]:
    return [said()[key], *names]


def _facts(parcels: Parcels, short: Sequence[int]) -> list[list[Cell]]:
    """Rows of what the parcels are; what is illustrative says so."""
    samples = [parcels.sample_of(i) for i in short]
    rows = {
        "sites.use": [use_of(parcels, i) for i in short],
        "sites.area": [said()("number.hectares", n=f"{parcels.area_ha[i]:.1f}") for i in short],
        "town.accuracy": [said()[f"accuracy_word.{parcels.accuracy[i]}"] for i in short],
    }
    if any(samples):
        rows["sites.sample_status"] = [
            one.status[said().language] if one else "" for one in samples
        ]
        rows["sites.sample_size"] = [sites.floor_of(one) if one else "" for one in samples]
    return [[Cell(said()[key]), *(Cell(text or "–") for text in row)] for key, row in rows.items()]


Near = Mapping[str, int]
"""By category, how many places a parcel reaches."""


def _near(study: Study, answer: Answer, parcel: int, minutes: int) -> Near:
    """The places that a parcel reaches on foot, counted by category."""
    here = answer.land
    near = cached_sites.places_near(study, answer.parcels, here.key, here.own, parcel, minutes)
    return Counter(place.category for _, place in near)


def _circles(circle: LifeCircle, near: Sequence[Near]) -> list[Cell]:
    """How much of the life circle each parcel has, and what is missing."""
    cells = [Cell(said()("circle.row", n=circle.minutes))]
    for counts in near:
        lacking, whole = missing(circle, list(counts)), len(circle.categories)
        names = said()["list.comma"].join(said().pick("category", one) for one in lacking)
        text = said()("sites.met_of", n=whole - len(lacking), whole=whole)
        cells.append(Cell(text, said()("circle.missing", what=names) if lacking else ""))
    return cells


def _times(study: Study, names: Sequence[str], times: Compared) -> None:
    """Minutes by mode and period, a table for each target."""
    rows: dict[str, list[list[Cell]]] = defaultdict(list)
    for (target, way), minutes in times.items():
        cells = [Cell(bare_minutes(60 * one), number=True) for one in minutes]
        rows[target].append([Cell(way_name(*way, said())), *cells])
    for target, lines in rows.items():
        title = said()("sites.times", target=target_name(study, target, said()))
        st.caption(plain(title))
        st.html(blocks.table(title, _heads("ask.how", names), lines))


def _places(names: Sequence[str], near: Sequence[Near], circle: LifeCircle) -> dict[str, list[int]]:
    """Places on foot by category, those that a life circle has to hold first, as a table; the
    same counts."""
    others = sorted({category for counts in near for category in counts} - {*circle.categories})
    counts = {
        category: [one.get(category, 0) for one in near]
        for category in (*circle.categories, *others)
    }
    rows = [
        [Cell(said().pick("category", category)), *(Cell(str(n), number=True) for n in numbers)]
        for category, numbers in counts.items()
    ]
    title = said()("sites.places", n=circle.minutes)
    st.caption(title)
    st.html(blocks.table(title, _heads("report.category", names), rows))
    return counts


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
