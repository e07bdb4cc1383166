"""The neighbourhood: the map of coverage of the bundled town, and of 5,000 blocks of Porto."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely

from benchmarks.extracts import PORTO, opened, street_nodes
from benchmarks.measuring import RUNS, Row, median_seconds
from benchmarks.sites import squares
from geo.crs import to_degrees
from geo.measures.blocks import near_blocks
from geo.model import Accuracy, Mode, Name, Parcels, Place, Point
from geo.model.life_circle import CATEGORIES
from geo.sources.amenities import AmenityList, amenities_of
from geo.sources.parcels import parcels_of
from geo.study import Study, open_study
from geo.travel.coverage import coverage, open_amenities
from geo.travel.sites import find_entrances

TOWN = Path(__file__).resolve().parents[1] / "data" / "xiaoshan-infoport"
BLOCKS, PLACES = 5_000, 900


def rows() -> Iterator[Row]:
    """All rows of the group."""
    town = open_study(TOWN)
    read = parcels_of(town.town)
    land = near_blocks(town.town, read.parcels if read else None, town.water)
    yield from _rows(f"Xiaoshan Information Port: {len(land)} blocks", town, land, None, 1.0)
    with opened(PORTO) as (porto, _):
        land = squares(porto, BLOCKS)
        yield from _rows(f"Porto: {BLOCKS} blocks", porto, land, _amenities(porto), 5.0)


def _rows(
    what: str, study: Study, land: Parcels, given: AmenityList | None, most: float
) -> Iterator[Row]:
    """The first answer, with all entrances to be found, and the next ones."""

    def first() -> None:
        found = given if given is not None else amenities_of(study.town)
        coverage(study, open_amenities(study, found, Mode.WALK), _gates(), Mode.WALK, CATEGORIES)

    def _gates():  # type: ignore[no-untyped-def]
        return find_entrances(study, land, Mode.WALK)

    took = median_seconds(first, runs=RUNS, warm=1)
    yield Row(f"{what}, the first map on foot", took, "s", RUNS, at_most=most)
    found = given if given is not None else amenities_of(study.town)
    opened_, gates = open_amenities(study, found, Mode.WALK), _gates()
    again = median_seconds(
        lambda: coverage(study, opened_, gates, Mode.WALK, CATEGORIES), runs=RUNS, warm=1
    )
    yield Row(f"{what}, another definition", again, "s", RUNS, at_most=most)


def _amenities(study: Study) -> AmenityList:
    """Places at random junctions, all categories in turn."""
    chosen = np.random.default_rng(5).choice(street_nodes(study, Mode.WALK), PLACES, replace=False)
    x, y = study.network.x[chosen], study.network.y[chosen]
    lon, lat = to_degrees(x, y, study.town.metres)
    places = tuple(
        Place(
            f"a{i}",
            Name("", ""),
            CATEGORIES[i % len(CATEGORIES)],
            Name("", ""),
            Point(float(lon[i]), float(lat[i])),
            Accuracy.SURVEYED,
            "made up",
            "2026",
        )
        for i in range(PLACES)
    )
    shapes = np.asarray(shapely.points(x, y), object)
    return AmenityList(places, ("places",) * PLACES, shapes)
