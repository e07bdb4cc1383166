"""Commute: how far one gets from a place, or to it, and the minutes to every hub."""

import streamlit as st

from ui import answers, ask, frame, journeys, sentence, settings, show, state, timing, trips

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

        found = answers.commute(study, question, state.view().to, timing.riding(state.view().then))

        show.answer(*sentence.of_commute(found, study.town.assumptions, frame.said()))
        show.trouble(found.trouble)
        journeys.last_run(found)
        middle, right = show.beside()
        with middle:
            laid, looks = trips.layers(study, found), state.view().centre
            click = show.town_map(study, laid, "commute", looks)
            ask.follow(click.point, click.hub, question)
        with right:
            trips.hub_cards(study, found)
        ask.destination(study, question)
        table, way = show.halves()
        with table:
            trips.table(found)
            journeys.then_and_now(study, found)
        with way:
            trips.way(found)
            journeys.station(found)
        show.downloads(trips.files(study, found))


answer()
