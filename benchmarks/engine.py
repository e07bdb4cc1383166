"""The engine on Porto: building, opening, bands, how true they are, and OSMnx beside it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import networkx
import numpy as np
import shapely
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from benchmarks.measuring import RUNS, Row, command, median, median_seconds
from benchmarks.osmnx_recipe import drive_graph
from benchmarks.truth import draw, judge, widened
from geo.crs import to_degrees
from geo.export import isochrone_bytes
from geo.measures.isochrone import isochrone
from geo.model import (
    Assumption,
    Assumptions,
    IsochroneQuestion,
    Mode,
    Name,
    Period,
    Point,
    Spot,
    Town,
)
from geo.network.build import build
from geo.network.graph import Network, largest_part
from geo.sources.roads import read_ways
from geo.study import Study, open_study
from tests.real_towns import write_porto

ROOT = Path(__file__).resolve().parent.parent
EXTRACTS = Path(os.environ.get("TOWN_TEST_DATA", ROOT.parent / "shared" / "osm"))
CENTRE = Spot("centre", Name("中心", "centre"), Point(-8.6109, 41.1496))
DEFAULT_MINUTES = {
    Mode.WALK: (5, 10, 15),
    Mode.BIKE: (15, 30, 45),
    Mode.EBIKE: (15, 30, 45),
    Mode.DRIVE: (10, 20, 30),
}
POINTS = 2000
JUNCTIONS = 1000


def rows() -> Iterator[Row]:
    """All rows of the group."""
    if not EXTRACTS.is_dir():
        raise SystemExit(f"no real extracts at {EXTRACTS}; set TOWN_TEST_DATA to their folder")
    with _workplace() as folder:
        town = write_porto(folder, EXTRACTS)
        yield from _building(town)
        study = open_study(town)
        yield from _answering(study)
        yield from _truth(study)
        yield from _against_osmnx(study.town)


@contextmanager
def _workplace() -> Iterator[Path]:
    """A folder for the town and its cache, which goes with the run."""
    with tempfile.TemporaryDirectory(prefix="town-atlas-bench-") as name:
        os.environ["TOWN_ATLAS_CACHE"] = str(Path(name) / "cache")
        try:
            yield Path(name)
        finally:
            os.environ.pop("TOWN_ATLAS_CACHE")


def _building(town: Path) -> Iterator[Row]:
    build_command = [sys.executable, "-m", "geo", "build", town]
    seconds, megabytes = [], []
    for _ in range(RUNS):
        shutil.rmtree(os.environ["TOWN_ATLAS_CACHE"], ignore_errors=True)
        took, peak = command(build_command, cwd=ROOT)
        seconds.append(took)
        megabytes.append(peak)
    yield Row("Porto: build for all modes", median(seconds), "s", RUNS, at_most=30)
    yield Row("Porto: peak memory of the build", max(megabytes), "MB", RUNS, at_most=1500)
    again = median_seconds(lambda: open_study(town), warm=1)
    yield Row("Porto: open again", again, "s", RUNS, at_most=1.5)


def _answering(study: Study) -> Iterator[Row]:
    for mode, minutes in DEFAULT_MINUTES.items():
        question = IsochroneQuestion((CENTRE,), mode, minutes)
        took = median_seconds(lambda q=question: isochrone(study, q), runs=9, warm=2)
        goal = 100 if mode is Mode.DRIVE else None
        limits = ", ".join(map(str, minutes))
        yield Row(f"Porto: bands, {mode}, {limits} min", 1000 * took, "ms", 9, at_most=goal)
    question = IsochroneQuestion((CENTRE,), Mode.DRIVE, DEFAULT_MINUTES[Mode.DRIVE])
    hub = study.hubs[0]
    kept = replace(question, spots=(Spot(hub.id, hub.name, hub.point),))
    again = median_seconds(lambda: isochrone(study, kept), runs=9, warm=2)
    yield Row("Porto: drive bands, a hub asked again", 1000 * again, "ms", 9, at_most=20)
    text = median_seconds(lambda: isochrone_bytes(isochrone(study, question), ".geojson"), warm=1)
    yield Row("Porto: the same drive bands as GeoJSON text", 1000 * text, "ms", RUNS)


def _truth(study: Study) -> Iterator[Row]:
    for mode, minutes in DEFAULT_MINUTES.items():
        question = IsochroneQuestion((CENTRE,), mode, minutes)
        bands = isochrone(study, question).bands
        sample = draw(study, question, widened(bands[-1].polygon, study), POINTS)
        for band in bands:
            found = judge(sample, band.polygon, band.minutes)
            yield Row(
                f"Porto: points that agree, {mode} {band.minutes} min",
                100 * found.share,
                "%",
                POINTS,
                at_least=97,
                note=f"{100 * found.near_share:.1f} % of {found.near} within 2 min of the limit; "
                f"{len(shapely.get_coordinates(band.polygon))} vertices",
            )


def _against_osmnx(town: Town) -> Iterator[Row]:
    """Free-flow times by car, lights aside, to random junctions, against networkx on OSMnx."""
    rows = dict(town.assumptions.rows)
    rows["delays.signal_drive"] = Assumption("delays.signal_drive", 0.0, "s", "compared without")
    town = replace(town, assumptions=Assumptions(rows))
    ways = read_ways(town.files["roads"], town.bounds)
    network = build(ways, town, shapely.MultiPolygon())
    graph = drive_graph(town.files["roads"], town.assumptions)
    ours, theirs = _times(network, graph, town)
    both = np.isfinite(ours) & np.isfinite(theirs)
    off = np.abs(ours[both] - theirs[both]) / np.maximum(theirs[both], 1.0)
    agreed = float((off <= 0.01).sum()) / len(both)
    yield Row(
        "Porto: junctions within 1 % of networkx on OSMnx",
        100 * agreed,
        "%",
        JUNCTIONS,
        at_least=99,
        note=f"{int((~both).sum())} that only one of the two reaches",
    )


def _times(
    network: Network, graph: networkx.MultiDiGraph, town: Town
) -> tuple[np.ndarray, np.ndarray]:
    """Seconds from one junction to random others, by both; the same ones by position."""
    part = np.flatnonzero(largest_part(network, Mode.DRIVE))
    chosen = np.random.default_rng(1).choice(part, JUNCTIONS + 1, replace=False)
    lon, lat = to_degrees(network.x[chosen], network.y[chosen], town.metres)
    names = list(graph.nodes)
    tree = cKDTree([(graph.nodes[name]["x"], graph.nodes[name]["y"]) for name in names])
    nearest = tree.query(np.column_stack([lon, lat]))[1]
    known = networkx.single_source_dijkstra_path_length(graph, names[nearest[0]], weight="seconds")
    rows = network.adjacency(Mode.DRIVE, Period.FREE).matrix
    ours = dijkstra(rows, indices=int(chosen[0]))[chosen[1:]]
    return ours, np.array([known.get(names[i], np.inf) for i in nearest[1:]])
