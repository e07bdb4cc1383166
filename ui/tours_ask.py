"""The question of a tour: a ready-made one, and what the reader changes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import streamlit as st

from geo.measures.tours.tour import ENGINES
from geo.model import Mode, Pace, ReadyTour, TourStop, TourWish
from geo.study import Study
from ui import address, cached, cached_tours, readers, state, tours_limits, tours_wish
from ui.choice import choice
from ui.tours_wish import back_of, begin_of, ids
from ui.words import Words, plain, words

TOURS_PAGE = (
    *("tour", "date", "begin", "back", "by", "pace", "must", "nice", "leave", "end"),
    *("order", "visits", "lunch", "after", "before", "tiles"),
)
OWN = (
    *("must", "nice", "leave", "end", "begin", "back", "by", "pace"),
    *("order", "visits", "lunch", "after", "before", "picked"),
)
"""What the reader may change of a tour; another one starts as it is offered."""

DAYS_AHEAD = 365


def tour(study: Study) -> TourWish | None:
    """What is wished of the day; None where the town has nothing to visit."""
    said = words(state.view().lang)
    if not cached_tours.stops(study):
        return None
    offers = tours_wish.offers(study)
    if state.view().tour and state.view().tour not in offers:
        state.mend(tour="")
    stops, offer = tours_wish.stops(study), tours_wish.offer(study)
    with st.sidebar:
        _offer(offers, offer, said)
        _when(study, offer, said)
        _how(study, offer, said)
        _stops(offer, stops, said)
        _ends(study, offer, stops, said)
        tours_limits.ask(study, offer, said)
    state.publish(*TOURS_PAGE)
    return tours_wish.wish(study)


def still(study: Study, asked: TourWish) -> None:
    """Run the whole page again where a part of it has changed what the page asks."""
    if tours_wish.wish(study) != asked:
        st.rerun()
    state.publish(*TOURS_PAGE)


def _offer(offers: Mapping[str, ReadyTour], offer: ReadyTour, said: Words) -> None:
    if not offers:
        return
    untouched = {name: getattr(address.View(), name) for name in OWN}
    st.pills(
        said["ask.tour"],
        list(offers),
        format_func=lambda id: plain(offers[id].name[said.language]),
        **state.bound("tour", offer.id, lambda id: {"tour": id or offer.id, **untouched}),
    )


def _when(study: Study, offer: ReadyTour, said: Words) -> None:
    view = state.view()
    today = cached.today(study)
    day, begin = st.columns([1.45, 1], gap="small")
    with day:
        shown = max(view.date or cached.usual_day(study), today)
        st.date_input(
            said["ask.date"],
            min_value=today,
            max_value=max(shown, today + timedelta(days=DAYS_AHEAD)),
            format="YYYY-MM-DD",
            **state.bound("date", shown, lambda chosen: {"date": chosen}),
        )
    with begin:
        st.time_input(
            said["ask.begin"],
            step=900,
            **state.bound("begin", begin_of(offer), lambda chosen: {"begin": chosen}),
        )
    st.time_input(
        said["ask.back"],
        step=900,
        help=said["ask.back_help"],
        **state.bound("back", back_of(offer), lambda chosen: {"back": chosen}),
    )


def _how(study: Study, offer: ReadyTour, said: Words) -> None:
    modes = [mode for mode in ENGINES if mode != Mode.TRANSIT or cached.runs(study)]
    by = state.view().by or offer.mode
    choice(
        said["ask.how"],
        "by",
        modes,
        lambda mode: said[f"mode.{mode}"],
        shown=by if by in modes else modes[0],
    )
    if by in (Mode.WALK, Mode.BIKE, Mode.EBIKE):
        pace = state.view().pace or offer.pace.value
        choice(
            said["ask.pace"],
            "pace",
            [one.value for one in Pace],
            lambda one: said[f"pace.{one}"],
            shown=pace,
        )


def _stops(offer: ReadyTour, stops: Mapping[str, TourStop], said: Words) -> None:
    must, nice = (tuple(id for id in ids(offer, which) if id in stops) for which in (True, False))

    def name(id: str) -> str:
        return stops[id].spot.name[said.language] or id

    st.multiselect(
        said["ask.must"],
        list(stops),
        format_func=name,
        placeholder=said["ask.stop_hint"],
        max_selections=readers.MOST_STOPS,
        **state.bound(
            "must",
            list(must),
            lambda ids: {"must": tuple(ids), "nice": tuple(i for i in nice if i not in ids)},
        ),
    )
    st.multiselect(
        said["ask.nice"],
        list(stops),
        format_func=name,
        placeholder=said["ask.stop_hint"],
        max_selections=readers.MOST_STOPS,
        **state.bound(
            "nice",
            list(nice),
            lambda ids: {"nice": tuple(ids), "must": tuple(i for i in must if i not in ids)},
        ),
    )


def _ends(study: Study, offer: ReadyTour, stops: Mapping[str, TourStop], said: Words) -> None:
    hubs = {hub.id: hub.name for hub in study.hubs}
    names = {**hubs, **{id: stop.spot.name for id, stop in stops.items() if id not in hubs}}
    for name, shown in (("leave", offer.start), ("end", offer.end)):
        now = getattr(state.view(), name) or shown
        st.selectbox(
            said[f"ask.{name}"],
            list(names),
            format_func=lambda id: names[id][said.language] or id,
            **state.bound(
                name, now if now in names else next(iter(names)), lambda id, n=name: {n: id}
            ),
        )
