"""Lines in GeoJSON, GeoPackage or GeoParquet -> ways; they meet where their vertices coincide."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely

from geo.errors import SourceError
from geo.model import Floats, Ways

_DIGITS = 7  # of a degree: a centimetre
_RENAMED = {"name_zh": "name:zh", "name_en": "name:en", "oneway_bicycle": "oneway:bicycle"}
_OWN = frozenset({"id", "source", "accuracy", "as_of", "geometry", "fid", "osm_id", "osmid"})


def read_lines(path: Path) -> Ways:
    """The lines of a vector file as ways; their columns are OpenStreetMap's keys.

    A line without `oneway` is open both ways: unlike OpenStreetMap's, such files state it. Raises
    SourceError for a file that is broken, or has no lines, no `highway`, no CRS or no degrees.
    """
    rows = _geojson(path) if path.suffix == ".geojson" else _frame(path)
    lines, tags, ids = [], [], []
    for number, (properties, line) in enumerate(rows):
        if len(line) < 2:
            continue
        kept = _tags(properties)
        if "highway" not in kept and kept.get("route") != "ferry":
            continue
        lines.append(line)
        tags.append(kept)
        ids.append(str(properties.get("id") or properties.get("osm_id") or number))
    if not lines:
        remedy = "Give lines with a column highway, as in OpenStreetMap (primary, residential, ...)"
        raise SourceError(path, "it holds no line with a highway class", remedy)
    return _ways(path, lines, tags, ids)


def _ways(path: Path, lines: list[Floats], tags: list[dict[str, str]], ids: list[str]) -> Ways:
    xy = np.concatenate(lines)
    if not np.isfinite(xy).all() or np.abs(xy[:, 0]).max() > 180 or np.abs(xy[:, 1]).max() > 90:
        remedy = "Longitude comes first, in degrees of WGS-84"
        raise SourceError(path, "its coordinates are no degrees, or swapped", remedy)
    key = np.round(xy * 10**_DIGITS).astype(np.int64)
    known, refs = np.unique(key, axis=0, return_inverse=True)
    return Ways(
        lon=known[:, 0] / 10**_DIGITS,
        lat=known[:, 1] / 10**_DIGITS,
        offsets=np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64),
        refs=refs.reshape(-1).astype(np.int64),
        tags=tags,
        ids=ids,
    )


def _tags(properties: Mapping[str, Any]) -> dict[str, str]:
    tags = {
        _RENAMED.get(key, key): str(value)
        for key, value in properties.items()
        if key not in _OWN and value is not None and value != "" and value == value
    }
    tags.setdefault("oneway", "no")
    return tags


def _geojson(path: Path) -> Iterable[tuple[Mapping[str, Any], Floats]]:
    """Properties and coordinates of every line; quicker than a data frame for plain GeoJSON."""
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        for feature in features:
            geometry = feature.get("geometry") or {}
            kind, coordinates = geometry.get("type"), geometry.get("coordinates") or []
            parts = {"LineString": [coordinates], "MultiLineString": coordinates}.get(str(kind), [])
            for part in parts:
                yield feature.get("properties") or {}, np.array([p[:2] for p in part], float)
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        remedy = "Give a FeatureCollection of lines"
        raise SourceError(path, f"it is no GeoJSON that can be read ({error})", remedy) from error


def _frame(path: Path) -> Iterable[tuple[Mapping[str, Any], Floats]]:
    try:
        parquet = path.suffix == ".parquet"
        frame = geopandas.read_parquet(path) if parquet else geopandas.read_file(path)
    except Exception as error:  # each driver raises classes of its own
        raise SourceError(path, f"it cannot be read ({error})", "Get the file anew") from error
    if frame.crs is None:
        raise SourceError(path, "it states no CRS", "Write it with its CRS, such as EPSG:4326")
    frame = frame[~(frame.geometry.is_empty | frame.geometry.isna())].to_crs("EPSG:4326")
    frame = frame.explode(ignore_index=True)
    frame = frame[frame.geometry.geom_type == "LineString"]
    columns = frame.drop(columns=frame.geometry.name).to_dict("records")
    for properties, line in zip(columns, frame.geometry, strict=True):
        yield {str(k): v for k, v in properties.items()}, shapely.get_coordinates(line)
