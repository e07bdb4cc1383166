"""The Industry page: all that is on record is shown, found, and said to be what it is."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.sources.industry import (
    read_enterprises,
    read_honours,
    read_projects,
    read_services,
    read_valleys,
)
from geo.sources.layers import read_figures
from geo.sources.town import read_town
from tests.pages.conftest import ROOT, Open
from tests.pages.test_pages import headline, html, unforeseen
from ui.words import LANGUAGES

FOLDER = ROOT / "data" / "xiaoshan-infoport"
TOWN = read_town(FOLDER)
TUESDAY = "2026-12-01"

pytestmark = pytest.mark.usefixtures("bundled")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_on_record_is_shown(open_page: Open, language: str) -> None:
    app = open_page("industry", lang=language)
    assert not unforeseen(app)
    page = re.sub(r"</?span[^>]*>", "", html(app))
    (table,) = app.dataframe
    assert len(table.value) == len(read_enterprises(TOWN))
    told = [
        *(valley.name for valley in read_valleys(TOWN)),
        *(project.name for project in read_projects(TOWN)),
        *(honour.name for honour in read_honours(TOWN)),
        *(service.name for service in read_services(TOWN)),
    ]
    for name in told:
        assert name[language] in page, name
    for figure in read_figures(TOWN):
        assert figure.what[language][1:] in page
    assert ("示意" if language == "zh" else "illustration") in page


@pytest.mark.parametrize("typed", ["科大讯飞", "xunfei", "kdxf", "iflytek", "语音"])
def test_an_enterprise_is_found_as_one_types_it(open_page: Open, typed: str) -> None:
    app = open_page("industry", lang="zh", find=typed)
    assert not unforeseen(app)
    assert "科大讯飞" in [*app.dataframe[0].value.iloc[:, 0]]
    assert len(app.dataframe[0].value) < 5


def test_where_nothing_fits_the_page_says_what_to_do(open_page: Open) -> None:
    app = open_page("industry", lang="en", find="no such firm")
    assert not unforeseen(app)
    assert "No enterprise fits" in html(app)
    assert not app.dataframe


def test_an_enterprise_tells_its_valley_its_place_and_its_source(open_page: Open) -> None:
    app = open_page("industry", lang="en", firm="iflytek", date=TUESDAY)
    assert not unforeseen(app)
    assert headline(app) == "iFlytek: China AI Valley, speech AI"
    for text in ("China AI Valley", "金二路", "true place unknown", "2023, Zhejiang Daily"):
        assert text in html(app)


def test_its_times_are_those_of_the_command_line(
    open_page: Open, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    app = open_page("industry", lang="en", firm="iflytek", date=TUESDAY)
    row = re.search(r"Hangzhou Xiaoshan International Airport</th>(.*?)</tr>", html(app), re.DOTALL)
    assert row
    shown = re.findall(r"<td[^>]*>(\d+)</td>", row[1])
    firm = next(firm for firm in read_enterprises(TOWN) if firm.id == "iflytek")
    where = f"id,lon,lat\niflytek,{firm.point.lon},{firm.point.lat}\n"
    (tmp_path / "firm.csv").write_text(where, "utf-8")
    asked = ["matrix", str(FOLDER), "--origins", str(tmp_path / "firm.csv")]
    asked += ["--destinations", "hubs", "--mode"]
    ways = (["drive"], ["drive", "--period", "peak"], ["transit", "--date", TUESDAY])
    for minutes, way in zip(shown, ways, strict=True):
        capsysbinary.readouterr()
        assert main([*asked, *way]) == 0
        told = csv.DictReader(io.StringIO(capsysbinary.readouterr().out.decode()))
        seconds = next(row["seconds"] for row in told if row["destination"] == "airport")
        assert round(float(seconds) / 60) == int(minutes)


def test_what_the_town_does_not_have_is_left_out_of_the_address(open_page: Open) -> None:
    app = open_page("industry", lang="en", firm="nobody", valley="nowhere", role="king")
    assert not unforeseen(app)
    for text in ("nobody", "nowhere", "king"):
        assert text in html(app)
    assert len(app.dataframe[0].value) == len(read_enterprises(TOWN))


def test_a_town_without_industry_says_so(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, towns: Path
) -> None:
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(towns))
    app = open_page("industry", lang="en", town="gridville")
    assert not unforeseen(app)
    assert "Nothing is on record" in headline(app)
