"""A tour's plan -> what every format of it says: places with times, and the ways between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from geo.export.credit import Credit
from geo.export.rows import round_degrees
from geo.export.text import plain
from geo.model import (
    Accuracy,
    Assumption,
    Floats,
    LeftOut,
    Mode,
    Point,
    Spot,
    TourLeg,
    TourPlan,
    TourStop,
    Visit,
)
from geo.sources.hours import ALWAYS

WORDS: Mapping[str, str] = {
    "tour": "Tour",
    "start": "Start",
    "end": "End",
    "lunch": "Lunch near {place}",
    "visit": "{minutes} min there",
    "visit_assumed": "{minutes} min there (assumed)",
    "open": "open {hours}",
    "always": "all day",
    "open_assumed": "open {hours} (assumed)",
    "wait": "{minutes} min of waiting",
    "illustrative": "position is an illustration only",
    "leg": "{origin} to {destination}",
    "leg_text": "{minutes} min {mode}",
    "leg_far": "{minutes} min {mode}, {km} km",
    "then": ", then ",
    "joint": "; ",
    "assumed": "Assumed local streets were used.",
    "colon": ": ",
    "left_out": "Left out",
    "why": "{name} - {reason}",
    "closed": "closed that day",
    "hours": "its hours cannot be met",
    "time": "needs {minutes} min more",
    "unreachable": "no way leads there",
    "order": "fits nowhere in this order",
    "walk": "on foot",
    "bike": "by bicycle",
    "ebike": "by e-bike",
    "drive": "by car",
    "transit": "by public transport",
}
"""English words of the files; the screens give their own by the same keys."""


@dataclass(frozen=True)
class Item:
    """One entry of a plan: `kind` is start, visit, lunch or end."""

    kind: str
    name: str
    text: str
    point: Point
    begin: datetime
    end: datetime
    stop: TourStop | None = None


@dataclass(frozen=True)
class Itinerary:
    """A plan in one language and one time zone, with its credit."""

    plan: TourPlan
    zone: str
    credit: Credit
    language: str
    words: Mapping[str, str]

    @property
    def title(self) -> str:
        """'Tour 2026-11-28'."""
        return f"{self.words['tour']} {self.plan.wish.day.isoformat()}"

    def moment(self, seconds: int) -> datetime:
        """Seconds after midnight of the plan's day, as a moment of the town."""
        midnight = datetime.combine(self.plan.wish.day, datetime.min.time())
        return (midnight + timedelta(seconds=seconds)).replace(tzinfo=ZoneInfo(self.zone))

    def name(self, spot: Spot) -> str:
        """The place's name on one line, fit for every format."""
        return " ".join(plain(spot.name[self.language] or spot.id).split())

    def items(self) -> Iterator[Item]:
        """Start, visits, lunch and end, in order of time."""
        plan, wish = self.plan, self.plan.wish
        left = self.moment(plan.depart)
        yield Item(
            "start", self.name(wish.start), self.words["start"], wish.start.point, left, left
        )
        entries = [self._visit(visit) for visit in plan.visits]
        entries += [self._lunch()] if plan.lunch else []
        yield from sorted(entries, key=lambda item: item.begin)
        back = self.moment(plan.arrive)
        yield Item("end", self.name(wish.end), self.words["end"], wish.end.point, back, back)

    def _visit(self, visit: Visit) -> Item:
        stop = visit.stop
        begin, end = self.moment(visit.start), self.moment(visit.end)
        said = self.words["joint"].join(self._said(visit))
        return Item("visit", self.name(stop.spot), said, stop.spot.point, begin, end, stop)

    def _said(self, visit: Visit) -> Iterator[str]:
        stop = visit.stop
        key = "visit_assumed" if stop.visit_assumed else "visit"
        yield self.words[key].format(minutes=stop.visit_minutes)
        if stop.hours:
            key = "open_assumed" if stop.hours_assumed else "open"
            hours = self.words["always"] if stop.hours == ALWAYS else plain(stop.hours)
            yield self.words[key].format(hours=hours)
        if visit.wait:
            yield self.words["wait"].format(minutes=visit.wait // 60)
        if stop.accuracy is Accuracy.ILLUSTRATIVE:
            yield self.words["illustrative"]

    def _lunch(self) -> Item:
        meal = self.plan.lunch
        assert meal is not None
        name = self.words["lunch"].format(place=self.name(meal.near))
        begin, end = self.moment(meal.start), self.moment(meal.end)
        return Item("lunch", name, name, meal.near.point, begin, end)

    def leg_name(self, leg: TourLeg) -> str:
        """'Here to there'."""
        origin, destination = self.name(leg.origin), self.name(leg.destination)
        return self.words["leg"].format(origin=origin, destination=destination)

    def leg_text(self, leg: TourLeg) -> str:
        """'12 min by car, 5.4 km'."""
        minutes = (leg.arrive - leg.depart) // 60
        told = {"minutes": minutes, "mode": self.words[self.plan.wish.mode]}
        if leg.route is None:
            return self.words["leg_text"].format(**told)
        rides = [step.name[self.language] for step in leg.route.steps if step.turn == "ride"]
        if rides:
            ridden = self.words["then"].join(plain(" ".join(ride.split())) for ride in rides)
            return self.words["leg_text"].format(minutes=minutes, mode=ridden)
        if self.plan.wish.mode == Mode.TRANSIT:
            told["mode"] = self.words["walk"]
        return self.words["leg_far"].format(**told, km=f"{leg.route.metres / 1000:.1f}")

    def left_out(self, one: LeftOut) -> tuple[str, str]:
        """A stop's name, and why it was left out."""
        return self.name(one.stop.spot), self.words[one.reason.value].format(minutes=one.minutes)

    def _why(self, one: LeftOut) -> str:
        name, reason = self.left_out(one)
        return self.words["why"].format(name=name, reason=reason)

    def _assumption(self, row: Assumption) -> str:
        """In the words given for it, else in those of its source."""
        name = self.words.get(f"assumption.{row.key}")
        unit = self.words.get(f"unit.{row.unit}", row.unit)
        value = f"{row.value:g} {unit}"
        return self.words["colon"].join([name, value] if name else [value, row.source])

    def remarks(self) -> list[str]:
        """What the plan leaves out and assumes."""
        said = [self._why(one) for one in self.plan.left_out]
        told = [self.words["left_out"], self.words["joint"].join(said)]
        lines = [self.words["colon"].join(told)] if said else []
        lines += [self._assumption(row) for row in self.plan.assumptions]
        return lines + ([self.words["assumed"]] if self.plan.assumed else [])

    def notes(self) -> list[str]:
        """What the plan leaves out and assumes, and whose data it is made of."""
        return [*self.remarks(), *self.credit.entries().values()]


def line_of(leg: TourLeg) -> Floats:
    """The leg's way in degrees, shape (k, 2), of two points at least; straight without a route."""
    ends = [[spot.point.lon, spot.point.lat] for spot in (leg.origin, leg.destination)]
    line = np.array(ends) if leg.route is None else np.asarray(leg.route.line, float)
    rounded = round_degrees(line.reshape(-1, 2))
    return np.repeat(rounded, 2, axis=0) if len(rounded) == 1 else rounded
