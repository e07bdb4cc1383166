"""Where a map looks first, so that what was asked about is in sight."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians

from geo.maps.base import usual_zoom
from geo.model import Point, Town

SIGHT_PIXELS = {False: (640, 520), True: (260, 380)}
"""Width and height that are surely in sight at the usual zoom, on a phone or not."""


def aim(town: Town, points: Sequence[Point], on_phone: bool) -> Point:
    """The middle of the town where all points are in sight from there, else of them all."""
    width, height = SIGHT_PIXELS[on_phone]
    half_lon = width / 2 * 360 / (256 * 2 ** usual_zoom(town.bounds))
    half_lat = half_lon * height / width * cos(radians(town.centre.lat))
    for shown in ([town.centre], [town.centre, *points], points):
        lon, lat = [p.lon for p in shown], [p.lat for p in shown]
        middle = Point((min(lon) + max(lon)) / 2, (min(lat) + max(lat)) / 2)
        far_lon = max(abs(p.lon - middle.lon) for p in [middle, *points])
        far_lat = max(abs(p.lat - middle.lat) for p in [middle, *points])
        if far_lon <= half_lon and far_lat <= half_lat:
            break
    return middle
