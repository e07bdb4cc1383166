"""The Data page: every file with its facts and its faults, and the whole town to take home."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from geo.sources.layer_facts import LayerFacts, layer_facts
from tests.pages.conftest import ROOT, Open
from tests.pages.test_pages import headline, html, unforeseen
from ui.words import LANGUAGES, words

FOLDER = ROOT / "data" / "xiaoshan-infoport"


@cache
def facts() -> tuple[LayerFacts, ...]:
    """What is known of the bundled town's files."""
    return layer_facts(FOLDER)


@pytest.mark.usefixtures("bundled")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_tells_its_facts(open_page: Open, language: str) -> None:
    app = open_page("data", lang=language)
    assert not unforeseen(app)
    page = re.sub(r"</?span[^>]*>", "", html(app))
    for one in facts():
        for source in one.sources:
            assert source.origin[language] in page, one.key
        if one.count is not None:
            assert f"{one.count:,}" in page
    assert words(language)["data.no_faults"] in page
    assert 'rel="noopener"' in page


@pytest.mark.usefixtures("bundled")
@pytest.mark.parametrize("layer", ["hubs", "landuse", "enterprises", "honours", "transit"])
def test_a_layer_shows_its_records(open_page: Open, layer: str) -> None:
    app = open_page("data", lang="en", layer=layer)
    assert not unforeseen(app)
    known = {one.key: one for one in facts()}
    if layer == "transit":
        assert not app.dataframe and "is no table" in html(app)
        return
    (table,) = app.dataframe
    assert len(table.value) == min(known[layer].count or 0, 500)
    assert "Source" in table.value.columns


def test_faults_are_told_as_check_tells_them(
    open_page: Open, towns: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gridville"
    shutil.copytree(towns / "gridville", folder)
    hubs = folder / "hubs.geojson"
    hubs.write_text(
        re.sub(r'"kind": "\w+"', '"kind": "spaceport"', hubs.read_text("utf-8")), "utf-8"
    )
    faults = [fault for one in layer_facts(folder) for fault in one.faults]
    assert faults
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(tmp_path))
    app = open_page("data", lang="en", town="gridville", layer="hubs")
    assert not unforeseen(app)
    assert f"{len(faults)} faults" in headline(app)
    for fault in faults:
        assert fault.problem in html(app)


def test_a_layer_that_is_not_there_is_left_out(open_page: Open) -> None:
    app = open_page("data", lang="en", town="gridville", layer="moon")
    assert not unforeseen(app)
    assert "moon" in html(app)
