"""Tours: a day out, its stops in the order that wastes the least time, or in one's own."""

import streamlit as st

from ui import frame, settings, show, tours, tours_ask, tours_day, tours_edit

study = frame.opened()
wish = None
with frame.guard():
    wish = tours_ask.tour(study)
settings.basemap()
show.foot(study)


@st.fragment
def answer() -> None:
    """All of the answer; a click on the map runs this part alone."""
    with frame.guard():
        frame.refusals()
        if wish is None or not wish.stops:
            show.nothing(study, "tour.choose" if wish else "tour.no_stops", "tours")
            return
        tours_ask.still(study, wish)
        found = tours.answer(study, wish)

        tours.say(found)
        middle, right = show.beside(2.4)
        with middle:
            laid, looks = tours.layers(study, found), tours.sight(found)
            tours_edit.follow(study, show.town_map(study, laid, "tours", *looks))
        with right:
            if found.plan:
                tours.timetable(found.plan)
        hand, day = show.halves()
        with hand:
            tours_edit.edit(study, found)
        with day:
            if found.plan:
                tours_day.bar(found.plan)
                tours.left_out(found.plan)
        if found.plan:
            show.downloads(tours.files(study, found.plan))
            show.remark("tour.link")


answer()
