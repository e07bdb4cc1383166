"""A graph of OSMnx becomes ways that are open exactly as the graph's edges are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import networkx
import osmnx
import pytest
from shapely import LineString

from geo.errors import SourceError
from geo.model import Ways
from geo.sources.graphml import read_graphml
from tests.sources.osm_text import runs

PLACES = {1: (10.0, 50.0), 2: (10.001, 50.0), 3: (10.002, 50.0)}
BEND = LineString([PLACES[1], (10.0005, 50.0005), PLACES[2]])


def save(path: Path, *edges: tuple[int, int, dict[str, Any]], crs: str = "epsg:4326") -> Path:
    graph = networkx.MultiDiGraph(crs=crs, created_date="2026-06-08 10:00:00", simplified=True)
    for node, (x, y) in PLACES.items():
        graph.add_node(node, x=x, y=y, street_count=2)
    graph.nodes[2]["highway"] = "traffic_signals"
    for u, v, data in edges:
        graph.add_edge(u, v, **{"length": 71.6, "reversed": False, "highway": "primary", **data})
    osmnx.save_graphml(graph, path)
    return path


def directed(ways: Ways) -> Counter[tuple[tuple[float, float], ...]]:
    """Every direction in which a way is open, as its points."""
    open_ways: Counter[tuple[tuple[float, float], ...]] = Counter()
    for points, tags in zip(runs(ways), ways.tags, strict=True):
        open_ways[tuple(points)] += 1
        if tags["oneway"] == "no":
            open_ways[tuple(points[::-1])] += 1
    return open_ways


def test_opposite_edges_are_one_way_and_single_ones_one_way_streets(tmp_path: Path) -> None:
    there = {"osmid": [5, 6], "oneway": False, "geometry": BEND}
    back = {"osmid": [6, 5], "oneway": False, "reversed": True, "geometry": BEND.reverse()}
    single = {"osmid": 7, "oneway": True}
    ways = read_graphml(save(tmp_path / "g.graphml", (1, 2, there), (2, 1, back), (2, 3, single)))
    assert [tags["oneway"] for tags in ways.tags] == ["no", "yes"]
    assert runs(ways) == [list(BEND.coords), [PLACES[2], PLACES[3]]]
    assert ways.ids == ["5", "7"]
    assert ways.node_tags == {1: {"highway": "traffic_signals"}}
    assert ways.as_of == "2026-06-08"


def test_two_carriageways_between_the_same_nodes_stay_two(tmp_path: Path) -> None:
    one = {"osmid": 5, "oneway": True, "geometry": BEND}
    other = {"osmid": 6, "oneway": True, "geometry": BEND.reverse()}
    ways = read_graphml(save(tmp_path / "g.graphml", (1, 2, one), (2, 1, other)))
    assert [tags["oneway"] for tags in ways.tags] == ["yes", "yes"]


def test_an_edge_whose_opposite_is_missing_is_one_way(tmp_path: Path) -> None:
    ways = read_graphml(save(tmp_path / "g.graphml", (1, 2, {"osmid": 5, "oneway": False})))
    assert ways.tags[0]["oneway"] == "yes"


def test_parallel_streets_each_find_their_own_opposite(tmp_path: Path) -> None:
    straight = {"osmid": 5, "oneway": False}
    bent = {**straight, "geometry": BEND}
    edges = [(1, 2, straight), (1, 2, bent), (2, 1, {**bent, "geometry": BEND.reverse()})]
    ways = read_graphml(save(tmp_path / "g.graphml", *edges))
    assert [tags["oneway"] for tags in ways.tags] == ["yes", "no"]


def test_of_lists_the_first_counts(tmp_path: Path) -> None:
    lists = {"osmid": 5, "highway": ["trunk", "primary"], "name": ["一路", "二路"]}
    ways = read_graphml(save(tmp_path / "g.graphml", (1, 2, {**lists, "maxspeed": ["60", "40"]})))
    assert ways.tags[0] == {
        "highway": "trunk",
        "name": "一路",
        "maxspeed": "40;60",
        "oneway": "yes",
    }


def test_a_projected_graph_is_brought_back_to_degrees(tmp_path: Path) -> None:
    plain = save(tmp_path / "g.graphml", (1, 2, {"osmid": 5}))
    metres = tmp_path / "metres.graphml"
    osmnx.save_graphml(osmnx.project_graph(osmnx.load_graphml(plain)), metres)
    (points,) = runs(read_graphml(metres))
    assert points[0] == pytest.approx(PLACES[1], abs=1e-7)


def test_a_real_graph_keeps_every_direction(extracts: Path) -> None:
    path = extracts / "hangzhou_west_drive.graphml"
    ways = read_graphml(path)
    graph = osmnx.load_graphml(path)
    wanted: Counter[tuple[tuple[float, float], ...]] = Counter()
    for u, v, data in graph.edges(data=True):
        ends = [(graph.nodes[node]["x"], graph.nodes[node]["y"]) for node in (u, v)]
        inner = list(data["geometry"].coords)[1:-1] if "geometry" in data else []
        wanted[(ends[0], *inner, ends[1])] += 1
    assert directed(ways) == wanted
    assert (wanted.total(), len(ways)) == (3166, 2156)
    assert ways.as_of == "2026-06-08"
    assert any("一" <= tags.get("name", " ")[0] <= "龥" for tags in ways.tags)


@pytest.mark.parametrize("text", ["", "<graphml/>", "<html></html>", "no xml", "<graphml>"])
def test_what_is_no_graph(tmp_path: Path, text: str) -> None:
    path = tmp_path / "g.graphml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=r"no OSMnx graph|no street"):
        read_graphml(path)


def test_a_graph_without_edges(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="it holds no street"):
        read_graphml(save(tmp_path / "g.graphml"))
