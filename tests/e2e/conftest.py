"""The running app: once for the bundled towns, once for made-up ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import serve
from tests.checkouts import ROOT
from tests.e2e.towns import write_broken_towns, write_hostile_town

APP = ROOT / "streamlit_app.py"
BASE_PATH = "town/atlas"


@pytest.fixture(scope="session")
def atlas() -> Iterator[str]:
    """The address of the app with the bundled towns."""
    with serve(APP) as address:
        yield address


@pytest.fixture(scope="session")
def atlas_below_a_path() -> Iterator[str]:
    """The same, served below a path as behind a proxy."""
    with serve(APP, base_path=BASE_PATH) as address:
        yield address


@pytest.fixture(scope="session")
def odd_towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of towns that nobody would want: hostile names, broken files."""
    data = tmp_path_factory.mktemp("data")
    write_hostile_town(data)
    write_broken_towns(data)
    return data


@pytest.fixture(scope="session")
def odd_atlas(odd_towns: Path) -> Iterator[str]:
    """The address of the app with odd towns."""
    with serve(APP, env={"TOWN_ATLAS_DATA": str(odd_towns)}) as address:
        yield address
