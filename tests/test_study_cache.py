"""The cache of built towns: whole or absent, whoever is killed, cuts files or comes second."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from geo.errors import CacheError
from geo.study import KEPT, open_study
from tests.gridville import write_gridville

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
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A town's folder and a cache that holds it, to be copied, not changed."""
    base = tmp_path_factory.mktemp("ready")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOWN_ATLAS_CACHE", str(base / "cache"))
        open_study(write_gridville(base / "gridville"))
    return base / "gridville", base / "cache"


@pytest.fixture
def built(ready: tuple[Path, Path], cache: Path) -> Path:
    """A folder whose network lies in the test's own cache."""
    shutil.copytree(ready[1], cache)
    return ready[0]


def names(cache: Path) -> list[str]:
    return sorted(entry.name for entry in cache.iterdir())


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


def test_a_broken_build_that_cannot_be_cleared_away_is_a_fault_of_the_cache(
    built, cache, monkeypatch
) -> None:
    (home,) = cache.iterdir()
    (home / "x.npy").write_bytes(b"")
    remove = shutil.rmtree
    kept = home.name  # as a folder that belongs to somebody else
    monkeypatch.setattr(
        shutil, "rmtree", lambda path, **how: None if path.name == kept else remove(path, **how)
    )
    with pytest.raises(CacheError, match="neither be read nor replaced"):
        open_study(built)
    assert names(cache) == [kept]


def test_what_one_user_has_built_others_may_read(folder, cache) -> None:
    open_study(folder)
    (home,) = cache.iterdir()
    assert home.stat().st_mode & 0o777 == 0o755
    assert all(file.stat().st_mode & 0o400 for file in home.iterdir())


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
