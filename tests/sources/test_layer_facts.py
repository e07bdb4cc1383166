"""What a folder holds, file by file, with every fault that `check` tells, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.sources.check import check_folder
from geo.sources.layer_facts import layer_facts
from geo.sources.town import list_towns
from tests.conftest import ROOT
from tests.gridville import write_gridville
from tests.sources.folders import add_layer, edit, place


def test_each_file_tells_its_source_count_and_date(tmp_path: Path) -> None:
    facts = {row.key: row for row in layer_facts(write_gridville(tmp_path / "t"))}
    hubs = facts["hubs"]
    assert (hubs.count, hubs.dates, hubs.usable) == (3, "2026-01-01", True)
    assert [source.licence for source in hubs.sources] == ["CC0-1.0"]


def test_a_fault_stands_with_its_file_and_a_slip_in_the_town_s_own(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "t")
    add_layer(folder, "places", "places.geojson", [place(), place()])
    edit(folder, 'timezone = "Europe/Paris"', 'timezone = "Mars/North"')
    facts = {row.key: row for row in layer_facts(folder)}
    assert not facts["places"].usable and facts["hubs"].usable
    assert [fault.where for fault in facts["town.toml"].faults] == ["timezone"]


def test_a_folder_that_cannot_be_read_at_all_still_tells_why(tmp_path: Path) -> None:
    (row,) = layer_facts(tmp_path / "nowhere")
    assert (row.key, row.usable, len(row.faults)) == ("town.toml", False, 1)


@pytest.mark.parametrize("id", list_towns(ROOT / "data"))
def test_every_fault_is_told_once(id: str) -> None:
    folder = ROOT / "data" / id
    told = [str(fault) for row in layer_facts(folder) for fault in row.faults]
    assert sorted(told) == sorted(str(fault) for fault in check_folder(folder)[0])
