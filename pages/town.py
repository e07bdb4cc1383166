"""Town: the town at a glance, its hubs, places and figures, and where all of it comes from."""

import streamlit as st

from ui import about, answers, ask, frame, settings, show

study = frame.opened()
settings.basemap()
show.foot(study)


@st.fragment
def glance() -> None:
    """The town's map and the numbers beside it; choosing places runs this part alone."""
    with frame.guard():
        frame.refusals()

        times = answers.from_the_middle(study)

        show.answer(*about.in_one_sentence(study, times))
        middle, right = show.beside()
        with middle:
            ask.categories(study)
            show.town_map(study, about.layers(study, ask.places(study), times), "town")
        with right:
            about.figures(study)
        about.hubs(study, times)
        about.sources(study)
        about.assumptions(study)
        show.downloads(about.files(study))


glance()
