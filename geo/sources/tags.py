"""Which of OpenStreetMap's ways and tags routing needs."""

from __future__ import annotations

_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")

HIGHWAYS = (
    frozenset(_ROADS)
    | {f"{road}_link" for road in _ROADS}
    | {"unclassified", "residential", "living_street", "service", "road", "busway", "track"}
    | {"pedestrian", "footway", "cycleway", "path", "bridleway", "steps", "corridor"}
)
"""Classes that some mode can use; construction, proposed, razed and the like are none of them."""

ACCESS_KEYS = frozenset(
    {"access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot", "motorroad"}
)
WAY_KEYS = (
    ACCESS_KEYS
    | {"highway", "route", "duration", "area", "service", "junction", "oneway", "oneway:bicycle"}
    | {"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"}
    | {"cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway"}
    | {"maxspeed", "maxspeed:forward", "maxspeed:backward", "maxspeed:type", "source:maxspeed"}
    | {"sidewalk", "bridge", "tunnel", "layer", "surface", "incline"}
    | {"name", "name:zh", "name:en", "ref"}
)
NODE_KEYS = (ACCESS_KEYS - {"motorroad"}) | {
    "highway",
    "crossing",
    "crossing:signals",
    "traffic_signals",
    "traffic_signals:direction",
    "barrier",
}

_WELCOME = frozenset({"yes", "designated", "permissive"})


def is_street(tags: dict[str, str]) -> bool:
    """Whether some mode may use a way: a street, a path, a ferry, or a platform open to walkers."""
    highway = tags.get("highway")
    if highway == "platform":
        return tags.get("foot") in _WELCOME
    return highway in HIGHWAYS or (not highway and tags.get("route") == "ferry")
