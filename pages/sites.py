"""Sites: which parcels lie within all the limits, ranked, compared and taken home."""

import streamlit as st

from ui import frame, land, settings, show, sites, sites_ask, sites_compare, sites_table

study = frame.opened()
limits, slots = sites_ask.sites(study)
settings.basemap()
show.foot(study)


@st.fragment
def answer() -> None:
    """All of the answer; a click on a parcel or a row runs this part alone."""
    with frame.guard():
        frame.refusals()
        whole = land.usable(study)
        if whole is None:
            show.nothing(study, "sites.bring", "sites")
            return
        found = sites.search(study, whole, limits)
        sites_ask.publish()

        show.answer(*sites.sentence(study, found))
        land.told(study, whole, frame.said())
        sites_ask.shade(study, limits)
        middle, right = show.beside()
        with middle:
            click = show.town_map(study, sites.layers(study, found), "sites")
            sites.follow(found, click.point)
        with right:
            sites_table.best(found)
        sites_table.table(study, found)
        sites_compare.compare(study, found)
        show.downloads(sites_compare.files(study, found))


answer()
sites.live(study, limits, slots)
