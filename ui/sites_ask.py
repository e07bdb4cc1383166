"""The question of the site search: limits with live counts, weights, what colours the map."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from geo.model import (
    STREET_MODES,
    TRANSIT_MODES,
    Direction,
    Hub,
    LifeCircle,
    Mode,
    Period,
    Within,
)
from geo.model.life_circle import CATEGORIES
from geo.study import Study
from ui import address, cached, land, readers, state, timing
from ui.choice import choice
from ui.words import Words, plain, words

SITES_PAGE = (
    *("limits_of", "land", "weigh", "shade", "short", "heading"),
    *("circle", "walk"),
    *("depart", "window", "date", "tiles"),
)
WAYS = (
    (Mode.WALK, Period.OFF_PEAK),
    (Mode.BIKE, Period.OFF_PEAK),
    (Mode.EBIKE, Period.OFF_PEAK),
    (Mode.DRIVE, Period.OFF_PEAK),
    (Mode.DRIVE, Period.PEAK),
)
TRANSIT = (Mode.TRANSIT, Period.OFF_PEAK)
LONGEST = 60


def sites(study: Study) -> tuple[tuple[Within, ...], list[Any]]:
    """Limits and the parcels that they are for; the address says the same. Each limit comes with
    a slot for its live count."""
    said = words(state.view().lang)
    _fit(study)
    with st.sidebar:
        ways = [Direction.TO, Direction.FROM]
        choice(said["ask.site_way"], "heading", ways, lambda way: said[f"site_way.{way}"])
        slots = [_limit(study, n, said) for n in range(len(state.view().limits_of))]
        _more(study, said)
        if any(limit.mode in TRANSIT_MODES for limit in state.view().limits_of):
            timing.ask_window(study, said)
        land.ask(study, said)
        _weights(study, said)
    publish()
    return state.view().limits_of, slots


def publish() -> None:
    """Let the address say what a part of the page has changed."""
    state.publish(*SITES_PAGE)


def targets(study: Study) -> list[str]:
    """What a limit may name: kinds of hubs, categories of places, then single hubs."""
    kinds = dict.fromkeys(hub.kind for hub in study.hubs)
    categories = sorted({place.category for place in study.places})
    return list(dict.fromkeys([*kinds, *categories, *(hub.id for hub in study.hubs)]))


def target_name(study: Study, target: str, said: Words) -> str:
    """A target as one says it: a hub's name, or the nearest of a kind or category."""
    hub = _hub(study, target)
    if hub is not None:
        return hub.name[said.language]
    kinds = {hub.kind for hub in study.hubs}
    if target in kinds:
        return said("sites.nearest", what=said.pick("hub", target).lower())
    return said("sites.nearest_place", what=said.pick("category", target).lower())


def _hub(study: Study, target: str) -> Hub | None:
    return next((hub for hub in study.hubs if hub.id == target), None)


def way_name(mode: Mode, period: Period, said: Words) -> str:
    """A way of travelling, short."""
    if mode == Mode.DRIVE:
        return said("times.column_drive", period=said[f"period.{period}"])
    return said[f"mode.{mode}"]


def _fit(study: Study) -> None:
    """Leave out limits whose target the town lacks, or that need a timetable it has not."""
    known, asked = set(targets(study)), state.view().limits_of

    def fits(limit: Within) -> bool:
        return limit.target in known and (
            limit.mode in STREET_MODES or (limit.mode == Mode.TRANSIT and cached.runs(study))
        )

    kept = tuple(limit for limit in asked if fits(limit))
    if kept != asked:
        usual = asked == address.USUAL_LIMITS
        (state.settle if usual else state.mend)(limits_of=kept)


def _limit(study: Study, number: int, said: Words) -> Any:
    limit = state.view().limits_of[number]

    def changed(**parts: Any) -> dict[str, Any]:
        limits = list(state.view().limits_of)
        limits[number] = replace(limits[number], **parts)
        return {"limits_of": tuple(limits)}

    offered = [*WAYS, TRANSIT] if cached.runs(study) else [*WAYS]
    with st.container(border=True):
        what, drop = st.columns([6, 1], vertical_alignment="bottom", gap="small")
        with what:
            st.selectbox(
                said("ask.limit", n=number + 1),
                targets(study),
                format_func=lambda target: target_name(study, target, said),
                **state.bound(f"limit.{number}.target", limit.target, lambda t: changed(target=t)),
            )
        with drop:
            st.button(
                "",
                icon=":material/close:",
                help=said["ask.limit_drop"],
                key=f"limit.{number}.drop",
                on_click=_dropped,
                args=(number,),
            )
        way = (limit.mode, limit.period if limit.mode == Mode.DRIVE else Period.OFF_PEAK)
        st.selectbox(
            said["ask.how"],
            offered,
            format_func=lambda way: way_name(*way, said),
            label_visibility="collapsed",
            **state.bound(
                f"limit.{number}.way",
                way if way in offered else offered[0],
                lambda way: changed(mode=way[0], period=way[1]),
            ),
        )
        st.slider(
            said["ask.minutes"],
            min_value=1,
            max_value=max(LONGEST, limit.minutes),
            format=said["ask.minutes_format"],
            label_visibility="collapsed",
            **state.bound(
                f"limit.{number}.minutes", limit.minutes, lambda n: changed(minutes=int(n))
            ),
        )
        return st.empty()


def _dropped(number: int) -> None:
    limits = state.view().limits_of
    state.change(limits_of=limits[:number] + limits[number + 1 :], shade=0)


def _more(study: Study, said: Words) -> None:
    limits = state.view().limits_of
    known = targets(study)
    if not known or len(limits) >= readers.MOST_LIMITS:
        return
    used = {limit.target for limit in limits}
    target = next((target for target in known if target not in used), known[0])
    fresh = Within(target, Mode.WALK, 15)
    st.button(
        said["ask.limit_more"],
        icon=":material/add:",
        on_click=lambda: state.change(limits_of=(*limits, fresh)),
        width="stretch",
    )


def _weights(study: Study, said: Words) -> None:
    """How much each target counts in the ranking."""
    chosen = dict.fromkeys(limit.target for limit in state.view().limits_of)
    if len(chosen) < 2:
        return
    with st.expander(said["ask.weights"]):
        for target in chosen:
            weights = dict(state.view().weigh)

            def weighed(value: float, target: str = target) -> dict[str, Any]:
                now = {**dict(state.view().weigh), target: float(value)}
                return {"weigh": tuple((t, w) for t, w in now.items() if w != 1.0)}

            st.slider(
                plain(target_name(study, target, said)),
                min_value=0.0,
                max_value=3.0,
                step=0.5,
                **state.bound(f"weigh.{target}", weights.get(target, 1.0), weighed),
            )


def life_circle(study: Study) -> LifeCircle:
    """What a life circle has to hold, shown and to be changed."""
    said = words(state.view().lang)
    known = list(dict.fromkeys([*CATEGORIES, *sorted({p.category for p in study.places})]))
    with st.expander(said["ask.circle"]):
        st.caption(said["circle.source"])
        st.multiselect(
            said["circle.holds"],
            known,
            format_func=lambda category: said.pick("category", category),
            placeholder=said["ask.stop_hint"],
            max_selections=readers.MOST_HUBS,
            **state.bound(
                "circle", list(state.view().circle), lambda kinds: {"circle": tuple(kinds)}
            ),
        )
        st.slider(
            said["circle.minutes"],
            min_value=5,
            max_value=30,
            step=5,
            format=said["ask.minutes_format"],
            **state.bound("walk", state.view().walk, lambda n: {"walk": int(n)}),
        )
    return LifeCircle(state.view().circle, state.view().walk)


def shade(study: Study, limits: tuple[Within, ...]) -> None:
    """What colours the parcels: how many limits they meet, or the time of one of them."""
    said = words(state.view().lang)
    if state.view().shade > len(limits):
        state.settle(shade=0)
    options = list(range(len(limits) + 1))

    def name(number: int) -> str:
        if number == 0:
            return said["sites.by_met"]
        limit = limits[number - 1]
        return plain(target_name(study, limit.target, said))

    st.pills(
        said["ask.shade"],
        options,
        format_func=name,
        **state.bound("shade", state.view().shade, lambda n: {"shade": int(n or 0)}),
    )
