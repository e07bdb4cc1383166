"""Which enterprises: in words, by valley and by role; and when one travels to them."""

from __future__ import annotations

import streamlit as st

from geo.study import Study
from ui import cached, industry, readers, state, timing
from ui.frame import said
from ui.industry import Industry
from ui.words import plain

INDUSTRY_PAGE = (
    "find",
    "valley",
    "role",
    "firm",
    "direction",
    "depart",
    "window",
    "date",
    "tiles",
)


def ask(study: Study) -> None:
    """The question in the sidebar."""
    whole = industry.of(study)
    _fit(whole)
    with st.sidebar:
        if whole.firms:
            _find()
            _valley(whole)
            _role(whole)
            if cached.runs(study):
                timing.ask_window(study, said())


def publish() -> None:
    """Write the question to the address."""
    state.publish(*INDUSTRY_PAGE)


def _fit(whole: Industry) -> None:
    """Leave out what the town does not have."""
    asked = state.view()
    known = {
        "valley": {*whole.by_id},
        "role": {firm.role for firm in whole.firms},
        "firm": {firm.id for firm in whole.firms},
    }
    for part, ids in known.items():
        if getattr(asked, part) and getattr(asked, part) not in ids:
            state.mend(**{part: ""})


def _find() -> None:
    st.text_input(
        said()["ask.find"],
        placeholder=said()["ask.find_hint"],
        max_chars=readers.MOST_TEXT,
        icon=":material/search:",
        **state.bound("find", state.view().find, _found),
    )


def _found(text: str) -> dict[str, str]:
    return {"find": readers.read_text(text or ""), "firm": ""}


def _valley(whole: Industry) -> None:
    if not whole.valleys:
        return
    names = {valley.id: valley.name[said().language] for valley in whole.valleys}
    st.pills(
        said()["ask.valley"],
        list(names),
        format_func=lambda id: plain(names[id]),
        **state.bound(
            "valley", state.view().valley or None, lambda id: {"valley": id or "", "firm": ""}
        ),
    )


def _role(whole: Industry) -> None:
    names = {firm.role: firm.role_name[said().language] or firm.role for firm in whole.firms}
    if len(names) < 2:
        return
    st.pills(
        said()["ask.role"],
        list(names),
        format_func=lambda role: plain(names[role]),
        **state.bound("role", state.view().role or None, lambda id: {"role": id or "", "firm": ""}),
    )
