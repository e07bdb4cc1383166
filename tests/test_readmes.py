"""Both READMEs say what the command line does."""

from __future__ import annotations

import re

import pytest

from geo import export
from geo.export.sites import SITES_ENDINGS
from geo.export.town import TOWN_ENDINGS
from geo.model import STREET_MODES, Mode, default_minutes
from tests.conftest import ROOT

READMES = [(ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md")]
WRITTEN = {
    "export": TOWN_ENDINGS,
    "isochrone": export.ISOCHRONE_ENDINGS,
    "matrix": export.MATRIX_ENDINGS,
    "route": export.ROUTE_ENDINGS,
    "sites": SITES_ENDINGS,
    "access": SITES_ENDINGS,
}


@pytest.mark.parametrize("readme", READMES, ids=["en", "zh"])
@pytest.mark.parametrize("command", WRITTEN)
def test_the_table_says_which_formats_a_command_writes(readme: str, command: str) -> None:
    (row,) = re.findall(rf"^\| `{command} .*\|$", readme, re.MULTILINE)
    told = row.split("|")[-2]
    assert tuple(re.findall(r"`(\.\w+)`", told)) == WRITTEN[command]


@pytest.mark.parametrize("readme", READMES, ids=["en", "zh"])
@pytest.mark.parametrize("mode", list(STREET_MODES))
def test_the_limits_that_nobody_states_are_told(readme: str, mode: Mode) -> None:
    (line,) = [line for line in readme.splitlines() if "`--period`" in line and "--min" in line]
    *first, last = map(str, default_minutes(mode))
    joined = f"{', '.join(first)} and {last}", "、".join([*first, last])
    assert any(limits in line for limits in joined)


@pytest.mark.parametrize("readme", READMES, ids=["en", "zh"])
def test_the_recipe_says_how_to_add_water(readme: str) -> None:
    assert "geo fetch heidelberg --osm-file ~/Downloads/heidelberg.osm.pbf" in readme
