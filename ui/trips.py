"""Travel times and ways on the page: layers, cards, table, steps and files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from geo import export, maps
from geo.model import Hub, Mode, Period
from geo.study import Study
from ui import blocks, frame, journeys, kinds, onward, sentence, show, state, times, timing
from ui.answers import Commute
from ui.blocks import Card, Cell
from ui.frame import said
from ui.show import CSV, GEOJSON, GPKG, GPX, File
from ui.times import HubTimes
from ui.words import bare_minutes

MOST_CARDS = 12
LEAST_DIFFERENCE_SECONDS = 30


def layers(study: Study, found: Commute) -> list[Any]:
    """What lies on the base map: bands, the way, hubs with their minutes, the clicked place."""
    tiles, words, language = state.view().tiles, said(), said().language
    laid = []
    if found.bands:
        laid.append(maps.isochrone_layer(found.bands, words, tiles))
    if found.then:
        laid.append(maps.then_layer(found.then, timing.earlier(study), words, tiles))
    if found.route:
        laid.append(maps.route_layer(found.route, words, language, tiles))
    if found.journey:
        laid.append(maps.journey_layer(found.journey, words, language, tiles))
    chosen = {spot.id for spot in found.question.spots}
    minutes = _popup_lines(found)
    laid.extend(show.places_layers(kinds.chosen(study)))
    hubs, links = [show.spoken(hub) for hub in study.hubs], onward.times_from(study.hubs)
    laid.append(maps.hubs_layer(hubs, chosen, words, language, tiles, minutes, links))
    clicked = [spot for spot in found.question.spots if state.view().at == spot.point]
    laid.extend(maps.spot_layer(spot, language, tiles) for spot in clicked)
    return laid


def _popup_lines(found: Commute) -> dict[str, str]:
    """A line for each hub's popup: how long it takes, as asked."""
    if not found.times or not found.times.hubs:
        return {}
    mode, period = found.times.asked
    travel, direction = sentence.travel(mode, period, said()), found.question.direction
    seconds = found.times.seconds[found.times.asked]
    return {
        hub.id: said()(
            f"times.popup_{direction}", travel=travel, minutes=said().minutes(seconds[i])
        )
        for i, hub in enumerate(found.times.hubs)
        if seconds[i] == seconds[i]
    }


def hub_cards(study: Study, found: Commute) -> None:
    """Minutes to every hub as asked, and for a car how many more at peak."""
    if found.times is None:
        return
    if not found.times.hubs:
        show.remark("times.none")
        return
    several = len(found.question.spots) > 1
    how = found.question.combine if several else "one"
    show.heading(f"times.{found.question.direction}_{how}")
    shown = enumerate(found.times.hubs[:MOST_CARDS])
    year = timing.earlier(study) if found.then_seconds else ""
    then = found.then_seconds
    st.html(blocks.cards(_card(found.times, i, hub, then, year) for i, hub in shown))


def _card(found: HubTimes, place: int, hub: Hub, then: Mapping[str, float], year: str) -> Card:
    name, seconds = hub.name[said().language], found.seconds[found.asked][place]
    if seconds != seconds:
        return Card(name, "–", note=_why_not(found.status[found.asked][place]))
    note, tone = _earlier(then[hub.id], seconds, year) if year else _peak(found, place)
    return Card(name, bare_minutes(seconds), said()["number.minute"], note, tone)


def _earlier(then: float, now: float, year: str) -> tuple[str, str]:
    """How long it took in the earlier network, and what is saved."""
    if then != then:
        return said()("times.then_none", year=year), "better"
    more = now - then
    if abs(more) < LEAST_DIFFERENCE_SECONDS:
        return said()("times.then_same", year=year), ""
    change = f"{round(more / 60):+d}".replace("-", "−")
    saved = said()("times.then", year=year, minutes=bare_minutes(then), more=change)
    return saved, "better" if more < 0 else "worse"


def _why_not(status: str) -> str:
    return said()["times.off_network" if status == "off-network" else "times.unreachable"]


def _peak(found: HubTimes, place: int) -> tuple[str, str]:
    mode, period = found.asked
    if mode != Mode.DRIVE:
        return "", ""
    other = Period.OFF_PEAK if period == Period.PEAK else Period.PEAK
    more = found.seconds[(mode, other)][place] - found.seconds[(mode, period)][place]
    if not abs(more) >= LEAST_DIFFERENCE_SECONDS:
        return said()["times.peak_same"], ""
    key = "times.peak_less" if period == Period.PEAK else "times.peak_more"
    return said()(key, more=said().more_minutes(more)), "worse" if more > 0 else "better"


def table(found: Commute) -> None:
    """Minutes between the place and every hub by every mode."""
    if found.times is None or not found.times.hubs:
        return
    places = sentence.places(found.question.spots, said())
    caption = said()(f"times.table_{found.question.direction}", places=places)
    st.html(blocks.heading(caption))
    columns = tuple(found.times.seconds)
    heads = [said()["times.hub"], *(_column(*way) for way in columns)]
    rows = (
        [
            Cell(hub.name[said().language], said().pick("hub", hub.kind)),
            *(Cell(bare_minutes(found.times.seconds[way][i]), number=True) for way in columns),
        ]
        for i, hub in enumerate(found.times.hubs)
    )
    st.html(blocks.table(caption, heads, rows))


def _column(mode: Mode, period: Period) -> str:
    """The head of a column, short."""
    if mode == Mode.DRIVE:
        return said()("times.column_drive", period=said()[f"period.{period}"])
    if mode == Mode.BIKE_TRANSIT:
        return sentence.travel(mode, period, said())
    return said()[f"mode.{mode}"]


def way(found: Commute) -> None:
    """The route in words: its length and every step; or how to get one."""
    if found.no_route is not None:
        frame.tell(found.no_route)
    elif found.journey is not None:
        journeys.itinerary(found.journey)
    elif found.route is None:
        if found.times and found.times.hubs:
            show.remark("route.pick")
    else:
        language, route = said().language, found.route
        ends = (route.origin.name[language], route.destination.name[language])
        show.heading("route.title", origin=ends[0], destination=ends[1])
        travel = sentence.travel(found.question.mode, found.question.period, said())
        time, far = said().minutes(route.seconds), said().distance(route.metres)
        st.html(blocks.foot([said()("route.length", travel=travel, minutes=time, km=far)]))
        last = len(route.steps) - 1
        steps = [
            (sentence.of_step(step, i == last, said()), said().distance(step.metres))
            for i, step in enumerate(route.steps)
        ]
        st.html(blocks.steps([*steps, (said()["turn.arrive"], "")]))


def files(study: Study, found: Commute) -> list[File]:
    """The bands, the table and the way, as files."""
    language = said().language
    credit = export.credit_of(study.town, study.data_as_of, study.digest, language)
    name = f"{study.town.id}-{found.question.mode}-{found.question.direction}"
    made = []
    if found.bands:
        bands = partial(export.isochrone_bytes, found.bands, credit=credit, language=language)
        made += [
            File("bands_geojson", f"{name}.geojson", GEOJSON, partial(bands, ".geojson")),
            File("bands_gpkg", f"{name}.gpkg", GPKG, partial(bands, ".gpkg")),
        ]
    if found.times and found.times.hubs:
        rows = times.as_table(found.times, found.question.spots, study.hubs, credit)
        table = partial(export.table_bytes, rows, ".csv", credit)
        made.append(File("table_csv", f"{name}-times.csv", CSV, table))
    if found.route:
        turns = {f"turn_{turn}": text for turn, text in said().under("gpx").items()}
        turns["arrive"] = said()["turn.arrive"]
        way = partial(
            export.route_bytes, found.route, credit=credit, language=language, words=turns
        )
        made += [
            File("route_gpx", f"{name}-route.gpx", GPX, partial(way, ".gpx")),
            File("route_geojson", f"{name}-route.geojson", GEOJSON, partial(way, ".geojson")),
        ]
    if found.journey:
        made += journeys.files(study, found.journey, credit, f"{name}-route")
    return made
