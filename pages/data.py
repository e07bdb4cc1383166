"""Data: every file of the town with its source, date, licence, accuracy and faults."""

import streamlit as st

from ui import about, data, frame, settings, show

study = frame.opened()
with frame.guard():
    found = data.facts(study)
    data.ask(study, found)
    settings.basemap()
    show.foot(study)
    frame.refusals()

    show.answer(*data.sentence(study, found))
    table = data.table_of_layer(study)
    middle, right = show.beside(1.9)
    with middle:
        show.town_map(study, data.layers(table), "data")
    with right:
        data.beside(study, found)
    whole, single, model = st.tabs([frame.said()[f"data.tab_{n}"] for n in ("all", "one", "model")])
    with whole:
        data.overview(study, found)
    with single:
        data.records(table)
    with model:
        about.assumptions(study)
    show.downloads(data.files(study))
