"""Porto Alegre on a Tuesday in May 2019, against a plain search that shares none of the arrays."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from benchmarks.extracts import PORTO_ALEGRE
from geo.crs import to_degrees
from geo.model import Mode, Name, Period, Point, Spot, TransitRules, When
from geo.network.graph import largest_part
from geo.sources.gtfs import read_feed, timetable
from geo.study import Study, open_study
from geo.travel.matrix import matrix
from geo.travel.transit.service import Service
from geo.travel.transit.sweep import LONGEST_SECONDS
from tests.real_towns import write_town
from tests.timetables import clock
from tests.travel.transit.plain import PlainSearch

TUESDAY = date(2019, 5, 14)
RULES = TransitRules(boarding_slack=30)
ORIGINS, DESTINATIONS = 10, 30
DEPARTURES = (clock(12, 10), clock(13), clock(14, 7) + 13)


@pytest.fixture(scope="module")
def study(extracts: Path, tmp_path_factory: pytest.TempPathFactory) -> Study:
    return open_study(write_town(tmp_path_factory.mktemp("towns"), extracts, PORTO_ALEGRE))


@pytest.fixture(scope="module")
def service(study: Study, extracts: Path) -> Service:
    folder = extracts / "porto_alegre"
    feed = read_feed([folder / "poa_eptc.zip", folder / "poa_trensurb.zip"])
    return Service(study, timetable(feed, TUESDAY), RULES)


@pytest.fixture(scope="module")
def places(study: Study) -> list[Spot]:
    """Random places within 100 m of random junctions."""
    network, rng = study.network, np.random.default_rng(7)
    doors = np.flatnonzero(largest_part(network, Mode.WALK))
    chosen = rng.choice(doors, 60, replace=False)
    x, y = (xy[chosen] + rng.uniform(-70, 70, 60) for xy in (network.x, network.y))
    lon, lat = to_degrees(x, y, study.town.metres)
    points = [Point(float(a), float(b)) for a, b in zip(lon, lat, strict=True)]
    points = [point for point in points if study.town.holds(point)]
    joined = study.snapper.snap(*study.locate(points), Mode.WALK).joined
    named = zip(points, joined.tolist(), strict=True)
    spots = [Spot(f"p{i}", Name("", ""), point) for i, (point, on) in enumerate(named) if on]
    return spots[: ORIGINS + DESTINATIONS]


def test_arrivals_are_those_of_a_plain_search(study, service, places):
    origins, goals = places[:ORIGINS], places[ORIGINS:]
    assert len(goals) == DESTINATIONS
    plain = PlainSearch(study, service.timetable, RULES)
    joined = [plain.snap(spot.point) for spot in goals]
    ridden = 0
    for start in DEPARTURES:
        asked = When(TUESDAY, start, 1)
        found = matrix(study, origins, goals, Mode.TRANSIT, service=service, when=asked)
        walked = matrix(study, origins, goals, Mode.WALK).seconds
        ridden += int((found.seconds < walked - 1).sum())
        for row, origin in enumerate(origins):
            home = plain.snap(origin.point)
            expected = plain.arrive(home, joined, start, start + LONGEST_SECONDS)
            assert start + found.seconds[row] == pytest.approx(expected, abs=0.01)
    assert ridden > 500


def test_percentiles_never_cross(study, service, places):
    origins, goals = places[:3], places[ORIGINS:]

    def seconds(of: Service, percentile: float) -> np.ndarray:
        asked = When(TUESDAY, clock(13), 30, percentile)
        return matrix(study, origins, goals, Mode.TRANSIT, Period.FREE, of, asked).seconds

    found = [seconds(service, percentile) for percentile in (0, 10, 50, 90, 100)]
    for low, high in pairwise(found):
        assert (low <= high).all()
    assert (found[0] < found[-1]).any()
