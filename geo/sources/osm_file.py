"""OpenStreetMap files (.osm.pbf, .osm, .osm.gz, .osm.bz2) into arrays of ways, through pyosmium.

Three quick passes, so that the order of the file does not matter: ways that any mode may use, then
all positions (osmium writes them into a plain array on disk), with the few node tags that matter.
"""

from __future__ import annotations

import contextlib
import tempfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import osmium
from numpy.typing import NDArray
from osmium.filter import KeyFilter, TagFilter
from osmium.osm import NODE, WAY, Node, Way

from geo.errors import SourceError
from geo.model import Ints, Progress, Ways, no_progress
from geo.sources.ways import keep_runs, without_repeats

ENDINGS = (".osm.pbf", ".osm.gz", ".osm.bz2", ".osm")

_ROADS = ("motorway", "trunk", "primary", "secondary", "tertiary")
HIGHWAYS = frozenset(
    [*_ROADS, *(f"{road}_link" for road in _ROADS)]
    + ["unclassified", "residential", "living_street", "service", "road", "busway", "track"]
    + ["pedestrian", "footway", "cycleway", "path", "bridleway", "steps", "corridor"]
)
"""Classes that some mode can use; construction, proposed, razed and the like are none of them."""

ACCESS_KEYS = frozenset(
    ["access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot", "motorroad"]
)
WAY_KEYS = ACCESS_KEYS | frozenset(
    ["highway", "route", "duration", "area", "service", "junction", "oneway", "oneway:bicycle"]
    + ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"]
    + ["cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway"]
    + ["maxspeed", "maxspeed:forward", "maxspeed:backward", "maxspeed:type", "source:maxspeed"]
    + ["sidewalk", "bridge", "tunnel", "layer", "surface", "incline"]
    + ["name", "name:zh", "name:en", "ref"]
)
NODE_KEYS = (ACCESS_KEYS - {"motorroad"}) | frozenset(
    ["highway", "crossing", "crossing:signals", "traffic_signals", "traffic_signals:direction"]
    + ["barrier"]
)

_NODE = np.dtype([("id", "<i8"), ("x", "<i4"), ("y", "<i4")])
_DEGREE = 1e-7  # osmium counts positions in these
_PATCH = "Download the file again, or cut it again with `osmium extract`."


@dataclass
class _Raw:
    """Ways as they stand in the file: OpenStreetMap's own node numbers, ways back to back."""

    refs: array[int] = field(default_factory=lambda: array("q"))
    ends: array[int] = field(default_factory=lambda: array("q"))
    tags: list[dict[str, str]] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    newest: str = ""


def read_osm_file(path: Path, progress: Progress = no_progress) -> Ways:
    """Every way of an OpenStreetMap file that some mode may use, with the tags that routing needs.

    Raises SourceError where the file is missing, broken, cut off, not OpenStreetMap's, or holds no
    street.
    """
    with _faults_of(path):
        progress("streets", 0.0)
        raw, date = _read_ways(path)
        _need_streets(path, raw)
        progress("streets", 0.6)
        nodes, node_tags = _read_nodes(path, min(raw.refs, default=0) < 0)
        progress("streets", 0.9)
    notes: list[str] = []
    offsets, refs, tags, ids = _once(path, raw, notes)
    ways = _join(path, nodes, offsets, refs, (tags, ids), node_tags, notes)
    progress("streets", 1.0)
    return Ways(**{**_fields(ways), "as_of": date or raw.newest, "notes": tuple(notes)})
