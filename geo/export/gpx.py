"""A file of GPX 1.1 with its head: title, licence and what the data are; written by gpxpy."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import gpxpy.gpx

from geo.export.credit import OPENSTREETMAP_LICENCE, Credit
from geo.model import Floats


def gpx_of(title: str, description: str, credit: Credit) -> Any:
    """A file without waypoints and tracks so far."""
    whole: Any = gpxpy.gpx.GPX()
    whole.creator, whole.name, whole.description = "Town Atlas", title, description
    whole.copyright_author = credit.attribution
    if "ODbL" in credit.attribution:
        whole.copyright_license = OPENSTREETMAP_LICENCE
    return whole


def track_of(name: str, kind: str, line: Floats, begin: datetime, end: datetime) -> Any:
    """A track along a line in degrees, shape (n, 2), with the times of its first and last point."""
    track: Any = gpxpy.gpx.GPXTrack(name=name)
    track.type = kind
    points = [gpxpy.gpx.GPXTrackPoint(lat, lon) for lon, lat in line.tolist()]
    points[0].time, points[-1].time = utc(begin), utc(end)
    track.segments.append(gpxpy.gpx.GPXTrackSegment(points))
    return track


def utc(moment: datetime) -> datetime:
    """GPX tells times in UTC."""
    return moment.astimezone(UTC)


def gpx_bytes(whole: Any) -> bytes:
    """The file as it is written."""
    return f"{whole.to_xml(version='1.1')}\n".encode()
