"""Where the tests find real extracts and a browser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def extracts() -> Path:
    """The folder of real OpenStreetMap extracts; a test that needs it skips where it is absent."""
    folder = Path(os.environ.get("TOWN_TEST_DATA", ROOT.parent / "shared" / "osm"))
    if not folder.is_dir():
        pytest.skip(f"no real extracts at {folder}; set TOWN_TEST_DATA to their folder")
    return folder
