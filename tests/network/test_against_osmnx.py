"""Driving times equal those of the usual recipe: OSMnx's graph, networkx's search."""

from __future__ import annotations

from pathlib import Path

import networkx
import numpy as np
import pytest
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from benchmarks.osmnx_recipe import drive_graph
from geo.crs import to_metres
from geo.model import Mode, Period
from geo.study import open_study
from tests.real_towns import MONACO, write_monaco

BESIDE_METRES = 1.0
TOLERANCE = 0.01


@pytest.fixture
def without_lights(extracts: Path, tmp_path: Path) -> Path:
    """A town folder of Monaco where lights cost nothing, as in OSMnx's graph."""
    folder = write_monaco(tmp_path, extracts)
    toml = folder / "town.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace("[files]", "[delays]\nsignal_drive = 0\n\n[files]"), "utf-8")
    return folder


def test_free_flow_times_to_every_junction_of_monaco_are_osmnx_s(
    without_lights: Path, extracts: Path
) -> None:
    study = open_study(without_lights)
    network = study.network
    theirs = drive_graph(extracts / MONACO.extract, study.town.assumptions)
    numbers = np.array(list(theirs.nodes))
    place = [(theirs.nodes[n]["x"], theirs.nodes[n]["y"]) for n in numbers.tolist()]
    tree = cKDTree(np.column_stack(to_metres(*np.transpose(place), study.town.metres)))
    apart, near = tree.query(np.column_stack([network.x, network.y]))
    doors = network.doors(Mode.DRIVE)
    junctions = np.unique([network.start[doors], network.end[doors]])
    junctions = junctions[apart[junctions] < BESIDE_METRES]
    assert len(junctions) > 400

    matrix = network.adjacency(Mode.DRIVE, Period.FREE).matrix
    starts = np.random.default_rng(3).choice(junctions, 8, replace=False)
    ours = dijkstra(matrix, indices=starts)[:, junctions]
    expected = np.array(
        [_seconds(theirs, int(numbers[near[a]]), numbers[near[junctions]]) for a in starts]
    )
    away = ours > 0  # a place is no time from itself
    agree = np.isclose(ours, expected, rtol=TOLERANCE, atol=0)[away]
    assert agree.mean() >= 0.99


def _seconds(graph: networkx.MultiDiGraph, start: int, ends: np.ndarray) -> list[float]:
    found = networkx.single_source_dijkstra_path_length(graph, start, weight="seconds")
    return [found.get(end, np.inf) for end in ends.tolist()]
