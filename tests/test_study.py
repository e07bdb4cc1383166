"""A town is built once, kept whole or not at all, and anew when what it depends on changes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from geo.errors import CacheError, OutOfBounds, SourceError
from geo.model import Mode, Point
from geo.network.graph import Network
from geo.study import KEPT, Study, open_study, summary
from tests.gridville import at, write_gridville

ROOT = Path(__file__).resolve().parent.parent
OPEN = "import sys; from pathlib import Path; from geo.study import open_study; "
PAUSE_AND_OPEN = (
    "import time, geo.study; "
    "geo.study.make_reach = lambda *_: (print('paused', flush=True), time.sleep(600)); "
    + OPEN
    + "open_study(Path(sys.argv[1]))"
)


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
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A town's folder and a cache that holds it, to be copied, not changed."""
    base = tmp_path_factory.mktemp("ready")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOWN_ATLAS_CACHE", str(base / "cache"))
        open_study(write_gridville(base / "gridville"))
    yield base / "gridville", base / "cache"


@pytest.fixture
def built(ready: tuple[Path, Path], cache: Path) -> Path:
    """A folder whose network lies in the test's own cache."""
    shutil.copytree(ready[1], cache)
    return ready[0]


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


def test_a_killed_build_leaves_nothing_that_the_next_one_trips_over(folder, cache) -> None:
    command = [sys.executable, "-c", PAUSE_AND_OPEN, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "paused\n"
        half_done = names(cache)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert len(half_done) == 1
    assert half_done[0].startswith(".gridville-")
    assert (cache / half_done[0] / "x.npy").is_file()  # it was killed in the midst of writing
    study = open_study(folder)
    assert study.built
    assert not open_study(folder).built
    assert [name for name in names(cache) if name[0] != "."] == [f"gridville-{study.digest}"]


def test_what_killed_builds_left_behind_is_swept_up_after_a_day(folder, cache) -> None:
    for name, age in ((".gridville-old", 100_000), (".gridville-new", 0), (".other-old", 100_000)):
        (cache / name).mkdir(parents=True)
        stamp = (cache / name).stat().st_mtime - age
        os.utime(cache / name, (stamp, stamp))
    study = open_study(folder)
    assert names(cache) == sorted([".gridville-new", ".other-old", f"gridville-{study.digest}"])


def test_two_builds_at_once_both_succeed_and_leave_one_folder(folder, cache) -> None:
    code = OPEN + "print(open_study(Path(sys.argv[1])).built)"

    def run(_: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, str(folder)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)

    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(run, range(2)))
    assert [(r.returncode, r.stderr) for r in runs] == [(0, ""), (0, "")]
    assert len(names(cache)) == 1
    assert not open_study(folder).built


def test_a_build_that_ends_second_uses_what_the_first_one_left(folder, cache, monkeypatch) -> None:
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        shutil.copytree(self, target)  # another process was quicker
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", late)
    study = open_study(folder)
    assert study.built
    assert names(cache) == [f"gridville-{study.digest}"]


@pytest.mark.parametrize(
    "file",
    [
        "travel.npy",
        "shape_xy.npy",
        "reach_cell.npy",
        "network.json",
        "reach.json",
        "study.json",
        "water.wkb",
    ],
)
@pytest.mark.parametrize("left", [0, 0.5])
def test_a_file_cut_short_in_the_cache_is_built_again(built, cache, file, left) -> None:
    (home,) = cache.iterdir()
    whole = (home / file).read_bytes()
    (home / file).write_bytes(whole[: int(len(whole) * left)])
    study = open_study(built)
    assert study.built
    assert (home / file).read_bytes() == whole
    assert not open_study(built).built


@pytest.mark.parametrize("spoil", ["null", "[]", "{}", '{"data_as_of": 7', "\xff"])
def test_notes_that_say_nothing_are_built_again(built, cache, spoil) -> None:
    (home,) = cache.iterdir()
    (home / "study.json").write_text(spoil, "latin-1")
    assert open_study(built).built
    assert not open_study(built).built


def test_a_file_lost_from_the_cache_is_built_again(built, cache) -> None:
    (home,) = cache.iterdir()
    (home / "start.npy").unlink()
    assert open_study(built).built
    assert (home / "start.npy").is_file()


def test_a_cache_that_cannot_be_written_is_said_to_be_one(folder, tmp_path, monkeypatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("TOWN_ATLAS_CACHE", str(tmp_path / "file" / "cache"))
    with pytest.raises(CacheError, match="TOWN_ATLAS_CACHE") as caught:
        open_study(folder)
    assert caught.value.folder == tmp_path / "file" / "cache"


def test_a_file_in_the_place_of_a_built_town_is_a_fault_of_the_cache(folder, cache) -> None:
    digest = open_study(folder).digest
    home = cache / f"gridville-{digest}"
    shutil.rmtree(home)
    home.write_text("no folder")
    with pytest.raises(CacheError):
        open_study(folder)
    assert names(cache) == [home.name]


def test_a_full_disk_is_a_fault_of_the_cache_and_leaves_nothing(folder, cache, monkeypatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(CacheError, match="No space left on device"):
        open_study(folder)
    assert names(cache) == []


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


@pytest.mark.parametrize("name", ["gridville", "grid[v]ille"])
def test_old_builds_are_forgotten_beyond_the_few_kept(tmp_path, cache, name) -> None:
    folder = write_gridville(tmp_path / name)
    old = [f"{name}-{i:016x}" for i in range(KEPT + 2)]
    for i, entry in enumerate([*old, f"{name}-x-{0:016x}", f"other-{0:016x}"]):
        (cache / entry).mkdir(parents=True)
        os.utime(cache / entry, (1000 + i, 1000 + i))
    study = open_study(folder)
    kept = [*old[2:], f"{name}-{study.digest}", f"{name}-x-{0:016x}", f"other-{0:016x}"]
    assert names(cache) == sorted(kept)


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
