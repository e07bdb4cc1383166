"""The usual recipe as a peer: OSMnx builds the graph, networkx searches it.

The rules by which a car may use a way are written here anew, in the plainest form, so that an error
in the engine's own rules shows as a difference.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import networkx
import osmium
import osmnx

from geo.model import Assumptions

_WAY_KEYS = [
    "highway",
    "oneway",
    "maxspeed",
    "maxspeed:forward",
    "maxspeed:backward",
    "junction",
    "access",
    "vehicle",
    "motor_vehicle",
    "motorcar",
    "service",
    "name",
]
_NODE_KEYS = ["highway", "barrier", "access", "vehicle", "motor_vehicle", "motorcar"]
_CLOSED = {"no", "private", "agricultural", "forestry", "military", "emergency", "permit"}
_OPEN = {"yes", "designated", "permissive", "destination", "customers", "delivery", "official"}
_STOPPING = {
    "bollard",
    "block",
    "chain",
    "jersey_barrier",
    "motorcycle_barrier",
    "cycle_barrier",
    "log",
    "debris",
    "planter",
    "stile",
    "kissing_gate",
    "turnstile",
    "full-height_turnstile",
    "horse_stile",
}
ROADS = [
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
]
"""What is read for driving: the same classes as in our own network."""


def drive_graph(path: Path, assumptions: Assumptions) -> networkx.MultiDiGraph:
    """What cars may use, as a directed graph; edges hold `seconds` in free flow without lights."""
    graph = _load(path)
    drive = networkx.MultiDiGraph()
    stopping = {node for node, data in graph.nodes(data=True) if _stops(data)}
    for node, data in graph.nodes(data=True):
        drive.add_node(node, x=data["x"], y=data["y"])
    for u, v, data in graph.edges(data=True):
        if u in stopping or v in stopping:
            continue
        kmh = _kmh(data, assumptions)
        if kmh is not None:
            drive.add_edge(u, v, seconds=data["length"] * 3.6 / kmh)
    return drive


def _load(path: Path) -> networkx.MultiDiGraph:
    """Read an extract with OSMnx, which wants plain XML."""
    before = osmnx.settings.useful_tags_way, osmnx.settings.useful_tags_node
    osmnx.settings.useful_tags_way, osmnx.settings.useful_tags_node = _WAY_KEYS, _NODE_KEYS
    try:
        with tempfile.TemporaryDirectory() as folder:
            xml = Path(folder) / "extract.osm"
            streets = osmium.filter.KeyFilter("highway").enable_for(osmium.osm.WAY)
            with osmium.SimpleWriter(str(xml)) as writer:
                kinds = osmium.osm.NODE | osmium.osm.WAY
                for thing in osmium.FileProcessor(str(path), kinds).with_filter(streets):
                    writer.add(thing)
            return osmnx.graph_from_xml(xml, simplify=False, retain_all=True)
    finally:
        osmnx.settings.useful_tags_way, osmnx.settings.useful_tags_node = before


def _stops(tags: dict[str, Any]) -> bool:
    """Whether a car cannot pass a node."""
    if "barrier" not in tags:
        return False
    word = _said(tags)
    return word in _CLOSED if word else tags["barrier"] in _STOPPING


def _said(tags: dict[str, Any]) -> str | None:
    """What the most particular access key says of cars; a plain access=yes says nothing new."""
    for key in ("motorcar", "motor_vehicle", "vehicle"):
        if tags.get(key) in _CLOSED | _OPEN:
            return str(tags[key])
    return str(tags["access"]) if tags.get("access") in _CLOSED else None


def _kmh(tags: dict[str, Any], assumptions: Assumptions) -> float | None:
    """Speed by car along an edge, None where cars may not go."""
    highway = str(tags.get("highway", ""))
    link = highway.endswith("_link")
    name = {"road": "unclassified"}.get(highway, highway.removesuffix("_link"))
    said = _said(tags)
    if said in _CLOSED or (name not in ROADS and said not in _OPEN):
        return None
    if tags.get("service") == "emergency_access" and said not in _OPEN:
        return None
    signed = str(tags.get("maxspeed", ""))
    if signed.isdigit():
        return float(signed) * assumptions["speeds.maxspeed_share"]
    key = f"speeds.drive.{name}"
    kmh = assumptions[key if key in assumptions else "speeds.drive.service"]
    return kmh * (assumptions["speeds.link_share"] if link else 1.0)
