"""A journey by public transport -> its legs, as GeoJSON features or as GPX tracks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import gpxpy.gpx
import numpy as np

from geo.errors import QuestionError
from geo.export import formats
from geo.export.answers import ROUTE_ENDINGS
from geo.export.credit import Credit
from geo.export.gpx import gpx_bytes, gpx_of, track_of, utc
from geo.export.rows import round_degrees
from geo.export.text import plain
from geo.model import Floats, Journey, Leg, Mode, Name

WORDS: Mapping[str, str] = {
    "walk": "Walk to {place}",
    "bike": "Cycle to {place}",
    "ebike": "Ride an e-bike to {place}",
    "ride": "Line {line} to {place}",
    "towards": "towards {heading}, {n} stops",
}


def journey_bytes(
    journey: Journey,
    ending: str,
    zone: str,
    credit: Credit | None = None,
    language: str = "en",
    words: Mapping[str, str] | None = None,
) -> bytes:
    """The legs in order, each with its times in the town's `zone`, as a file of `ending`.

    `words` replaces the English of `WORDS` by key. Raises QuestionError for an unknown ending.
    """
    if ending not in ROUTE_ENDINGS:
        raise QuestionError("ending", ending, f"Use one of {', '.join(ROUTE_ENDINGS)}.")
    told = _Told(journey, zone, credit or Credit(), language, {**WORDS, **(words or {})})
    return told.gpx() if ending == ".gpx" else told.geojson()


class _Told:
    """A journey in one language and one time zone."""

    def __init__(
        self, journey: Journey, zone: str, credit: Credit, language: str, words: Mapping[str, str]
    ) -> None:
        self.journey, self.zone, self.credit = journey, ZoneInfo(zone), credit
        self.language, self.words = language, words

    def geojson(self) -> bytes:
        """A line for each leg; the whole stands in the first, which has no shape of its own."""
        legs = [self._feature(i, leg) for i, leg in enumerate(self.journey.legs, start=1)]
        return formats.geojson([self._whole(), *legs], "journey", self.credit)

    def gpx(self) -> bytes:
        """A track for each leg, with times at its ends, and a waypoint where it starts."""
        about = "; ".join(self.credit.entries().values())
        whole = gpx_of(self._title(), about, self.credit)
        for leg in self.journey.legs:
            whole.waypoints.append(self._waypoint(leg))
            whole.tracks.append(self._track(leg))
        return gpx_bytes(whole)

    def _whole(self) -> dict[str, Any]:
        journey = self.journey
        properties = {
            "kind": "journey",
            "origin": self._name(journey.origin.name) or journey.origin.id,
            "destination": self._name(journey.destination.name) or journey.destination.id,
            "mode": journey.mode.value,
            "date": journey.day.isoformat(),
            "depart": self._moment(journey.start).isoformat(),
            "arrive": self._moment(journey.end).isoformat(),
            "seconds": journey.seconds,
            "changes": journey.changes,
            "assumed": journey.assumed,
            "departures_counted": journey.counted,
            "data_as_of": self.credit.data_as_of,
            "digest": self.credit.digest,
        }
        return {"type": "Feature", "properties": properties, "geometry": None}

    def _feature(self, number: int, leg: Leg) -> dict[str, Any]:
        properties = {
            "kind": "leg",
            "number": number,
            "text": self._text(leg),
            "mode": leg.mode.value,
            "line": self._name(leg.line.name) if leg.line else "",
            "line_id": plain(leg.line.id) if leg.line else "",
            "towards": self._name(leg.heading) if leg.heading else "",
            "from": self._name(leg.place),
            "to": self._name(leg.to),
            "depart": self._moment(leg.start).isoformat(),
            "arrive": self._moment(leg.end).isoformat(),
            "seconds": leg.seconds,
            "metres": round(leg.metres, 1),
            "stops": [self._name(name) for name in leg.calls],
            "assumed": leg.assumed,
        }
        line = {"type": "LineString", "coordinates": _line(leg).tolist()}
        return {"type": "Feature", "properties": properties, "geometry": line}

    def _waypoint(self, leg: Leg) -> Any:
        lon, lat = _line(leg)[0].tolist()
        time = utc(self._moment(leg.start))
        return gpxpy.gpx.GPXWaypoint(lat, lon, time=time, name=self._text(leg))

    def _track(self, leg: Leg) -> Any:
        begin, end = self._moment(leg.start), self._moment(leg.end)
        return track_of(self._text(leg), leg.mode.value, _line(leg), begin, end)

    def _text(self, leg: Leg) -> str:
        """'Line 7 to Airport (towards ..., 8 stops)', 'Walk to ...'."""
        place = self._name(leg.to)
        if leg.mode is not Mode.TRANSIT or leg.line is None:
            return self.words[leg.mode.value].format(place=place)
        text = self.words["ride"].format(line=self._name(leg.line.name), place=place)
        if not leg.heading:
            return text
        heading, n = self._name(leg.heading), len(leg.calls) - 1
        return f"{text} ({self.words['towards'].format(heading=heading, n=n)})"

    def _title(self) -> str:
        origin, destination = self.journey.origin, self.journey.destination
        ends = [self._name(spot.name) or plain(spot.id) for spot in (origin, destination)]
        return f"{' → '.join(ends)}, {self.journey.day.isoformat()}"

    def _name(self, name: Name) -> str:
        return " ".join(plain(name[self.language]).split())

    def _moment(self, seconds: int) -> datetime:
        """Seconds after midnight of the journey's day, as a moment of the town."""
        midnight = datetime.combine(self.journey.day, datetime.min.time())
        return (midnight + timedelta(seconds=seconds)).replace(tzinfo=self.zone)


def _line(leg: Leg) -> Floats:
    """The leg's way in degrees, of two points at least, as formats ask for."""
    line = round_degrees(np.asarray(leg.path, float).reshape(-1, 2))
    return np.repeat(line, 2, axis=0) if len(line) == 1 else line
