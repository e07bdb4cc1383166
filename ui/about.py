"""The town at a glance: its sentence, figures, hubs and assumptions, and their files."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from geo import maps
from geo.export import credit_of, points_bytes
from geo.model import Assumption, Figure, Hub, Mode, Period, Place
from geo.study import Study
from ui import address, blocks, cached, onward, sentence, show, state
from ui.blocks import Card, Cell
from ui.data import DATA_PAGE
from ui.frame import said
from ui.show import CSV, GEOJSON, File
from ui.times import HubTimes, Way
from ui.words import bare_minutes, thousands

FIGURES_BESIDE = 8
WALK_AT_MOST_SECONDS = 20 * 60
DRIVE, WALK = (Mode.DRIVE, Period.OFF_PEAK), (Mode.WALK, Period.OFF_PEAK)


def in_one_sentence(study: Study, times: HubTimes | None) -> tuple[str, str]:
    """The nearest hub of each kind in minutes; the town's size where there are no times."""
    name, counts = study.town.name[said().language], cached.summary(study)
    small = "\n".join(filter(None, [study.town.about[said().language], _streets(study)]))
    parts = _nearest(times) if times else []
    if parts:
        return said()("town.sentence", town=name, parts=said()["list.clause"].join(parts)), small
    km = said().distance(counts.km[Mode.DRIVE] * 1000)
    return said()("town.sentence_counts", town=name, hubs=len(study.hubs), km=km), small


def _streets(study: Study) -> str:
    """What the minutes are counted from, and over which streets."""
    if not study.network.has_assumed:
        return said()["town.from_centre"]
    km = thousands(round(cached.summary(study).assumed_km))
    return said()("town.from_centre_main", km=km)


def _nearest(times: HubTimes) -> list[str]:
    """The nearest hub of each kind, first those on foot and then those by car."""
    told: dict[Way, list[tuple[float, str]]] = {WALK: [], DRIVE: []}
    for kind in dict.fromkeys(hub.kind for hub in times.hubs):
        places = [i for i, hub in enumerate(times.hubs) if hub.kind == kind]
        way, place, seconds = _best(times, places)
        if seconds == seconds:
            name, minutes = times.hubs[place].name[said().language], said().minutes(seconds)
            told[way].append((seconds, said()("town.to_first", minutes=minutes, hub=name)))
    return [
        said()(
            "town.by",
            travel=sentence.travel(*way, said()),
            places=said()["list.comma"].join(text for _, text in sorted(hubs)),
        )
        for way, hubs in told.items()
        if hubs
    ]


def _best(times: HubTimes, places: list[int]) -> tuple[Way, int, float]:
    """Of these hubs the nearest: on foot where that is near, else by car."""
    for way, limit in ((WALK, WALK_AT_MOST_SECONDS), (DRIVE, np.inf)):
        seconds = times.seconds[way][places]
        if np.nanmin(seconds, initial=np.inf) <= limit:
            at = int(np.nanargmin(seconds)) if np.isfinite(seconds).any() else 0
            return way, places[at], float(seconds[at])
    return DRIVE, places[0], float("nan")


def layers(study: Study, places: tuple[Place, ...], times: HubTimes | None) -> list[Any]:
    """Places of the chosen kinds, and hubs with their minutes from the middle of the town."""
    tiles, words, language = state.view().tiles, said(), said().language
    lines = {
        hub.id: said()("town.popup", minutes=said().minutes(times.seconds[DRIVE][i]))
        for i, hub in enumerate(times.hubs if times else ())
        if times and times.seconds[DRIVE][i] == times.seconds[DRIVE][i]
    }
    hubs, links = [*map(show.spoken, study.hubs)], onward.times_from(study.hubs)
    laid = show.places_layers(places)
    return [*laid, maps.hubs_layer(hubs, (), words, language, tiles, lines, links)]


def figures(study: Study) -> None:
    """Published numbers with their dates and sources, the first beside the map."""
    show.heading("town.figures")
    found = cached.figures(study)
    if not found:
        show.remark("town.no_figures")
        return
    st.html(blocks.cards(map(figure_card, found[:FIGURES_BESIDE])))
    if len(found) > FIGURES_BESIDE:
        with st.expander(said()("town.more_figures", n=len(found) - FIGURES_BESIDE)):
            st.html(blocks.cards(map(figure_card, found[FIGURES_BESIDE:])))


def figure_card(figure: Figure) -> Card:
    """A published number with its date and source."""
    number, scale = said().large(figure.value)
    unit = said()["number.scaled"].format(scale=scale, unit=figure.unit[said().language]).strip()
    source = said().own(figure.source)
    note = said()("town.figure_note", as_of=_date(figure.as_of), source=source)
    what = figure.what[said().language]
    return Card(what[:1].upper() + what[1:], number, unit, note)


def _date(text: str) -> str:
    """A date, or the word for what has none yet."""
    return text if text[:1].isdigit() else said().get(f"date.{text}", text)


def hubs(study: Study, times: HubTimes | None) -> None:
    """Every hub with its kind, lines, minutes from the middle and how well its place is known."""
    show.heading("town.hubs")
    place = {hub.id: i for i, hub in enumerate(times.hubs)} if times else {}

    def minutes(hub: Hub, way: tuple[Mode, Period]) -> Cell:
        seconds = times.seconds[way][place[hub.id]] if times else float("nan")
        return Cell(bare_minutes(seconds), number=True)

    heads = ("town.hub", "town.lines", "town.walk", "town.drive", "town.accuracy")
    rows = [
        [
            Cell(hub.name[said().language], said().pick("hub", hub.kind)),
            Cell(said()["list.comma"].join(map(show.line, hub.lines)) or "–"),
            minutes(hub, WALK),
            minutes(hub, DRIVE),
            Cell(said()[f"accuracy.{hub.accuracy}"], hub.note[said().language]),
        ]
        for hub in study.hubs
    ]
    st.html(blocks.table(said()["town.hubs"], [said()[head] for head in heads], rows, stack=True))


def to_the_data() -> None:
    """The way to the sources, their dates and what is assumed."""
    st.page_link(
        "pages/data.py",
        label=said()["town.data"],
        icon=":material/database:",
        query_params=address.written(state.view(), DATA_PAGE),
    )


def assumptions(study: Study) -> None:
    """Every number of the travel model with the reason for it."""
    heads = [said()[head] for head in ("town.assumption", "town.value", "town.because")]
    rows = [
        [Cell(_number(one)), Cell(_value(one), number=True), Cell(_because(one))]
        for one in study.town.assumptions.rows.values()
    ]
    st.html(blocks.table(said()["town.assumptions"], heads, rows, stack=True))


def _key(one: Assumption) -> str:
    return one.key.replace(".", "_").replace("-", "_")


def _number(one: Assumption) -> str:
    return said().get(f"assumption.{_key(one)}", one.key)


def _value(one: Assumption) -> str:
    unit = said().get(f"unit.{one.unit.replace(' ', '_').replace('/', '_')}", one.unit)
    if one.unit.startswith("share"):
        return said()("number.share", n=f"{one.value * 100:.0f}")
    return said()("number.with_unit", n=thousands(one.value), unit=unit)


def _because(one: Assumption) -> str:
    """The town's own reason, else the reason given for the longest part of the key."""
    if one.overridden:
        return f"{said()['town.own']} {one.source}".strip()
    parts = _key(one).split("_")
    heads = ("_".join(parts[:n]) for n in range(len(parts), 0, -1))
    reasons = said().under("because")
    return next((reasons[head] for head in heads if head in reasons), one.source)


def places(study: Study) -> None:
    """Says so where the town has no places to show."""
    if not study.places:
        show.remark("town.no_places")


def files(study: Study) -> list[File]:
    """Hubs and places as files."""
    credit = credit_of(study.town, study.data_as_of, study.digest, said().language)
    made = []
    for name, items in (("hubs", study.hubs), ("places", study.places)):
        for ending, kind in ((".geojson", GEOJSON), (".csv", CSV)):
            if items:
                key, make = f"{name}_{ending[1:]}", partial(points_bytes, items, ending, credit)
                made.append(File(key, f"{study.town.id}-{name}{ending}", kind, make))
    return made
