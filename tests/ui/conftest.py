"""A town opened once for all tests of the screens' parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.study import Study, open_study
from tests.gridville import write_gridville


@pytest.fixture(scope="session")
def gridville(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """Gridville, opened."""
    return open_study(write_gridville(Path(tmp_path_factory.mktemp("towns")) / "gridville"))
