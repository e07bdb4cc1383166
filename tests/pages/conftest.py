"""The app run without a browser, over a data folder of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.gridville import write_gridville

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
BROKEN = 'name = { zh = "坏镇", en = "Broken" }\ncentre = [1.0]\nnonsense = 3\n'

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a good town, one that has only streets and hubs, and a broken one."""
    data = tmp_path_factory.mktemp("data")
    write_gridville(data / "gridville")
    (data / "broken").mkdir()
    (data / "broken" / "town.toml").write_text(BROKEN, encoding="utf-8")
    return data


@pytest.fixture
def open_page(towns: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page of the app at an address: `open_page("commute", lang="en")`."""
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(towns))

    def opened(page: str, **params: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=PATIENCE_SECONDS)
        for name, text in params.items():
            app.query_params[name] = text
        app._page_hash = calc_hash(page)
        return app.run()

    return opened


@pytest.fixture
def bundled(monkeypatch: pytest.MonkeyPatch, open_page: Open) -> None:  # noqa: ARG001, after it
    """Pages open the project's own data folder."""
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(ROOT / "data"))
