"""Valleys and enterprises on the map: said to be illustrative, told apart, and small to send."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geo.maps import firm_layer, firms_layer, shown_at, valleys_layer
from geo.measures.fan import STEP_METRES
from geo.model import Town
from geo.sources.industry import read_enterprises, read_valleys
from geo.sources.town import read_town
from tests.maps.test_layers import content, sent
from tests.maps.towns import WORDS

TOWN = Path(__file__).resolve().parents[2] / "data" / "xiaoshan-infoport"


@pytest.fixture(scope="module")
def town() -> Town:
    return read_town(TOWN)


def test_valleys_are_dashed_and_pale(town: Town) -> None:
    drawn = content(valleys_layer(read_valleys(town), "ai", WORDS, "zh"))
    assert len(drawn["areas"]) == len(drawn["lines"]) == len(drawn["points"]) == 6
    assert all(line["dash"] for line in drawn["lines"])
    opacities = sorted(area["opacity"] for area in drawn["areas"])
    assert opacities[:5] == [0.15] * 5 and opacities[5] > 0.15
    assert drawn["legend"]["title"] == WORDS["map.valleys"]


def test_firms_at_one_address_are_told_apart(town: Town) -> None:
    firms = read_enterprises(town)
    shown = shown_at(firms, town)
    assert len(set(shown)) == len(firms)
    for firm, (lon, lat) in zip(firms, shown, strict=True):
        assert abs(lat - firm.point.lat) * 111_000 < STEP_METRES * len(firms) ** 0.5
        assert abs(lon - firm.point.lon) * 96_000 < STEP_METRES * len(firms) ** 0.5
    drawn = content(firms_layer(firms, town, "en"))["crowd"]["points"]
    assert [point[2] for point in drawn] == [firm.name.en for firm in firms]


def test_ten_thousand_firms_are_less_than_a_megabyte(town: Town) -> None:
    one = read_enterprises(town)[1]
    many = [replace(one, id=f"{i}") for i in range(10_000)]
    assert len(sent(firms_layer(many, town, "zh")).encode()) < 1_000_000


def test_a_hostile_name_stays_text(town: Town) -> None:
    firm = replace(read_enterprises(town)[0], address="</script><script>alert(1)</script>")
    assert "<script>" not in sent(firm_layer(firm, WORDS, "zh"))
