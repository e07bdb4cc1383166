"""A town is built once, kept whole or not at all, and anew when what it depends on changes."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from geo.errors import OutOfBounds, SourceError
from geo.model import Mode, Point
from geo.network.graph import Network
from geo.study import Study, open_study, summary
from tests.gridville import at, write_gridville


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("TOWN_ATLAS_CACHE", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Gridville's folder, to be changed at will."""
    return write_gridville(tmp_path / "gridville")


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A town's folder and a cache that holds it, to be copied, not changed."""
    base = tmp_path_factory.mktemp("ready")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOWN_ATLAS_CACHE", str(base / "cache"))
        open_study(write_gridville(base / "gridville"))
    return base / "gridville", base / "cache"


def names(cache: Path) -> list[str]:
    return sorted(entry.name for entry in cache.iterdir())


def assert_equal(a: Study, b: Study) -> None:
    for field in fields(Network):
        ours, theirs = getattr(a.network, field.name), getattr(b.network, field.name)
        assert np.array_equal(ours, theirs) if isinstance(ours, np.ndarray) else ours == theirs
    for key in ("cell", "link", "fraction", "metres"):
        assert np.array_equal(getattr(a.reach.pairs, key), getattr(b.reach.pairs, key))
    assert a.water.equals_exact(b.water, 0)
    assert (a.digest, a.data_as_of, a.sizes) == (b.digest, b.data_as_of, b.sizes)


def test_the_second_opening_reads_what_the_first_one_built(folder: Path, cache: Path) -> None:
    first, second = open_study(folder), open_study(folder)
    assert (first.built, second.built) == (True, False)
    assert names(cache) == [f"gridville-{first.digest}"]
    assert_equal(first, second)
    assert isinstance(second.network.travel, np.memmap)
    assert first.data_as_of == "2026-01-01"


@pytest.mark.usefixtures("cache")
def test_progress_is_told_by_name_and_never_goes_back(folder: Path) -> None:
    told: list[tuple[str, float]] = []
    open_study(folder, lambda step, done: told.append((step, done)))
    assert told[0] == ("read", 0.0)
    assert told[-1] == ("ready", 1.0)
    assert {"roads", "network", "reach"} <= {step for step, _ in told}
    assert [done for _, done in told] == sorted(done for _, done in told)


def _toml(folder: Path, old: str, new: str) -> None:
    path = folder / "town.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _touch_json(path: Path) -> None:
    whole = json.loads(path.read_text("utf-8"))
    whole["features"][0]["properties"]["source"] = "elsewhere"
    path.write_text(json.dumps(whole), "utf-8")


def _no_change(_folder: Path) -> None:
    pass


def _change_roads(folder: Path) -> None:
    _touch_json(folder / "roads.geojson")


def _change_water(folder: Path) -> None:
    _touch_json(folder / "water.geojson")


def _change_speeds(folder: Path) -> None:
    _toml(folder, "[files]", "[speeds]\nwalk = 5.0\n\n[files]")


def _change_bounds(folder: Path) -> None:
    _toml(folder, f"{at(3600, 2600).lon}", f"{at(3650, 2600).lon}")


def _change_coverage(folder: Path) -> None:
    _toml(folder, "[files]", '[coverage]\nstreets = "main"\n\n[files]')


def _change_hubs(folder: Path) -> None:
    _touch_json(folder / "hubs.geojson")


def _change_name(folder: Path) -> None:
    _toml(folder, "Gridville", "Gridtown")


def _touch_roads(folder: Path) -> None:
    os.utime(folder / "roads.geojson", (1, 1))


@pytest.mark.parametrize(
    "change", [_change_roads, _change_water, _change_speeds, _change_bounds, _change_coverage]
)
def test_what_the_network_depends_on_builds_it_anew(change, ready, tmp_path, cache) -> None:
    shutil.copytree(ready[1], cache)
    folder = shutil.copytree(ready[0], tmp_path / "gridville")
    before = open_study(folder)
    change(folder)
    after = open_study(folder)
    assert (before.built, after.built) == (False, True)
    assert before.digest != after.digest
    assert len(names(cache)) == 2


@pytest.mark.parametrize("change", [_no_change, _change_hubs, _change_name, _touch_roads])
def test_what_the_network_does_not_depend_on_leaves_it(change, ready, tmp_path, cache) -> None:
    shutil.copytree(ready[1], cache)
    folder = shutil.copytree(ready[0], tmp_path / "gridville")
    change(folder)
    assert not open_study(folder).built
    assert len(names(cache)) == 1


@pytest.mark.parametrize("key", ["transit", "transit_then"])
def test_timetables_change_the_digest_and_not_the_network(key, ready, tmp_path, cache) -> None:
    shutil.copytree(ready[1], cache)
    folder = shutil.copytree(ready[0], tmp_path / "gridville")
    digests = [open_study(folder).digest]
    (folder / "feed").mkdir()
    (folder / "feed" / "trips.txt").write_text("trip_id\n1\n", "utf-8")
    _toml(folder, "[files]", f'[files]\n{key} = "feed"')
    digests.append(open_study(folder).digest)
    (folder / "feed" / "trips.txt").write_text("trip_id\n2\n", "utf-8")
    digests.append(open_study(folder).digest)
    _toml(folder, "[files]", "[transit]\ninterchange = 240\n\n[files]")
    after = open_study(folder)
    assert len({*digests, after.digest}) == 4
    assert not after.built
    assert len(names(cache)) == 1


def test_a_date_stated_in_town_toml_is_told_as_it_stands_now(ready, tmp_path, cache) -> None:
    shutil.copytree(ready[1], cache)
    folder = shutil.copytree(ready[0], tmp_path / "gridville")
    roads = json.loads((folder / "roads.geojson").read_text("utf-8"))
    for feature in roads["features"]:
        del feature["properties"]["as_of"]
    (folder / "roads.geojson").write_text(json.dumps(roads), "utf-8")
    assert open_study(folder).data_as_of == "2026-01-01"
    _toml(folder, 'as_of = "2026-01-01"', 'as_of = "2026-02-03"')
    after = open_study(folder)
    assert (after.built, after.data_as_of) == (False, "2026-02-03")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"type": "FeatureCollection", "features": []}', "no street"),
        ("{", "GeoJSON"),
        ("OSM", "empty|no street|cannot be read"),
    ],
)
def test_an_extract_without_streets_is_a_fault_of_its_file(folder, cache, text, problem) -> None:
    roads = folder / "roads.geojson"
    if text == "OSM":
        roads = folder / "roads.osm"
        _toml(folder, "roads.geojson", "roads.osm")
        text = '<?xml version="1.0"?><osm version="0.6"></osm>'
    roads.write_text(text, "utf-8")
    with pytest.raises(SourceError, match=problem) as caught:
        open_study(folder)
    assert roads.name in caught.value.file
    assert not cache.exists() or names(cache) == []


def test_streets_that_nobody_may_use_are_no_streets(folder, cache) -> None:
    roads = json.loads((folder / "roads.geojson").read_text("utf-8"))
    for feature in roads["features"]:
        feature["properties"] |= {"highway": "service", "access": "no"}
    (folder / "roads.geojson").write_text(json.dumps(roads), "utf-8")
    with pytest.raises(SourceError, match="no street that anybody may use"):
        open_study(folder)
    assert names(cache) == []


def test_gridville_in_figures(gridville: Study) -> None:
    told = summary(gridville)
    # 121 corners, two ends of the motorway, and three of the island's of which the bend is none.
    assert told.nodes == 121 + 2 + 2
    # 11 x 10 blocks east; 10 blocks north in 11 streets less the 9 that do not cross the river;
    # the motorway, its ramps, and the island's one link. Four corners of the town are bends of
    # two streets, but streets of two names.
    assert told.links == 110 + (11 * 10 - 9) + 3 + 1
    assert told.signals == 1
    assert told.assumed_km == 0
    # Inner corners have four streets; those of the outline three, its corners two; the ramps make
    # three at two of these; the river takes one street from each of nine corners on either shore.
    outline = 4 * 9
    shores = 2 * 2  # corners of the outline on the shores, left with two streets
    assert told.junctions == 81 + outline + 2 - shores
    streets = 110 * 0.2 + (110 - 9) * 0.2 + 0.4
    assert told.km["walk"] == pytest.approx(streets, abs=0.01)
    assert told.km["bike"] == told.km["ebike"] == told.km["walk"]
    assert told.km["drive"] == pytest.approx(streets + 2 + 2 * 0.3, abs=0.01)


def test_sizes_name_every_file_of_the_cache(gridville: Study) -> None:
    assert {"travel.npy", "reach_cell.npy", "water.wkb", "study.json"} <= set(gridville.sizes)
    assert all(size > 0 for size in gridville.sizes.values())


def test_the_bounds_belong_to_the_map(gridville: Study) -> None:
    west, south, east, north = gridville.town.bounds
    x, y = gridville.locate([Point(west, south), Point(east, north)])
    assert np.isfinite([x, y]).all()
    with pytest.raises(OutOfBounds):
        gridville.locate([Point(west, south - 1e-6)])
    with pytest.raises(OutOfBounds):
        gridville.snap([Point(float("nan"), south)], Mode.WALK)
