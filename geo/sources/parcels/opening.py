"""The bytes of a file of parcels -> rows and shapes, as the file has them."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, NoReturn, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.errors import Fault, SourceError
from geo.sources.features import Row, is_there, with_id
from geo.sources.parcels.limits import Limits, check_count, check_size
from geo.sources.parcels.tables import opened_csv
from geo.sources.parcels.unpacking import Shapefile, unpacked
from geo.sources.records import Found

ENDINGS = (".geojson", ".json", ".gpkg", ".zip", ".csv", ".fgb", ".parquet")
_LEFT_OUT = "It is left out; mend its coordinates."
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


@dataclass(frozen=True)
class Opened:
    """Rows of properties, shapes in the file's own coordinates (None where there is none that can
    be read), the place of each in the file, the CRS that the file states, and faults so far."""

    name: str
    rows: list[Row]
    shapes: NDArray[np.object_]
    where: list[str]
    crs: CRS | None
    faults: list[Fault]

    def found(self, kind: str, number: int, problem: str, remedy: str) -> Found:
        """A fault of one feature that does not keep the others from being used."""
        where = with_id(self.where[number], self.rows[number])
        return Found(kind, Fault(self.name, where, problem, remedy, fatal=False))


def opened(data: bytes, name: str, limits: Limits) -> Opened:
    """Open a file from its bytes, by the ending of its name; nothing is written to disk.

    Raises SourceError for a file that cannot be read or holds more than the limits allow.
    """
    check_size(name, len(data), limits)
    if not data:
        raise SourceError(name, "it is empty", "Put the data into it, or get it anew.")
    ending = next((end for end in ENDINGS if name.lower().endswith(end)), "")
    if ending in (".geojson", ".json"):
        return _geojson(data, name, limits)
    if ending == ".csv":
        rows, shapes, where, faults = opened_csv(data, name, limits)
        return Opened(name, rows, shapes, where, None, faults)
    if ending == ".zip":
        found = unpacked(data, name, limits)
        if isinstance(found, Shapefile):
            return _frame(_read(found.zipped, name, limits, found.encoding), name, limits)
        return opened(found.data, found.name, replace(limits, bytes=limits.unpacked_bytes))
    if ending == ".parquet":
        return _frame(_read_parquet(data, name), name, limits)
    if ending:
        return _frame(_read(data, name, limits), name, limits)
    remedy = "Give GeoJSON, GeoPackage, a zipped Shapefile, or CSV."
    raise SourceError(name, "its ending is not known", remedy)


def _geojson(data: bytes, name: str, limits: Limits) -> Opened:
    whole = _parsed(data, name, limits)
    found = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise SourceError(name, "it is no GeoJSON", "Give a FeatureCollection of features.")
    check_count(name, len(found), limits)
    rows: list[Row] = []
    shapes, faults = np.empty(len(found), object), []
    where = [f"feature {i}" for i in range(1, len(found) + 1)]
    for i, feature in enumerate(found):
        row, shapes[i], problem = _feature(feature, limits)
        rows.append(row)
        if problem:
            faults.append(Fault(name, with_id(where[i], row), problem, _LEFT_OUT, fatal=False))
    return Opened(name, rows, shapes, where, _named_crs(whole), faults)


def _parsed(data: bytes, name: str, limits: Limits) -> Any:
    if _depth(data) > limits.depth:
        problem = f"its brackets stand more than {limits.depth} deep in one another"
        raise SourceError(name, problem, "Give a plain FeatureCollection of polygons.")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = f"it is not UTF-8 (byte {error.start})"
        raise SourceError(name, problem, "Save it again as UTF-8.") from error
    except json.JSONDecodeError as error:
        problem = f"it is no GeoJSON: {error.msg[:1].lower()}{error.msg[1:]}"
        where = f"line {error.lineno}, column {error.colno}"
        remedy = "Mend it there; a file that ends early was cut off, so get it anew."
        raise SourceError(name, problem, remedy, where) from error
    except (RecursionError, ValueError) as error:
        raise SourceError(name, f"it is no GeoJSON ({error})", "Get the file anew.") from error


def _depth(data: bytes) -> int:
    """How deep brackets stand in brackets, outside of texts."""
    signs = np.frombuffer(_TEXT.sub(b"", data), np.uint8)
    signs = signs[np.isin(signs, np.frombuffer(b"[]{}", np.uint8))]
    steps = np.where(np.isin(signs, np.frombuffer(b"[{", np.uint8)), 1, -1)
    return int(np.cumsum(steps).max(initial=0))


def _feature(feature: Any, limits: Limits) -> tuple[Row, Any, str]:
    """Properties, shape or None, and what is wrong with the shape, '' for nothing."""
    if not isinstance(feature, dict):
        return {}, None, "it is no feature"
    properties = feature.get("properties")
    row: Row = properties if isinstance(properties, dict) else {}
    if row.get("id") is None and feature.get("id") is not None:
        row = {**row, "id": feature["id"]}
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("coordinates") == []:
        return row, None, "it has no geometry"
    count = _vertices(geometry.get("coordinates"))
    if count > limits.ring_vertices:
        return row, None, f"it has {count} vertices, more than {limits.ring_vertices}"
    try:
        return row, shapely.geometry.shape(geometry), ""
    except Exception as error:  # shapely raises whatever the malformed coordinates lead it to
        return row, None, f"its geometry cannot be read ({str(error)[:200]})"


def _vertices(coordinates: Any) -> int:
    """How many positions the brackets of a geometry hold; a collection's count when it is read."""
    if not isinstance(coordinates, list) or not coordinates:
        return 0
    first = coordinates[0]
    if isinstance(first, list) and first and isinstance(first[0], list):
        return sum(map(_vertices, coordinates))
    return len(coordinates)


def _named_crs(whole: Mapping[str, Any]) -> CRS | None:
    """The CRS that an old GeoJSON names; None where it names none that is known."""
    named = whole.get("crs")
    try:
        return None if named is None else CRS.from_user_input(named["properties"]["name"])
    except (CRSError, KeyError, TypeError):
        return None


def _read(data: bytes, name: str, limits: Limits, encoding: str | None = None) -> Any:
    import geopandas  # takes longer to load than most files take to read
    import pyogrio

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL tells of what is told here in its own words
        try:
            layers = pyogrio.list_layers(BytesIO(data))
            drawn = [layer for layer, kind in layers.tolist() if kind is not None]
            if not drawn:
                raise SourceError(name, "it holds no geometry", "Give a file with outlines.")
            return geopandas.read_file(
                BytesIO(data),
                engine="pyogrio",
                layer=drawn[0],
                max_features=limits.features + 1,
                encoding=encoding,
            )
        except SourceError:
            raise
        except Exception as error:  # each driver raises classes of its own
            _refuse(name, error)


def _read_parquet(data: bytes, name: str) -> Any:
    import geopandas

    try:
        return geopandas.read_parquet(cast("Any", BytesIO(data)))
    except Exception as error:
        _refuse(name, error)


def _frame(frame: Any, name: str, limits: Limits) -> Opened:
    check_count(name, len(frame), limits)
    where = [f"feature {i}" for i in range(1, len(frame) + 1)]
    shapes = np.array([*frame.geometry.to_numpy(), None], object)[:-1]
    rows = list(_records(frame))
    bare = [i for i, shape in enumerate(shapes) if shape is None]
    faults = [
        Fault(name, with_id(where[i], rows[i]), "it has no geometry", _LEFT_OUT, fatal=False)
        for i in bare
    ]
    return Opened(name, rows, shapes, where, CRS(frame.crs) if frame.crs else None, faults)


def _records(frame: Any) -> Iterator[Row]:
    """Properties without what is missing: pandas fills the gaps of a column with NaN."""
    for record in frame.drop(columns=frame.geometry.name).to_dict("records"):
        yield {str(key): value for key, value in record.items() if is_there(value)}


def _refuse(name: str, error: Exception) -> NoReturn:
    said = re.sub(r"/vsi\S*", "the file", " ".join(str(error).split()))[:200]
    raise SourceError(name, f"it cannot be read ({said})", "Get the file anew.") from error
