"""Assumed local streets: a lattice over land that fills the gaps where only main roads are mapped.

Between main roads real blocks have streets that such data lack; without them a place 260 m from a
station would be twenty minutes from it on foot. The lattice never crosses water or a motorway on
the ground, and joins every surface road that it meets.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import to_degrees, to_metres
from geo.model import Floats, Ints, Town, Ways
from geo.network.rules import BRIDGE, CODE, RAMP, TUNNEL, read_rule

TAGS = {"highway": "assumed"}


@dataclass(frozen=True)
class Segments:
    """Straight pieces from point `a` to point `b`, shape (n, 2) each, in local metres."""

    a: Floats
    b: Floats

    def lines(self) -> NDArray[np.object_]:
        """The segments as shapely lines."""
        return np.asarray(shapely.linestrings(np.stack([self.a, self.b], axis=1)))

    def take(self, which: NDArray[np.bool_] | Ints) -> Segments:
        """Some of the segments."""
        return Segments(self.a[which], self.b[which])


def fill(
    ways: Ways, x: Floats, y: Floats, town: Town, water: shapely.Geometry
) -> tuple[Ways, Floats, Floats]:
    """Add the lattice to the ways; `x`, `y` are the nodes in local metres, and come back longer."""
    nodes, edges = _lattice(town)
    wet = shapely.contains_xy(_prepared(water), nodes[:, 0], nodes[:, 1])
    edges = edges[~wet[edges].any(axis=1)]
    at, of_way, segments = _road_segments(ways, x, y)
    ground, motorway = _kinds(ways)
    lattice = Segments(nodes[edges[:, 0]], nodes[edges[:, 1]])
    barred = _touching(lattice, [water]) | _touching(
        lattice, segments.take(motorway[of_way]).lines()
    )
    edges = edges[~barred]
    lattice = lattice.take(~barred)
    joins = np.flatnonzero(ground[of_way])
    edge, road, along_edge, along_road, points = _crossings(lattice, segments.take(joins))
    return _weave(
        ways, x, y, nodes, edges, edge, at[joins][road], along_edge, along_road, points, town
    )


def _lattice(town: Town) -> tuple[Floats, Ints]:
    """Nodes (n, 2) of a square lattice inside the bounds, and pairs (m, 2) of neighbours."""
    west, south, east, north = town.bounds
    step = town.assumptions["offroad.lattice_metres"]
    corners = to_metres([west, east, west, east], [south, south, north, north], town.metres)
    columns = np.arange(corners[0].min(), corners[0].max(), step)
    rows = np.arange(corners[1].min(), corners[1].max(), step)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1)
    lon, lat = to_degrees(grid[..., 0].ravel(), grid[..., 1].ravel(), town.metres)
    inside = (lon > west) & (lon < east) & (lat > south) & (lat < north)
    number = np.arange(inside.size).reshape(grid.shape[:2])
    pairs = np.concatenate(
        [
            np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()]),
            np.column_stack([number[:-1].ravel(), number[1:].ravel()]),
        ]
    )
    pairs = pairs[inside[pairs].all(axis=1)]
    return grid.reshape(-1, 2), pairs


def _road_segments(ways: Ways, x: Floats, y: Floats) -> tuple[Ints, Ints, Segments]:
    """Every straight piece of every way: where it starts in `refs`, its way, and its ends."""
    way = np.repeat(np.arange(len(ways)), np.diff(ways.offsets))
    at = np.flatnonzero(way[1:] == way[:-1])
    points = np.column_stack([x[ways.refs], y[ways.refs]])
    return at, way[at], Segments(points[at], points[at + 1])


def _kinds(ways: Ways) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which ways a local street may join, and which are motorways on the ground, shape (ways,)."""
    ground = np.zeros(len(ways), bool)
    motorway = np.zeros(len(ways), bool)
    for i, tags in enumerate(ways.tags):
        rule = read_rule(tags)
        if rule is None or rule.flags & (BRIDGE | TUNNEL) or rule.code == CODE["ferry"]:
            continue
        motorway[i] = rule.code == CODE["motorway"]
        ground[i] = not motorway[i] and not rule.flags & RAMP
    return ground, motorway


def _prepared(shape: shapely.Geometry) -> shapely.Geometry:
    shapely.prepare(shape)
    return shape


def _touching(
    segments: Segments, obstacles: NDArray[np.object_] | list[shapely.Geometry]
) -> NDArray[np.bool_]:
    """Which segments meet any obstacle, shape (segments,)."""
    lines = segments.lines()
    hit = np.zeros(len(lines), bool)
    if len(obstacles) == 1:
        return np.asarray(shapely.intersects(_prepared(obstacles[0]), lines))
    if len(obstacles):
        hit[shapely.STRtree(obstacles).query(lines, predicate="intersects")[0]] = True
    return hit


def _crossings(lattice: Segments, roads: Segments) -> tuple[Ints, Ints, Floats, Floats, Floats]:
    """Where lattice and roads cross: numbers and fractions of each, and the points (k, 2)."""
    edge, road = shapely.STRtree(roads.lines()).query(lattice.lines(), predicate="intersects")
    p, r = lattice.a[edge], lattice.b[edge] - lattice.a[edge]
    q, s = roads.a[road], roads.b[road] - roads.a[road]
    across = r[:, 0] * s[:, 1] - r[:, 1] * s[:, 0]
    crossing = np.abs(across) > 1e-9  # what runs alongside is met at its ends by its neighbours
    edge, road, p, r, q, s = (a[crossing] for a in (edge, road, p, r, q, s))
    across, gap = across[crossing], q - p
    along_edge = np.clip((gap[:, 0] * s[:, 1] - gap[:, 1] * s[:, 0]) / across, 0, 1)
    along_road = np.clip((gap[:, 0] * r[:, 1] - gap[:, 1] * r[:, 0]) / across, 0, 1)
    return edge, road, along_edge, along_road, p + along_edge[:, None] * r


def _weave(
    ways: Ways,
    x: Floats,
    y: Floats,
    nodes: Floats,
    edges: Ints,
    edge: Ints,
    road_at: Ints,
    along_edge: Floats,
    along_road: Floats,
    points: Floats,
    town: Town,
) -> tuple[Ways, Floats, Floats]:
    """Write crossings into the roads and the lattice's edges as shared nodes."""
    fresh = len(x) + np.arange(len(points))
    offset = len(x) + len(points)
    # A road's new node stands at its place between the two refs that it parts.
    key = np.concatenate([np.arange(len(ways.refs), dtype=float), road_at + along_road])
    order = np.lexsort((np.repeat([0, 1], [len(ways.refs), len(fresh)]), key))
    road_refs = np.concatenate([ways.refs, fresh])[order]
    way_of = np.repeat(np.arange(len(ways)), np.diff(ways.offsets))
    counts = np.bincount(np.concatenate([way_of, way_of[road_at]]), minlength=len(ways))
    # A lattice edge is one way: its ends and what it crosses, in order.
    count = len(edges)
    number = np.concatenate([np.arange(count), edge, np.arange(count)])
    place = np.concatenate([np.full(count, -1.0), along_edge, np.full(count, 2.0)])
    refs = np.concatenate([edges[:, 0] + offset, fresh, edges[:, 1] + offset])
    sorted_ = np.lexsort((place, number))
    new_x = np.concatenate([x, points[:, 0], nodes[:, 0]])
    new_y = np.concatenate([y, points[:, 1], nodes[:, 1]])
    lon, lat = to_degrees(new_x[len(x) :], new_y[len(x) :], town.metres)
    woven = replace(
        ways,
        lon=np.concatenate([ways.lon, lon]),
        lat=np.concatenate([ways.lat, lat]),
        refs=np.concatenate([road_refs, refs[sorted_]]),
        offsets=np.concatenate([[0], np.cumsum(np.concatenate([counts, np.bincount(number)]))]),
        tags=[*ways.tags, *([TAGS] * count)],
        ids=[*ways.ids, *[""] * count],
    )
    return woven, new_x, new_y
