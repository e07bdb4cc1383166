"""Site search: 50,000 parcels, 12 hubs, 3 modes; a changed limit; and the town's own parcels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import shapely

from benchmarks.extracts import PORTO, opened, street_nodes
from benchmarks.measuring import Row, median_seconds
from geo.crs import in_metres_all, to_degrees
from geo.measures.sites import judge
from geo.model import (
    Accuracy,
    Asked,
    Hub,
    Mode,
    Name,
    Parcels,
    Period,
    Point,
    SiteTimes,
    Within,
)
from geo.study import Study
from geo.travel.sites import entrances, site_times

COUNT, HUBS, HALF_METRES = 50_000, 12, 20.0
MODES = (Mode.WALK, Mode.BIKE, Mode.DRIVE)


def rows() -> Iterator[Row]:
    """All rows of the group."""
    with opened(PORTO) as (porto, _):
        study = replace(porto, hubs=_hubs(porto))
        land = squares(study, COUNT)
        once = median_seconds(lambda: [entrances(study, land, mode) for mode in MODES], runs=1)
        yield Row(f"Porto: entrances of {COUNT} parcels by 3 modes, found once", once, "s", 1)
        asked = [(hub.id, mode, Period.OFF_PEAK) for hub in study.hubs for mode in MODES]
        asked = [Within(*one[:2], 1, one[2]).asked for one in asked]
        took = median_seconds(lambda: _times(study, land, asked), runs=3, warm=1)
        what = f"Porto: {COUNT} parcels x {HUBS} hubs x {len(MODES)} modes, all times"
        yield Row(what, took, "s", 3, at_most=5)
        times = _times(study, land, asked)
        limits = tuple(Within(*one[:2], 30, one[2]) for one in asked[: 2 * len(MODES)])
        changed = median_seconds(lambda: judge(limits, times, COUNT), runs=15, warm=2)
        yield Row("Porto: a limit changed, 6 limits", 1000 * changed, "ms", 15, at_most=300)


def _times(study: Study, land: Parcels, asked: list[Asked]) -> dict[Asked, SiteTimes]:
    return {one: site_times(study, land, one) for one in asked}


def _hubs(study: Study) -> tuple[Hub, ...]:
    """Random junctions of the streets that cars use, as hubs."""
    chosen = np.random.default_rng(2).choice(street_nodes(study, Mode.DRIVE), HUBS, replace=False)
    network = study.network
    lon, lat = to_degrees(network.x[chosen], network.y[chosen], study.town.metres)
    name = Name("", "")
    return tuple(
        Hub(f"h{i}", name, "rail", Point(float(a), float(b)), Accuracy.SURVEYED, "", "")
        for i, (a, b) in enumerate(zip(lon, lat, strict=True))
    )


def squares(study: Study, count: int) -> Parcels:
    """So many squares of 40 m beside random links, all over the network."""
    rng, network = np.random.default_rng(3), study.network
    link = rng.choice(network.links, count)
    ends = network.start[link], network.end[link]
    share = rng.uniform(0.2, 0.8, count)
    x, y = (
        xy[ends[0]] * (1 - share) + xy[ends[1]] * share + rng.uniform(-80, 80, count)
        for xy in (network.x, network.y)
    )
    metric = shapely.box(x - HALF_METRES, y - HALF_METRES, x + HALF_METRES, y + HALF_METRES)
    shapes = in_metres_all(np.asarray(metric, object), study.town.metres, back=True)
    text = np.full(count, "", object)
    return Parcels(
        ids=np.array([f"p{i}" for i in range(count)], object),
        name_zh=text,
        name_en=text,
        land_use=np.full(count, "M1", object),
        origin=text,
        area_ha=np.full(count, 0.16),
        accuracy=text,
        source=text,
        as_of=text,
        shapes=shapes,
    )
