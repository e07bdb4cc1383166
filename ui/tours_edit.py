"""A day changed by hand: stops moved, swapped, dropped, longer; what that costs; a click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from typing import Any

import streamlit as st

from geo.model import TourStop, TourWish
from geo.sources.hours import open_on
from geo.study import Study
from ui import blocks, show, state, tours_wish
from ui.frame import said
from ui.readers import OwnVisit, pin_id
from ui.show import Click
from ui.tours import Answer, name_of
from ui.tours_wish import as_time, seconds_of
from ui.words import plain

SHORTEST, LONGEST, MOST_SCORE = 5, 480, 10.0


def follow(study: Study, click: Click) -> None:
    """A click on the map offers that place to the day, until another one."""
    picked = click.hub or (pin_id(click.point) if click.point else "")
    if picked and picked != state.view().picked:
        state.settle(picked=picked)
        st.rerun(scope="fragment")
    id = state.view().picked
    known = tours_wish.stops(study)
    if id not in known:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="picked"):
        st.markdown(f"**{plain(name_of(known[id].spot))}**", width="content")
        wish = tours_wish.wish(study)
        musts, nices = _lists(wish)
        add: dict[str, dict[str, Any]] = {
            "must": {"must": (*musts, id), "nice": _without(nices, id)},
            "nice": {"nice": (*nices, id), "must": _without(musts, id)},
            "leave": {"leave": id},
            "end": {"end": id},
        }
        for what, parts in add.items():
            if what not in ("must", "nice") or id not in (*musts, *nices):
                _button(said()[f"tour_add.{what}"], f"add.{what}", {**parts, "picked": ""})


def edit(study: Study, found: Answer) -> None:
    """The stops as they are visited, each with what can be done about it."""
    show.heading("tour.edit")
    if found.wish.order:
        _cost(found)
    stops = found.in_order()
    for number, stop in enumerate(stops):
        _stop(study, found.wish, stops, number, stop)


def _cost(found: Answer) -> None:
    """What the order by hand costs beside the best one, and the way back to that."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if found.plan and found.best:
            key, n, fewer = found.cost()
            text = said()(f"tour.{key}", n=n) + (said()("tour.fewer", n=fewer) if fewer else "")
            st.html(blocks.notice(text), width="stretch")
        _button(said()["tour.best"], "best", {"order": ()})


def _stop(
    study: Study, wish: TourWish, stops: Sequence[TourStop], number: int, stop: TourStop
) -> None:
    order = [one.spot.id for one in stops]
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"tour-stop-{number}"
    ):
        st.markdown(f"**{number + 1}** {plain(name_of(stop.spot))}", width="stretch")
        with st.container(horizontal=True, gap="xsmall", width="content"):
            _deeds(study, wish, order, number, stop)


def _deeds(study: Study, wish: TourWish, order: Sequence[str], number: int, stop: TourStop) -> None:
    """What can be done about one stop: earlier, later, without it, otherwise."""
    id = stop.spot.id
    musts, nices = _lists(wish)
    for what, other in (("up", number - 1), ("down", number + 1)):
        _button(
            said()[f"tour_do.{what}"],
            f"{what}.{id}",
            {"order": _swapped(order, number, other)},
            help=said()(f"tour_do.{what}_help", name=name_of(stop.spot)),
            disabled=not 0 <= other < len(order),
        )
    _button(
        said()["tour_do.drop"],
        f"drop.{id}",
        {
            "must": _without(musts, id),
            "nice": _without(nices, id),
            "order": _without(wish.order, id),
        },
        help=said()("tour_do.drop_help", name=name_of(stop.spot)),
        disabled=len(musts) + len(nices) < 2,
    )
    with st.popover(said()["tour_do.change"]):
        _visit(wish.day, stop)
        _wanted(stop, musts, nices)
        _instead(study, stop, wish)


def _button(
    text: str, key: str, parts: dict[str, Any], help: str | None = None, disabled: bool = False
) -> None:
    if st.button(text, key=f"tour.{key}", help=help, disabled=disabled):
        state.change(**parts)
        st.rerun()


def _lists(wish: TourWish) -> tuple[tuple[str, ...], tuple[str, ...]]:
    musts = tuple(stop.spot.id for stop in wish.stops if stop.must)
    return musts, tuple(stop.spot.id for stop in wish.stops if not stop.must)


def _without(ids: Sequence[str], id: str) -> tuple[str, ...]:
    return tuple(one for one in ids if one != id)


def _swapped(order: Sequence[str], one: int, other: int) -> tuple[str, ...]:
    if not 0 <= other < len(order):
        return tuple(order)
    found = list(order)
    found[one], found[other] = found[other], found[one]
    return tuple(found)


def _own(id: str, **parts: Any) -> dict[str, Any]:
    """What the reader says of a stop, with something of it changed."""
    visits = {one.id: one for one in state.view().visits}
    return {
        "visits": tuple({**visits, id: replace(visits.get(id, OwnVisit(id)), **parts)}.values())
    }


def _visit(day: date, stop: TourStop) -> None:
    """How long, and between when."""
    id = stop.spot.id
    st.number_input(
        said()["tour_do.minutes"],
        min_value=min(SHORTEST, stop.visit_minutes),
        max_value=max(LONGEST, stop.visit_minutes),
        step=5,
        **state.bound(f"stay.{id}", stop.visit_minutes, lambda n: _own(id, minutes=n)),
    )
    first, last = _hours(day, stop)
    opens, closes = st.columns(2, gap="small")

    def read(a: time | None, b: time | None) -> dict[str, Any]:
        if a is None or b is None or a >= b:
            raise ValueError(f"{a}-{b}")
        return _own(id, hours=f"{a:%H%M}-{b:%H%M}")

    with opens:
        st.time_input(
            said()["tour_do.opens"],
            step=900,
            **state.bound(f"opens.{id}", first, lambda t: read(t, last)),
        )
    with closes:
        st.time_input(
            said()["tour_do.closes"],
            step=900,
            **state.bound(f"closes.{id}", last, lambda t: read(first, t)),
        )


def _hours(day: date, stop: TourStop) -> tuple[time, time]:
    """From the first opening to the last closing of the day; all day where nothing is open."""
    found = open_on(stop.hours, day)
    if not found:
        return time(0), time(23, 45)
    last = min(found[-1][1], seconds_of(time(23, 45)))
    return as_time(found[0][0]), as_time(last)


def _wanted(stop: TourStop, musts: tuple[str, ...], nices: tuple[str, ...]) -> None:
    id = stop.spot.id
    st.toggle(
        said()["ask.must"],
        **state.bound(
            f"wanted.{id}",
            stop.must,
            lambda on: {
                "must": (*_without(musts, id), *([id] if on else [])),
                "nice": (*_without(nices, id), *([] if on else [id])),
            },
        ),
    )
    if not stop.must:
        st.number_input(
            said()["tour_do.score"],
            min_value=min(0.5, stop.score),
            max_value=max(MOST_SCORE, stop.score),
            step=0.5,
            help=said()["tour_do.score_help"],
            **state.bound(f"score.{id}", float(stop.score), lambda n: _own(id, score=n)),
        )


def _instead(study: Study, stop: TourStop, wish: TourWish) -> None:
    """Another place instead of this one, at the same turn."""
    known = tours_wish.stops(study)
    taken = {one.spot.id for one in wish.stops}

    def read(other: str | None) -> dict[str, Any]:
        def changed(ids: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(other or id if id == stop.spot.id else id for id in ids)

        musts, nices = _lists(wish)
        return {"must": changed(musts), "nice": changed(nices), "order": changed(wish.order)}

    st.selectbox(
        said()["tour_do.instead"],
        [id for id in known if id not in taken],
        format_func=lambda id: name_of(known[id].spot),
        placeholder=said()["ask.stop_hint"],
        **state.bound(f"instead.{stop.spot.id}", None, read),
    )
