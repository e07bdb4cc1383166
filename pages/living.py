"""Living: what lies within a walk of any place, and which blocks lack what."""

import streamlit as st

from ui import frame, living, living_ask, living_show, settings, show

study = frame.opened()
circle = None
with frame.guard():
    circle = living_ask.ask(study)
settings.basemap()
show.foot(study)


@st.fragment
def answer() -> None:
    """All of the answer; a click on the map looks from there."""
    with frame.guard():
        frame.refusals()
        if circle is None:
            return
        if not circle.categories:
            show.nothing(study, "living.nothing", "living")
            return
        found = living.answer(study, circle)
        living_ask.publish()
        show.answer(*living.sentence(found))
        show.trouble(found.trouble)
        middle, right = show.beside(1.9)
        with middle:
            laid, (looks, zoom) = living.layers(study, found), living.looks(found)
            click = show.town_map(study, laid, "living", looks, zoom)
            living.follow(found, click.symbol or click.point)
        with right:
            living_show.around(found)
        gaps, sources = show.halves()
        with gaps:
            living_show.worst(found)
        with sources:
            living_show.origins(study, found)
        show.downloads(living_show.files(study, found))


answer()
