"""Widgets that end in a question, in the order in which a person asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from geo.model import (
    STREET_MODES,
    Combine,
    Direction,
    Hub,
    IsochroneQuestion,
    Mode,
    Name,
    Period,
    Point,
    Spot,
    as_spot,
)
from geo.study import Study
from ui import address, blocks, cached, kinds, limits, readers, state, timing
from ui.choice import choice
from ui.sight import aim, zoom_for
from ui.trouble import told
from ui.words import Words, plain, words

ICONS = {"airport": "flight", "rail": "train", "metro": "subway", "bus": "directions_bus"}
MOST_PILLS = 16
POINT = "point"  # the id of a place chosen on the map
COMMUTE_PAGE = (
    *("hub", "at", "direction", "mode", "period", "doors", "minutes", "combine", "to"),
    *timing.PARTS,
    *("places", "tiles"),
)
TOWN_PAGE = ("places", "tiles")


def commute(study: Study) -> IsochroneQuestion:
    """Where, which way, how, when and how long; the address then says the same."""
    _fit(study)
    said = words(state.view().lang)
    with st.sidebar:
        _where(study, said)
        ways = [Direction.FROM, Direction.TO]
        choice(said["ask.way"], "direction", ways, lambda way: said[f"direction.{way}"])
        _how(study, said)
        if state.view().mode == Mode.DRIVE:
            choice(said["ask.when"], "period", list(Period), lambda when: said[f"period.{when}"])
        if state.view().mode == Mode.TRANSIT:
            timing.ask(study, said)
        _doors(said)
        limits.ask(said)
        if len(state.view().hub) > 1:
            both = list(Combine)
            choice(said["ask.combine"], "combine", both, lambda how: said[f"combine.{how}"])
        if study.places:
            with st.expander(said["ask.places"], expanded=bool(state.view().places)):
                kinds.choose(study, hidden=True)
    _aim(study)
    state.publish(*COMMUTE_PAGE)
    return question(study)


def question(study: Study) -> IsochroneQuestion:
    """What the view asks, as the engine takes it."""
    asked = state.view()
    return IsochroneQuestion(
        spots=_spots(study),
        mode=timing.mode(),
        minutes=asked.limits,
        direction=asked.direction,
        period=asked.period if asked.mode == Mode.DRIVE else Period.OFF_PEAK,
        combine=asked.combine,
        doors=asked.doors,
        when=timing.when(study),
    )


def _aim(study: Study) -> None:
    """Let the map look at the chosen hubs, nearer for walkers; a click leaves it where it is."""
    asked, zoom = state.view(), zoom_for(study.town, state.view().mode)
    if asked.at is None or asked.centre is None or asked.zoom != zoom:
        points = [spot.point for spot in _spots(study)]
        state.settle(centre=aim(study.town, points, zoom, state.on_phone()), zoom=zoom)


def still(study: Study, asked: IsochroneQuestion) -> None:
    """Run the whole page again where a part of it has changed what the page asks."""
    if question(study) != asked:
        st.rerun()
    state.publish(*COMMUTE_PAGE)


def _fit(study: Study) -> None:
    """Leave out hubs that the town lacks; ask about the first one where none is left."""
    known = {hub.id for hub in study.hubs}
    asked = state.view()
    kept = tuple(id for id in asked.hub if id in known)
    if kept != asked.hub:
        state.mend(hub=kept)
    if asked.to and asked.to not in known:
        state.mend(to="")
    if asked.mode == Mode.TRANSIT and not cached.runs(study):
        state.mend(mode=address.View().mode)
    if asked.at is None and not kept:
        state.settle(hub=default_hub(study.hubs))
    if not study.hubs and asked.at is None:
        state.settle(at=study.town.centre)


def default_hub(hubs: Sequence[Hub]) -> tuple[str, ...]:
    """The first hub that is no metro station, or the first one."""
    first = next((hub for hub in hubs if hub.kind != "metro"), next(iter(hubs), None))
    return (first.id,) if first else ()


def _spots(study: Study) -> tuple[Spot, ...]:
    asked = state.view()
    if asked.at is not None:
        return (Spot(POINT, _name_at(study, asked.at), asked.at),)
    return tuple(as_spot(hub) for hub in study.hubs if hub.id in asked.hub)


def _name_at(study: Study, at: Point) -> Name:
    """The name of the town's place that stands exactly here, else that of a chosen point."""
    unnamed = Name(words("zh")["spot.point"], words("en")["spot.point"])
    return next((place.name for place in study.places if _rounded(place.point) == at), unnamed)


def _rounded(point: Point) -> Point:
    """A point as an address says it."""
    return Point(round(point.lon, 6), round(point.lat, 6))


def _hub_label(hubs: Mapping[str, Hub], language: str, id: str) -> str:
    """A hub's name with the sign of its kind, for widgets that take Markdown."""
    hub = hubs[id]
    return f":material/{ICONS.get(hub.kind, 'location_on')}: {plain(hub.name[language])}"


def _where(study: Study, said: Words) -> None:
    asked = state.view()
    hubs = {hub.id: hub for hub in study.hubs}
    tie = state.bound("hub", list(asked.hub), lambda ids: {"hub": tuple(ids), "at": None})
    if len(hubs) > MOST_PILLS:
        st.multiselect(
            said["ask.where"],
            list(hubs),
            format_func=lambda id: hubs[id].name[said.language],
            placeholder=said["ask.where_hint"],
            max_selections=readers.MOST_HUBS,
            **tie,
        )
    elif hubs:
        st.pills(
            said["ask.where"],
            list(hubs),
            selection_mode="multi",
            format_func=partial(_hub_label, hubs, said.language),
            help=said["ask.where_help"],
            **tie,
        )
    at = f"{asked.at.lon}, {asked.at.lat}" if asked.at else ""
    centre = study.town.centre
    st.text_input(
        said["ask.point"],
        placeholder=said("ask.point_hint", example=f"{centre.lon:.3f}, {centre.lat:.3f}"),
        **state.bound("at", at, _a_point),
    )


def _a_point(text: str) -> dict[str, Any]:
    return {"at": readers.read_point(text), "hub": ()} if text.strip() else {"at": None}


def _how(study: Study, said: Words) -> None:
    offered = [*STREET_MODES, Mode.TRANSIT] if cached.runs(study) else [*STREET_MODES]
    choice(
        said["ask.how"],
        "mode",
        offered,
        lambda mode: said[f"mode.{mode}"],
        lambda mode: {"mode": mode, "minutes": ()},
    )
    if error := cached.feed_trouble(study):
        st.html(blocks.notice(told(error, said), "trouble"))


def _doors(said: Words) -> None:
    """Whether parking or locking counts; on foot and by public transport there is neither."""
    mode = state.view().mode
    if mode in (Mode.DRIVE, Mode.BIKE, Mode.EBIKE):
        label = said["ask.doors_drive" if mode == Mode.DRIVE else "ask.doors_bike"]
        shown = state.bound("doors", state.view().doors, lambda yes: {"doors": bool(yes)})
        st.toggle(label, help=said["ask.doors_help"], **shown)


def destination(study: Study, asked: IsochroneQuestion) -> None:
    """To which hub the way is drawn, if to any."""
    said, taken = words(state.view().lang), {spot.id for spot in asked.spots}
    hubs = {hub.id: hub for hub in study.hubs if hub.id not in taken}
    to = state.view().to
    tie = state.bound("to", to if to in hubs else None, lambda id: {"to": id or ""})
    label = said[f"ask.route_{asked.direction}"]
    if len(hubs) > MOST_PILLS:
        st.selectbox(
            label,
            list(hubs),
            format_func=lambda id: hubs[id].name[said.language],
            placeholder=said["ask.where_hint"],
            **tie,
        )
    elif hubs:
        name = partial(_hub_label, hubs, said.language)
        st.pills(label, list(hubs), format_func=name, wrap=True, **tie)


def follow(point: Point | None, hub: str | None, asked: IsochroneQuestion) -> None:
    """A click on the map asks about that point; a click on a hub draws the way to it."""
    if point is not None:
        state.change(at=point, hub=())
        st.rerun()
    if hub is not None and hub not in {spot.id for spot in asked.spots}:
        state.change(to=hub)
        st.rerun(scope="fragment")


def categories(study: Study) -> None:
    """Which kinds of places the map of the town shows; the address then says the same."""
    with st.sidebar:
        kinds.choose(study)
    state.publish(*TOWN_PAGE)
