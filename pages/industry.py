"""Industry: the valleys of the town, its enterprises, its programme, honours and services."""

import streamlit as st

from ui import frame, industry, industry_ask, industry_facts, industry_show, settings, show

study = frame.opened()
with frame.guard():
    industry_ask.ask(study)
settings.basemap()
show.foot(study)


@st.fragment
def answer() -> None:
    """All of the answer; a click on an enterprise or a row runs this part alone."""
    with frame.guard():
        frame.refusals()
        whole = industry.of(study)
        industry_ask.publish()
        if whole.empty:
            show.nothing(study, "industry.nothing", "industry")
            return
        firms = industry.found(whole)
        show.answer(*industry.sentence(study, whole, firms))
        middle, right = show.beside(1.7)
        with middle:
            looks, zoom = industry.looks(study, whole)
            laid = industry.layers(study, whole, firms)
            click = show.town_map(study, laid, "industry", looks, zoom)
            industry.follow(study, firms, whole, click.symbol or click.point)
        with right:
            industry_show.beside(study, whole)
        parts = ("firms", "programme", "figures", "honours", "services")
        tabs = st.tabs([frame.said()[f"industry.tab_{part}"] for part in parts])
        with tabs[0]:
            industry_show.table(whole, firms)
        with tabs[1]:
            industry_facts.programme(whole)
        with tabs[2]:
            industry_facts.figures(study)
        with tabs[3]:
            industry_facts.honours(whole)
        with tabs[4]:
            industry_facts.services(study, whole)


answer()
