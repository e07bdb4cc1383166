"""Valhalla as a peer: `valhalla_peer.py FOLDER` builds tiles into FOLDER and answers from them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import valhalla
from serving import peak_megabytes, serve, timed

FOLDER = Path(sys.argv[1])
CONFIG = FOLDER / "valhalla.json"
PROGRAMS = Path(valhalla.__file__).parent / "bin"
MANY = 10**9
_OPEN: list[valhalla.Actor] = []


def build(extract: str) -> dict[str, float]:
    """Make tiles of an extract; seconds."""
    tiles = FOLDER / "tiles"
    tiles.mkdir(parents=True, exist_ok=True)
    config = valhalla.get_config(tile_dir=tiles, tile_extract="", verbose=False)
    for costing in ("auto", "pedestrian", "bicycle"):
        config["service_limits"][costing]["max_matrix_location_pairs"] = MANY
        config["service_limits"][costing]["max_locations"] = MANY
    CONFIG.write_text(json.dumps(config))
    start = time.perf_counter()
    command = [PROGRAMS / "valhalla_build_tiles", "-c", CONFIG, extract]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return {"seconds": time.perf_counter() - start}


def bands(question: dict[str, Any], runs: int) -> dict[str, Any]:
    """The GeoJSON of isochrones, as text to time it and parsed to judge it."""
    actor, text = _actor(), json.dumps(question)
    answer, seconds = timed(lambda: actor.isochrone(text), runs)
    return {"seconds": seconds, "bytes": len(answer), "geojson": json.loads(answer)}


def matrix(question: dict[str, Any], runs: int) -> dict[str, Any]:
    """Seconds from every source to every target, None where there is no way; time and memory."""
    actor, text = _actor(), json.dumps(question)
    found: dict[str, Any] = {}

    def once() -> None:
        found["text"] = actor.matrix(text)

    megabytes = peak_megabytes(once)
    _, seconds = timed(once, runs, warm=0)
    times = json.loads(found["text"])["sources_to_targets"]["durations"]
    return {"seconds": seconds, "megabytes": megabytes, "times": times}


def pairs(ends: list[list[float]], costing: str, options: dict[str, Any]) -> list[float | None]:
    """Seconds of each trip, given as [lon, lat, lon, lat]; None where there is none."""
    actor, found = _actor(), []
    for lon, lat, to_lon, to_lat in ends:
        question = {
            "sources": [{"lon": lon, "lat": lat}],
            "targets": [{"lon": to_lon, "lat": to_lat}],
            "costing": costing,
            "costing_options": {costing: options},
            "verbose": False,
        }
        try:
            answer = json.loads(actor.matrix(json.dumps(question)))
            found.append(answer["sources_to_targets"]["durations"][0][0])
        except RuntimeError:  # no street near an end
            found.append(None)
    return found


def route(ends: list[float], costing: str, options: dict[str, Any]) -> list[dict[str, Any]]:
    """The manoeuvres of one trip: what to do, seconds and kilometres."""
    lon, lat, to_lon, to_lat = ends
    question = {
        "locations": [{"lon": lon, "lat": lat}, {"lon": to_lon, "lat": to_lat}],
        "costing": costing,
        "costing_options": {costing: options},
    }
    trip = json.loads(_actor().route(json.dumps(question)))["trip"]
    wanted = ("instruction", "time", "length")
    return [{key: step[key] for key in wanted} for step in trip["legs"][0]["maneuvers"]]


def _actor() -> valhalla.Actor:
    if not _OPEN:
        _OPEN.append(valhalla.Actor(json.loads(CONFIG.read_text())))
    return _OPEN[0]


if __name__ == "__main__":
    serve({"build": build, "bands": bands, "matrix": matrix, "pairs": pairs, "route": route})
