"""A tour on the page: its sentence, map, timetable, bar of the day, what was left out, files."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from geo import export, maps
from geo.export.itinerary import WORDS
from geo.export.tours import tour_bytes
from geo.model import LeftOut, Mode, Point, Step, TourLeg, TourPlan, Visit
from geo.study import Study
from ui import blocks, show, state
from ui.blocks import LegRow
from ui.frame import said
from ui.journeys import clock
from ui.show import GEOJSON, GPX, File
from ui.sight import fit

ICS, HTML, KML = "text/calendar", "text/html", "application/vnd.google-earth.kml+xml"
VISITING, TRAVELLING = "#0b6e69", "#b9b4a8"
EPOCH = "2000-01-01"


def sentence(plan: TourPlan) -> tuple[str, str]:
    """How many stops, from when to when, and how long on the way; then what is assumed."""
    metres = sum(leg.route.metres for leg in plan.legs if leg.route)
    text = said()(
        "tour.sentence",
        n=len(plan.visits),
        begin=clock(plan.depart),
        end=clock(plan.arrive),
        travel=said().minutes(plan.travel_seconds),
        way=said()[f"travel_tour.{plan.wish.mode}"],
        km=said().distance(metres),
    )
    notes = [said()("tour.day", day=plan.wish.day.isoformat(), weekday=_weekday(plan))]
    if plan.wish.after_start_minutes:
        notes.append(said()("tour.after", n=plan.wish.after_start_minutes))
    if plan.wish.before_end_minutes and plan.wish.return_seconds is not None:
        notes.append(said()("tour.before", n=plan.wish.before_end_minutes))
    if any(visit.stop.visit_assumed or visit.stop.hours_assumed for visit in plan.visits):
        notes.append(said()["tour.assumed"])
    if plan.assumed:
        notes.append(said()("assumed.local"))
    return text, said()["assumed.joint"].join(notes) + said()["assumed.end"]


def _weekday(plan: TourPlan) -> str:
    return said()[f"weekday.day_{plan.wish.day.weekday()}"]


def layers(plan: TourPlan) -> list[Any]:
    """The ways and the numbered stops."""
    details = {visit.stop.spot.id: _span(visit) for visit in plan.visits}
    return [maps.tour_layer(plan, details, said(), said().language, state.view().tiles)]


def sight(plan: TourPlan) -> tuple[Point, int]:
    """Where the map looks, so that the whole tour is in sight."""
    spots = [plan.wish.start, plan.wish.end, *(visit.stop.spot for visit in plan.visits)]
    return fit([spot.point for spot in spots], state.on_phone())


def _span(visit: Visit) -> str:
    return f"{clock(visit.start)}–{clock(visit.end)}"


def timetable(plan: TourPlan) -> None:
    """By the clock: how to get on, arrive, stay, leave."""
    show.heading("tour.timetable")
    rows = [LegRow(_name(plan.wish.start), clock(plan.depart), "", said()["map.origin"])]
    for number, (leg, visit) in enumerate(zip(plan.legs, plan.visits, strict=False), start=1):
        rows += _way(leg, plan)
        rows.append(_visited(number, visit))
        if plan.lunch and visit.start <= plan.lunch.start <= visit.end + 60:
            took = said().minutes(plan.lunch.end - plan.lunch.start)
            rows.append(LegRow(said()["tour.lunch"], clock(plan.lunch.start), took))
    rows += _way(plan.legs[-1], plan)
    rows.append(LegRow(_name(plan.wish.end), clock(plan.arrive), "", said()["map.destination"]))
    st.html(blocks.legs(rows))


def _name(spot: Any) -> str:
    return str(spot.name[said().language] or spot.id)


def _way(leg: TourLeg, plan: TourPlan) -> list[LegRow]:
    if leg.arrive <= leg.depart:
        return []
    text = said()[f"travel_tour.{plan.wish.mode}"]
    rides = [step for step in (leg.route.steps if leg.route else ()) if step.turn == "ride"]
    if plan.wish.mode == Mode.TRANSIT:
        text = said()["list.comma"].join(map(_ride, rides)) or said()["travel_tour.walk"]
    far = said().distance(leg.route.metres) if leg.route and not rides else ""
    return [LegRow(text, clock(leg.depart), said().minutes(leg.arrive - leg.depart), far)]


def _ride(step: Step) -> str:
    return step.name[said().language]


def _visited(number: int, visit: Visit) -> LegRow:
    stay = said().minutes(visit.end - visit.start)
    star = said()["tour.about"] if visit.stop.visit_assumed else ""
    wait = said()("tour.wait", n=visit.wait // 60) if visit.wait >= 60 else ""
    return LegRow(
        f"{number} {_name(visit.stop.spot)}", clock(visit.start), f"{star}{stay}", wait, VISITING
    )


def day_bar(plan: TourPlan) -> None:
    """The day as one bar: visits in the accent colour, ways in grey."""
    rows = [
        {
            "what": _name(visit.stop.spot),
            "kind": said()["tour.visit"],
            "from": _moment(visit.start),
            "to": _moment(visit.end),
            "row": f"{number} {_name(visit.stop.spot)}",
        }
        for number, visit in enumerate(plan.visits, start=1)
    ]
    order = [row["row"] for row in rows]
    alt.Axis(labelLimit=220, labelOverlap=False)
    bars = (
        alt.Chart(pd.DataFrame(rows))
        .mark_bar(color=VISITING, cornerRadius=3, height=14)
        .encode(
            x=alt.X(
                "from:T",
                title=None,
                axis=alt.Axis(format="%H:%M"),
                scale=alt.Scale(domain=[_moment(plan.depart), _moment(plan.arrive)]),
            ),
            x2="to:T",
            y=alt.Y(
                "row:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, labelOverlap=False)
            ),
            tooltip=["what:N"],
        )
        .properties(height=26 * max(len(rows), 1))
    )
    st.altair_chart(bars)


def _moment(seconds: int) -> str:
    return (pd.Timestamp(EPOCH) + pd.Timedelta(seconds=seconds)).isoformat()


def left_out(plan: TourPlan) -> None:
    """What did not fit, and why."""
    if not plan.left_out:
        return
    show.heading("tour.left_out")
    st.html(blocks.foot([_why(one) for one in plan.left_out]))


def _why(one: LeftOut) -> str:
    reason = said()(f"left_out.{one.reason}", n=one.minutes or 0)
    return said()("tour.left_out_one", name=_name(one.stop.spot), reason=reason)


def files(study: Study, plan: TourPlan) -> list[File]:
    """The plan to take along, in every format."""
    language = said().language
    credit = export.credit_of(study.town, study.data_as_of, study.digest, language)
    words = {key: text for key, text in said().under("tour_file").items() if key in WORDS}
    make = partial(
        tour_bytes,
        plan,
        zone=study.town.timezone,
        credit=credit,
        language=language,
        words=words,
    )
    name = f"{study.town.id}-tour-{plan.wish.day.isoformat()}"
    kinds = (("html", HTML), ("gpx", GPX), ("ics", ICS), ("kml", KML), ("geojson", GEOJSON))
    return [
        File(f"tour_{ending}", f"{name}.{ending}", kind, partial(make, f".{ending}"))
        for ending, kind in kinds
    ]
