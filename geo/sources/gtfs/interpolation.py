"""Times at stops for which a feed gives none, between the timed ones before and after.

The reference leaves it open how. Here a vehicle keeps its speed between two timed stops: along
shape_dist_traveled where every stop between has one, else along straight lines from stop to stop,
else one stop takes as long as another.
"""

from __future__ import annotations

import numpy as np

from geo.model import Floats, Ints, Seconds
from geo.sources.gtfs.feed import Flags
from geo.sources.gtfs.fields import NO_TIME


def progress(trip: Ints, stop: Ints, lon: Floats, lat: Floats, stated: Floats) -> list[Floats]:
    """Ways to measure how far along each call is, best first; NaN where one does not say.

    All are sums over the whole table, which only differences within a trip are taken of.
    """
    steps = np.r_[0.0, np.diff(stated)]
    along = stated.copy()
    same = np.r_[False, trip[1:] == trip[:-1]]
    falls = same & (steps < 0)
    along[np.isin(trip, trip[falls])] = np.nan
    straight = np.r_[0.0, _metres(lon, lat, stop[:-1], stop[1:])]
    straight[~same] = 0.0
    return [along, straight, np.arange(len(trip), dtype=np.float64)]


def _metres(lon: Floats, lat: Floats, origin: Ints, destination: Ints) -> Floats:
    """Straight lines between rows, near enough for shares of a trip; NaN where a row is -1."""
    lost = (origin < 0) | (destination < 0)
    if not len(lon):
        return np.full(len(origin), np.nan)
    a, b = np.where(lost, 0, origin), np.where(lost, 0, destination)
    north = np.radians(lat[b] - lat[a])
    east = np.radians(lon[b] - lon[a]) * np.cos(np.radians((lat[a] + lat[b]) / 2))
    return np.where(lost, np.nan, 6_371_009 * np.hypot(north, east))


def fill(
    trip: Ints, ways: list[Floats], arrival: Seconds, departure: Seconds
) -> tuple[Seconds, Seconds]:
    """Arrivals and departures with those between two timed calls of a trip filled in."""
    timed = arrival != NO_TIME
    rows = np.arange(len(trip))
    before = np.maximum.accumulate(np.where(timed, rows, -1))
    after = np.minimum.accumulate(np.where(timed, rows, len(rows))[::-1])[::-1]
    between = np.flatnonzero(~timed & (before >= 0) & (after < len(rows)))
    a, b = before[between], after[between]
    inside = (trip[a] == trip[between]) & (trip[b] == trip[between])
    between, a, b = between[inside], a[inside], b[inside]
    share = _shares(ways, between, a, b)
    span = arrival[b].astype(np.int64) - departure[a]
    filled = np.rint(departure[a] + share * span).astype(np.int32)
    arrival, departure = arrival.copy(), departure.copy()
    arrival[between] = departure[between] = filled
    return arrival, departure


def _shares(ways: list[Floats], between: Ints, a: Ints, b: Ints) -> Floats:
    """How much of the way from row a to row b is done at each row between, 0 to 1."""
    along, straight, even = ways
    summed = np.nancumsum(straight)
    gaps = np.cumsum(np.isnan(straight))
    known = np.cumsum(np.isnan(along))
    share = _share(even, between, a, b)
    sound = (gaps[b] == gaps[a]) & (summed[b] > summed[a])
    share[sound] = _share(summed, between[sound], a[sound], b[sound])
    stated: Flags = (known[b] == known[a]) & ~np.isnan(along[a])
    stated &= np.nan_to_num(along[b] - along[a]) > 0
    share[stated] = _share(along, between[stated], a[stated], b[stated])
    return share


def _share(far: Floats, between: Ints, a: Ints, b: Ints) -> Floats:
    return np.asarray((far[between] - far[a]) / (far[b] - far[a]), np.float64)
