"""A server on this machine that answers as Overpass does, or misbehaves as told."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs

from tests.gridville import at

BASE = "2026-11-20T08:00:00Z"


def node(number: int, x: float, y: float, **tags: str) -> dict[str, Any]:
    """A node by its metres in Gridville."""
    place = at(x, y)
    element = {"type": "node", "id": number, "lon": place.lon, "lat": place.lat}
    return {**element, "tags": tags} if tags else element


def way(number: int, nodes: list[int], **tags: str) -> dict[str, Any]:
    return {"type": "way", "id": number, "nodes": nodes, "tags": tags}


STREETS = [
    node(1, 0, 0),
    node(2, 200, 0, highway="traffic_signals"),
    node(3, 400, 0),
    node(4, 200, 200),
    node(5, 9000, 0),
    way(11, [1, 2, 3, 5], highway="residential", name="First", **{"name:zh": "一路"}),
    way(12, [2, 4], highway="footway"),
]
FEATURES = [
    node(21, 100, 100, amenity="cafe", name="Corner Café"),
    node(22, 300, 100, amenity="bench"),
    node(23, 300, 100, shop="bakery", **{"name": "面包坊", "name:en": "Bakery"}),
    node(24, 9000, 9000, amenity="cafe", name="Far Away"),
    node(25, 250, 100, amenity="parking", access="private", name="Staff only"),
    node(31, 500, 0),
    node(32, 700, 0),
    node(33, 700, 200),
    node(34, 500, 200),
    node(35, 560, 60),
    node(36, 640, 60),
    node(37, 640, 140),
    way(41, [31, 32, 33]),
    way(42, [33, 34, 31]),
    way(43, [35, 36, 37, 35]),
    way(44, [35, 36, 37, 35], leisure="park"),
    {
        "type": "relation",
        "id": 51,
        "tags": {"type": "multipolygon", "natural": "water", "name": "湖"},
        "members": [
            {"type": "way", "ref": 41, "role": "outer"},
            {"type": "way", "ref": 42, "role": "outer"},
            {"type": "way", "ref": 43, "role": "inner"},
        ],
    },
    {
        "type": "relation",
        "id": 52,
        "tags": {"type": "restriction", "restriction": "no_left_turn"},
        "members": [
            {"type": "way", "ref": 11, "role": "from"},
            {"type": "node", "ref": 2, "role": "via"},
            {"type": "way", "ref": 12, "role": "to"},
        ],
    },
]


@dataclass
class Overpass:
    """What the server was asked, and how it misbehaves: the moods are used up one by one, and the
    last one lasts."""

    address: str = ""
    moods: list[str] = field(default_factory=lambda: ["well"])
    asked: list[str] = field(default_factory=list)
    answers: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {"streets": STREETS, "features": FEATURES}
    )

    def mood(self) -> str:
        return self.moods.pop(0) if len(self.moods) > 1 else self.moods[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing it waits for its threads


@contextmanager
def overpass() -> Iterator[Overpass]:
    """The server, up for the length of the block."""
    told, over = Overpass(), Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            query = parse_qs(body)["data"][0]
            told.asked.append(query)
            kind = "streets" if '["highway"~' in query else "features"
            mood = told.mood()
            if mood == "hangs":
                over.wait(10)
            with suppress(OSError):  # who asked may have left
                _answer(self, mood, told.answers[kind])

        def do_GET(self) -> None:
            told.asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_address[1]}/api"
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield told
    finally:
        over.set()
        server.shutdown()
        server.server_close()


def _answer(handler: BaseHTTPRequestHandler, mood: str, elements: list[dict[str, Any]]) -> None:
    whole = {"version": 0.6, "osm3s": {"timestamp_osm_base": BASE}, "elements": elements}
    status, body = 200, json.dumps(whole)
    if mood.isdigit():
        status, body = int(mood), "<html>busy</html>"
    elif mood == "closed":
        handler.connection.shutdown(socket.SHUT_RDWR)
        return
    elif mood == "cut":
        body = body[: len(body) // 2]
    elif mood == "gave up":
        body = json.dumps({**whole, "remark": "runtime error: Query timed out after 180 seconds."})
    elif mood == "nothing there":
        body = json.dumps({**whole, "elements": []})
    elif mood != "well":
        body = mood
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body.encode())))
    if status == 429:
        handler.send_header("Retry-After", "0")
    handler.end_headers()
    handler.wfile.write(body.encode())
