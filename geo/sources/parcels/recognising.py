"""Which datum parcels are in: the one that puts them best between the streets, off the water, and
onto the land-use areas.

Shifted by half a kilometre, parcels lie across streets and water and off the areas that they are.
For each datum the parcels are moved to where they would truly be, and three shares are taken: of
their area that lies within STREET_METRES of a street's centre line, of their area in water, and of
the ground that each has in common with the land-use area most like it (intersection over union).
Streets and water count against a datum in proportion to the worst of the three, as far as there is
enough of them to tell (ENOUGH of the area); likeness counts for it above what chance gives. The
best score wins; how certain that is follows from its lead and from the number of parcels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import in_metres_all, to_metres, to_wgs84
from geo.model import Floats, Town
from geo.sources.layers import read_layer
from geo.sources.records import Found
from geo.sources.roads import read_ways
from geo.sources.ways import lines_of_ways

Shapes = NDArray[np.object_]
CANDIDATES = ("WGS-84", "GCJ-02", "BD-09")
STREET_METRES = 5.0
SURE = 0.9
"""A certainty from which on a guess is worth proposing; below it is told as uncertain."""
_SAMPLE = 1500
ENOUGH = 0.03
"""The share of the area on streets, or in water, from which on it counts in full."""
CHANCE = 0.3
"""The likeness to land-use areas that shifted parcels may have by chance."""
DOUBLING_LEAD = 0.1
"""The lead in scores that makes a datum twice as likely; set by trial, see the tests."""


@dataclass(frozen=True, eq=False, repr=False)
class Surroundings:
    """What parcels are compared with, in local metres: lines of streets, water, land-use areas."""

    streets: Shapes
    water: Shapes
    land_use: Shapes


@dataclass(frozen=True)
class Candidate:
    """A datum and how well parcels fit if they are in it; each share is of their area, 0 to 1, NaN
    where there was nothing to compare."""

    datum: str
    on_streets: float
    in_water: float
    like_land_use: float


@dataclass(frozen=True)
class Recognised:
    """Datums from the best to the worst, and how certain the first is, 0 to 1."""

    candidates: tuple[Candidate, ...]
    certainty: float

    @property
    def datum(self) -> str | None:
        """The datum that the parcels are in, None where that is uncertain."""
        return self.candidates[0].datum if self.certainty >= SURE else None

    def doubts(self, file: str) -> Iterator[Found]:
        """What to tell where the parcels do not look like WGS-84."""
        if self.datum not in (None, "WGS-84"):
            share = f"{100 * self.certainty:.0f}"
            problem = f"its coordinates look like {self.datum}, {share} % certain, not WGS-84"
            yield Found.whole("datum", file, problem, "Say which datum they are in.")


def surroundings_of(town: Town) -> Surroundings:
    """What a town's own files offer to compare parcels with; raises TownError or SourceError."""
    streets = lines_of_ways(read_ways(town.files["roads"], town.bounds), town.metres)
    areas = (read_layer(town, key).geometry.to_numpy() for key in ("water", "landuse"))
    water, land_use = (in_metres_all(np.asarray(each), town.metres) for each in areas)
    return Surroundings(streets, water, land_use)


def recognised(shapes: Shapes, near: Surroundings, town: Town) -> Recognised:
    """The datum of parcels whose coordinates, in degrees of an unknown one, are `shapes`."""
    sample = shapes[shapely.get_dimensions(shapes) == 2]
    sample = sample[:: max(1, -(-len(sample) // _SAMPLE))]
    found = [_candidate(datum, sample, near, town) for datum in CANDIDATES]
    scores = _scores(found)
    order = np.argsort(-scores, kind="stable")
    ranked = tuple(found[i] for i in order.tolist())
    return Recognised(ranked, _certainty(scores[order], len(sample)))


def _candidate(datum: str, shapes: Shapes, near: Surroundings, town: Town) -> Candidate:
    """How well parcels fit their surroundings if their degrees are those of `datum`."""

    def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        degrees = to_wgs84(xy, datum)
        return np.column_stack(to_metres(degrees[:, 0], degrees[:, 1], town.metres))

    parcels = np.asarray(shapely.transform(shapes, moved), object)
    whole = float(shapely.area(parcels).sum())
    if not whole:
        return Candidate(datum, np.nan, np.nan, np.nan)
    metres = _common(parcels, near.streets, shapely.length)
    wet = _common(parcels, near.water, shapely.area)
    return Candidate(
        datum,
        min(metres * 2 * STREET_METRES / whole, 1.0) if len(near.streets) else np.nan,
        min(wet / whole, 1.0) if len(near.water) else np.nan,
        _likeness(parcels, near.land_use),
    )


def _common(parcels: Shapes, others: Shapes, size: Callable[..., Any]) -> float:
    """The sum of the sizes of all that parcels and others have in common."""
    if not len(others):
        return 0.0
    other, parcel = shapely.STRtree(parcels).query(others, predicate="intersects")
    return float(size(shapely.intersection(parcels[parcel], others[other])).sum())


def _likeness(parcels: Shapes, areas: Shapes) -> float:
    """Mean intersection over union of parcels with the land-use area that each is most like,
    weighted by area; NaN where the town has no such areas."""
    if not len(areas):
        return np.nan
    area, parcel = shapely.STRtree(parcels).query(areas, predicate="intersects")
    if not len(area):
        return 0.0
    common = shapely.area(shapely.intersection(parcels[parcel], areas[area]))
    union = shapely.area(parcels)[parcel] + shapely.area(areas)[area] - common
    best = np.zeros(len(parcels))
    np.maximum.at(best, parcel, common / union)
    weight = shapely.area(parcels)
    return float((best * weight).sum() / weight.sum())


def _scores(found: list[Candidate]) -> Floats:
    """How well each datum fits: more is better; all the same where there is nothing to compare."""
    shares = np.array([[one.on_streets, one.in_water, one.like_land_use] for one in found])
    shares = np.nan_to_num(shares)
    against, likeness = shares[:, :2], shares[:, 2]
    worst = against.max(axis=0)
    weight = np.minimum(worst / ENOUGH, 1.0)
    lost = (against / np.maximum(worst, 1e-12) * weight).sum(axis=1)
    return np.asarray(np.maximum(likeness - CHANCE, 0) / (1 - CHANCE) - lost)


def _certainty(scores: Floats, count: int) -> float:
    """How certain the first of the scores is: 1/3 where nothing tells them apart.

    Odds double with each DOUBLING_LEAD; few parcels say little, so that the lead counts by
    count / (count + 10).
    """
    lead = (scores - scores[0]) * count / (count + 10)
    return float(1 / np.exp2(lead / DOUBLING_LEAD).sum())
