"""Our times against Valhalla's, pair by pair: do they rank trips alike, and are they as long?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from benchmarks.extracts import HEIDELBERG, PORTO, opened, street_nodes
from benchmarks.judged import COSTINGS, costing_options
from benchmarks.measuring import Row
from benchmarks.peers import Peer
from geo.crs import to_degrees
from geo.model import Floats, Ints, Mode, Name, Period, Point, Spot
from geo.study import Study
from geo.travel.matrix import matrix

PAIRS = 1000
WORST = 20
FARTHEST_METRES = {Mode.WALK: 3_000.0, Mode.BIKE: 8_000.0, Mode.DRIVE: np.inf}
"""Longer trips than anybody makes would rank themselves."""


@dataclass(frozen=True)
class Compared:
    """Trips in degrees, shape (pairs, 4): lon, lat, lon, lat; seconds by us and by Valhalla, shape
    (pairs,), NaN where one finds no way."""

    ends: Floats
    ours: Floats
    theirs: Floats

    @property
    def both(self) -> Ints:
        """The pairs for which both find a way."""
        return np.flatnonzero(np.isfinite(self.ours) & np.isfinite(self.theirs))

    def worst(self, count: int = WORST) -> Ints:
        """The pairs that differ most, as a ratio either way."""
        both = self.both
        off = np.abs(np.log(self.ours[both] / self.theirs[both]))
        return both[np.argsort(-off)[:count]]


def rows() -> Iterator[Row]:
    """All rows of the group; the worst pairs are printed with their coordinates."""
    for town in (PORTO, HEIDELBERG):
        with opened(town) as (study, folder), Peer("valhalla", folder / "valhalla") as valhalla:
            valhalla.ask("build", extract=str(study.town.files["roads"]))
            for mode in COSTINGS:
                yield from _rows(study, mode, compare(study, valhalla, mode))


def _rows(study: Study, mode: Mode, found: Compared) -> Iterator[Row]:
    ours, theirs = found.ours[found.both], found.theirs[found.both]
    ratio = ours / theirs
    name = f"{study.town.name.en}, {mode}"
    lost = f"{PAIRS - len(ratio)} pairs that only one of the two can travel"
    rank = float(spearmanr(ours, theirs).statistic)
    yield Row(f"{name}: rank correlation with Valhalla", rank, "", PAIRS, at_least=0.97, note=lost)
    middle = float(np.median(ratio))
    low, high = np.percentile(ratio, [5, 95])
    spread = f"5 % below {low:.2f}, 5 % above {high:.2f}"
    for goal in ({"at_least": 0.85}, {"at_most": 1.15}):
        yield Row(f"{name}: median of ours by Valhalla's", middle, "", PAIRS, note=spread, **goal)
    for i in found.worst():
        print(f"    {told(found, int(i))}")


def told(found: Compared, pair: int) -> str:
    """One pair: from, to, our minutes, Valhalla's, and their ratio."""
    lon, lat, to_lon, to_lat = found.ends[pair]
    ours, theirs = found.ours[pair], found.theirs[pair]
    return (
        f"{lat:.5f},{lon:.5f} -> {to_lat:.5f},{to_lon:.5f}: "
        f"{ours / 60:.1f} min, Valhalla {theirs / 60:.1f}: {ours / theirs:.2f}"
    )


def compare(study: Study, valhalla: Peer, mode: Mode) -> Compared:
    """Times of random trips between streets that the mode may use, by both, in free flow."""
    ends = _draw(study, mode)
    ours = np.array([_ours(study, mode, *trip) for trip in ends.tolist()])
    costing = COSTINGS[mode]
    options = costing_options(study)[costing]
    theirs = valhalla.ask("pairs", ends=ends.tolist(), costing=costing, options=options)
    return Compared(ends, ours, np.array([np.nan if t is None else t for t in theirs], float))


def _draw(study: Study, mode: Mode, seed: int = 11) -> Floats:
    """Ends of trips, drawn among the junctions where the mode may enter and leave the streets."""
    network = study.network
    nodes = street_nodes(study, mode)
    rng = np.random.default_rng(seed)
    first, second = rng.choice(nodes, 200 * PAIRS), rng.choice(nodes, 200 * PAIRS)
    apart = np.hypot(network.x[first] - network.x[second], network.y[first] - network.y[second])
    kept = np.flatnonzero((apart > 300) & (apart < FARTHEST_METRES[mode]))[:PAIRS]
    places = [to_degrees(network.x[n], network.y[n], study.town.metres) for n in (first, second)]
    return np.column_stack([*places[0], *places[1]])[kept]


def _ours(study: Study, mode: Mode, lon: float, lat: float, to_lon: float, to_lat: float) -> float:
    spots = [Spot("", Name("", ""), Point(*place)) for place in ((lon, lat), (to_lon, to_lat))]
    return float(matrix(study, spots[:1], spots[1:], mode, Period.FREE).seconds[0, 0])
