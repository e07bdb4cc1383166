"""The Sites page: limits with counts, ranks, a shortlist in the address, a file of one's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.gridville import at, write_gridville
from tests.pages.conftest import Open
from tests.pages.test_pages import headline, html, unforeseen
from ui.words import LANGUAGES


def write_land(folder: Path) -> None:
    """Four parcels: two industrial, one for homes, one where no street comes near."""
    boxes = {
        "m1": (1010, 210, 1190, 390, "M1"),
        "m2": (10, 1610, 190, 1790, "M1"),
        "home": (410, 410, 590, 590, "R2"),
        "far": (3000, 2300, 3100, 2400, "B1"),
    }
    features = []
    for id, (west, south, east, north, use) in boxes.items():
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        ring = [[at(*xy).lon, at(*xy).lat] for xy in corners]
        own = {"id": id, "land_use": use, "accuracy": "approximate", "source": "made up"}
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": own, "geometry": shape})
    told = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / "parcels.geojson").write_text(told, encoding="utf-8")
    config = folder / "town.toml"
    text = config.read_text(encoding="utf-8").replace(
        "[files]\n", '[files]\nparcels = "parcels.geojson"\n', 1
    )
    config.write_text(text, encoding="utf-8")


@pytest.fixture
def landed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_page: Open) -> Open:
    write_land(write_gridville(tmp_path / "landville"))
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(tmp_path))
    return open_page


LIMIT = "station:walk:5"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_answers_how_many_parcels_meet_all_limits(landed: Open, language: str) -> None:
    app = landed("sites", lang=language, town="landville", limits_of=LIMIT)
    assert not unforeseen(app)
    numbers = [int(n) for n in re.findall(r"\d+", headline(app))]
    assert {3, 1, 5} <= set(numbers)  # of 3 to let (homes are not) 1 lies within 5 min
    captions = [caption.value for caption in app.caption]
    assert any("1" in caption for caption in captions)


def test_homes_come_when_asked_for(landed: Open) -> None:
    app = landed("sites", lang="en", town="landville", limits_of=LIMIT, land="homes")
    assert "of 1 parcels" in headline(app)


def test_parcels_that_no_street_reaches_are_told(landed: Open) -> None:
    app = landed("sites", lang="en", town="landville", limits_of=LIMIT)
    assert "1 lie too far from any street" in html(app)


def test_a_shortlist_in_the_address_is_compared(landed: Open) -> None:
    app = landed("sites", lang="en", town="landville", limits_of=LIMIT, short="m1,m2,gone")
    text = html(app)
    assert not unforeseen(app)
    assert 'data-head="1 Industry, class 1 m1"' in text
    assert 'data-head="2 Industry, class 1 m2"' in text
    assert "gone" not in text


def test_names_are_text_where_labels_take_markdown(landed: Open, tmp_path: Path) -> None:
    file = tmp_path / "landville" / "parcels.geojson"
    hostile = "![x](http://example.org/x.png) <img src=x onerror=alert(1)>"
    named = json.loads(file.read_text("utf-8"))
    named["features"][0]["properties"]["name_en"] = hostile
    file.write_text(json.dumps(named), "utf-8")
    app = landed("sites", lang="en", town="landville", limits_of=LIMIT, short="m1")
    assert not unforeseen(app)
    (label,) = [button.label for button in app.button if "example" in button.label]
    assert r"\!\[x\]" in label
    raw = "".join(str(block.proto.body) for block in app.get("html"))
    assert "<img src=x" not in raw
    assert "&lt;img src=x" in raw


def test_a_town_without_parcels_says_what_to_do(open_page: Open) -> None:
    app = open_page("sites", lang="en", town="gridville")
    assert not unforeseen(app)
    assert "a parcel file of your own" in html(app)


def test_nonsense_in_limits_is_left_out(landed: Open) -> None:
    app = landed("sites", lang="en", town="landville", limits_of="station:fly:5", short="x" * 99)
    assert not unforeseen(app)
    assert "station:fly:5" in html(app)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bad.geojson", b"{not json"),
        ("empty.csv", b""),
        ("x.zip", b"PK\x03\x04junk"),
        ("deep.geojson", b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
        ("none.geojson", b'{"type": "FeatureCollection", "features": []}'),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_the_page_stays_up(
    landed: Open, name: str, data: bytes
) -> None:
    app = landed("sites", lang="en", town="landville", limits_of=LIMIT)
    app.get("file_uploader")[0].set_value((name, data, "application/octet-stream"))
    app.run()
    assert not unforeseen(app)
    assert "notice trouble" in html(app)
    assert name in html(app)
