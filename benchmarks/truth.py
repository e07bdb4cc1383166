"""How true a band is: points drawn on the ground, each judged by its own travel time.

A point's own time is the least, over every street in walking reach that the mode may use, of the
time at the street's nearest point plus the walk from there, found apart from any grid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs import to_degrees, to_metres
from geo.model import Combine, Floats, IsochroneQuestion
from geo.study import Study
from geo.travel.streets import search


@dataclass(frozen=True)
class Sample:
    """Points drawn on land in reach of a street, in local metres and degrees, shape (points,), and
    the seconds of each."""

    x: Floats
    y: Floats
    lon: Floats
    lat: Floats
    seconds: Floats


@dataclass(frozen=True)
class Agreement:
    """Share of points for which 'inside the band' is 'in time', over all and near the limit.

    `near` counts points within 2 min of the limit; `boundary_minutes` is the mean error of time, in
    minutes, of the wrongly judged points.
    """

    points: int
    share: float
    near: int
    near_share: float
    wrong_minutes: float


def draw(
    study: Study,
    question: IsochroneQuestion,
    box: tuple[float, float, float, float],
    count: int,
    seed: int = 7,
) -> Sample:
    """Draw points uniformly on land within walking reach of a street, in a box in degrees."""
    rng = np.random.default_rng(seed)
    doors = study.snapper.doors(_bit(question))
    xs, ys = [], []
    found = 0
    west, south, east, north = box
    while found < count:
        lon, lat = rng.uniform(west, east, 4 * count), rng.uniform(south, north, 4 * count)
        x, y = to_metres(lon, lat, study.town.metres)
        points = shapely.points(x, y)
        near, _ = doors.tree.query_nearest(
            points, max_distance=study.network.band_limit, all_matches=False
        )
        near = np.unique(near)
        wet = shapely.intersects(study.water, points[near])
        near = near[~wet]
        xs.append(x[near])
        ys.append(y[near])
        found += len(near)
    x, y = np.concatenate(xs)[:count], np.concatenate(ys)[:count]
    lon, lat = to_degrees(x, y, study.town.metres)
    return Sample(x, y, lon, lat, own_seconds(study, question, x, y))


def _bit(question: IsochroneQuestion) -> int:
    from geo.network.graph import BIT

    return BIT[question.mode]


def own_seconds(study: Study, question: IsochroneQuestion, x: Floats, y: Floats) -> Floats:
    """Each point's own travel time, infinite where it has none."""
    network = study.network
    snapped = study.snap([spot.point for spot in question.spots], question.mode)
    fields = search(network, snapped, question.mode, question.period, question.direction)
    doors = study.snapper.doors(_bit(question))
    points = shapely.points(x, y)
    at, line = doors.tree.query(points, predicate="dwithin", distance=network.band_limit)
    shapely.prepare(study.water)
    ways = shapely.shortest_line(points[at], doors.lines[line])
    dry = ~shapely.intersects(study.water, ways)
    at, line = at[dry], line[dry]
    fraction = shapely.line_locate_point(doors.lines[line], points[at], normalized=True)
    walk = shapely.distance(points[at], doors.lines[line]) * network.off_network_seconds_per_metre
    each = []
    for field in fields:
        best = np.full(len(points), np.inf)
        np.minimum.at(best, at, field.along(doors.links[line], fraction) + walk)
        each.append(best)
    pick = np.maximum if question.combine is Combine.ALL else np.minimum
    return pick.reduce(each)


def judge(sample: Sample, polygon: shapely.Geometry, minutes: float) -> Agreement:
    """Hold a band, in degrees, against the points' own times."""
    shapely.prepare(polygon)
    inside = shapely.contains_xy(polygon, sample.lon, sample.lat)
    agree = inside == (sample.seconds <= minutes * 60)
    near = np.abs(sample.seconds - minutes * 60) <= 120
    off = np.abs(sample.seconds[~agree] - minutes * 60) / 60
    finite = off[np.isfinite(off)]
    return Agreement(
        len(agree),
        float(agree.mean()),
        int(near.sum()),
        float(agree[near].mean()) if near.any() else 1.0,
        float(finite.mean()) if len(finite) else 0.0,
    )


def widened(polygon: shapely.Geometry, study: Study, metres: float = 1000.0) -> tuple[float, ...]:
    """The box around a band, this much wider on every side but within the map, in degrees."""
    west, south, east, north = shapely.bounds(polygon)
    up = metres / 111_320
    along = up / np.cos(np.radians(study.town.centre.lat))
    low_lon, low_lat, high_lon, high_lat = study.town.bounds
    return (
        max(west - along, low_lon),
        max(south - up, low_lat),
        min(east + along, high_lon),
        min(north + up, high_lat),
    )
