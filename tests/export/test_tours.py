"""A tour taken along: every format says all of it, and public readers read it back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import geopandas as gpd
import gpxpy
import icalendar
import numpy as np
import pyogrio
import pytest

from geo import export
from geo.errors import QuestionError
from geo.export.itinerary import WORDS, Itinerary
from geo.model import (
    Accuracy,
    LeftOut,
    Meal,
    Mode,
    Name,
    Period,
    Point,
    Reason,
    Route,
    Spot,
    Step,
    TourLeg,
    TourPlan,
    TourStop,
    TourWish,
    Visit,
)
from tests.maps.hostile import HOSTILE

ZONE = "Asia/Shanghai"
ODD = 'Tea & <Cake>, "one"; two\nthree \\ four'
ODD_LINE = " ".join(ODD.split())
CREDIT = export.Credit(sources=("Roads (ODbL, 2026-01-02)",), data_as_of="2026-01-02", digest="ab")
START = Spot("start", Name("起点", "Start"), Point(120.2, 30.2))


def stop(id: str, name: str, lon: float) -> TourStop:
    spot = Spot(id, Name(name, name), Point(lon, 30.21))
    return TourStop(spot, 30, "09:00-17:00", True, 1.0, True, True, Accuracy.ILLUSTRATIVE)


def leg(origin: Spot, destination: Spot, depart: int, arrive: int) -> TourLeg:
    ends = [[spot.point.lon, spot.point.lat] for spot in (origin, destination)]
    line = np.array([ends[0], [120.205, 30.205], ends[1]])
    way = Route(origin, destination, Mode.WALK, Period.FREE, 600.0, 800.0, line, (), False)
    return TourLeg(origin, destination, depart, arrive, way)


def plan(name: str = ODD) -> TourPlan:
    """From nine: ten minutes to a, half an hour, lunch, ten to b, half an hour, and back."""
    a, b, out = stop("a", name, 120.21), stop("b", "第二站", 120.22), stop("c", "Third", 120.23)
    nine = 9 * 3600
    visits = (
        Visit(a, nine + 600, nine + 600, nine + 2400, 0),
        Visit(b, nine + 6600, nine + 7200, nine + 9000, 600),
    )
    legs = (
        leg(START, a.spot, nine, nine + 600),
        leg(a.spot, b.spot, nine + 6000, nine + 6600),
        leg(b.spot, START, nine + 9000, nine + 9600),
    )
    wish = TourWish((a, b, out), START, START, date(2026, 11, 28), nine, "walk")
    return TourPlan(
        wish,
        visits,
        legs,
        Meal(a.spot, nine + 2400, nine + 6000),
        (LeftOut(out, Reason.TIME, 25),),
        True,
        True,
        (),
        "2026-01-02",
        "ab",
    )


def written(ending: str, tour: TourPlan | None = None, language: str = "en") -> bytes:
    return export.tour_bytes(tour or plan(), ending, ZONE, CREDIT, language)


def test_gpxpy_reads_waypoints_and_tracks_with_nothing_lost() -> None:
    found = gpxpy.parse(written(".gpx").decode())
    names = [point.name for point in found.waypoints]
    assert names == ["Start", ODD_LINE, f"Lunch near {ODD_LINE}", "第二站", "Start"]
    assert found.waypoints[1].time == datetime(2026, 11, 28, 1, 10, tzinfo=UTC)
    assert (found.waypoints[3].longitude, found.waypoints[3].latitude) == (120.22, 30.21)
    assert "10 min of waiting" in found.waypoints[3].description
    assert "illustration" in found.waypoints[1].description
    assert [len(track.segments[0].points) for track in found.tracks] == [3, 3, 3]
    assert found.tracks[0].name == f"Start to {ODD_LINE}"
    assert found.tracks[0].get_time_bounds().end_time == datetime(2026, 11, 28, 1, 10, tzinfo=UTC)
    assert "needs 25 min more" in found.description and "ODbL" in found.description


def test_gdal_reads_the_same_waypoints_and_tracks(tmp_path: Path) -> None:
    file = tmp_path / "tour.gpx"
    file.write_bytes(written(".gpx"))
    waypoints = pyogrio.read_dataframe(file, layer="waypoints")
    tracks = pyogrio.read_dataframe(file, layer="tracks")
    assert waypoints["name"].tolist()[1] == ODD_LINE
    assert (len(waypoints), len(tracks)) == (5, 3)
    assert tracks.geometry.iloc[0].geoms[0].coords[1] == (120.205, 30.205)
    assert tracks["type"].tolist() == ["walk"] * 3


def test_gdal_reads_the_kml(tmp_path: Path) -> None:
    file = tmp_path / "tour.kml"
    file.write_bytes(written(".kml"))
    found = pyogrio.read_dataframe(file)
    assert found["Name"].tolist()[:2] == ["Start", ODD_LINE]
    assert found.geometry.geom_type.value_counts().to_dict() == {"Point": 5, "LineString": 3}
    assert "<begin>2026-11-28T09:10:00+08:00</begin>" in file.read_text("utf-8")


def test_geojson_holds_points_and_ways_with_their_times(tmp_path: Path) -> None:
    file = tmp_path / "tour.geojson"
    file.write_bytes(written(".geojson"))
    found = json.loads(file.read_bytes())["features"]
    assert len(gpd.read_file(file)) == 8
    assert found[1]["properties"]["name"] == ODD_LINE
    assert found[1]["properties"]["begin"] == "2026-11-28T09:10:00+08:00"
    assert found[1]["properties"]["visit_assumed"] is True
    assert found[5]["geometry"]["coordinates"][1] == [120.205, 30.205]
    assert found[5]["properties"]["metres"] == 800.0


def test_icalendar_reads_events_in_the_towns_time() -> None:
    found = icalendar.Calendar.from_ical(written(".ics"))
    events = {str(event["summary"]): event for event in found.events}
    assert len(found.events) == 6
    begin = events[ODD_LINE].decoded("dtstart")
    assert begin == datetime(2026, 11, 28, 9, 10, tzinfo=ZoneInfo(ZONE))
    assert str(events[ODD_LINE]["dtstart"].params["TZID"]) == ZONE
    assert events["第二站"].decoded("dtend") == datetime(
        2026, 11, 28, 11, 30, tzinfo=ZoneInfo(ZONE)
    )
    assert "needs 25 min more" in events[ODD_LINE]["description"]
    assert [str(zone["tzid"]) for zone in found.timezones] == [ZONE]
    assert len({str(event["uid"]) for event in found.events}) == 6


def test_a_day_that_passes_midnight_goes_on_with_the_next_date() -> None:
    late = plan()
    shifted = tuple(
        replace(v, start=v.start + 15 * 3600, end=v.end + 15 * 3600) for v in late.visits
    )
    found = icalendar.Calendar.from_ical(written(".ics", replace(late, visits=shifted, lunch=None)))
    begins = [event.decoded("dtstart") for event in found.events]
    assert datetime(2026, 11, 29, 0, 10, tzinfo=ZoneInfo(ZONE)) in begins


class Tags(HTMLParser):
    """All tags and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.texts += data


def test_the_page_asks_no_server_and_says_all() -> None:
    page = Tags(written(".html").decode())
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert not {"src", "href", "onerror"} & {name for name, _ in page.attributes}
    assert ODD_LINE in page.texts and "09:10–09:40" in page.texts
    assert "needs 25 min more" in page.texts and "OpenStreetMap" in page.texts


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_would_run_stay_text(name: str) -> None:
    tour, line = plan(name), " ".join(name.split())
    assert gpxpy.parse(written(".gpx", tour).decode()).waypoints[1].name == line
    calendar = icalendar.Calendar.from_ical(written(".ics", tour))
    assert line in [str(event["summary"]) for event in calendar.events]
    page = Tags(written(".html", tour).decode())
    assert line in page.texts and not {"script", "img"} & set(page.tags)


def test_chinese_names_for_chinese_readers() -> None:
    found = gpxpy.parse(written(".gpx", language="zh").decode())
    assert found.waypoints[0].name == "起点"


@pytest.mark.parametrize("ending", export.TOUR_ENDINGS)
def test_the_same_plan_gives_the_same_bytes(ending: str) -> None:
    assert written(ending) == written(ending)


def test_an_ending_that_is_not_known_is_refused() -> None:
    with pytest.raises(QuestionError, match=r"\.gpx"):
        written(".doc")


def test_a_leaflet_speaks_two_languages_and_shows_its_maps() -> None:
    other = Itinerary(plan(), ZONE, CREDIT, "zh", {**WORDS, "start": "出发", "tour": "游览"})
    made = export.tour_bytes(
        plan(), ".html", ZONE, CREDIT, "en", beside=[other], pictures=["<svg id='whole'></svg>"]
    )
    page = Tags(made.decode())
    assert "Tour 2026-11-28" in page.texts and "游览 2026-11-28" in page.texts
    assert "Start" in page.texts and "出发" in page.texts
    assert ("id", "whole") in page.attributes
    assert made.decode().count('<td class="number">1</td>') == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_name_becomes_part_of_the_leaflet(text: str) -> None:
    page = Tags(written(".html", plan(text)).decode())
    assert not {"script", "img", "iframe", "object"} & set(page.tags)


def test_a_ride_is_told_by_its_line_without_the_metres_walked() -> None:
    rides = (
        Step(Name("", ""), "walk", 200.0, 150.0),
        Step(Name("5号线", "Line 5"), "ride", 0.0, 450.0),
    )
    first = plan().legs[0]
    assert first.route is not None
    ridden = replace(first, route=replace(first.route, steps=rides))
    told = Itinerary(plan(), ZONE, CREDIT, "en", WORDS).leg_text(ridden)
    assert told == "10 min Line 5"
