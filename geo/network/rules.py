"""OpenStreetMap's tags of a way or a node -> who may use it, which way, and how fast.

Access follows the wiki's hierarchy of keys (foot; bicycle > vehicle; motorcar > motor_vehicle >
vehicle; access last), one-ways with their bicycle exceptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.network.limits import limits, read_duration

WALK, BIKE, DRIVE = 1, 2, 4
EVERYBODY = WALK | BIKE | DRIVE
"""Bits of a permission; e-bikes go where bicycles go."""

CLASSES = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "track",
    "pedestrian",
    "cycleway",
    "footway",
    "path",
    "steps",
    "ferry",
    "assumed",
    "barrier",
)
"""Classes of links by code; `assumed` are the local streets that no map shows, `barrier` the
zero-length passage through a bollard or a gate."""

CODE = {name: code for code, name in enumerate(CLASSES)}
MAJOR = ("motorway", "trunk")
MIDDLE = ("primary", "secondary")

RAMP, BRIDGE, TUNNEL, ROUNDABOUT = 1, 2, 4, 8
"""Bits of a link's flags."""

_ALIASES = {
    "road": "unclassified",
    "bridleway": "path",
    "corridor": "footway",
    "platform": "footway",
    "minor": "unclassified",
}
_DEFAULT_ACCESS = {
    "motorway": DRIVE,
    "track": WALK | BIKE,
    "pedestrian": WALK,
    "cycleway": WALK | BIKE,
    "footway": WALK,
    "path": WALK | BIKE,
    "steps": WALK,
    "ferry": WALK | BIKE,
}
_KEYS = (
    (WALK, ("foot", "access")),
    (BIKE, ("bicycle", "vehicle", "access")),
    (DRIVE, ("motorcar", "motor_vehicle", "vehicle", "access")),
)
_YES = {"yes", "designated", "permissive", "destination", "customers", "delivery", "official"}
_NO = {
    "no",
    "private",
    "agricultural",
    "forestry",
    "military",
    "emergency",
    "dismount",
    "permit",
    "psv",
    "bus",
    "restricted",
    "use_sidepath",
}
_ROAD_TUNNEL_CLASSES = {"motorway", "trunk", "primary", "secondary"}
_WELCOME = {"yes", "designated", "permissive"}
_SIDEWALK = {"both", "left", "right", "yes", "separate"}
_BLOCKING = {
    "bollard": WALK | BIKE,
    "block": WALK | BIKE,
    "chain": WALK | BIKE,
    "jersey_barrier": WALK | BIKE,
    "motorcycle_barrier": WALK | BIKE,
    "cycle_barrier": WALK | BIKE,
    "log": WALK | BIKE,
    "debris": WALK | BIKE,
    "planter": WALK | BIKE,
    "bus_trap": WALK | BIKE,
    "sump_buster": WALK | BIKE,
    "wicket_gate": WALK | BIKE,
    "stile": WALK,
    "kissing_gate": WALK,
    "turnstile": WALK,
    "full-height_turnstile": WALK,
    "horse_stile": WALK,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a way's tags mean: class code, flags, permission bits forwards and backwards along the
    way, the signed limits in km/h (None where unsigned), and a ferry's duration in seconds, from
    which geo.network.pieces works out its speed over the way's length."""

    code: int
    flags: int
    forward: int
    backward: int
    limit_forward: float | None = None
    limit_backward: float | None = None
    duration_seconds: float | None = None
    ferry_kmh: float | None = None


def read_rule(tags: Mapping[str, str]) -> Rule | None:
    """The rule of a way, or None where nobody may use it or it is no street at all."""
    name, ramp = _class_of(tags)
    if name is None:
        return None
    allowed = _allowed(tags, name)
    forward, backward = _directions(tags, name, ramp, allowed)
    if not forward | backward:
        return None
    limit_forward, limit_backward = limits(tags)
    return Rule(
        code=CODE[name],
        flags=_flags(tags, ramp),
        forward=forward,
        backward=backward,
        limit_forward=limit_forward,
        limit_backward=limit_backward,
        duration_seconds=read_duration(tags.get("duration")) if name == "ferry" else None,
    )


def barrier_passage(tags: Mapping[str, str]) -> int:
    """Permission bits of those who get through a node; only barriers stop anyone."""
    if "barrier" not in tags:
        return EVERYBODY
    return _explicit(tags, _BLOCKING.get(tags["barrier"], EVERYBODY))


def signal_of(tags: Mapping[str, str]) -> str | None:
    """Which way along its way a node's traffic light stops cars: 'both', 'forward', 'backward', or
    None where there is no light."""
    light = tags.get("highway") == "traffic_signals" or tags.get("crossing") == "traffic_signals"
    if not light and tags.get("crossing:signals") != "yes":
        return None
    heading = tags.get("traffic_signals:direction", "both")
    return heading if heading in {"forward", "backward"} else "both"


def _class_of(tags: Mapping[str, str]) -> tuple[str | None, bool]:
    highway = tags.get("highway", "")
    if not highway:
        return ("ferry", False) if tags.get("route") == "ferry" else (None, False)
    ramp = highway.endswith("_link")
    name = highway.removesuffix("_link")
    name = _ALIASES.get(name, name)
    return (name, ramp) if name in CODE and name not in {"ferry", "barrier"} else (None, False)


def _allowed(tags: Mapping[str, str], name: str) -> int:
    """Permission bits before one-ways."""
    allowed = _DEFAULT_ACCESS.get(name, EVERYBODY)
    if tags.get("motorroad") == "yes":
        allowed &= DRIVE
    if name in _ROAD_TUNNEL_CLASSES and tags.get("tunnel") in {"yes", "assumed"}:
        allowed &= EVERYBODY if _meant_for_people(tags) else DRIVE
    if name == "service" and tags.get("service") == "emergency_access":
        allowed &= WALK | BIKE
    return _explicit(tags, allowed)


def _meant_for_people(tags: Mapping[str, str]) -> bool:
    """Whether a road tunnel has a pavement or lets bicycles in, and with them people on foot: such
    underpasses are often a few metres long, and their mappers name bicycles only."""
    return tags.get("sidewalk") in _SIDEWALK or tags.get("bicycle") in _WELCOME


def _explicit(tags: Mapping[str, str], allowed: int) -> int:
    """Let the access keys decide, the most particular first."""
    for bit, keys in _KEYS:
        for key in keys:
            values = {value.strip() for value in tags.get(key, "").split(";")}
            if values & _YES:
                if key != "access":  # access=yes does not open a footway to cars
                    allowed |= bit
                break
            if values & _NO:
                allowed &= ~bit
                break
    return allowed


def _directions(tags: Mapping[str, str], name: str, ramp: bool, allowed: int) -> tuple[int, int]:
    """Permission bits forwards and backwards; people on foot go both ways everywhere."""
    oneway = _oneway(tags, name, ramp)
    forward = backward = allowed
    if oneway == "forward":
        backward &= WALK | (BIKE if _bike_contraflow(tags) else 0)
    elif oneway == "backward":
        forward &= WALK | (BIKE if _bike_contraflow(tags) else 0)
    bicycle = tags.get("oneway:bicycle", "")
    if bicycle in {"yes", "1", "true"} and oneway != "backward":
        backward &= ~BIKE
    elif bicycle == "-1":
        forward &= ~BIKE
        backward |= allowed & BIKE
    return forward, backward


def _oneway(tags: Mapping[str, str], name: str, ramp: bool) -> str:
    value = tags.get("oneway", "").lower()
    if value in {"yes", "true", "1"}:
        return "forward"
    if value in {"-1", "reverse"}:
        return "backward"
    if value in {"no", "false", "0", "reversible", "alternating"}:
        return ""
    implied = tags.get("junction") in {"roundabout", "circular"} or (
        name == "motorway" and not ramp
    )
    return "forward" if implied else ""


def _bike_contraflow(tags: Mapping[str, str]) -> bool:
    if tags.get("oneway:bicycle") == "no" or tags.get("cycleway", "").startswith("opposite"):
        return True
    return any(
        tags.get(f"cycleway:{side}:oneway") in {"no", "-1"}
        or tags.get(f"cycleway:{side}", "").startswith("opposite")
        for side in ("left", "right", "both")
    )


def _flags(tags: Mapping[str, str], ramp: bool) -> int:
    flags = RAMP if ramp else 0
    if tags.get("bridge", "no") not in {"no", ""}:
        flags |= BRIDGE
    if tags.get("tunnel", "no") not in {"no", "", "building_passage"}:
        flags |= TUNNEL
    if tags.get("junction") in {"roundabout", "circular"}:
        flags |= ROUNDABOUT
    return flags
