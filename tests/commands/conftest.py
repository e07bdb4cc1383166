"""Commands run as they are typed, on Gridville."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo.__main__ import main
from tests.gridville import at, write_gridville


@dataclass
class Ended:
    """How one command ended."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


Run = Callable[..., Ended]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_gridville(tmp_path_factory.mktemp("towns") / "gridville")
    (folder / "homes.csv").write_text(
        f"id,lon,lat\nhome,{at(200, 400).lon},{at(200, 400).lat}\n"
        f"isle,{at(3100, 1000).lon},{at(3100, 1000).lat}\n"
        f"sea,{at(3500, -500).lon},{at(3500, -500).lat}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def command(*typed: object) -> Ended:
        status = main([str(word) for word in typed])
        told = capsysbinary.readouterr()
        return Ended(status, told.out.decode(), told.err.decode())

    return command


def lonlat(x: float, y: float) -> str:
    point = at(x, y)
    return f"{point.lon},{point.lat}"
