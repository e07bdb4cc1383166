from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geo.errors import CacheError
from tests.maps.test_encode import decode
from tests.maps.towns import BOUNDS, made_up_town, write_basemap


@pytest.fixture
def written(tmp_path: Path) -> dict[str, Any]:
    url = write_basemap(made_up_town(tmp_path), tmp_path)
    assert url == "towns/made-up-town/0123456789ab.json"
    content = json.loads(next(tmp_path.rglob("0123456789ab.json")).read_text())
    assert isinstance(content, dict)
    return content


def test_roads_lie_under_their_class_with_links_joined_to_it(written: dict[str, Any]) -> None:
    assert set(written["roads"]) == {"motorway", "primary"}
    (primary,) = written["roads"]["primary"]
    assert decode(primary)[[0, -1]].tolist() == [[120.1, 30.0], [120.1, 30.15]]


def test_lesser_streets_wait_in_a_file_of_their_own(
    written: dict[str, Any], tmp_path: Path
) -> None:
    second = next(tmp_path.rglob(written["streets"]))
    assert set(json.loads(second.read_text())["roads"]) == {"minor"}


def test_metro_ends_at_the_edge_of_the_map(written: dict[str, Any]) -> None:
    (line,) = written["metro"]
    ends = decode(line["lines"][0])[:, 0]
    assert (ends.min(), ends.max()) == (BOUNDS[0], BOUNDS[2])
    assert [station["name"]["en"] for station in written["stations"]] == ["West", "East"]
    assert written["stations"][1]["lines"] == ["7", "1"]
    assert written["stations"][0]["colour"] == "#702F8F"


def test_water_is_named_inside_itself(written: dict[str, Any]) -> None:
    (name,) = (name for name in written["names"] if name["kind"] == "water")
    assert name["name"] == {"zh": "大河", "en": "Great River"}
    ((_, lat),) = name["places"]
    assert 30.1 < lat < 30.12


def test_the_same_town_gives_the_same_bytes(tmp_path: Path) -> None:
    town = made_up_town(tmp_path)
    for folder in ("a", "b"):
        write_basemap(town, tmp_path / folder)
    one, two = (sorted((tmp_path / folder).rglob("*.json")) for folder in ("a", "b"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
    assert len(one) == 2


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "towns").write_text("in the way")
    with pytest.raises(CacheError, match="base map cannot be written"):
        write_basemap(made_up_town(tmp_path), tmp_path)
