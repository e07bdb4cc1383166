"""A small made-up town for the map's tests: a river, a park, a few streets, one metro line."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

from geo.maps import basemap_file
from geo.maps.ground import Street
from geo.model import (
    Accuracy,
    Assumptions,
    Band,
    Combine,
    Hub,
    Isochrone,
    IsochroneQuestion,
    Mode,
    Name,
    Period,
    Place,
    Point,
    Route,
    Spot,
    Town,
)

BOUNDS = (120.0, 30.0, 120.2, 30.15)
CENTRE = Point(120.1, 30.075)
WORDS = {
    "map.amap_credit": "© AMap",
    "map.approximate": "within about 300 m",
    "map.destination": "end",
    "map.illustrative": "position only illustrative",
    "map.missing": "the base map did not arrive",
    "map.origin": "start",
    "map.osm_credit": "© OpenStreetMap contributors, ODbL",
    "map.places": "Places",
    "map.tianditu_credit": "© Tianditu",
    "map.time": "Travel time",
    "map.time_all": "Time to all",
    "map.times_from": "Times from here",
    "map.valleys": "Valleys",
    "map.zoom_in": "Closer",
    "map.zoom_out": "Farther",
    "number.minutes": "{n} min",
    "hub.airport": "Airport",
}


def made_up_town(folder: Path) -> Town:
    return Town(
        id="made up/town",
        folder=folder,
        name=Name("小镇", "Town"),
        centre=CENTRE,
        bounds=BOUNDS,
        metres="EPSG:32651",
        timezone="Asia/Shanghai",
        files={},
        streets="all",
        assumptions=Assumptions({}),
        attribution=Name("测绘 ${alert(1)}", "Surveyors <b>${alert(1)}</b>"),
    )


def write_basemap(town: Town, static: Path) -> str:
    """The made-up town's base map below `static`; its address."""
    west, south, east, north = BOUNDS
    streets = [
        Street("motorway", np.array([[west, 30.05], [east, 30.05]]), Name("大路", "Great Road")),
        Street("primary_link", np.array([[120.1, south], [120.1, 30.075]])),
        Street("primary", np.array([[120.1, 30.075], [120.1, north]])),
        Street(
            "residential", np.array([[120.12, 30.06], [120.14, 30.06]]), Name("", "Side Street")
        ),
        Street("proposed", np.array([[120.0, 30.0], [120.1, 30.1]])),
    ]
    river = shapely.box(west, 30.1, east, 30.12)
    return basemap_file(
        town,
        streets,
        frame([river], name_zh=["大河"], name_en=["Great River"]),
        frame([shapely.box(120.02, 30.02, 120.06, 30.045)], name_zh=[""], name_en=[""]),
        frame(
            [shapely.LineString([(119.9, 30.075), (120.3, 30.075)])],
            line=["7"],
            colour=["#702F8F"],
        ),
        frame(
            shapely.points([(119.95, 30.075), (120.05, 30.075), (120.15, 30.075)]).tolist(),
            name_zh=["外站", "西站", "东站"],
            name_en=["Beyond", "West", "East"],
            lines=["7", "7", "7, 1"],
        ),
        static,
        "0123456789ab",
    )


def frame(shapes: list[shapely.Geometry], **columns: list[str]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")


def hub(id: str, name: str, lon: float, lat: float, accuracy: str = "surveyed") -> Hub:
    point = Point(lon, lat)
    return Hub(id, Name(name, name), "airport", point, Accuracy(accuracy), "a survey", "2026-07")


def place(id: str, name: str, category: str, accuracy: str = "surveyed") -> Place:
    number = sum(map(ord, id)) % 50
    return Place(
        id,
        Name(name, name),
        category,
        Name(category, category),
        Point(120.02 + number * 0.003, 30.03),
        Accuracy(accuracy),
        "a list",
        "2025",
    )


def spot(id: str = "spot", name: str = "Here", lon: float = 120.11, lat: float = 30.06) -> Spot:
    return Spot(id, Name(name, name), Point(lon, lat))


def isochrone(minutes: tuple[int, ...] = (10, 20, 30), combine: Combine = Combine.ANY) -> Isochrone:
    """Nested discs around the centre, cut at the bounds."""
    edge = shapely.box(*BOUNDS)
    bands = []
    for limit in minutes:
        disc = shapely.Point(CENTRE.lon, CENTRE.lat).buffer(limit * 0.003).intersection(edge)
        outline = disc.boundary.difference(edge.boundary.buffer(1e-9))
        bands.append(Band(limit, disc, outline, 1.0, not disc.within(edge.buffer(-1e-9))))
    question = IsochroneQuestion((spot("a"), spot("b")), Mode.DRIVE, minutes, combine=combine)
    return Isochrone(question, tuple(bands), False, "2026", "digest")


def route(name: str = "Here") -> Route:
    line = np.array([[120.05, 30.05], [120.1, 30.05], [120.1, 30.09]])
    ends = spot("from", name, 120.05, 30.05), spot("to", name, 120.1, 30.09)
    return Route(*ends, Mode.DRIVE, Period.PEAK, 600.0, 9000.0, line, (), False)
