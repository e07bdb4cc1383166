"""What holds for every page: language, town and base map."""

from __future__ import annotations

import os
from typing import Any

import streamlit as st

from geo.model import Name
from ui import address, state
from ui.choice import choice
from ui.words import LANGUAGES, plain, words


def language() -> None:
    """Which language the screen speaks."""
    said = words(state.view().lang)
    own = {code: words(code)["language.own"] for code in LANGUAGES}
    choice(said["ask.language"], "lang", LANGUAGES, own.__getitem__, hidden=True)


def town(names: dict[str, Name]) -> None:
    """Which town to look at; its name alone where there is no other."""
    said, chosen = words(state.view().lang), state.view().town
    if names and chosen not in names:
        first = _first(names)
        (state.mend if chosen else state.settle)(town=first)
    if len(names) == 1:
        st.markdown(f"**{plain(names[state.view().town][said.language])}**")
    elif names:
        st.selectbox(
            said["ask.town"],
            list(names),
            format_func=lambda id: names[id][said.language],
            label_visibility="collapsed",
            **state.bound("town", state.view().town, _another_town),
        )


def _first(names: dict[str, Name]) -> str:
    """The town that the server was started for, where it is one of these; else the first."""
    started = os.environ.get("TOWN_ATLAS_TOWN", "")
    return started if started in names else next(iter(names))


def _another_town(id: str) -> dict[str, Any]:
    return {"town": id, "hub": (), "at": None, "to": "", "places": ()}


def basemap() -> None:
    """Which base map lies below; the town's own needs no internet."""
    said = words(state.view().lang)
    offered = [
        name for name in address.TILES if name != "tianditu" or os.environ.get("TIANDITU_KEY")
    ]
    if state.view().tiles not in offered:
        state.mend(tiles="offline")
    with st.sidebar:
        choice(said["ask.basemap"], "tiles", offered, lambda name: said[f"basemap.{name}"])
