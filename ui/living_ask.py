"""From where, how, and what a life circle has to hold."""

from __future__ import annotations

import streamlit as st

from geo.model import LifeCircle
from geo.study import Study
from ui import address, cached_living, kinds, readers, sites_ask, state
from ui.choice import choice
from ui.frame import said

LIVING_PAGE = ("at", "block", "around", "circle", "walk", "gap", "places", "tiles")


def ask(study: Study) -> LifeCircle:
    """The question in the sidebar."""
    categories = known(study)
    if state.view().gap and state.view().gap not in categories:
        state.mend(gap="")
    lacking = tuple(one for one in state.view().circle if one not in categories)
    if lacking:
        state.mend(circle=tuple(one for one in state.view().circle if one in categories))
    view = state.view()
    if view.block and view.block not in cached_living.blocks(study, view.around).parcels.ids:
        state.mend(block="")
    with st.sidebar:
        _where(study)
        choice(said()["ask.how"], "around", address.ACCESS, lambda mode: said()[f"mode.{mode}"])
        shown = ["", *categories]
        st.pills(
            said()["ask.gap"],
            shown,
            format_func=lambda one: said().pick("category", one) if one else said()["living.all"],
            required=True,
            **state.bound("gap", state.view().gap, lambda one: {"gap": one or ""}),
        )
        circle = sites_ask.life_circle(study)
        with st.expander(said()["ask.places"], expanded=bool(state.view().places)):
            kinds.choose(study, hidden=True)
    publish()
    return circle


def known(study: Study) -> list[str]:
    """The categories of the town's amenities and of the definition."""
    own = {place.category for place in cached_living.listed(study).places}
    return [*LifeCircle().categories, *sorted(own - set(LifeCircle().categories))]


def publish() -> None:
    """Write the question to the address."""
    state.publish(*LIVING_PAGE)


def _where(study: Study) -> None:
    at, centre = state.view().at, study.town.centre
    st.text_input(
        said()["ask.from"],
        placeholder=said()("ask.point_hint", example=f"{centre.lon:.3f}, {centre.lat:.3f}"),
        help=said()["living.from_help"],
        **state.bound("from", f"{at.lon}, {at.lat}" if at else "", _a_point),
    )


def _a_point(text: str) -> dict[str, object]:
    return {"at": readers.read_point(text) if text.strip() else None, "block": ""}
