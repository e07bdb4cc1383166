"""A graph saved by OSMnx (.graphml) -> ways: one for each edge or pair of opposite edges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import osmnx
import shapely

from geo.errors import SourceError
from geo.model import Ways

_KEYS = ("highway", "maxspeed", "bridge", "tunnel", "junction", "access", "name", "ref", "service")


def read_graphml(path: Path) -> Ways:
    """The edges of an OSMnx graph as ways, one-ways exact.

    Raises SourceError for a file that is broken or holds no edges.
    """
    try:
        graph = osmnx.load_graphml(path)
    except Exception as error:  # XML, types and missing attributes each raise their own
        remedy = "Give a graph written by osmnx.save_graphml"
        raise SourceError(path, f"it is no OSMnx graph ({error})", remedy) from error
    number = {node: i for i, node in enumerate(graph.nodes)}
    lon = [float(data["x"]) for _, data in graph.nodes(data=True)]
    lat = [float(data["y"]) for _, data in graph.nodes(data=True)]
    refs: list[list[int]] = []
    tags: list[dict[str, str]] = []
    ids: list[str] = []
    for u, v, data in _once(graph):
        inner: Any = shapely.get_coordinates(data["geometry"])[1:-1] if "geometry" in data else []
        refs.append([number[u], *range(len(lon), len(lon) + len(inner)), number[v]])
        lon += [float(point[0]) for point in inner]
        lat += [float(point[1]) for point in inner]
        tags.append(_tags(data))
        ids.append(str(_first(data.get("osmid", ""))))
    if not refs:
        raise SourceError(path, "it holds no street", "Save the graph again with its edges")
    return Ways(
        lon=np.array(lon),
        lat=np.array(lat),
        offsets=np.concatenate([[0], np.cumsum([len(run) for run in refs])]).astype(np.int64),
        refs=np.array([ref for run in refs for ref in run], np.int64),
        tags=tags,
        ids=ids,
        node_tags={
            number[node]: {"highway": "traffic_signals"}
            for node, data in graph.nodes(data=True)
            if data.get("highway") == "traffic_signals"
        },
        as_of=str(graph.graph.get("created_date", ""))[:10],
    )


def _once(graph: Any) -> list[tuple[Any, Any, dict[str, Any]]]:
    """Every edge, but of two opposite ones on the same street only the first."""
    seen: set[tuple[Any, ...]] = set()
    edges = []
    for u, v, data in graph.edges(data=True):
        length = round(float(data.get("length", 0)), 1)
        key = (str(data.get("osmid")), length)
        if not data.get("oneway") and (v, u, *key) in seen:
            seen.discard((v, u, *key))
            continue
        seen.add((u, v, *key))
        edges.append((u, v, data))
    return edges


def _tags(data: dict[str, Any]) -> dict[str, str]:
    tags = {key: str(_first(data[key])) for key in _KEYS if data.get(key) is not None}
    tags["oneway"] = "yes" if data.get("oneway") else "no"
    return tags


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) else value
