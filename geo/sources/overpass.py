"""A town's part of OpenStreetMap asked of an Overpass server, through osmnx -> one .osm.pbf file.

osmnx words the questions and sends them; a hook looks at each answer before osmnx does, so that a
busy or broken server is met with a few spaced retries instead of osmnx's endless ones. Answers are
kept as they come: its graphs would drop node tags and the order of ways.
"""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import osmium
import osmnx
import requests
import shapely
from osmium.osm.mutable import Node, Relation, Way
from osmnx._errors import CacheOnlyInterruptError

from geo.errors import DownloadError
from geo.model import Bounds, Progress, no_progress
from geo.sources.clip import WATER
from geo.sources.place_kinds import kind_values
from geo.sources.tags import HIGHWAYS

ENDPOINT = "https://overpass-api.de/api"
TILE_DEGREES = 0.2  # about 20 km: a server answers for all its streets in well under a minute
_BUSY = {429, 500, 502, 503, 504}
_LONGEST_PAUSE_SECONDS = 120.0
_LATER = "Try again later, name another server with --endpoint, or give a file with --osm-file."
_STREETS = [f'["highway"~"^({"|".join(sorted([*HIGHWAYS, "platform"]))})$"]']


@dataclass(frozen=True)
class Patience:
    """How often to ask, how long to wait before the second time (twice as long each further time),
    and how long to wait for an answer."""

    attempts: int = 5
    pause_seconds: float = 5.0
    timeout_seconds: float = 180.0


class _Refusal(Exception):  # caught here, never seen outside
    """An answer of no use; `again` says whether asking once more may help."""

    def __init__(self, problem: str, again: bool = True, pause_seconds: float = 0.0) -> None:
        super().__init__(problem)
        self.again, self.pause_seconds = again, pause_seconds


@dataclass
class _Answers:
    """What the server gave so far, by OpenStreetMap's numbers, and the date of its data."""

    nodes: dict[int, Node] = field(default_factory=dict)
    ways: dict[int, Way] = field(default_factory=dict)
    relations: dict[int, Relation] = field(default_factory=dict)
    base: str = ""

    def take(self, answer: Mapping[str, Any]) -> None:
        """Keep an answer's elements; raises KeyError, TypeError or ValueError where one is none."""
        for element in answer["elements"]:
            number, tags = int(element["id"]), dict(element.get("tags", {}))
            if element["type"] == "node":
                self.nodes[number] = Node(id=number, location=_location(element), tags=tags)
            elif element["type"] == "way":
                self.ways[number] = Way(
                    id=number, nodes=list(map(int, element["nodes"])), tags=tags
                )
            elif element["type"] == "relation":
                members = [(m["type"][0], int(m["ref"]), m["role"]) for m in element["members"]]
                self.relations[number] = Relation(id=number, members=members, tags=tags)
        base = str(answer.get("osm3s", {}).get("timestamp_osm_base", ""))
        self.base = min(filter(None, [self.base, base]), default="")


def _location(element: Mapping[str, Any]) -> tuple[float, float]:
    lon, lat = float(element["lon"]), float(element["lat"])
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise ValueError(f"{lon}, {lat} is no position")
    return lon, lat


def download(
    bounds: Bounds,
    out: Path,
    endpoint: str | None = None,
    patience: Patience | None = None,
    progress: Progress = no_progress,
) -> None:
    """Write streets, water and places within `bounds` to `out` (.osm.pbf), with the data's date.

    Raises DownloadError where the server does not give them in so many attempts.
    """
    address = server_of(endpoint)
    patience = patience or Patience()
    answers = _Answers()
    questions = [(ask, tile) for tile in tiles(bounds) for ask in (_ask_streets, _ask_features)]
    for done, (ask, tile) in enumerate(questions):
        progress("download", done / len(questions))
        for answer in _patiently(ask, tile, address, patience):
            answers.take(answer)
    if not answers.ways:
        problem = "it has no street within the town's bounds"
        raise DownloadError(
            address, problem, 1, "Check bounds in town.toml, or try another server."
        )
    _write(answers, out)
    progress("download", 1.0)


def server_of(endpoint: str | None) -> str:
    """The server's address as osmnx wants it: without the last word of an interpreter's."""
    return (endpoint or ENDPOINT).rstrip("/").removesuffix("/interpreter")


def tiles(bounds: Bounds, degrees: float = TILE_DEGREES) -> list[Bounds]:
    """Equal boxes that cover the bounds, none wider or higher than `degrees`."""
    west, south, east, north = bounds
    columns = max(1, math.ceil((east - west) / degrees - 1e-9))
    rows = max(1, math.ceil((north - south) / degrees - 1e-9))
    wide, high = (east - west) / columns, (north - south) / rows
    return [
        (
            west + column * wide,
            south + row * high,
            west + (column + 1) * wide,
            south + (row + 1) * high,
        )
        for row in range(rows)
        for column in range(columns)
    ]


def _ask_streets(tile: Bounds) -> None:
    osmnx.graph_from_polygon(
        shapely.box(*tile), custom_filter=_STREETS, retain_all=True, truncate_by_edge=True
    )


def _ask_features(tile: Bounds) -> None:
    tags: dict[str, bool | str | list[str]] = {key: list(values) for key, values in WATER.items()}
    tags |= {**kind_values(), "route": "ferry", "type": "restriction"}
    osmnx.features_from_polygon(shapely.box(*tile), tags)


def _patiently(
    ask: Callable[[Bounds], None], tile: Bounds, address: str, patience: Patience
) -> list[dict[str, Any]]:
    """The server's answers to one question, asked again while that may help."""
    pause = patience.pause_seconds
    for attempt in range(1, patience.attempts + 1):
        try:
            return _asked(ask, tile, address, patience.timeout_seconds)
        except (_Refusal, requests.RequestException) as error:
            # a ValueError of requests is an address that is none
            again = (
                error.again if isinstance(error, _Refusal) else not isinstance(error, ValueError)
            )
            if not again or attempt == patience.attempts:
                raise DownloadError(address, _told(error), attempt, _LATER) from error
            asked_for = error.pause_seconds if isinstance(error, _Refusal) else 0.0
            time.sleep(min(max(pause, asked_for), _LONGEST_PAUSE_SECONDS))
            pause *= 2
    raise ValueError("patience must allow one attempt")


def _asked(
    ask: Callable[[Bounds], None], tile: Bounds, address: str, timeout_seconds: float
) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = []

    def look(response: requests.Response, *_: Any, **__: Any) -> None:
        if response.is_redirect:
            return
        try:
            answers.append(_sound(response))
        except _Refusal:
            response.close()
            raise

    with _settings(address, timeout_seconds, look):
        try:
            ask(tile)
        except CacheOnlyInterruptError:
            return answers  # osmnx stops where it would begin to build a graph
    return answers


def _sound(response: requests.Response) -> dict[str, Any]:
    """The answer, or a refusal that says what is wrong with it."""
    if response.status_code != 200:
        problem = f"the server answered {response.status_code} {response.reason}".rstrip()
        wait = response.headers.get("Retry-After", "")
        pause = float(wait) if wait.isdigit() else 0.0
        raise _Refusal(problem, response.status_code in _BUSY, pause)
    try:
        answer = response.json()
        _Answers().take(answer)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        shown = " ".join(response.text[:60].split())
        problem = f"the server answered {shown!r}" if shown else "the server answered nothing"
        raise _Refusal(f"{problem}, not OpenStreetMap data") from error
    if "error" in str(answer.get("remark", "")):  # it gave up midway, with status 200
        raise _Refusal(f"the server gave up: {answer['remark']}")
    return dict(answer)


def _told(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "the server did not answer in time"
    if isinstance(error, requests.ConnectionError):
        return "the server cannot be reached, or broke off"
    return " ".join(str(error).split())


_ONE_AT_A_TIME = Lock()  # osmnx's settings belong to the whole process


@contextmanager
def _settings(address: str, timeout_seconds: float, hook: Callable[..., None]) -> Iterator[None]:
    """osmnx asking this server, without its cache, its own waiting or its detours for names; all is
    as before afterwards, the resolver that it replaces included."""
    wanted = {
        "overpass_url": address,
        "overpass_rate_limit": False,
        "use_cache": False,
        "cache_only_mode": True,
        "doh_url_template": None,
        "http_user_agent": "Town Atlas, through OSMnx",
        "requests_timeout": timeout_seconds,
        "requests_kwargs": {"hooks": {"response": hook}},
    }
    with _ONE_AT_A_TIME:
        before = {name: getattr(osmnx.settings, name) for name in wanted}
        resolver = socket.getaddrinfo
        try:
            for name, value in wanted.items():
                setattr(osmnx.settings, name, value)
            yield
        finally:
            for name, value in before.items():
                setattr(osmnx.settings, name, value)
            socket.getaddrinfo = resolver


def _write(answers: _Answers, out: Path) -> None:
    header = osmium.io.Header()
    if answers.base:
        header.set("osmosis_replication_timestamp", answers.base)
    with osmium.SimpleWriter(str(out), header=header, overwrite=True) as writer:
        for kind in (answers.nodes, answers.ways, answers.relations):
            for _, element in sorted(kind.items()):
                writer.add(element)
