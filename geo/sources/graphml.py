"""A graph saved by OSMnx (.graphml) -> ways: one for each edge or pair of opposite edges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx
import numpy as np
import osmnx
import shapely

from geo.errors import SourceError
from geo.model import Floats, Ways
from geo.sources.tags import NODE_KEYS, WAY_KEYS

_Edge = tuple[Any, Any, dict[str, Any]]


def read_graphml(path: Path) -> Ways:
    """The edges of an OSMnx graph as ways: two-way where the graph has both directions.

    Raises SourceError for a file that is broken or holds no edges.
    """
    graph = _graph(path)
    number = {node: place for place, node in enumerate(graph.nodes)}
    points = [(data["x"], data["y"]) for _, data in graph.nodes(data=True)]
    refs: list[list[int]] = []
    edges = _once(graph)
    for u, v, data in edges:
        inner = _shape(graph, u, v, data)[1:-1]
        refs.append([number[u], *range(len(points), len(points) + len(inner)), number[v]])
        points += [(lon, lat) for lon, lat in inner.tolist()]
    if not refs:
        raise SourceError(path, "it holds no street", "Save the graph again with its edges.")
    lon, lat = np.array(points, dtype=np.float64).T
    return Ways(
        lon=lon,
        lat=lat,
        offsets=np.concatenate([[0], np.cumsum([len(run) for run in refs])]).astype(np.int64),
        refs=np.array([ref for run in refs for ref in run], dtype=np.int64),
        tags=[_tags(data) for _, _, data in edges],
        ids=[str(_first(data.get("osmid", ""))) for _, _, data in edges],
        node_tags={
            number[node]: tags for node, data in graph.nodes(data=True) if (tags := _signs(data))
        },
        as_of=str(graph.graph.get("created_date", ""))[:10],
    )


def _graph(path: Path) -> networkx.MultiDiGraph[Any]:
    """The graph in degrees."""
    try:
        graph = osmnx.load_graphml(path)
        if not osmnx.projection.is_projected(graph.graph["crs"]):
            return graph
        return osmnx.project_graph(graph, to_latlong=True)
    except Exception as error:  # XML, types and missing attributes each raise their own
        remedy = "Give a graph written by osmnx.save_graphml."
        raise SourceError(path, f"it is no OSMnx graph ({error!r})", remedy) from error


def _once(graph: networkx.MultiDiGraph[Any]) -> list[_Edge]:
    """Every edge with `oneway` made true; of two opposite ones along one line only the first.

    The graph itself says what is open: an edge whose opposite is missing is one-way, whatever its
    own attribute. OSMnx may list the ids of opposite edges in different orders.
    """
    waiting: dict[tuple[Any, ...], list[int]] = {}
    edges: list[_Edge] = []
    for u, v, data in graph.edges(data=True):
        line = np.round(_shape(graph, u, v, data), 7)
        ids = tuple(sorted(map(str, _all(data.get("osmid")))))
        twins = waiting.get((v, u, ids, line[::-1].tobytes()))
        if twins:
            edges[twins.pop()][2]["oneway"] = False
            continue
        waiting.setdefault((u, v, ids, line.tobytes()), []).append(len(edges))
        edges.append((u, v, {**data, "oneway": True}))
    return edges


def _shape(graph: networkx.MultiDiGraph[Any], u: Any, v: Any, data: dict[str, Any]) -> Floats:
    """The edge's points from u to v, shape (points, 2)."""
    ends = [(graph.nodes[node]["x"], graph.nodes[node]["y"]) for node in (u, v)]
    if data.get("geometry") is None:
        return np.array(ends, dtype=np.float64)
    inner = shapely.get_coordinates(data["geometry"])[1:-1]
    return np.concatenate([ends[:1], inner, ends[1:]])


def _tags(data: dict[str, Any]) -> dict[str, str]:
    tags = {key: str(_first(data[key])) for key in WAY_KEYS & data.keys() if _all(data[key])}
    if data.get("maxspeed"):
        tags["maxspeed"] = ";".join(sorted(map(str, _all(data["maxspeed"]))))
    return tags | {"oneway": "yes" if data["oneway"] else "no"}


def _signs(data: dict[str, Any]) -> dict[str, str]:
    return {key: str(_first(data[key])) for key in NODE_KEYS & data.keys() if _all(data[key])}


def _all(value: Any) -> list[Any]:
    """A list as it is, a single value as a list, nothing as an empty one."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" or value != value else [value]


def _first(value: Any) -> Any:
    return next(iter(_all(value)), "")
