"""A town's roads, in whatever form they come -> ways."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from geo.errors import SourceError
from geo.model import Bounds, Progress, Ways, no_progress

ENDINGS = (
    ".osm.pbf",
    ".pbf",
    ".osm",
    ".osm.gz",
    ".osm.bz2",
    ".graphml",
    ".geojson",
    ".gpkg",
    ".parquet",
)
"""Names of files that `read_ways` takes."""


def read_ways(path: Path, bounds: Bounds | None = None, progress: Progress = no_progress) -> Ways:
    """Read roads by the ending of the file's name; with `bounds`, only ways that touch them.

    Raises SourceError for a file that is missing, broken, of another kind, or without streets.
    """
    if not path.is_file():
        raise SourceError(path, "there is no such file", "Check [files] roads in town.toml")
    progress("roads", 0.0)
    ways = _read(path)
    if bounds is None:
        return ways
    inside = _within(ways, bounds)
    if not len(inside):
        raise SourceError(
            path,
            "none of its streets lies within the town's bounds",
            "Check bounds in town.toml: west, south, east, north",
        )
    return inside


def _read(path: Path) -> Ways:
    # Each reader brings in a library of its own, so only the one in use is loaded.
    name = path.name.lower()
    if name.endswith((".pbf", ".osm", ".osm.gz", ".osm.bz2")):
        from geo.sources.osm_file import read_osm

        return read_osm(path)
    if name.endswith(".graphml"):
        from geo.sources.graphml import read_graphml

        return read_graphml(path)
    if name.endswith((".geojson", ".gpkg", ".parquet")):
        from geo.sources.lines import read_lines

        return read_lines(path)
    raise SourceError(path, "its ending is not known", f"Known are {', '.join(ENDINGS)}")


def _within(ways: Ways, bounds: Bounds) -> Ways:
    """Ways with a node in the bounds, whole; what sticks out is harmless."""
    west, south, east, north = bounds
    node = (ways.lon >= west) & (ways.lon <= east) & (ways.lat >= south) & (ways.lat <= north)
    touches = np.logical_or.reduceat(node[ways.refs], ways.offsets[:-1]) if len(ways) else node[:0]
    if touches.all():
        return ways
    lengths = np.diff(ways.offsets)
    kept = np.flatnonzero(touches)
    return Ways(
        lon=ways.lon,
        lat=ways.lat,
        offsets=np.concatenate([[0], np.cumsum(lengths[kept])]).astype(np.int64),
        refs=ways.refs[np.repeat(touches, lengths)],
        tags=[ways.tags[i] for i in kept.tolist()],
        ids=[ways.ids[i] for i in kept.tolist()],
        node_tags=ways.node_tags,
        as_of=ways.as_of,
        notes=ways.notes,
    )
