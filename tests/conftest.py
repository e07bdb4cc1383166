"""What the tests share: real extracts, town folders made of them, one cache, one browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from geo.study import Study, open_study
from tests import real_towns
from tests.browser import FLAGS, NO_BROWSER, find_browser
from tests.gridville import write_gridville
from tests.no_skips import pytest_make_collect_report, pytest_runtest_makereport

__all__ = ["pytest_make_collect_report", "pytest_runtest_makereport"]

ROOT = Path(__file__).resolve().parent.parent
CACHE_VARIABLE = "TOWN_ATLAS_CACHE"


def pytest_configure(config: pytest.Config) -> None:
    """Give the whole run, and every process that it starts, a fresh cache of built towns."""
    if CACHE_VARIABLE not in os.environ:
        folder = tempfile.mkdtemp(prefix="town-atlas-cache-")
        os.environ[CACHE_VARIABLE] = folder
        config.add_cleanup(lambda: _forget_cache(folder))


def _forget_cache(folder: str) -> None:
    os.environ.pop(CACHE_VARIABLE, None)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def study_cache() -> Path:
    """The folder in which this run keeps the towns it has built."""
    return Path(os.environ[CACHE_VARIABLE])


@pytest.fixture(scope="session")
def extracts() -> Path:
    """The folder of real OpenStreetMap extracts; a test that needs it skips where it is absent."""
    folder = Path(os.environ.get("TOWN_TEST_DATA", ROOT.parent / "shared" / "osm"))
    if not folder.is_dir():
        pytest.skip(f"no real extracts at {folder}; set TOWN_TEST_DATA to their folder")
    return folder


@pytest.fixture(scope="session")
def gridville(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The made-up town whose travel times are known on paper, opened."""
    return open_study(write_gridville(tmp_path_factory.mktemp("towns") / "gridville"))


@pytest.fixture(scope="session")
def porto(extracts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town folder of Porto, from its real extract."""
    return real_towns.write_porto(tmp_path_factory.mktemp("towns"), extracts)


@pytest.fixture(scope="session")
def heidelberg(extracts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town folder of Heidelberg, from its real extract."""
    return real_towns.write_heidelberg(tmp_path_factory.mktemp("towns"), extracts)


@pytest.fixture(scope="session")
def monaco(extracts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town folder of Monaco, from its real extract."""
    return real_towns.write_monaco(tmp_path_factory.mktemp("towns"), extracts)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser; without one, a test that needs it skips and says how to get it."""
    path = find_browser()
    if path is None:
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield instance
        instance.close()
