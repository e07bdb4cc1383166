"""Where a map looks first, so that what was asked about is in sight."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, floor, log2, radians

from geo.maps.base import usual_zoom
from geo.model import Mode, Point, Town

SIGHT_PIXELS = {False: (640, 520), True: (260, 380)}
"""Width and height that are surely in sight at the usual zoom, on a phone or not."""


def zoom_for(town: Town, mode: Mode) -> int:
    """The zoom at which a mode's usual limits fill the map."""
    return usual_zoom(town.bounds) + (2 if mode is Mode.WALK else 0)


def aim(town: Town, points: Sequence[Point], zoom: int, on_phone: bool) -> Point:
    """The middle of the town where all points are in sight from there, else of them all.

    Points outside the town's map do not count.
    """
    west, south, east, north = town.bounds
    asked = [p for p in points if west <= p.lon <= east and south <= p.lat <= north]
    width, height = SIGHT_PIXELS[on_phone]
    half_lon = width / 2 * 360 / (256 * 2**zoom)
    half_lat = half_lon * height / width * cos(radians(town.centre.lat))
    for shown in ([town.centre], [town.centre, *asked]):
        middle = _middle(shown)
        far_lon = max(abs(p.lon - middle.lon) for p in [middle, *asked])
        far_lat = max(abs(p.lat - middle.lat) for p in [middle, *asked])
        if far_lon <= half_lon and far_lat <= half_lat:
            return middle
    return _middle(asked)


def fit(points: Sequence[Point], on_phone: bool, closest: int = 15) -> tuple[Point, int]:
    """The middle of some points, and the zoom at which all of them are in sight."""
    lon, lat = [p.lon for p in points], [p.lat for p in points]
    middle = Point(round((min(lon) + max(lon)) / 2, 6), round((min(lat) + max(lat)) / 2, 6))
    width, height = SIGHT_PIXELS[on_phone]
    across = max(max(lon) - min(lon), 1e-4) * 256 / 360 / width
    tall = max(max(lat) - min(lat), 1e-4) * 256 / 360 / height / cos(radians(middle.lat))
    return middle, min(closest, floor(-log2(max(across, tall))))


def _middle(points: Sequence[Point]) -> Point:
    if len(points) == 1:
        return points[0]
    lon, lat = [p.lon for p in points], [p.lat for p in points]
    return Point(round((min(lon) + max(lon)) / 2, 6), round((min(lat) + max(lat)) / 2, 6))
