"""Bands as OSMnx's example notebook 'Isolines' draws them: a hull, or buffers around streets."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import networkx
import numpy as np
import osmium
import osmnx
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from benchmarks.osmnx_recipe import ROADS

Shapes = NDArray[np.object_]
NODE_METRES, EDGE_METRES = 50.0, 25.0
"""The widths of the example."""


def recipe_graph(path: Path) -> networkx.MultiDiGraph:
    """The usual driving graph of an extract, simplified and projected, with `travel_time` in s."""
    with tempfile.TemporaryDirectory() as folder:
        xml = Path(folder) / "extract.osm"
        _write_roads(path, xml)
        graph = osmnx.graph_from_xml(xml)
    graph = osmnx.add_edge_travel_times(osmnx.add_edge_speeds(graph, fallback=30))
    return osmnx.project_graph(graph)


def _write_roads(path: Path, xml: Path) -> None:
    """The roads of an extract as plain XML, which is what OSMnx reads."""
    wanted = [("highway", name + ending) for name in ROADS for ending in ("", "_link")]
    roads = osmium.filter.TagFilter(*wanted).enable_for(osmium.osm.WAY)
    needed = osmium.IdTracker()
    for way in osmium.FileProcessor(str(path), osmium.osm.WAY).with_filter(roads):
        needed.add_references(way)
    with osmium.SimpleWriter(str(xml)) as writer:
        kept = osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
        kept = kept.with_filter(needed.id_filter().enable_for(osmium.osm.NODE)).with_filter(roads)
        for thing in kept:
            writer.add(thing)


def street_hull(nodes: Shapes) -> shapely.Geometry:
    """The convex hull of the nodes in reach."""
    return shapely.convex_hull(shapely.MultiPoint(nodes.tolist()))


def street_buffers(nodes: Shapes, edges: Shapes) -> shapely.Geometry:
    """Nodes and edges in reach with ground around them, joined, holes of each part filled."""
    around = [shapely.buffer(nodes, NODE_METRES), shapely.buffer(edges, EDGE_METRES)]
    whole = shapely.union_all(np.concatenate(around))
    parts = shapely.get_parts(whole)
    return shapely.MultiPolygon(shapely.polygons(shapely.get_exterior_ring(parts)).tolist())


def recipe_bands(
    graph: networkx.MultiDiGraph, centre: tuple[float, float], minutes: tuple[int, ...], shape: str
) -> str:
    """GeoJSON text of the bands around a point in degrees; `shape` is "hull" or "buffers".

    `graph` is projected, its edges hold `travel_time` in seconds: the example's steps, one by one.
    """
    x, y = Transformer.from_crs("EPSG:4326", graph.graph["crs"], always_xy=True).transform(*centre)
    start = osmnx.nearest_nodes(graph, x, y)
    back = Transformer.from_crs(graph.graph["crs"], "EPSG:4326", always_xy=True)
    features = []
    for limit in sorted(minutes, reverse=True):
        near = networkx.ego_graph(graph, start, radius=60 * limit, distance="travel_time")
        nodes = _nodes(near)
        ground = street_hull(nodes) if shape == "hull" else street_buffers(nodes, _edges(near))
        degrees = shapely.transform(ground, back.transform, interleaved=False)
        geometry = json.loads(shapely.to_geojson(degrees))
        features.append({"type": "Feature", "properties": {"minutes": limit}, "geometry": geometry})
    return json.dumps({"type": "FeatureCollection", "features": features})


def _nodes(graph: networkx.MultiDiGraph) -> Shapes:
    return np.array([shapely.Point(d["x"], d["y"]) for _, d in graph.nodes(data=True)])


def _edges(graph: networkx.MultiDiGraph) -> Shapes:
    place = graph.nodes
    return np.array(
        [
            data.get("geometry")
            or shapely.LineString([(place[n]["x"], place[n]["y"]) for n in (u, v)])
            for u, v, data in graph.edges(data=True)
        ]
    )
