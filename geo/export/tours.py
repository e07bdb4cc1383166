"""A tour's plan -> GeoJSON, GPX, KML or iCalendar; GPX by gpxpy, iCalendar by icalendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as Xml

import gpxpy.gpx
import icalendar

from geo.errors import QuestionError
from geo.export import formats
from geo.export.credit import Credit
from geo.export.gpx import gpx_bytes, gpx_of, track_of, utc
from geo.export.itinerary import WORDS, Item, Itinerary, line_of
from geo.export.tour_page import page
from geo.model import TourLeg, TourPlan, TourStop

TOUR_ENDINGS = (".geojson", ".gpx", ".kml", ".ics", ".html")
_KML = "http://www.opengis.net/kml/2.2"


def tour_bytes(
    plan: TourPlan,
    ending: str,
    zone: str,
    credit: Credit | None = None,
    language: str = "en",
    words: Mapping[str, str] | None = None,
    beside: Sequence[Itinerary] = (),
    pictures: Sequence[str] = (),
) -> bytes:
    """The plan as a file of `ending`, its times in the town's `zone` (a name of the IANA list).

    `words` replaces the English of `itinerary.WORDS` by key. A page to print says the same in the
    languages of `beside`, too, and shows `pictures`, maps as SVG. Raises QuestionError for an
    ending that is not known.
    """
    writers = {".geojson": _geojson, ".gpx": _gpx, ".kml": _kml, ".ics": _calendar}
    if ending not in TOUR_ENDINGS:
        raise QuestionError("ending", ending, f"Use one of {', '.join(TOUR_ENDINGS)}.")
    said = {**WORDS, **(words or {})}
    tour = Itinerary(plan, zone, credit or Credit(), language, said)
    if ending == ".html":
        return page([tour, *beside], pictures)
    return writers[ending](tour)


def _geojson(tour: Itinerary) -> bytes:
    """A point for each item, then a line for each leg, both in order of time."""
    places = [_place(item) for item in tour.items()]
    ways = [_way(tour, leg) for leg in tour.plan.legs]
    return formats.geojson([*places, *ways], tour.title, tour.credit)


def _place(item: Item) -> dict[str, Any]:
    properties = {
        "kind": item.kind,
        "name": item.name,
        "text": item.text,
        "begin": item.begin.isoformat(),
        "end": item.end.isoformat(),
    }
    point = [round(item.point.lon, 6), round(item.point.lat, 6)]
    own = _visited(item.stop) if item.stop else {}
    return _feature({**properties, **own}, "Point", point)


def _visited(stop: TourStop) -> dict[str, Any]:
    """What a stop says of itself."""
    return {
        "id": stop.spot.id,
        "visit_minutes": stop.visit_minutes,
        "visit_assumed": stop.visit_assumed,
        "opening_hours": stop.hours,
        "hours_assumed": stop.hours_assumed,
        "must": stop.must,
        "accuracy": stop.accuracy.value,
    }


def _way(tour: Itinerary, leg: TourLeg) -> dict[str, Any]:
    properties = {
        "kind": "leg",
        "name": tour.leg_name(leg),
        "text": tour.leg_text(leg),
        "begin": tour.moment(leg.depart).isoformat(),
        "end": tour.moment(leg.arrive).isoformat(),
        "mode": tour.plan.wish.mode,
        "metres": round(leg.route.metres, 1) if leg.route else 0.0,
        "assumed": bool(leg.route and leg.route.assumed),
    }
    return _feature(properties, "LineString", line_of(leg).tolist())


def _feature(properties: dict[str, Any], kind: str, coordinates: Any) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _gpx(tour: Itinerary) -> bytes:
    """A waypoint for each item, and a track for each leg, with times where it begins and ends."""
    whole = gpx_of(tour.title, "\n".join(tour.notes()), tour.credit)
    whole.waypoints.extend(map(_waypoint, tour.items()))
    whole.tracks.extend(_track(tour, leg) for leg in tour.plan.legs)
    return gpx_bytes(whole)


def _waypoint(item: Item) -> Any:
    return gpxpy.gpx.GPXWaypoint(
        round(item.point.lat, 6),
        round(item.point.lon, 6),
        time=utc(item.begin),
        name=item.name,
        description=_when(item),
        type=item.kind,
    )


def _track(tour: Itinerary, leg: TourLeg) -> Any:
    begin, end = tour.moment(leg.depart), tour.moment(leg.arrive)
    track = track_of(tour.leg_name(leg), tour.plan.wish.mode, line_of(leg), begin, end)
    track.description = tour.leg_text(leg)
    return track


def _when(item: Item) -> str:
    times = dict.fromkeys(moment.strftime("%H:%M") for moment in (item.begin, item.end))
    return f"{'-'.join(times)} {item.text}"


def _kml(tour: Itinerary) -> bytes:
    """A placemark for each item, with its time span, and one for each leg."""
    root = Xml.Element("kml", xmlns=_KML)
    document = Xml.SubElement(root, "Document")
    _text(document, "name", tour.title)
    _text(document, "description", "\n".join(tour.notes()))
    for item in tour.items():
        mark = _mark(document, item.name, _when(item), item.begin, item.end)
        point = f"{item.point.lon:.6f},{item.point.lat:.6f}"
        _text(Xml.SubElement(mark, "Point"), "coordinates", point)
    for leg in tour.plan.legs:
        begin, end = tour.moment(leg.depart), tour.moment(leg.arrive)
        mark = _mark(document, tour.leg_name(leg), tour.leg_text(leg), begin, end)
        line = " ".join(f"{lon:.6f},{lat:.6f}" for lon, lat in line_of(leg).tolist())
        way = Xml.SubElement(mark, "LineString")
        _text(way, "tessellate", "1")
        _text(way, "coordinates", line)
    Xml.indent(root, space=" ")
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _mark(parent: Xml.Element, name: str, text: str, begin: datetime, end: datetime) -> Xml.Element:
    mark = Xml.SubElement(parent, "Placemark")
    _text(mark, "name", name)
    _text(mark, "description", text)
    span = Xml.SubElement(mark, "TimeSpan")
    _text(span, "begin", begin.isoformat())
    _text(span, "end", end.isoformat())
    return mark


def _text(parent: Xml.Element, tag: str, text: str) -> None:
    Xml.SubElement(parent, tag).text = text


def _calendar(tour: Itinerary) -> bytes:
    """An event for each visit and the lunch, and one for each way between."""
    whole = icalendar.Calendar()
    whole.add("prodid", "-//Town Atlas//Tours//EN")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", tour.title)
    stamp = datetime.combine(tour.plan.wish.day, datetime.min.time(), UTC)
    for number, item in enumerate(i for i in tour.items() if i.kind in {"visit", "lunch"}):
        event = _event(tour, f"{item.kind}-{number}", item.begin, item.end, stamp)
        event.add("summary", item.name)
        event.add("description", "\n".join([item.text, *tour.notes()]))
        event.add("location", item.name)
        event.add("geo", (round(item.point.lat, 6), round(item.point.lon, 6)))
        whole.add_component(event)
    for number, leg in enumerate(tour.plan.legs):
        begin, end = tour.moment(leg.depart), tour.moment(leg.arrive)
        event = _event(tour, f"leg-{number}", begin, end, stamp)
        event.add("summary", tour.leg_name(leg))
        event.add("description", tour.leg_text(leg))
        whole.add_component(event)
    whole.add_missing_timezones()
    return bytes(whole.to_ical())


def _event(
    tour: Itinerary, kind: str, begin: datetime, end: datetime, stamp: datetime
) -> icalendar.Event:
    """An event with its times; the same plan gives the same bytes, so its stamp is its day."""
    event = icalendar.Event()
    day = tour.plan.wish.day.strftime("%Y%m%d")
    event.add("uid", f"{day}-{tour.plan.wish.start_seconds}-{kind}-{tour.plan.digest}@town-atlas")
    event.add("dtstamp", stamp)
    event.add("dtstart", begin)
    event.add("dtend", end)
    return event
