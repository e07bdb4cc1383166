"""Whether what a town.toml says can be: its bounds, CRS, time zone, files and their sources.

Each check looks at the plain table and passes over what has no right shape, which the schema tells.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pyproj import CRS, Proj
from pyproj.exceptions import CRSError, ProjError

from geo.errors import Fault

TOML = "town.toml"
WIDEST_DEGREES = 3.0
ENDINGS = {
    "roads": (
        *(".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2"),
        *(".graphml", ".geojson", ".gpkg", ".parquet"),
    ),
    "figures": (".csv",),
    "claims": (".csv",),
    **dict.fromkeys(("projects", "honours", "services"), (".csv",)),
    "parcels": (".geojson", ".json", ".csv", ".gpkg", ".parquet", ".fgb", ".shp", ".zip"),
    "transit": (".zip", ""),
    "transit_then": (".zip", ""),
    "facts": (),
    "tours": (".toml",),
}
"""How the files of a layer may end: '' is a folder, () anything; the rest as LAYER_ENDINGS."""


def layer_of(key: str) -> str:
    """'transit' of 'transit 2', the second of several feeds."""
    return key.partition(" ")[0]


LAYER_ENDINGS = (".geojson", ".json", ".csv", ".gpkg", ".parquet", ".fgb", ".shp")

_UNSHIFTED = {"roads", "transit", "transit_then"}
_SCALE_TOLERANCE = 0.01  # a CRS in which a metre is off by more than this is the wrong one here


def _numbers(table: dict[str, Any], key: str, count: int) -> list[float] | None:
    value = table.get(key)
    if not isinstance(value, list) or len(value) != count:
        return None
    return value if all(type(one) in (int, float) and isfinite(one) for one in value) else None


def bounds_faults(table: dict[str, Any]) -> Iterator[Fault]:
    """Bounds that are no box, and a centre that is not inside them."""
    bounds, centre = _numbers(table, "bounds", 4), _numbers(table, "centre", 2)
    if bounds is None or centre is None:
        return
    west, south, east, north = bounds
    lon, lat = centre
    order = "Write west, south, east, north: longitude first."
    if max(abs(south), abs(north)) > 90 or max(abs(west), abs(east)) > 180:
        yield Fault(TOML, "bounds", f"{bounds} are not degrees in this order", order)
    elif west >= east or south >= north:
        yield Fault(TOML, "bounds", f"{bounds} are out of order", order)
    elif max(east - west, north - south) > WIDEST_DEGREES:
        problem = f"{bounds} span more than {WIDEST_DEGREES:g} degrees"
        yield Fault(TOML, "bounds", problem, f"Draw them around one town. {order}")
    elif west <= lon <= east and south <= lat <= north:
        return
    elif west <= lat <= east and south <= lon <= north:
        yield Fault(TOML, "centre", f"{centre} is swapped", "Put longitude first.")
    else:
        problem = f"{centre} lies outside the bounds {bounds}"
        yield Fault(TOML, "centre", problem, "Mend the centre or the bounds; longitude first.")


def metres_faults(table: dict[str, Any]) -> Iterator[Fault]:
    """A CRS that is unknown, not in metres, or not true to length at the centre."""
    named, centre = table.get("metres"), _numbers(table, "centre", 2)
    if not isinstance(named, str) or not named.strip():
        return
    remedy = "Take a projected CRS in metres that covers the town, such as its UTM zone"
    try:
        crs = CRS.from_user_input(named)
    except CRSError:
        yield Fault(TOML, "metres", f"{named!r} is no known CRS", f"{remedy}.")
        return
    if not crs.is_projected or {axis.unit_name for axis in crs.axis_info} != {"metre"}:
        yield Fault(TOML, "metres", f"{named!r} does not measure in metres", f"{remedy}.")
    elif centre and not _true_to_length(crs, *centre):
        problem = f"in {named!r} a metre is not a metre at the town's centre"
        yield Fault(TOML, "metres", problem, f"{remedy}{_utm(*centre)}.")


def _true_to_length(crs: CRS, lon: float, lat: float) -> bool:
    """Whether lengths hold at a point; True where the point itself is off, which is told apart."""
    if abs(lon) > 180 or abs(lat) > 90:
        return True
    try:
        factors = Proj(crs).get_factors(longitude=lon, latitude=lat, errcheck=True)
    except ProjError:
        return False
    scales = float(factors.meridional_scale), float(factors.parallel_scale)
    return all(abs(scale - 1) <= _SCALE_TOLERANCE for scale in scales)


def _utm(lon: float, lat: float) -> str:
    zone = min(int((lon + 180) // 6) + 1, 60)
    return f", EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def timezone_faults(table: dict[str, Any]) -> Iterator[Fault]:
    named = table.get("timezone")
    if not isinstance(named, str):
        return
    try:
        ZoneInfo(named)
    except (OSError, ValueError, LookupError):  # unknown, or a name that is no name
        remedy = 'Write a name of the IANA list, such as timezone = "Asia/Shanghai".'
        yield Fault(TOML, "timezone", f"{named!r} is no known time zone", remedy)


def file_faults(folder: Path, files: dict[str, str]) -> Iterator[Fault]:
    for key, path in files.items():
        problem = _file_problem(folder, key, path)
        if problem:
            yield Fault(path, f"{TOML}, files, {key}", *problem)


def _file_problem(folder: Path, key: str, path: str) -> tuple[str, str] | None:
    """What is wrong with a file of [files], and the mend."""
    inside = os.path.normpath(path)
    if Path(path).is_absolute() or inside.startswith("..") or "\0" in path:
        return "it lies outside the town's folder", "Move the file into the folder."
    whole = folder / inside
    endings = ENDINGS.get(layer_of(key), LAYER_ENDINGS)
    if not whole.exists():
        return "there is no such file", f"Put it there, or mend its name under [files] in {TOML}."
    if whole.is_dir():
        fits = not endings or "" in endings
        return None if fits else ("it is a folder, not a file", f"Name a file for {key}.")
    if endings and not whole.name.lower().endswith(tuple(filter(None, endings))):
        known = ", ".join(filter(None, endings))
        return f"a file of {layer_of(key)} cannot end like this", f"Known endings: {known}."
    try:
        empty = not whole.stat().st_size
        with whole.open("rb"):
            pass
    except OSError as error:
        return f"it cannot be read ({error.strerror})", "Make the file readable."
    return ("it is empty", "Put the data into it, or get it anew.") if empty else None


def source_faults(table: dict[str, Any], files: dict[str, str]) -> Iterator[Fault]:
    """Sources of files that are not there, and streets in a datum that is not read."""
    sources = table.get("source")
    for number, source in enumerate(sources if isinstance(sources, list) else [], 1):
        name = source.get("file") if isinstance(source, dict) else None
        if not isinstance(name, str) or not name.strip():
            continue
        key = key_of(name.strip(), files)
        if key is None:
            near = get_close_matches(name, [*files, *files.values()], n=1)
            hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(files)}."
            yield Fault(TOML, f"source {number}, file", f"{name!r} is no file of this town", hint)
        elif layer_of(key) in _UNSHIFTED and source.get("datum") in {"GCJ-02", "BD-09"}:
            problem = f"{layer_of(key)} in {source['datum']} cannot be read"
            yield Fault(TOML, f"source {number}, datum", problem, "Convert the file to WGS-84.")


def key_of(name: str, files: dict[str, str]) -> str | None:
    """The key of [files] that a source tells of, by the key itself or by the file's name."""
    if name in files:
        return name
    return next((key for key, path in files.items() if path == name), None)
