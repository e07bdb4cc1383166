"""The doors of a hub and what parking there takes, as its feature says."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from geo.model import Accuracy, Entrance, Name, Point

FARTHEST_DEGREES = 0.03
"""A door farther than this (about 3 km) from its hub is a slip; an airport's are within it."""

LONGEST_PARKING_MINUTES = 60.0
PARKING_REMEDY = "Write the minutes that parking and the walk to the door take, such as 8."

REMEDY = 'Write { "name_zh": "A口", "name_en": "Exit A", "lon": 120.2, "lat": 30.2 }.'


def entrances_of(row: Mapping[str, Any], at: Point) -> tuple[tuple[Entrance, ...], tuple[str, ...]]:
    """The doors in a hub's property `entrances`, and what is wrong with those that cannot be read.

    The property is a list of objects, or the same as JSON text, which is how GeoPackages hold it.
    """
    said = row.get("entrances")
    if isinstance(said, str) and said.strip():
        try:
            said = json.loads(said)
        except ValueError:
            return (), (f"its entrances {said[:40]!r} are no list",)
    if not said:
        return (), ()
    if not isinstance(said, list):
        return (), ("its entrances are no list",)
    found, problems = [], []
    for number, each in enumerate(said, 1):
        try:
            found.append(_entrance(each, at, row))
        except ValueError as error:
            problems.append(f"its entrance {number} {error}")
    return tuple(found), tuple(problems)


def parking_minutes_of(row: Mapping[str, Any]) -> float | None:
    """A hub's property `parking_minutes`, None where there is none; ValueError for nonsense."""
    said = row.get("parking_minutes")
    if said in (None, ""):
        return None
    try:
        minutes = float(said)
    except (TypeError, ValueError):
        minutes = math.nan
    if isinstance(said, bool) or not 0 <= minutes <= LONGEST_PARKING_MINUTES:
        raise ValueError(f"its parking_minutes {said!r} is no number from 0 to 60")
    return minutes


def _entrance(said: Any, at: Point, row: Mapping[str, Any]) -> Entrance:
    if not isinstance(said, Mapping):
        raise ValueError("is no object")
    lon, lat = _number(said.get("lon")), _number(said.get("lat"))
    point = Point(lon, lat)
    if max(abs(point.lon - at.lon), abs(point.lat - at.lat)) > FARTHEST_DEGREES:
        raise ValueError(f"lies far from it, at {lon}, {lat}")
    accuracy = said.get("accuracy", row.get("accuracy"))
    if accuracy not in list(Accuracy):
        raise ValueError(f"has the unknown accuracy {accuracy!r}")
    plain = str(said.get("name", ""))
    name = Name(str(said.get("name_zh", plain)), str(said.get("name_en", plain)))
    return Entrance(name, point, Accuracy(accuracy))


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError("has no lon and lat in numbers")
    return float(value)
