"""Which kinds of places the map shows, and the places of those kinds."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from geo.model import Place
from geo.study import Study
from ui import state
from ui.words import words


def choose(study: Study, *, hidden: bool = False) -> None:
    """Let the reader choose kinds; those that the town lacks are left out."""
    said = words(state.view().lang)
    counts = Counter(place.category for place in study.places)
    kept = tuple(kind for kind in state.view().places if kind in counts)
    if kept != state.view().places:
        state.mend(places=kept)
    if counts:
        names = {kind: f"{said.pick('category', kind)} {n}" for kind, n in counts.most_common()}
        st.pills(
            said["ask.places"],
            list(names),
            selection_mode="multi",
            format_func=names.__getitem__,
            label_visibility="collapsed" if hidden else "visible",
            **state.bound("places", list(kept), lambda kinds: {"places": tuple(kinds)}),
        )


def chosen(study: Study) -> tuple[Place, ...]:
    """The places whose kinds were chosen."""
    return tuple(place for place in study.places if place.category in state.view().places)
