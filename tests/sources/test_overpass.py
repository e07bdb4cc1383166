"""An Overpass server is asked through osmnx, with patience that ends."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import osmium
import osmnx
import pytest

from geo.errors import DownloadError
from geo.sources.overpass import Patience, download, tiles
from tests.sources.overpass_server import BASE, Overpass, overpass

BOUNDS = (2.99, 45.14, 3.05, 45.18)
QUICK = Patience(attempts=3, pause_seconds=0.01, timeout_seconds=0.5)


@pytest.fixture
def server() -> Iterator[Overpass]:
    with overpass() as running:
        yield running


def numbers(path: Path) -> list[str]:
    """Kind and number of all that the file holds, in its order."""
    return [f"{thing.type_str()}{thing.id}" for thing in osmium.FileProcessor(str(path))]


def test_all_that_the_server_gives_arrives_with_its_tags_and_date(
    server: Overpass, tmp_path: Path
) -> None:
    out = tmp_path / "all.osm.pbf"
    download(BOUNDS, out, server.address, QUICK)
    found = {f"{thing.type_str()}{thing.id}": dict(thing.tags) for thing in _read(out)}
    assert found["n2"] == {"highway": "traffic_signals"}
    assert found["w11"] == {"highway": "residential", "name": "First", "name:zh": "一路"}
    assert found["r52"]["restriction"] == "no_left_turn"
    assert osmium.FileProcessor(str(out)).header.get("osmosis_replication_timestamp") == BASE
    assert [name[0] for name in numbers(out)] == sorted(
        (name[0] for name in numbers(out)), key="nwr".index
    )


def _read(path: Path) -> Iterator[osmium.osm.OSMObject]:
    yield from osmium.FileProcessor(str(path))


def test_the_questions_name_streets_ferries_water_and_places(
    server: Overpass, tmp_path: Path
) -> None:
    download(BOUNDS, tmp_path / "all.osm.pbf", f"{server.address}/interpreter", QUICK)
    streets, features = server.asked
    assert "residential" in streets
    assert "construction" not in streets
    for part in ("'route'='ferry'", "'natural'='water'", "['amenity']", "'type'='restriction'"):
        assert part in features
    assert "status" not in " ".join(server.asked)


def test_large_bounds_are_asked_for_in_tiles() -> None:
    boxes = tiles((120.1, 30.1, 120.5, 30.35))
    assert len(boxes) == 4
    assert boxes[0][:2] == (120.1, 30.1)
    assert boxes[-1][2:] == pytest.approx((120.5, 30.35))
    assert tiles((0, 0, 0.2, 0.1)) == [(0, 0, 0.2, 0.1)]


def test_each_tile_is_asked_for_and_progress_told(server: Overpass, tmp_path: Path) -> None:
    told: list[float] = []
    bounds = (2.9, 45.1, 3.2, 45.2)
    download(
        bounds, tmp_path / "a.osm.pbf", server.address, QUICK, lambda _, done: told.append(done)
    )
    assert len(server.asked) == 4
    assert told == [0.0, 0.25, 0.5, 0.75, 1.0]


@pytest.mark.parametrize(
    "mood", ["429", "503", "504", "hangs", "closed", "cut", "gave up", "", "<html></html>", "[]"]
)
def test_one_bad_answer_is_forgiven(server: Overpass, tmp_path: Path, mood: str) -> None:
    server.moods = [mood, "well"]
    download(BOUNDS, tmp_path / "all.osm.pbf", server.address, QUICK)
    assert len(server.asked) == 3
    assert len(numbers(tmp_path / "all.osm.pbf")) == 25


@pytest.mark.parametrize(
    ("mood", "problem", "attempts"),
    [
        ("429", "answered 429", 3),
        ("504", "answered 504", 3),
        ("400", "answered 400", 1),
        ("404", "answered 404", 1),
        ("hangs", "did not answer in time", 3),
        ("closed", "broke off", 3),
        ("cut", "not OpenStreetMap data", 3),
        ("gave up", "gave up: runtime error", 3),
        ("", "answered nothing", 3),
        ("<html>sorry</html>", "'<html>sorry</html>', not OpenStreetMap data", 3),
        ("null", "not OpenStreetMap data", 3),
        ('{"elements": [{"type": "node", "id": 1}]}', "not OpenStreetMap data", 3),
        ('{"elements": [{"type": "node", "id": 1, "lon": 999, "lat": 0}]}', "not OpenStreet", 3),
        ("nothing there", "it has no street within the town's bounds", 1),
    ],
)
def test_a_server_of_no_use_is_given_up_with_a_reason(
    server: Overpass, tmp_path: Path, mood: str, problem: str, attempts: int
) -> None:
    server.moods = [mood]
    out = tmp_path / "all.osm.pbf"
    with pytest.raises(DownloadError) as caught:
        download(BOUNDS, out, server.address, QUICK)
    assert problem in caught.value.problem
    assert caught.value.attempts == attempts
    assert caught.value.address == server.address
    assert "Nothing was changed" in str(caught.value)
    assert not out.exists()


def test_addresses_that_are_none(tmp_path: Path) -> None:
    for address in ("nonsense", "http://", "ftp://127.0.0.1/api"):
        with pytest.raises(DownloadError) as caught:
            download(BOUNDS, tmp_path / "a.osm.pbf", address, QUICK)
        assert caught.value.attempts == 1


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/api"
    with pytest.raises(DownloadError, match="cannot be reached"):
        download(BOUNDS, tmp_path / "a.osm.pbf", address, QUICK)


@pytest.mark.parametrize("mood", ["well", "504"])
def test_osmnx_is_left_as_it_was(server: Overpass, tmp_path: Path, mood: str) -> None:
    server.moods = [mood]
    names = [name for name in dir(osmnx.settings) if name.islower() and name[0] != "_"]
    before = {name: getattr(osmnx.settings, name) for name in names}
    resolver = socket.getaddrinfo
    try:
        download(BOUNDS, tmp_path / "a.osm.pbf", server.address, QUICK)
    except DownloadError:
        assert mood == "504"
    assert {name: getattr(osmnx.settings, name) for name in names} == before
    assert socket.getaddrinfo is resolver
    assert not Path("cache").exists()
