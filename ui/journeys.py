"""Public transport on the page: when it runs, the way leg by leg, then and now, a station's day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import streamlit as st

from geo import export
from geo.export import Credit
from geo.model import Boarding, Direction, Journey, Leg, Line, Mode, Name, Running
from geo.study import Study
from ui import blocks, sentence, show, timing
from ui.answers import Commute
from ui.blocks import Cell, LegRow
from ui.frame import said
from ui.show import GEOJSON, GPX, File

SHORT_WAIT_SECONDS = 30


def last_run(found: Commute) -> None:
    """Says so where the last run has gone, or none can be reached; the place is always kept."""
    slot = st.empty()
    running = found.bands.running if found.bands else ()
    if not running or not all(one.gone or one.last is None for one in running):
        return
    slot.html(blocks.notice(_nothing_runs(running[0], found.question.direction)))


def _nothing_runs(running: Running, direction: Direction) -> str:
    if running.last is None:
        return said()["transit.no_stop"]
    last = run(running.last)
    if direction is Direction.TO:
        return said()("transit.not_yet", first=last)
    if running.next is None:
        return said()("transit.gone", last=last)
    return said()("transit.gone_next", last=last, next=run(running.next))


def run(one: Boarding) -> str:
    """A run as one speaks of it: its line, direction, time and stop."""
    language = said().language
    return said()(
        "transit.run",
        line=line_name(one.line),
        heading=one.heading[language],
        time=clock(one.board),
        stop=said()("transit.stop", name=one.stop[language]),
    )


def line_name(line: Line) -> str:
    """A line as one says it."""
    return show.line(line.name[said().language])


def clock(seconds: int) -> str:
    """Seconds after midnight as 8:05; after midnight the next day is said."""
    day, rest = divmod(seconds, 86_400)
    text = f"{rest // 3600}:{rest // 60 % 60:02d}"
    return said()("transit.next_day", time=text) if day > 0 else text


def itinerary(journey: Journey) -> None:
    """The way leg by leg, as a person would tell it."""
    language = said().language
    ends = journey.origin.name[language], journey.destination.name[language]
    show.heading("route.title", origin=ends[0], destination=ends[1])
    key = "transit.length" if journey.changes else "transit.length_direct"
    whole = said()(
        key,
        minutes=said().minutes(journey.seconds),
        depart=clock(journey.start),
        arrive=clock(journey.end),
        n=journey.changes,
    )
    counted = [said()["transit.counted"]] if journey.counted else []
    st.html(blocks.foot([whole, *counted]))
    arrive = LegRow(said()["turn.arrive"], clock(journey.end))
    st.html(blocks.legs([*_rows(journey), arrive]))


def in_one_line(journey: Journey) -> str:
    """The legs in words, one after the other."""
    last = journey.legs[-1]
    told = [f"{row.text} {row.took}" for row in (_row(leg, leg is last) for leg in journey.legs)]
    return said()["list.clause"].join(told)


def _rows(journey: Journey) -> Iterator[LegRow]:
    """The legs with the waits between them."""
    yield _row(journey.legs[0], len(journey.legs) == 1)
    last = journey.legs[-1]
    for before, after in pairwise(journey.legs):
        wait = after.start - before.end
        if wait >= SHORT_WAIT_SECONDS:
            yield LegRow(said()[f"transit.{_wait(before, after)}"], clock(before.end), _took(wait))
        yield _row(after, after is last)


def _wait(before: Leg, after: Leg) -> str:
    """What is done between two legs."""
    if after.mode is not Mode.TRANSIT:
        return "out"
    return "change" if before.mode is Mode.TRANSIT or _inside(before) else "wait"


def _inside(leg: Leg) -> bool:
    """Whether a walk stays within a station."""
    return leg.mode is Mode.WALK and not leg.metres


def _row(leg: Leg, last: bool) -> LegRow:
    language = said().language
    if leg.mode is not Mode.TRANSIT or leg.line is None:
        name = leg.to[language]
        place = name if last else said()("transit.stop", name=name)
        key = "transit.inside" if _inside(leg) else f"transit.{leg.mode}"
        text = said()(key, place=place)
        far = said().distance(leg.metres) if leg.metres else ""
        return LegRow(text, clock(leg.start), _took(leg.seconds), far)
    stops = len(leg.calls) - 1
    text = said()(
        "transit.ride" if stops > 1 else "transit.ride_one",
        line=line_name(leg.line),
        heading=leg.heading[language] if leg.heading else leg.to[language],
        n=stops,
        stop=said()("transit.stop", name=leg.to[language]),
    )
    return LegRow(text, clock(leg.start), _took(leg.seconds), colour=leg.line.colour)


def _took(seconds: int) -> str:
    return said().minutes(seconds)


def then_and_now(study: Study, found: Commute) -> None:
    """How much ground each band covers, in the earlier network and today's."""
    if found.then is None or found.bands is None:
        return
    caption = said()("transit.then_now", year=timing.earlier(study))
    st.html(blocks.heading(caption))
    heads = [said()["transit.within"], timing.earlier(study), said()["transit.now"]]
    rows = [
        [
            Cell(said().minutes(60 * now.minutes)),
            Cell(sentence.area(then, said()), number=True),
            Cell(sentence.area(now, said()), number=True),
        ]
        for then, now in zip(found.then.bands, found.bands.bands, strict=True)
    ]
    st.html(blocks.table(caption, heads, rows))


def station(found: Commute) -> None:
    """The lines of the station where the first place stands, with first and last departures."""
    here = found.station
    if here is None or not here.departures:
        return
    language = said().language
    caption = said()("transit.station", name=said()("transit.stop", name=here.name[language]))
    st.html(blocks.heading(caption))
    heads = [said()[f"transit.{key}"] for key in ("line", "towards", "first", "last")]
    rows = [
        [
            Cell(line_name(one.line)),
            Cell(_heading(one.heading)),
            Cell(clock(one.first), number=True),
            Cell(clock(one.last), number=True),
        ]
        for one in here.departures
    ]
    st.html(blocks.table(caption, heads, rows))


def _heading(name: Name) -> str:
    return name[said().language] or "–"


def files(study: Study, journey: Journey, credit: Credit, name: str) -> list[File]:
    """The way as files."""
    way = partial(
        export.journey_bytes,
        journey,
        zone=study.town.timezone,
        credit=credit,
        language=said().language,
        words=said().under("journey"),
    )
    return [
        File("route_gpx", f"{name}.gpx", GPX, partial(way, ".gpx")),
        File("route_geojson", f"{name}.geojson", GEOJSON, partial(way, ".geojson")),
    ]
