"""The Claims page: verdicts in both languages, with the numbers of the command line."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from geo.__main__ import main
from tests.pages.conftest import ROOT, Open
from tests.pages.test_pages import headline, html, unforeseen
from ui.words import LANGUAGES

TOWN = ROOT / "data" / "xiaoshan-infoport"
TUESDAY = "2026-12-01"

pytestmark = pytest.mark.usefixtures("bundled")


def shown(app, claim: str) -> dict[str, str]:
    """The minutes of one claim's table, by the way."""
    table = re.search(rf'aria-label="[^"]*{claim}[^"]*">(.*?)</table>', html(app), re.DOTALL)
    assert table
    rows = re.findall(r'<th scope="row"[^>]*>([^<]*)</th><td[^>]*>([^<]*)</td>', table[1])
    return dict(rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_claim_has_a_verdict(open_page: Open, language: str) -> None:
    app = open_page("claims", lang=language, date=TUESDAY)
    assert not unforeseen(app)
    assert "6" in headline(app)
    assert len(re.findall(r'<h2 class="part">[✓◐✗?]', html(app))) == 6


def test_the_numbers_are_those_of_the_command_line(
    open_page: Open, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    app = open_page("claims", lang="en", date=TUESDAY)
    (tmp_path / "core.csv").write_text("id,lon,lat\ncore,120.24216,30.20565\n", "utf-8")
    asked = ["matrix", str(TOWN), "--origins", str(tmp_path / "core.csv")]
    asked += ["--destinations", "hubs", "--mode"]
    ways = {
        "Drive, Free flow": ["drive", "--period", "free"],
        "Drive, Off-peak": ["drive", "--period", "off-peak"],
        "Drive, Peak": ["drive", "--period", "peak"],
        "Transit": ["transit", "--date", TUESDAY],
    }
    for way, mode in ways.items():
        capsysbinary.readouterr()
        assert main([*asked, *mode]) == 0
        told = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode()))
        minutes = {row["destination"]: round(float(row["seconds"]) / 60) for row in told}
        for hub, claim in (("airport", "airport"), ("rail-east", "East"), ("rail-south", "South")):
            told_there = shown(app, claim)
            assert way in told_there, told_there
            assert int(told_there[way]) == minutes[hub], (way, hub)


def test_before_there_was_a_metro_the_way_is_told_as_on_foot(open_page: Open) -> None:
    app = open_page("claims", lang="en", date=TUESDAY)
    assert "2018-07: no metro to ride, on foot" in shown(app, "airport")
    assert "Transit" in shown(app, "airport")


def test_the_map_is_off_peak_whatever_was_asked_elsewhere(open_page: Open) -> None:
    app = open_page("claims", lang="en", date=TUESDAY, period="peak")
    assert not unforeseen(app)
    assert "period" not in app.query_params


def test_a_town_without_claims_says_so(open_page: Open, towns, monkeypatch) -> None:
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(towns))
    app = open_page("claims", lang="en", town="gridville")
    assert not unforeseen(app)
    assert "no claims" in html(app)
