"""Ways drawn in metres from Gridville's first corner, and the networks that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import shapely

from geo.crs import to_metres
from geo.model import Name, Town, Ways
from geo.network.build import build
from geo.network.graph import Network
from geo.network.pieces import Pieces, cut
from geo.sources.assumptions import default_assumptions
from tests.gridville import EAST, METRES, NORTH, at

Spot = tuple[float, float]
Road = tuple[Mapping[str, str], Sequence[Spot]]
STREET = {"highway": "residential"}
DRY = shapely.MultiPolygon()


def draw(*roads: Road, nodes: Mapping[Spot, Mapping[str, str]] | None = None) -> Ways:
    """Ways through corners in metres, which meet where they share one; `nodes` tags corners."""
    spots = list(dict.fromkeys(spot for _, line in roads for spot in line))
    number = {spot: i for i, spot in enumerate(spots)}
    places = [at(*spot) for spot in spots]
    return Ways(
        lon=np.array([place.lon for place in places]),
        lat=np.array([place.lat for place in places]),
        offsets=np.cumsum([0, *(len(line) for _, line in roads)]),
        refs=np.array([number[spot] for _, line in roads for spot in line], np.int64),
        tags=[dict(tags) for tags, _ in roads],
        ids=[str(i) for i in range(len(roads))],
        node_tags={number[spot]: dict(tags) for spot, tags in (nodes or {}).items()},
    )


def town(
    streets: Literal["all", "main"] = "all", low: Spot = (-600, -600), high: Spot = (3600, 2600)
) -> Town:
    """A town with the default assumptions, between two corners."""
    west_south, east_north = at(*low), at(*high)
    return Town(
        id="drawn",
        folder=Path("drawn"),
        name=Name("画", "drawn"),
        centre=at(0, 0),
        bounds=(west_south.lon, west_south.lat, east_north.lon, east_north.lat),
        metres=METRES,
        timezone="Europe/Paris",
        files={"roads": Path("drawn/roads.geojson")},
        streets=streets,
        assumptions=default_assumptions(),
    )


def pieces_of(ways: Ways) -> Pieces:
    """The ways cut, in metres."""
    return cut(ways, *to_metres(ways.lon, ways.lat, METRES))


def network_of(*roads: Road, nodes: Mapping[Spot, Mapping[str, str]] | None = None) -> Network:
    """The network of drawn ways, without water."""
    return build(draw(*roads, nodes=nodes), town(), DRY)


def corner(x: float, y: float) -> Spot:
    """Whole metres from the first corner, of local metres."""
    return round(x - EAST), round(y - NORTH)


def node_at(network: Network, spot: Spot) -> int:
    """The network's node at a corner; fails where there is none."""
    apart = np.hypot(network.x - EAST - spot[0], network.y - NORTH - spot[1])
    assert apart.min() < 0.5, f"no node at {spot}"
    return int(apart.argmin())


def total_metres(ways: Ways) -> float:
    """Length of all ways."""
    x, y = to_metres(ways.lon, ways.lat, METRES)
    steps = np.hypot(np.diff(x[ways.refs]), np.diff(y[ways.refs]))
    steps[ways.offsets[1:-1] - 1] = 0
    return float(steps.sum())
