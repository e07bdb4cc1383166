"""A town.toml names fetched files, and everything else in it stays as it was written."""

from __future__ import annotations

import tomllib

import pytest

from geo.errors import SourceError
from geo.sources.town_toml import Fetched, rewritten

TOWN = """# A town by the sea
name = { zh = "甲", en = "A" }   # its name
centre = [10.0, 50.0]
bounds = [9.9, 49.9, 10.1, 50.1]
metres = "EPSG:32632"
timezone = "Europe/Berlin"

[files]
roads = "roads.geojson"  # drawn by hand
hubs = "hubs.geojson"
places = "places.csv"

[speeds]
walk = 5.0

[[source]]
file = "roads.geojson"
origin = "us"

[[source]]  # our own
file = "places.csv"
origin = "us"
datum = "GCJ-02"

[source.note]
zh = "注"
en = "a note"
"""
PATHS = {"roads": "osm-1/roads.osm.pbf", "places": "osm-1/places.geojson"}
FETCHED = Fetched("2026-11-20", "overpass.example", True)


def sources(text: str) -> list[tuple[str, str]]:
    """File and English origin of each source."""
    entries = tomllib.loads(text)["source"]
    origins = [entry["origin"] for entry in entries]
    told = [origin if isinstance(origin, str) else origin["en"] for origin in origins]
    return list(zip([entry["file"] for entry in entries], told, strict=True))


def test_what_is_not_fetched_stays_to_the_letter() -> None:
    text = rewritten(TOWN, PATHS, FETCHED)
    for line in ("# A town by the sea", "# its name", "walk = 5.0", 'hubs = "hubs.geojson"'):
        assert line in text
    table = tomllib.loads(text)
    assert table["files"] == {"hubs": "hubs.geojson", **PATHS}
    assert table["coverage"] == {"streets": "all"}
    assert table["attribution"]["en"] == "© OpenStreetMap contributors, ODbL"


def test_sources_follow_their_files() -> None:
    text = rewritten(TOWN, PATHS, FETCHED)
    fetched = "OpenStreetMap, fetched from overpass.example"
    assert sources(text) == [("places", "us"), ("roads", fetched), ("places", fetched)]
    own = tomllib.loads(text)["source"][0]
    assert own["datum"] == "WGS-84"  # as the merged file has it
    assert own["note"]["en"] == "a note"


def test_without_places_of_its_own_their_source_goes() -> None:
    text = rewritten(TOWN, PATHS, Fetched("", "x.osm", False))
    assert sources(text) == [(key, "OpenStreetMap, fetched from x.osm") for key in PATHS]
    assert tomllib.loads(text)["source"][0]["as_of"] == ""


def test_rewriting_again_changes_nothing() -> None:
    once = rewritten(TOWN, PATHS, FETCHED)
    assert rewritten(once, PATHS, FETCHED) == once


@pytest.mark.parametrize(
    ("said", "credit"),
    [
        ('attribution = "Us"', "© OpenStreetMap contributors, ODbL; Us"),
        ('attribution = { zh = "我们", en = "Us" }', "© OpenStreetMap contributors, ODbL; Us"),
        ('attribution = "OpenStreetMap and us"', "OpenStreetMap and us"),
    ],
)
def test_openstreetmap_is_credited_once(said: str, credit: str) -> None:
    found = tomllib.loads(rewritten(f"{said}\n{TOWN}", PATHS, FETCHED))["attribution"]
    assert (found if isinstance(found, str) else found["en"]) == credit


def test_sources_in_one_line() -> None:
    text = TOWN.split("[[source]]", maxsplit=1)[0]
    line = 'source = [{ file = "roads", origin = "us" }, { file = "hubs", origin = "us" }]\n'
    found = sources(rewritten(line + text, PATHS, FETCHED))
    assert [file for file, _ in found] == ["hubs", "roads", "places"]


@pytest.mark.parametrize("text", ["name = ", "name = 1", '[files]\nroads = "a"', ""])
def test_what_is_no_town_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="cannot be rewritten"):
        rewritten(text, PATHS, FETCHED)
