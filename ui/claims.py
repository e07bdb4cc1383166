"""What the town claims, on the page: each claim with its verdict, its numbers and its margin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from geo import maps
from geo.errors import GeoError
from geo.export.formats import csv as as_csv
from geo.measures.claims import judge
from geo.model import (
    Claim,
    Direction,
    IsochroneQuestion,
    Judged,
    Mode,
    Name,
    Period,
    Spot,
    Verdict,
    Way,
    as_spot,
)
from geo.sources.claims import read_claims
from geo.study import Study
from ui import blocks, cached, show, state, timing
from ui.blocks import Cell
from ui.cached import Riding
from ui.frame import said
from ui.sentence import doors
from ui.show import CSV, File
from ui.sites_ask import way_name
from ui.words import bare_minutes, words

CLAIMS_PAGE = ("depart", "window", "date", "tiles")
BY_CAR: tuple[Way, ...] = tuple((Mode.DRIVE, period) for period in Period)
NOW: Way = (Mode.TRANSIT, Period.OFF_PEAK)
ON_FOOT: Way = (Mode.WALK, Period.OFF_PEAK)
MARKS = {
    Verdict.HOLDS: "✓",
    Verdict.PARTLY: "◐",
    Verdict.FAILS: "✗",
    Verdict.UNDECIDED: "?",
}


def all_of(study: Study) -> tuple[Claim, ...]:
    """The claims that the town's folder holds; raises TownError."""
    facts = (study.digest, cached.stamp(study.town.folder))
    return cached.kept(lambda: read_claims(study.town), "claims", *facts)


def core(study: Study) -> Spot:
    """Where the claims are counted from: the middle of the town."""
    names = Name(words("zh")["claims.core"], words("en")["claims.core"])
    return Spot("core", names, study.town.centre)


def ask(study: Study) -> None:
    """The day and the hour of public transport, and the period of the map."""
    with st.sidebar:
        st.html(blocks.foot([said()["claims.about"]]))
        if cached.runs(study):
            timing.ask_window(study, said())
    state.publish(*CLAIMS_PAGE)


def judged(study: Study, claims: Sequence[Claim]) -> list[Judged]:
    """Every claim against the town's streets and timetables."""
    return [_judged(study, claim) for claim in claims]


def _judged(study: Study, claim: Claim) -> Judged:
    hub = next(hub for hub in study.hubs if hub.id == claim.destination)
    ways = (*BY_CAR, NOW) if claim.mode is None else (ON_FOOT,)
    ways = (NOW,) if claim.mode == Mode.TRANSIT else ways
    seconds = {way: _seconds(study, as_spot(hub), way) for way in ways}
    seconds = {way: value for way, value in seconds.items() if value is not None}
    return judge(claim, seconds, _served(study, as_spot(hub)))


def _seconds(study: Study, hub: Spot, way: Way, then: bool = False) -> float | None:
    """From the core to the hub; None where no timetable tells, NaN where there is no way."""
    when = timing.when(study)
    if way[0] == Mode.TRANSIT and when is None:
        return None
    try:
        found = cached.matrix(study, (core(study),), (hub,), *way, when, Riding(then))
    except GeoError:
        return None
    return float(found.seconds[0, 0])


def _served(study: Study, hub: Spot) -> bool | None:
    when = timing.when(study)
    if when is None:
        return None
    try:
        here = cached.station(study, hub, when.day)
    except GeoError:
        return None
    return here is not None and bool(here.departures)


def sentence(study: Study, found: Sequence[Judged]) -> tuple[str, str]:
    """How many claims hold, how many partly, how many do not, and how many nobody can tell."""
    counts = {verdict: sum(one.verdict is verdict for one in found) for verdict in Verdict}
    parts = [
        said()(f"claims.count_{verdict}", n=count) for verdict, count in counts.items() if count
    ]
    text = said()("claims.sentence", n=len(found), parts=said()["list.comma"].join(parts))
    parked = doors(Mode.DRIVE, study.town.assumptions, True, said())
    return text, said()("claims.depends", parked=parked)


def cards(study: Study, found: Sequence[Judged]) -> None:
    """Each claim: its verdict in words, its minutes by way, and how far it is from flipping."""
    for one in found:
        with st.container(border=True):
            claim, language = one.claim, said().language
            st.html(blocks.heading(f"{MARKS[one.verdict]} {claim.text[language]}"))
            st.html(blocks.foot([_verdict(one), _source(claim)]))
            if rows := _rows(study, one):
                heads = [said()[f"claims.{key}"] for key in ("way", "minutes", "margin")]
                st.html(blocks.table(claim.text[language], heads, rows))


def _verdict(one: Judged) -> str:
    if one.claim.station:
        return said()[f"claims.station_{one.verdict}"]
    if one.claim.minutes is None:
        return said()["claims.no_number"]
    return said()(f"claims.verdict_{one.verdict}", n=one.claim.minutes)


def _source(claim: Claim) -> str:
    return said()("town.figure_note", as_of=claim.as_of, source=said().own(claim.source))


def _rows(study: Study, one: Judged) -> list[list[Cell]]:
    rows = [
        [
            Cell(way_name(*way, said())),
            Cell(bare_minutes(60 * minutes), number=True),
            Cell(_margin(one.margin, way), number=True),
        ]
        for way, minutes in one.minutes.items()
    ]
    if NOW in one.minutes and study.town.feeds_then:
        hub = next(hub for hub in study.hubs if hub.id == one.claim.destination)
        then = _seconds(study, as_spot(hub), NOW, then=True)
        if then is not None:
            walked = _seconds(study, as_spot(hub), ON_FOOT)
            key = "claims.then_on_foot" if then == walked else "claims.then"
            label = said()(key, year=timing.earlier(study))
            rows.append(
                [Cell(label), Cell(bare_minutes(then), number=True), Cell("–", number=True)]
            )
    return rows


def _margin(margin: Mapping[Way, float], way: Way) -> str:
    if way not in margin or margin[way] != margin[way]:
        return "–"
    spare = round(margin[way])
    if not spare:
        return said()["claims.just" if margin[way] >= 0 else "claims.just_over"]
    return said()("claims.spare" if spare > 0 else "claims.over", n=f"{abs(spare)}")


def layers(study: Study, found: Sequence[Judged]) -> list[Any]:
    """The ground within the claimed minutes of the core, off-peak by car, and the hubs."""
    tiles, language = state.view().tiles, said().language
    limits = sorted({one.claim.minutes for one in found if one.claim.minutes})
    laid: list[Any] = []
    spot = core(study)
    if limits:
        question = IsochroneQuestion((spot,), Mode.DRIVE, tuple(limits), Direction.FROM)
        laid.append(maps.isochrone_layer(cached.isochrone(study, question), said(), tiles))
    chosen = {one.claim.destination for one in found}
    hubs = [show.spoken(hub) for hub in study.hubs]
    laid.append(maps.hubs_layer(hubs, chosen, said(), language, tiles))
    laid.append(maps.spot_layer(spot, language, tiles))
    return laid


def files(study: Study, found: Sequence[Judged]) -> list[File]:
    """Every claim with the minutes of each way, as a table."""

    def table() -> bytes:
        rows = [
            {
                "claim": one.claim.id,
                "text_zh": one.claim.text.zh,
                "text_en": one.claim.text.en,
                "verdict": one.verdict.value,
                "claimed_minutes": one.claim.minutes,
                "mode": mode.value,
                "period": period.value if mode is Mode.DRIVE else "",
                "minutes": round(minutes, 1),
                "source": one.claim.source,
                "as_of": one.claim.as_of,
            }
            for one in found
            for (mode, period), minutes in one.minutes.items()
        ]
        return as_csv(pd.DataFrame(rows), spreadsheet=True)

    return [File("claims_csv", f"{study.town.id}-claims.csv", CSV, table)]
