"""Claims as a CSV: read, and every fault of a row told with its mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import TownError
from geo.model import Mode
from geo.sources.check import check_folder
from geo.sources.claims import read_claims
from geo.sources.town import read_town
from tests.gridville import write_gridville

HEAD = "id,claim_zh,claim_en,destination,about,minutes,mode,as_of,source\n"
GOOD = "near,近,near,airport,minutes,30,drive,2018-07,paper\n"


def town(folder: Path, *rows: str) -> Path:
    write_gridville(folder)
    (folder / "claims.csv").write_text(HEAD + "".join(rows), encoding="utf-8")
    config = folder / "town.toml"
    text = config.read_text("utf-8").replace("[files]\n", '[files]\nclaims = "claims.csv"\n', 1)
    config.write_text(text, encoding="utf-8")
    return folder


def test_a_claim_is_read(tmp_path: Path) -> None:
    (found,) = read_claims(read_town(town(tmp_path / "t", GOOD)))
    assert (found.destination, found.minutes, found.mode) == ("airport", 30, Mode.DRIVE)
    assert not found.station


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (GOOD.replace("airport", "moon"), "no hub 'moon'"),
        (GOOD.replace(",30,", ",half an hour,"), "no whole number"),
        (GOOD.replace("drive", "fly"), "the mode 'fly'"),
        (GOOD.replace("2018-07", "long ago"), "is no date"),
        (GOOD.replace("近,near", ","), "what is claimed"),
        (GOOD.replace("minutes,30", "weather,30"), "about 'weather'"),
        (GOOD + GOOD, "stands already"),
    ],
)
def test_a_faulty_row_is_told(tmp_path: Path, row: str, said: str) -> None:
    folder = town(tmp_path / "t", row)
    with pytest.raises(TownError, match=said):
        read_claims(read_town(folder))
    faults, _ = check_folder(folder)
    assert any(said in str(fault) for fault in faults)
