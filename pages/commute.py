"""Commute: how far one gets from a place, or to it, and the minutes to every hub."""

import streamlit as st

from ui import answers, ask, frame, sentence, settings, show, state, trips

study = frame.opened()
question = ask.commute(study)
settings.basemap()
show.foot(study)


@st.fragment
def answer() -> None:
    """All of the answer; a click on the map or another destination runs this part alone."""
    with frame.guard():
        ask.still(study, question)
        frame.refusals()

        found = answers.commute(study, question, state.view().to)

        show.answer(*sentence.of_commute(found, study.town.assumptions, frame.said()))
        show.trouble(found.trouble)
        middle, right = show.beside()
        with middle:
            laid, looks = trips.layers(study, found), state.view().centre
            click = show.town_map(study, laid, "commute", looks)
            ask.follow(click.point, click.hub, question)
        with right:
            trips.hub_cards(found)
        ask.destination(study, question)
        table, way = show.halves()
        with table:
            trips.table(found)
        with way:
            trips.way(found)
        show.downloads(trips.files(study, found))


answer()
