"""Speed and size on Porto beside Valhalla, OSMnx, igraph and pandana, on the same questions."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse.csgraph import dijkstra

from benchmarks.bands_recipe import recipe_bands, recipe_graph
from benchmarks.extracts import PORTO, ROOT, centre, opened, street_nodes
from benchmarks.judged import ask_of, valhalla_question
from benchmarks.measuring import RUNS, Row, command, median, median_seconds
from benchmarks.peers import Peer
from benchmarks.peers.serving import peak_megabytes
from geo.crs import to_degrees
from geo.export import isochrone_bytes
from geo.measures.isochrone import isochrone
from geo.model import Mode, Name, Period, Point, Spot
from geo.network.graph import Network
from geo.study import Study
from geo.travel.matrix import matrix

PLACES, HUBS = 2000, 20
RECIPE_RUNS = 5


def rows() -> Iterator[Row]:
    """All rows of the group."""
    with opened(PORTO) as (study, folder), Peer("valhalla", folder / "valhalla") as valhalla:
        tiles = valhalla.ask("build", extract=str(study.town.files["roads"]))["seconds"]
        yield from _matrix(study, valhalla)
        yield from _graphs(study, folder)
        yield from _bands(study, valhalla)
        yield from _building(folder / PORTO.id, study.town.files["roads"], tiles)


def _bands(study: Study, valhalla: Peer) -> Iterator[Row]:
    question = ask_of(study, Mode.DRIVE)
    ours = median_seconds(
        lambda: isochrone_bytes(isochrone(study, question), ".geojson"), runs=15, warm=3
    )
    answer = isochrone(study, question)
    theirs = valhalla.ask("bands", question=valhalla_question(study, question), runs=15)
    yield Row(
        "Porto: three drive bands as GeoJSON text",
        1000 * ours,
        "ms",
        15,
        peer="Valhalla",
        peer_value=1000 * theirs["seconds"],
        ratio_at_least=4,
        note=f"ours {answer.bands[-1].area_km2:.0f} km² in 30 min, "
        f"{len(isochrone_bytes(answer, '.geojson')) / 1000:.0f} kB; "
        f"Valhalla {theirs['bytes'] / 1000:.0f} kB",
    )
    graph = recipe_graph(study.town.files["roads"])
    point = centre(study).point
    for shape, said in (("buffers", "buffers"), ("hull", "convex hulls")):
        recipe = median_seconds(
            lambda s=shape: recipe_bands(graph, (point.lon, point.lat), question.minutes, s),
            runs=RECIPE_RUNS,
        )
        yield Row(
            f"Porto: the same, beside the OSMnx example's {said}",
            1000 * ours,
            "ms",
            RECIPE_RUNS,
            peer="OSMnx",
            peer_value=1000 * recipe,
            ratio_at_least=50 if shape == "buffers" else None,
            note=f"{len(graph)} nodes, {graph.size()} edges",
        )


def _matrix(study: Study, valhalla: Peer) -> Iterator[Row]:
    places, hubs = _places(study, PLACES), _places(study, HUBS, seed=6)
    study.snap([spot.point for spot in hubs], Mode.DRIVE)  # makes the trees, once a town

    def ours() -> None:
        matrix(study, places, hubs, Mode.DRIVE, Period.FREE)

    megabytes = peak_megabytes(ours)
    seconds = median_seconds(ours)
    question = {
        "sources": [_valhalla_place(spot) for spot in places],
        "targets": [_valhalla_place(spot) for spot in hubs],
        "costing": "auto",
        "verbose": False,
    }
    theirs = valhalla.ask("matrix", question=question, runs=RUNS)
    yield Row(
        f"Porto: matrix of {PLACES} places x {HUBS} hubs by car",
        1000 * seconds,
        "ms",
        RUNS,
        peer="Valhalla",
        peer_value=1000 * theirs["seconds"],
        ratio_at_least=5,
    )
    yield Row(
        "Porto: memory that the matrix takes beside the network",
        megabytes,
        "MB",
        at_most=_megabytes(study.network),
        peer="Valhalla",
        peer_value=theirs["megabytes"],
        note="the goal is the size of the network's arrays",
    )


def _places(study: Study, count: int, seed: int = 5) -> list[Spot]:
    """Places drawn among the junctions that cars reach and leave."""
    network = study.network
    chosen = np.random.default_rng(seed).choice(
        street_nodes(study, Mode.DRIVE), count, replace=False
    )
    lon, lat = to_degrees(network.x[chosen], network.y[chosen], study.town.metres)
    return [
        Spot(str(i), Name("", ""), Point(*place))
        for i, place in enumerate(zip(lon.tolist(), lat.tolist(), strict=True))
    ]


def _valhalla_place(spot: Spot) -> dict[str, float]:
    return {"lon": spot.point.lon, "lat": spot.point.lat}


def _megabytes(network: Network) -> float:
    arrays = [getattr(network, field.name) for field in fields(network)]
    return sum(a.nbytes for a in arrays if isinstance(a, np.ndarray)) / 2**20


def _graphs(study: Study, folder: Path) -> Iterator[Row]:
    """The search alone, over the same rows of edges, node to node."""
    rows = study.network.adjacency(Mode.DRIVE, Period.FREE).matrix
    file = folder / "graph.npz"
    tail = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    np.savez(
        file,
        x=study.network.x,
        y=study.network.y,
        tail=tail,
        head=rows.indices,
        seconds=rows.data,
        nodes=rows.shape[0],
    )
    nodes = street_nodes(study, Mode.DRIVE)
    chosen = np.random.default_rng(5).choice(nodes, HUBS + PLACES, replace=False)
    hubs, places = chosen[:HUBS], chosen[HUBS:]
    one = median_seconds(lambda: dijkstra(rows, indices=hubs[:1]), runs=RUNS, warm=1)
    many = median_seconds(lambda: dijkstra(rows, indices=hubs)[:, places], runs=RUNS, warm=1)
    question = {"graph": str(file), "sources": hubs.tolist(), "targets": places.tolist()}
    told = _ask_graphs(question)
    name = "Porto: one search to everywhere"
    yield _search_row(name, one, "igraph", told["igraph"]["one"])
    name = f"Porto: searches of {HUBS} hubs to {PLACES} junctions"
    yield _search_row(name, many, "igraph", told["igraph"]["many"])
    contracted = f"after contracting for {told['pandana']['contracted']:.1f} s"
    yield _search_row(name, many, "pandana", told["pandana"]["many"], contracted)


def _ask_graphs(question: dict[str, Any]) -> dict[str, Any]:
    told = {}
    for name in ("igraph", "pandana"):
        with Peer(name) as peer:
            told[name] = peer.ask("search", runs=RUNS, **question)
    return told


def _search_row(what: str, seconds: float, peer: str, theirs: float, note: str = "") -> Row:
    return Row(what, 1000 * seconds, "ms", RUNS, peer=peer, peer_value=1000 * theirs, note=note)


def _building(town: Path, roads: Path, tiles: float) -> Iterator[Row]:
    ours = _build_seconds([sys.executable, "-m", "geo", "build", town])
    theirs = median_seconds(lambda: recipe_graph(roads), runs=RECIPE_RUNS)
    yield Row(
        "Porto: network for all modes",
        ours,
        "s",
        RUNS,
        at_most=15,
        note="`geo build`, the interpreter's start and the grid for bands included",
    )
    yield Row(
        "Porto: the same, beside OSMnx for driving alone",
        ours,
        "s",
        RECIPE_RUNS,
        peer="OSMnx",
        peer_value=theirs,
        ratio_at_least=4,
        note=f"Valhalla's tiles took {tiles:.1f} s",
    )


def _build_seconds(build: Sequence[str | Path]) -> float:
    seconds = []
    for _ in range(RUNS):
        shutil.rmtree(os.environ["TOWN_ATLAS_CACHE"], ignore_errors=True)
        seconds.append(command(build, cwd=ROOT)[0])
    return median(seconds)
