"""The feeds of a town, looked at beside the rest of its folder."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geo.errors import Fault
from geo.model import Town
from geo.sources.gtfs import Feed, survey_feed, valid_days


def check_transit(town: Town, key: str, faults: list[Fault]) -> tuple[int, str]:
    """How many trips a feed of the town has and the days that it holds for; notes its faults."""
    path = town.files[key]
    feed, wrong = survey_feed(path)
    faults += wrong
    if feed is None:
        return 0, ""
    faults += _out_of_place(feed, town, path.name)
    days = valid_days(feed)
    return len(feed.trips), " to ".join(map(str, days)) if days else ""


def _out_of_place(feed: Feed, town: Town, name: str) -> Iterator[Fault]:
    """A feed of another town, or in another time than the town's."""
    west, south, east, north = town.bounds
    lon, lat = feed.stops.lon, feed.stops.lat
    if not np.any((west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)):
        problem, remedy = "none of its stops lies within the town's bounds", "Is it of this town?"
        yield Fault(name, "", problem, remedy, fatal=False)
    if feed.timezone and feed.timezone != town.timezone:
        problem = f"its times are those of {feed.timezone}, the town's of {town.timezone}"
        remedy = "Mend agency_timezone, or timezone in town.toml; its times are taken as they are."
        yield Fault(name, "", problem, remedy, fatal=False)
