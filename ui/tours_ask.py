"""The question of a tour: a ready-made one, and what the reader changes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta

import streamlit as st

from geo.errors import QuestionError
from geo.measures.tours.tour import ENGINES, margins
from geo.model import Mode, Pace, ReadyTour, Spot, TourStop, TourWish
from geo.study import Study
from ui import address, cached, cached_tours, readers, state
from ui.choice import choice
from ui.words import Words, plain, words

TOURS_PAGE = (
    *("tour", "date", "begin", "back", "by", "pace", "must", "nice", "leave", "end"),
    "tiles",
)
OWN = ("must", "nice", "leave", "end", "begin", "back", "by", "pace")
"""What the reader may change of a tour; another one starts as it is offered."""

DAYS_AHEAD = 365


def tour(study: Study) -> TourWish | None:
    """What is wished of the day; None where the town has nothing to visit."""
    said = words(state.view().lang)
    stops = cached_tours.stops(study)
    if not stops:
        return None
    offers = {offer.id: offer for offer in cached_tours.offers(study)}
    if state.view().tour and state.view().tour not in offers:
        state.mend(tour="")
    offer = offers.get(state.view().tour) or next(iter(offers.values()), _own(study, stops))
    with st.sidebar:
        _offer(offers, offer, said)
        _when(study, offer, said)
        _how(study, offer, said)
        _stops(offer, stops, said)
        _ends(study, offer, stops, said)
    state.publish(*TOURS_PAGE)
    return _wish(study, offer, stops)


def _own(study: Study, stops: Mapping[str, TourStop]) -> ReadyTour:
    """A day of the reader's own, where the town offers none: from the first hub to two sights."""
    first = next(iter(study.hubs), None)
    start = first.id if first else next(iter(stops))
    hubs = {hub.id for hub in study.hubs}
    chosen = tuple(stop for id, stop in stops.items() if id not in hubs)[:2]
    name = study.town.name
    return ReadyTour("", name, name, start, start, chosen, Mode.WALK.value, 9 * 3600)


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


def begin_of(offer: ReadyTour) -> time:
    """When the tour starts."""
    return state.view().begin or _time(offer.start_seconds)


def back_of(offer: ReadyTour) -> time | None:
    """The latest return, None where there is none."""
    seconds = offer.return_seconds
    return state.view().back or (_time(seconds) if seconds is not None else None)


def _time(seconds: int) -> time:
    return time(seconds // 3600 % 24, seconds // 60 % 60)


def _seconds(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60


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


def _ids(offer: ReadyTour, must: bool) -> tuple[str, ...]:
    """The stops asked for: the reader's own, else the tour's."""
    view = state.view()
    own = view.must or view.nice
    if own:
        return view.must if must else view.nice
    return tuple(stop.spot.id for stop in offer.stops if stop.must is must)


def _stops(offer: ReadyTour, stops: Mapping[str, TourStop], said: Words) -> None:
    must, nice = (tuple(id for id in _ids(offer, which) if id in stops) for which in (True, False))

    def name(id: str) -> str:
        return stops[id].spot.name[said.language] or id

    st.multiselect(
        said["ask.must"],
        list(stops),
        format_func=name,
        placeholder=said["ask.stop_hint"],
        max_selections=readers.MOST_HUBS,
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
        max_selections=readers.MOST_HUBS,
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


def _wish(study: Study, offer: ReadyTour, stops: Mapping[str, TourStop]) -> TourWish:
    view = state.view()
    scores = {stop.spot.id: stop for stop in offer.stops}
    chosen = [
        replace(scores.get(id, stops[id]), must=must)
        for must in (True, False)
        for id in _ids(offer, must)
        if id in stops
    ]
    start = _spot(study, view.leave or offer.start, stops)
    end = _spot(study, view.end or offer.end, stops)
    after, before = margins(study, start, end)
    back = back_of(offer)
    return TourWish(
        stops=tuple(chosen),
        start=start,
        end=end,
        day=max(view.date or cached.usual_day(study), cached.today(study)),
        start_seconds=_seconds(begin_of(offer)),
        mode=view.by or offer.mode,
        pace=Pace(view.pace or offer.pace.value),
        return_seconds=None if back is None else _seconds(back),
        lunch=offer.lunch,
        after_start_minutes=_given(offer.after_start_minutes, after),
        before_end_minutes=_given(offer.before_end_minutes, before),
    )


def _given(own: int | None, usual: int) -> int:
    return usual if own is None else own


def _spot(study: Study, id: str, stops: Mapping[str, TourStop]) -> Spot:
    if id in stops:
        return stops[id].spot
    hub = next((hub for hub in study.hubs if hub.id == id), None)
    if hub is None:
        raise QuestionError("start", id, "Choose another place to start from.")
    return Spot(hub.id, hub.name, hub.point, hub.kind)
