"""The site search on the page: its answer, as a sentence and on the map."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
import streamlit as st

from geo import maps
from geo.errors import GeoError
from geo.measures.sites import judge
from geo.model import LAND_USES, Found, Mode, Parcels, Period, Point, Sample, Within
from geo.study import Study
from ui import cached, cached_sites, land, readers, show, state, timing
from ui.frame import said
from ui.land import Land
from ui.sentence import travel
from ui.sites_ask import target_name
from ui.words import thousands

CLASSES = (0.5, 0.75, 1.0, 1.5)
"""Where the classes of time end, as shares of the limit."""
SLOW_PARCELS = 3_000
"""From so many of a file on, the first answer takes seconds."""


@dataclass(frozen=True, eq=False)
class Answer:
    """Parcels of the kinds asked for, and how they came out of the limits."""

    land: Land
    found: Found

    @property
    def parcels(self) -> Parcels:
        return self.land.parcels


def search(study: Study, whole: Land, limits: tuple[Within, ...]) -> Answer:
    """The answer to the limits; raises NoService or QuestionError."""
    asked, here = state.view(), whole.of_kinds(state.view().land)
    when = timing.when(study)
    with _patience(here):
        times = {
            one: cached_sites.site_times(
                study, here.parcels, here.key, one, asked.heading, when, here.own
            )
            for one in dict.fromkeys(limit.asked for limit in limits)
        }
    found = judge(limits, times, len(here.parcels), dict(asked.weigh))
    return Answer(here, found)


def _patience(here: Land) -> contextlib.AbstractContextManager[None]:
    """A word while the entrances of a large file are found, which takes long the first time."""
    if here.own or len(here.parcels) < SLOW_PARCELS:
        return contextlib.nullcontext()
    return st.spinner(said()("sites.searching", n=thousands(len(here.parcels))))


def live(study: Study, limits: tuple[Within, ...], slots: Sequence[Any]) -> None:
    """How many parcels meet each limit alone, beside its slider; nothing where there is trouble,
    which the answer tells."""
    with contextlib.suppress(GeoError):
        whole = land.chosen(study)
        if whole is not None:
            found = search(study, whole, limits).found
            for slot, count in zip(slots, found.alone, strict=True):
                slot.caption(said()("sites.meet", n=thousands(count)))


def sentence(study: Study, answer: Answer) -> tuple[str, str]:
    """How many parcels meet all limits, and what the numbers rest on."""
    whole, met = len(answer.parcels), int(answer.found.together.sum())
    wishes = [_wish(study, limit) for limit in answer.found.limits]
    key = "sites.all" if wishes else "sites.none_asked"
    text = said()(key, n=thousands(met), whole=thousands(whole), wishes=said().join(wishes))
    notes = [said()["sites.entrance"]]
    if study.network.has_assumed:
        notes.append(said()("assumed.local"))
    away = int((~answer.found.reached.all(axis=0)).sum()) if wishes else 0
    if away:
        notes.append(said()("sites.away", n=away))
    small = said()["assumed.joint"].join(notes) + said()["assumed.end"]
    return text, small[:1].upper() + small[1:]


def _wish(study: Study, limit: Within) -> str:
    return said()(
        "sites.wish",
        target=target_name(study, limit.target, said()),
        way=travel(limit.mode, limit.period, said()),
        minutes=said().minutes(60 * limit.minutes),
    )


def layers(study: Study, answer: Answer) -> list[Any]:
    """Parcels in their colours, the hubs, and the shortlist."""
    tiles = state.view().tiles
    classes, labels, title = _classes(study, answer)
    found = answer.found
    shapes = answer.parcels.shapes
    drawn, count, metres = maps.parcels_layer(shapes, classes, labels, title, found.order, tiles)
    hubs = [show.spoken(hub) for hub in study.hubs]
    laid = [drawn, maps.hubs_layer(hubs, (), said(), said().language, tiles)]
    short = list(land.shortened(state.view().short, answer.parcels))
    if short:
        names = [answer.parcels.name_of(i)[said().language] for i in short]
        popups = [_popup(study, answer, i) for i in short]
        laid.append(maps.shortlist_layer(shapes[short], names, popups, tiles))
    if metres:
        show.remark("sites.gathered", n=thousands(count), metres=thousands(metres))
    return laid


def _popup(study: Study, answer: Answer, parcel: int) -> list[str]:
    parcels = answer.parcels
    area = said()("number.hectares", n=f"{parcels.area_ha[parcel]:.1f}")
    accuracy = said()[f"accuracy_word.{parcels.accuracy[parcel]}"]
    facts = " · ".join([use_of(parcels, parcel), area, accuracy])
    lines = [parcels.name_of(parcel)[said().language], facts]
    for i, limit in enumerate(answer.found.limits[:2]):
        minutes = said().minutes(known(answer.found.seconds[i, parcel]))
        lines.append(f"{target_name(study, limit.target, said())} {minutes}")
    return [*lines, sample_text(parcels, parcel)]


def sample_text(parcels: Parcels, parcel: int) -> str:
    """A parcel's illustrative status and size in one line that says what they are; '' without."""
    sample = parcels.sample_of(parcel)
    if sample is None:
        return ""
    status, floor = sample.status[said().language], floor_of(sample)
    parts = [status, said()("sites.sample_floor", n=floor) if floor else ""]
    return said()("sites.sample", what=said()["list.comma"].join(filter(None, parts)))


def floor_of(sample: Sample) -> str:
    """Square metres with their thousands apart; '' where none are given."""
    return thousands(round(sample.floor_m2)) if np.isfinite(sample.floor_m2) else ""


def use_of(parcels: Parcels, parcel: int) -> str:
    """A parcel's land use by name."""
    return LAND_USES[parcels.land_use[parcel]][said().language]


def known(seconds: float) -> float:
    """Seconds, NaN where there is no way."""
    return float(seconds) if np.isfinite(seconds) else float("nan")


def _classes(study: Study, answer: Answer) -> tuple[np.ndarray, list[str], str]:
    """The class of every parcel, the classes' labels (the last for those that fail), a title."""
    found, shade = answer.found, state.view().shade
    many = len(found.limits)
    if shade == 0 or shade > many:
        number = found.met.sum(axis=0) if many else np.zeros(len(answer.parcels), int)
        labels = [said()("sites.met_of", n=n, whole=many) for n in range(many, 0, -1)]
        classes = np.where(number > 0, many - number, -1) if many else number
        labels = labels or [said()["sites.any"]]
        return classes, [*labels, said()["sites.met_none"]], said()["sites.by_met"]
    limit, seconds = found.limits[shade - 1], found.seconds[shade - 1]
    edges = sorted({max(1, round(limit.minutes * share)) for share in CLASSES})
    classes = np.searchsorted(edges, seconds / 60)
    classes = np.where(classes < len(edges), classes, -1)
    words = said()["number.minutes"]
    low = [0, *edges[:-1]]
    labels = [
        words.format(n=f"≤ {edge}" if not begin else f"{begin}–{edge}")
        for begin, edge in zip(low, edges, strict=True)
    ]
    more = words.format(n=f"> {edges[-1]}")
    return classes, [*labels, more], target_name(study, limit.target, said())


def follow(answer: Answer, point: Point | None) -> None:
    """A click on a parcel puts it on the shortlist, or takes it off again."""
    if point is None:
        return
    hit = shapely.STRtree(answer.parcels.shapes).query(
        shapely.Point(point.lon, point.lat), "within"
    )
    if len(hit):
        toggle(str(answer.parcels.ids[int(hit[-1])]))
        st.rerun(scope="fragment")


def toggle(id: str) -> None:
    """Put a parcel on the shortlist, or take it off; the oldest gives way where it is full."""
    short = state.view().short
    kept = tuple(one for one in short if one != id)
    if kept == short:
        kept = (*short, id)[-readers.MOST_SHORT :]
    state.change(short=kept)


COMPARED = (
    (Mode.WALK, Period.OFF_PEAK),
    (Mode.BIKE, Period.OFF_PEAK),
    (Mode.EBIKE, Period.OFF_PEAK),
    *((Mode.DRIVE, period) for period in Period),
    (Mode.TRANSIT, Period.OFF_PEAK),
)
"""Driving in every period that a town tells apart; only driving depends on it."""

Compared = dict[tuple[str, tuple[Mode, Period]], list[float]]


def compared(study: Study, answer: Answer, short: Sequence[int]) -> Compared:
    """Minutes of the shortlisted parcels to the targets of the limits (to the first hubs, without
    any), by every mode and period."""
    targets = list(dict.fromkeys(limit.target for limit in answer.found.limits))
    targets = targets or list(dict.fromkeys(hub.kind for hub in study.hubs))[:2]
    ways = [way for way in COMPARED if way[0] != Mode.TRANSIT or cached.runs(study)]
    few = Land(answer.parcels.take(np.array(short)), f"{answer.land.key}-{short}", own=False)
    when, found = timing.when(study), {}
    for target in targets:
        for mode, period in ways:
            asked = Within(target, mode, 1, period).asked
            times = cached_sites.site_times(
                study, few.parcels, few.key, asked, state.view().heading, when, own=False
            )
            found[target, (mode, period)] = [known(value) / 60 for value in times.seconds]
    return found
