"""A town's roads, in whatever form they come -> ways."""

from __future__ import annotations

from pathlib import Path

from geo.errors import SourceError
from geo.model import Bounds, Progress, Ways, no_progress
from geo.sources.ways import cut_to_bounds

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
    """Read roads by the ending of the file's name; with `bounds`, only what lies in them
    and one node beyond.

    Raises SourceError for a file that is missing, broken, of another kind, or without streets.
    """
    if not path.is_file():
        raise SourceError(path, "there is no such file", "Check [files] roads in town.toml.")
    progress("roads", 0.0)
    ways = _read(path, progress)
    progress("roads", 1.0)
    if bounds is None:
        return ways
    inside = cut_to_bounds(ways, bounds)
    if not len(inside):
        raise _elsewhere(path, ways, bounds)
    return inside


def _elsewhere(path: Path, ways: Ways, bounds: Bounds) -> SourceError:
    west, south, east, north = bounds
    if len(cut_to_bounds(ways, (south, west, north, east))):
        problem, remedy = "its coordinates are swapped", "Longitude comes first."
        return SourceError(path, problem, remedy)
    lies = [ways.lon.min(), ways.lat.min(), ways.lon.max(), ways.lat.max()]
    problem = (
        "none of its streets lies within the town's bounds "
        f"{list(bounds)}, they lie within {[round(float(edge), 3) for edge in lies]}"
    )
    remedy = "Check bounds in town.toml (west, south, east, north) and the file."
    return SourceError(path, problem, remedy)


def _read(path: Path, progress: Progress) -> Ways:
    # Each reader brings in a library of its own, so only the one in use is loaded.
    name = path.name.lower()
    if name.endswith((".pbf", ".osm", ".osm.gz", ".osm.bz2")):
        from geo.sources.osm_file import read_osm

        return read_osm(path, progress)
    if name.endswith(".graphml"):
        from geo.sources.graphml import read_graphml

        return read_graphml(path)
    if name.endswith((".geojson", ".gpkg", ".parquet")):
        from geo.sources.lines import read_lines

        return read_lines(path)
    raise SourceError(path, "its ending is not known", f"Known are {', '.join(ENDINGS)}.")
