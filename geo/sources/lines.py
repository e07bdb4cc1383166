"""Lines in GeoJSON, GeoPackage or GeoParquet -> ways; they meet where their vertices coincide."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely

from geo.errors import SourceError
from geo.model import Floats, Ways
from geo.sources.tags import WAY_KEYS, is_street
from geo.sources.ways import drop_unused, keep_runs, without_repeats

_PER_DEGREE = 10**7  # vertices nearer than a centimetre are one
_RENAMED = {
    "name_zh": "name:zh",
    "name_en": "name:en",
    **{key.replace(":", "_"): key for key in WAY_KEYS if ":" in key},
}
_DEGREES = {"urn:ogc:def:crs:ogc:1.3:crs84", "urn:ogc:def:crs:ogc::crs84", "crs84"}
_DEGREES |= {"epsg:4326", "urn:ogc:def:crs:epsg::4326", "ogc:crs84"}
_ROUND = {"roundabout", "circular"}
_NO_GEOJSON = "Give a FeatureCollection of lines, as RFC 7946 says."

_Row = tuple[Mapping[str, Any], Sequence[Floats]]
"""The columns of a feature, and its lines, each of shape (points, 2): none where it has none."""


def read_lines(path: Path) -> Ways:
    """The lines of a vector file as ways; their columns are OpenStreetMap's keys.

    A line without `oneway` is open both ways, but for roundabouts: unlike OpenStreetMap's, such
    files state it. Raises SourceError for a file that is broken, or has no lines, no `highway`, no
    CRS or no degrees.
    """
    rows = _geojson(path) if path.suffix.lower() == ".geojson" else _frame(path)
    lines: list[Floats] = []
    tags: list[dict[str, str]] = []
    ids: list[str] = []
    skipped: Counter[str] = Counter()
    columns: set[str] = set()
    dates: set[str] = set()
    for number, (properties, parts) in enumerate(rows, 1):
        columns.update(properties)
        kept = _tags(properties)
        usable = [part for part in parts if len(part) > 1]
        if not usable:
            skipped["without a line"] += 1
        elif not is_street(kept):
            skipped["of a class that is no street"] += 1
        else:
            lines += usable
            tags += [kept] * len(usable)
            ids += [_id(properties, number)] * len(usable)
            dates.add(_text(properties.get("as_of")))
    if not lines:
        raise _nothing(path, columns, skipped)
    notes = tuple(f"{count} features {why} are left out" for why, count in skipped.items())
    ways = _ways(path, lines, tags, ids)
    return Ways(**{**vars(ways), "as_of": max(dates), "notes": notes})


def _nothing(path: Path, columns: set[str], skipped: Counter[str]) -> SourceError:
    if columns and "highway" not in columns:
        problem = "it has no column highway"
    else:
        told = ", ".join(f"{count} features {why}" for why, count in skipped.items())
        problem = f"it holds no street ({told or 'no features'})"
    remedy = "Give lines with a column highway, as in OpenStreetMap (primary, residential, ...)."
    return SourceError(path, problem, remedy)


def _ways(path: Path, lines: list[Floats], tags: list[dict[str, str]], ids: list[str]) -> Ways:
    xy = np.concatenate(lines)
    if not np.isfinite(xy).all() or (np.abs(xy) > (180, 90)).any():
        swapped = np.isfinite(xy).all() and not (np.abs(xy[:, ::-1]) > (180, 90)).any()
        problem = "its coordinates are " + ("swapped" if swapped else "no degrees")
        remedy = "Longitude comes first, in degrees of WGS-84 (EPSG:4326)."
        raise SourceError(path, problem, remedy)
    known, refs = np.unique(np.rint(xy * _PER_DEGREE).astype(np.int64), axis=0, return_inverse=True)
    ends = np.cumsum([len(line) for line in lines])
    offsets, refs = without_repeats(np.concatenate([[0], ends]), refs.reshape(-1).astype(np.int64))
    lon, lat = known[:, 0] / _PER_DEGREE, known[:, 1] / _PER_DEGREE
    ways = Ways(lon, lat, offsets, refs, tags, ids)
    return drop_unused(keep_runs(ways, np.ones(len(refs), dtype=bool)))


def _tags(properties: Mapping[str, Any]) -> dict[str, str]:
    named = ((_RENAMED.get(key, key), _text(value)) for key, value in properties.items())
    tags = {key: text for key, text in named if key in WAY_KEYS and text}
    if tags.get("junction") not in _ROUND:
        tags.setdefault("oneway", "no")
    return tags


def _text(value: Any) -> str:
    """A cell as OpenStreetMap would write it; '' for what is none: null, NaN or blank."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return _text(value[0]) if len(value) else ""
    if value is None or value != value:
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _id(properties: Mapping[str, Any], number: int) -> str:
    return _text(properties.get("id")) or _text(properties.get("osm_id")) or str(number)


def _geojson(path: Path) -> Iterator[_Row]:
    """Rows of plain GeoJSON, quicker than through a data frame; of another CRS through one."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8-sig"))
        features = whole["features"]
        crs = (whole.get("crs") or {}).get("properties", {}).get("name", "crs84")
    except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as error:
        problem = f"it is no GeoJSON that can be read ({error})"
        raise SourceError(path, problem, _NO_GEOJSON) from error
    if str(crs).lower() not in _DEGREES:
        yield from _frame(path)
        return
    for number, feature in enumerate(features, 1):
        try:
            yield feature.get("properties") or {}, _parts(feature.get("geometry") or {})
        except (ValueError, TypeError, AttributeError, IndexError) as error:
            problem = f"this is no feature of GeoJSON ({error})"
            raise SourceError(path, problem, _NO_GEOJSON, f"feature {number}") from error


def _parts(geometry: Mapping[str, Any]) -> list[Floats]:
    coordinates = geometry.get("coordinates") or []
    parts = {"LineString": [coordinates], "MultiLineString": coordinates}
    lines = parts.get(str(geometry.get("type")), [])
    return [np.array([point[:2] for point in line], float).reshape(-1, 2) for line in lines]


def _frame(path: Path) -> Iterable[_Row]:
    """Rows of any vector file, in degrees."""
    try:
        parquet = path.suffix.lower() == ".parquet"
        frame = geopandas.read_parquet(path) if parquet else geopandas.read_file(path)
        without = frame.crs is None
        frame = frame if without else frame.to_crs("EPSG:4326")
    except Exception as error:  # each driver raises classes of its own
        remedy = "Get or write the file anew."
        raise SourceError(path, f"it cannot be read ({error})", remedy) from error
    if without:
        raise SourceError(path, "it states no CRS", "Write it with its CRS, such as EPSG:4326.")
    columns = frame.drop(columns=frame.geometry.name).to_dict("records")
    for properties, shape in zip(columns, frame.geometry, strict=True):
        lines = shapely.get_parts(shape) if shape is not None else []
        is_line = [line for line in lines if line.geom_type in {"LineString", "LinearRing"}]
        yield (
            {str(key): value for key, value in properties.items()},
            [shapely.get_coordinates(line) for line in is_line],
        )
