"""Roads are read by their file's ending, and cut to the town's bounds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geo.errors import SourceError
from geo.model import Ways
from geo.sources.roads import read_ways
from geo.sources.ways import cut_to_bounds
from tests.gridville import write_gridville
from tests.sources.osm_text import ALL_NODES, runs, way, write


def line(*lons: float) -> Ways:
    """One way along the equator through nodes at these longitudes, the first one with a light."""
    count = len(lons)
    lights = {0: {"highway": "traffic_signals"}}
    refs, ends = np.arange(count), np.array([0, count])
    return Ways(np.array(lons), np.zeros(count), ends, refs, [{"highway": "path"}], ["w"], lights)


@pytest.mark.parametrize(
    ("lons", "kept"),
    [
        ([1, 2, 3], [[1, 2, 3]]),
        ([-2, -1, 1, 2], [[-1, 1, 2]]),
        ([1, 2, 11, 12], [[1, 2, 11]]),
        ([-2, -1, 1, 11, 12, 13], [[-1, 1, 11]]),
        ([1, 11, 12, 13, 14, 2, 3], [[1, 11], [14, 2, 3]]),
        ([1, 11, 2], [[1, 11, 2]]),
        ([11, 12, 13], []),
        ([-1, 11], []),
        ([0, 10], [[0, 10]]),
    ],
)
def test_a_way_is_cut_to_its_runs_inside_and_one_node_beyond(
    lons: list[float], kept: list[list[float]]
) -> None:
    cut = cut_to_bounds(line(*lons), (0, -1, 10, 1))
    assert [[lon for lon, _ in run] for run in runs(cut)] == kept
    assert cut.ids == ["w"] * len(kept)
    assert len(cut.lon) == len(np.unique(cut.refs))


def test_node_tags_follow_their_nodes() -> None:
    ways = replace(
        line(12, 11, 2, 1), node_tags={0: {"barrier": "gate"}, 2: {"barrier": "bollard"}}
    )
    assert cut_to_bounds(ways, (0, -1, 10, 1)).node_tags == {1: {"barrier": "bollard"}}


def test_cutting_keeps_ways_apart(tmp_path: Path) -> None:
    streets = [way(1, [1, 2], highway="path"), way(2, [3, 4], highway="path")]
    ways = read_ways(write(tmp_path, *ALL_NODES, *streets), (10.0005, 49.9, 10.0025, 50.0005))
    assert ways.ids == ["1", "2"]
    assert [len(run) for run in runs(ways)] == [2, 2]


def test_progress_ends_at_one(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    path = write(tmp_path, *ALL_NODES, way(1, [1, 2], highway="path"))
    read_ways(path, progress=lambda step, done: told.append((step, done)))
    assert {step for step, _ in told} == {"roads"}
    assert [done for _, done in told] == sorted(done for _, done in told)
    assert told[-1][1] == 1.0


def test_files_that_are_not_there_or_not_known(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file"):
        read_ways(tmp_path / "roads.osm.pbf")
    (tmp_path / "roads.geojson").mkdir()
    with pytest.raises(SourceError, match="there is no such file"):
        read_ways(tmp_path / "roads.geojson")
    (tmp_path / "roads.txt").write_text("roads")
    with pytest.raises(SourceError, match=r"its ending is not known.*\.osm\.pbf"):
        read_ways(tmp_path / "roads.txt")


def test_streets_elsewhere_and_swapped_bounds(tmp_path: Path) -> None:
    path = write_gridville(tmp_path / "town") / "roads.geojson"
    inside = read_ways(path)
    west, east = float(inside.lon.min()), float(inside.lon.max())
    south, north = float(inside.lat.min()), float(inside.lat.max())
    with pytest.raises(SourceError, match="swapped") as caught:
        read_ways(path, (south, west, north, east))
    assert "Longitude comes first" in caught.value.remedy
    with pytest.raises(SourceError, match=r"none of its streets .* they lie within \["):
        read_ways(path, (120.0, 30.0, 120.1, 30.1))


def test_a_real_town_is_cut_to_its_bounds(extracts: Path) -> None:
    bounds = (7.41, 43.72, 7.43, 43.74)
    whole = read_ways(extracts / "monaco.osm.gz")
    cut = cut_to_bounds(whole, bounds)
    west, south, east, north = bounds
    inside = (whole.lon >= west) & (whole.lon <= east) & (whole.lat >= south) & (whole.lat <= north)
    used = inside[whole.refs]
    beyond = len(cut.lon) - int(inside.sum())
    assert 0 < beyond < len(cut.lon) / 10
    assert used.sum() == sum(
        west <= lon <= east and south <= lat <= north for run in runs(cut) for lon, lat in run
    )
