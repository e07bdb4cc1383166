"""A tour on the page: its sentence, map, timetable, bar of the day, what was left out, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from geo import export, maps
from geo.errors import GeoError
from geo.export.itinerary import WORDS, Itinerary
from geo.export.tours import tour_bytes
from geo.model import (
    LeftOut,
    Mode,
    Point,
    Spot,
    Step,
    TourLeg,
    TourPlan,
    TourStop,
    TourWish,
    Visit,
)
from geo.study import Study
from ui import blocks, cached_tours, show, state, tours_wish
from ui.blocks import LegRow
from ui.frame import said
from ui.journeys import clock
from ui.show import GEOJSON, GPX, File
from ui.sight import fit
from ui.words import LANGUAGES, Words, words

ICS, HTML, KML = "text/calendar", "text/html", "application/vnd.google-earth.kml+xml"
CLOSEST = 16  # a walk of a kilometre fills the map
VISITING = "#0b6e69"


@dataclass(frozen=True)
class Answer:
    """A plan, or why there is none; `best` is the best one where the order is by hand."""

    wish: TourWish
    plan: TourPlan | None = None
    trouble: GeoError | None = None
    best: TourPlan | None = None

    def in_order(self) -> list[TourStop]:
        """The stops as they are visited; as they are wished where no plan holds."""
        if self.plan:
            return [visit.stop for visit in self.plan.visits]
        place = {id: number for number, id in enumerate(self.wish.order)}
        return sorted(self.wish.stops, key=lambda stop: place.get(stop.spot.id, len(place)))

    def cost(self) -> tuple[str, int, int]:
        """Whether the order by hand spends more, less or the same on ways and waits, by how many
        minutes, and how many stops fewer it has than the best."""
        assert self.plan and self.best
        spent = [one.travel_seconds + one.wait_seconds for one in (self.plan, self.best)]
        more = round((spent[0] - spent[1]) / 60)
        key = "dearer" if more > 0 else "cheaper" if more < 0 else "as_good"
        return key, abs(more), max(0, len(self.best.visits) - len(self.plan.visits))


def answer(study: Study, wish: TourWish) -> Answer:
    """The plan of a wish, and beside an order by hand the best one."""
    best = None
    try:
        if wish.order:
            best = cached_tours.plan(study, replace(wish, order=()))
        return Answer(wish, cached_tours.plan(study, wish), best=best)
    except GeoError as trouble:
        return Answer(wish, trouble=trouble, best=best)


def say(found: Answer) -> None:
    """The sentence on top, or what stands in the way."""
    if found.plan:
        show.answer(*sentence(found.plan))
    else:
        show.answer(said()["tour.impossible"])
    show.trouble(found.trouble)


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
    if any(visit.stop.visit_assumed for visit in plan.visits):
        notes.append(said()["tour.assumed_stays"])
    if any(visit.stop.hours_assumed for visit in plan.visits):
        notes.append(said()["tour.assumed_hours"])
    if plan.assumed:
        notes.append(said()("assumed.local"))
    return text, said()["assumed.joint"].join(notes) + said()["assumed.end"]


def _weekday(plan: TourPlan) -> str:
    return said()[f"weekday.day_{plan.wish.day.weekday()}"]


def layers(study: Study, found: Answer) -> list[Any]:
    """The ways and the numbered stops, or the stops alone; and the place that was clicked."""
    tiles, language = state.view().tiles, said().language
    laid: list[Any] = []
    if found.plan:
        details = {visit.stop.spot.id: _span(visit) for visit in found.plan.visits}
        laid = [maps.tour_layer(found.plan, details, said(), language, tiles)]
    else:
        laid = [maps.spot_layer(stop.spot, language, tiles) for stop in found.wish.stops]
    picked = tours_wish.stops(study).get(state.view().picked)
    return [*laid, *([maps.spot_layer(picked.spot, language, tiles)] if picked else [])]


def sight(found: Answer) -> tuple[Point, int]:
    """Where the map looks, so that the whole tour is in sight, or all that was wished for."""
    wish, plan = found.wish, found.plan
    stops = [visit.stop for visit in plan.visits] if plan else wish.stops
    spots = [wish.start, wish.end, *(stop.spot for stop in stops)]
    return fit([spot.point for spot in spots], state.on_phone(), CLOSEST)


def _span(visit: Visit) -> str:
    return f"{clock(visit.start)}–{clock(visit.end)}"


def timetable(plan: TourPlan) -> None:
    """By the clock: how to get on, arrive, stay, leave."""
    show.heading("tour.timetable")
    rows = [LegRow(name_of(plan.wish.start), clock(plan.depart), "", said()["map.origin"])]
    for number, (leg, visit) in enumerate(zip(plan.legs, plan.visits, strict=False), start=1):
        rows += _way(leg, plan)
        rows += _lunch(plan, visit.arrive, visit.start)
        rows.append(_visited(number, visit))
        rows += _lunch(plan, visit.end, plan.legs[number].depart + 1)
    rows += _way(plan.legs[-1], plan)
    rows.append(LegRow(name_of(plan.wish.end), clock(plan.arrive), "", said()["map.destination"]))
    st.html(blocks.legs(rows))


def _lunch(plan: TourPlan, first: int, last: int) -> list[LegRow]:
    """The lunch, where it begins within these seconds."""
    meal = plan.lunch
    if meal is None or not first <= meal.start < last:
        return []
    return [LegRow(said()["tour.lunch"], clock(meal.start), said().minutes(meal.end - meal.start))]


def name_of(spot: Spot) -> str:
    """What a place is called in the reader's language."""
    return str(spot.name[said().language] or spot.id)


def _way(leg: TourLeg, plan: TourPlan) -> list[LegRow]:
    if leg.arrive <= leg.depart:
        return []
    text = said()[f"travel_tour.{plan.wish.mode}"]
    rides = [step for step in (leg.route.steps if leg.route else ()) if step.turn == "ride"]
    if plan.wish.mode == Mode.TRANSIT:
        text = said()["list.comma"].join(map(_ride, rides)) or said()["travel_tour.walk"]
    far = said().distance(leg.route.metres) if leg.route and not rides else ""
    headed = text[:1].upper() + text[1:]
    return [LegRow(headed, clock(leg.depart), said().minutes(leg.arrive - leg.depart), far)]


def _ride(step: Step) -> str:
    return step.name[said().language]


def _visited(number: int, visit: Visit) -> LegRow:
    stay = said().minutes(visit.end - visit.start)
    star = said()["tour.about"] if visit.stop.visit_assumed else ""
    wait = said()("tour.wait", n=visit.wait // 60) if visit.wait >= 60 else ""
    return LegRow(
        f"{number} {name_of(visit.stop.spot)}", clock(visit.start), f"{star}{stay}", wait, VISITING
    )


def left_out(plan: TourPlan) -> None:
    """What did not fit, and why."""
    if not plan.left_out:
        return
    show.heading("tour.left_out")
    st.html(blocks.foot([_why(one) for one in plan.left_out]))


def _why(one: LeftOut) -> str:
    reason = said()(f"left_out.{one.reason}", n=one.minutes or 0)
    return said()("tour.left_out_one", name=name_of(one.stop.spot), reason=reason)


def files(study: Study, plan: TourPlan) -> list[File]:
    """The plan to take along, in every format; the leaflet speaks both languages."""
    own = _itinerary(study, plan, said())
    make = partial(
        tour_bytes,
        plan,
        zone=own.zone,
        credit=own.credit,
        language=own.language,
        words=own.words,
    )
    name = f"{study.town.id}-tour-{plan.wish.day.isoformat()}"
    kinds = (("gpx", GPX), ("ics", ICS), ("kml", KML), ("geojson", GEOJSON))
    return [
        File("tour_html", f"{name}.html", HTML, partial(_leaflet, study, plan, own, make)),
        *(
            File(f"tour_{ending}", f"{name}.{ending}", kind, partial(make, f".{ending}"))
            for ending, kind in kinds
        ),
    ]


def _itinerary(study: Study, plan: TourPlan, spoken: Words) -> Itinerary:
    """The plan in one language, under the town's name."""
    language = spoken.language
    credit = export.credit_of(study.town, study.data_as_of, study.digest, language)
    told = {key: text for key, text in spoken.under("tour_file").items() if key in WORDS}
    for row in plan.assumptions:
        key = row.key.replace(".", "_").replace("-", "_")
        told[f"assumption.{row.key}"] = spoken.get(f"assumption.{key}", row.source)
        told[f"unit.{row.unit}"] = spoken.get(f"unit.{row.unit}", row.unit)
    told["tour"] = f"{study.town.name[language]} · {told['tour']}"
    return Itinerary(plan, study.town.timezone, credit, language, told)


def _leaflet(study: Study, plan: TourPlan, own: Itinerary, make: Callable[..., bytes]) -> bytes:
    others = [_itinerary(study, plan, words(one)) for one in LANGUAGES if one != own.language]
    drawn = export.tour_pictures(study, plan, own.language, own.title)
    return make(".html", beside=others, pictures=drawn)
