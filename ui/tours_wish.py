"""What the reader wishes of a day: a ready-made tour, and what was changed of it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from geo.errors import QuestionError
from geo.measures.tours.tour import margins
from geo.model import Lunch, Mode, Name, Pace, Point, ReadyTour, Spot, TourStop, TourWish
from geo.sources.tours import stop_at
from geo.study import Study
from ui import cached, cached_tours, state
from ui.readers import OwnVisit, pin_point
from ui.words import words

USUAL_LUNCH = Lunch(11 * 3600 + 1800, 13 * 3600 + 1800, 60)
NO_LUNCH = "none"


def offers(study: Study) -> dict[str, ReadyTour]:
    """The tours that the town offers, by id."""
    return {offer.id: offer for offer in cached_tours.offers(study)}


def offer(study: Study) -> ReadyTour:
    """The tour that the wish starts from: the one asked for, else the first, else one of the
    reader's own, from the first hub to two sights."""
    found = offers(study)
    asked = found.get(state.view().tour) or next(iter(found.values()), None)
    return asked or _own(study, stops(study))


def _own(study: Study, known: Mapping[str, TourStop]) -> ReadyTour:
    hubs = {hub.id for hub in study.hubs}
    start = study.hubs[0].id if study.hubs else next(iter(known))
    chosen = tuple(stop for id, stop in known.items() if id not in hubs)[:2]
    name = study.town.name
    return ReadyTour("", name, name, start, start, chosen, Mode.WALK.value, 9 * 3600)


def stops(study: Study) -> dict[str, TourStop]:
    """Everything that can be visited by id, and the points that the reader chose on the map."""
    view = state.view()
    asked = (*view.must, *view.nice, view.leave, view.end, view.picked)
    pins = {id: point for id in asked if id and (point := pin_point(id))}
    own = {id: stop_at(Spot(id, pin_name(point), point), study.town) for id, point in pins.items()}
    return {**cached_tours.stops(study), **own}


def pin_name(point: Point) -> Name:
    """How a point of the map is called, in both languages."""
    where = f"{point.lon:.3f}, {point.lat:.3f}"
    both = (words(language)("tour.point", where=where) for language in ("zh", "en"))
    return Name(*both)


def ids(asked: ReadyTour, must: bool) -> tuple[str, ...]:
    """The stops asked for: the reader's own, else the tour's."""
    view = state.view()
    if view.must or view.nice:
        return view.must if must else view.nice
    return tuple(stop.spot.id for stop in asked.stops if stop.must is must)


def begin_of(asked: ReadyTour) -> time:
    """When the tour starts."""
    return state.view().begin or as_time(asked.start_seconds)


def back_of(asked: ReadyTour) -> time | None:
    """The latest return, None where there is none."""
    seconds = asked.return_seconds
    return state.view().back or (as_time(seconds) if seconds is not None else None)


def lunch_of(asked: ReadyTour) -> Lunch | None:
    """When lunch may begin, None for no lunch."""
    text = state.view().lunch
    if text == NO_LUNCH:
        return None
    if not text:
        return asked.lunch
    first, latest, minutes = text.split("-")
    return Lunch(*(int(t[:2]) * 3600 + int(t[2:]) * 60 for t in (first, latest)), int(minutes))


def as_time(seconds: int) -> time:
    """Seconds after midnight as a time of the day."""
    return time(seconds // 3600 % 24, seconds // 60 % 60)


def seconds_of(moment: time) -> int:
    """A time of the day as seconds after midnight."""
    return moment.hour * 3600 + moment.minute * 60


def usual_margins(study: Study, asked: ReadyTour) -> tuple[int, int]:
    """Minutes kept after arriving at the start and before leaving from the end, if nobody says."""
    known = stops(study)
    usual = margins(study, *(_spot(study, id, known) for id in ends(asked)))
    own = (asked.after_start_minutes, asked.before_end_minutes)
    untouched = ends(asked) == (asked.start, asked.end)
    after, before = (
        mine if mine is not None and untouched else given
        for mine, given in zip(own, usual, strict=True)
    )
    return after, before


def ends(asked: ReadyTour) -> tuple[str, str]:
    """Where the tour starts and ends, by id."""
    return state.view().leave or asked.start, state.view().end or asked.end


def wish(study: Study) -> TourWish:
    """All of it, for the engine."""
    view, asked, known = state.view(), offer(study), stops(study)
    usual = {stop.spot.id: stop for stop in asked.stops}
    own = {one.id: one for one in view.visits}
    chosen = [
        _changed(replace(usual.get(id, known[id]), must=must), own.get(id))
        for must in (True, False)
        for id in ids(asked, must)
        if id in known
    ]
    start, end = (_spot(study, id, known) for id in ends(asked))
    after, before = usual_margins(study, asked)
    back = back_of(asked)
    return TourWish(
        stops=tuple(chosen),
        start=start,
        end=end,
        day=max(view.date or cached.usual_day(study), cached.today(study)),
        start_seconds=seconds_of(begin_of(asked)),
        mode=view.by or asked.mode,
        pace=Pace(view.pace or asked.pace.value),
        return_seconds=None if back is None else seconds_of(back),
        lunch=lunch_of(asked),
        after_start_minutes=after if view.after is None else view.after,
        before_end_minutes=before if view.before is None else view.before,
        order=view.order,
    )


def _changed(stop: TourStop, own: OwnVisit | None) -> TourStop:
    """The stop as the reader wants it; what the reader says is no assumption."""
    if own is None:
        return stop
    if own.minutes:
        stop = replace(stop, visit_minutes=own.minutes, visit_assumed=False)
    if own.hours:
        stop = replace(stop, hours=own.osm_hours, hours_assumed=False)
    return replace(stop, score=own.score) if own.score else stop


def _spot(study: Study, id: str, known: Mapping[str, TourStop]) -> Spot:
    if id in known:
        return known[id].spot
    hub = next((hub for hub in study.hubs if hub.id == id), None)
    if hub is None:
        raise QuestionError("start", id, "Choose another place to start from.")
    return Spot(hub.id, hub.name, hub.point, hub.kind)
