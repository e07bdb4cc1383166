"""A route -> its line and its steps, as GeoJSON features or as a GPX track with waypoints.

GPX is written with the standard library, which takes few lines for one track and its waypoints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

import numpy as np

from geo.export.credit import OPENSTREETMAP_LICENCE, Credit
from geo.export.rows import period_of, round_degrees
from geo.export.text import plain
from geo.model import AT_DOOR, Floats, Route, Step

WORDS: Mapping[str, str] = {
    "turn_start": "Start",
    "turn_straight": "Straight on",
    "turn_left": "Left",
    "turn_right": "Right",
    "turn_slight-left": "Slight left",
    "turn_slight-right": "Slight right",
    "turn_sharp-left": "Sharp left",
    "turn_sharp-right": "Sharp right",
    "turn_uturn": "Turn round",
    "turn_walk": "On foot, off the streets",
    "turn_park": "Park and walk to the door",
    "turn_unpark": "Walk to the parked car",
    "turn_lock": "Lock the bicycle",
    "turn_unlock": "Unlock the bicycle",
    "arrive": "Arrive",
    "separator": ": ",
}


def features(route: Route, credit: Credit, language: str) -> list[dict[str, Any]]:
    """The route's line as a feature, then a point where each step starts."""
    properties = {
        "kind": "route",
        "origin": plain(route.origin.name[language] or route.origin.id),
        "destination": plain(route.destination.name[language] or route.destination.id),
        "mode": route.mode.value,
        "period": period_of(route.mode, route.period).value,
        "seconds": round(route.seconds, 1),
        "metres": round(route.metres, 1),
        "assumed": route.assumed,
        "data_as_of": credit.data_as_of,
        "digest": credit.digest,
    }
    line = _feature(properties, "LineString", _line(route).tolist())
    starts = step_starts(route).tolist()
    pairs = enumerate(zip(route.steps, starts, strict=True), start=1)
    return [line, *(_feature(_step(number, step), "Point", at) for number, (step, at) in pairs)]


def _step(number: int, step: Step) -> dict[str, Any]:
    return {
        "kind": "step",
        "number": number,
        "turn": step.turn,
        "name_zh": plain(step.name.zh),
        "name_en": plain(step.name.en),
        "metres": round(step.metres, 1),
        "seconds": round(step.seconds, 1),
        "assumed": step.assumed,
    }


def _feature(properties: dict[str, Any], kind: str, coordinates: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _line(route: Route) -> Floats:
    """The rounded line, of two points at least, as formats ask for."""
    line = round_degrees(np.asarray(route.line, float).reshape(-1, 2))
    return np.repeat(line, 2, axis=0) if len(line) == 1 else line


def step_starts(route: Route) -> Floats:
    """Where each step starts, in degrees, shape (steps, 2).

    What is done at a hub's door stands at the end of the line. A walk off the network at either
    end is one straight piece of the line, shorter than its metres; the steps between share the
    rest of the line by their metres.
    """
    line = _line(route)
    moving = [step for step in route.steps if step.turn not in AT_DOOR]
    out = sum(1 for step in route.steps[:1] if step.turn in AT_DOOR)
    into = len(route.steps) - out - len(moving)
    starts = _starts_along(line, moving)
    ends = [line[:1]] * out, [line[-1:]] * into
    return np.concatenate([*ends[0], starts, *ends[1]])


def _starts_along(line: Floats, steps: Sequence[Step]) -> Floats:
    """Where steps that cover ground start, in degrees, shape (steps, 2)."""
    along = _metres_along(line)
    first = 1 if len(steps) > 1 and steps[0].turn == "walk" and len(line) > 2 else 0
    last = 1 if len(steps) > 1 and steps[-1].turn == "walk" and len(line) > 2 + first else 0
    inner = np.array([step.metres for step in steps[first : len(steps) - last]])
    begin, end = along[first], along[-1 - last]
    share = np.concatenate([[0.0], np.cumsum(inner)]) / max(inner.sum(), 1e-9)
    inside = begin + (end - begin) * share[: len(inner)]
    starts = np.concatenate([along[:first], inside, [end] * last])
    found = [np.interp(starts, along, line[:, axis]) for axis in (0, 1)]
    return round_degrees(np.column_stack(found))


def _metres_along(line: Floats) -> Floats:
    """Metres from the start to each point of a line in degrees, on a sphere, near enough."""
    lon, lat = np.radians(line).T
    east = np.diff(lon) * np.cos((lat[1:] + lat[:-1]) / 2)
    return np.concatenate([[0.0], np.cumsum(np.hypot(east, np.diff(lat)) * 6371008.8)])


def gpx(route: Route, credit: Credit, language: str, words: Mapping[str, str]) -> bytes:
    """The route as GPX 1.1: a track, and a waypoint where each step starts and at the end."""
    root = Xml.Element(
        "gpx", version="1.1", creator="Town Atlas", xmlns="http://www.topografix.com/GPX/1/1"
    )
    ends = [plain(spot.name[language] or spot.id) for spot in (route.origin, route.destination)]
    title = " → ".join(ends)
    _metadata(root, title, credit)
    for step, (lon, lat) in zip(route.steps, step_starts(route).tolist(), strict=True):
        name = _joined(words, words[f"turn_{step.turn}"], plain(step.name[language]))
        _waypoint(root, lon, lat, name, f"{step.metres:.0f} m, {step.seconds:.0f} s")
    lon, lat = _line(route)[-1].tolist()
    _waypoint(root, lon, lat, _joined(words, words["arrive"], ends[1]), "")
    _track(root, title, route)
    Xml.indent(root, space=" ")
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _joined(words: Mapping[str, str], turn: str, name: str) -> str:
    return f"{turn}{words['separator']}{name}" if name else turn


def _metadata(root: Xml.Element, title: str, credit: Credit) -> None:
    metadata = Xml.SubElement(root, "metadata")
    _text(metadata, "name", title)
    said = credit.entries()
    known = [said[key] for key in ("sources", "data_as_of") if key in said]
    _text(metadata, "desc", "; ".join([credit.attribution, *known]))
    right = Xml.SubElement(metadata, "copyright", author=credit.attribution)
    if "ODbL" in credit.attribution:
        _text(right, "license", OPENSTREETMAP_LICENCE)


def _waypoint(root: Xml.Element, lon: float, lat: float, name: str, text: str) -> None:
    waypoint = Xml.SubElement(root, "wpt", lat=f"{lat:.6f}", lon=f"{lon:.6f}")
    _text(waypoint, "name", name)
    if text:
        _text(waypoint, "desc", text)


def _track(root: Xml.Element, title: str, route: Route) -> None:
    track = Xml.SubElement(root, "trk")
    _text(track, "name", title)
    _text(track, "desc", f"{route.metres:.0f} m, {route.seconds:.0f} s")
    _text(track, "type", route.mode.value)
    segment = Xml.SubElement(track, "trkseg")
    for lon, lat in _line(route).tolist():
        Xml.SubElement(segment, "trkpt", lat=f"{lat:.6f}", lon=f"{lon:.6f}")


def _text(parent: Xml.Element, tag: str, text: str) -> None:
    Xml.SubElement(parent, tag).text = text
