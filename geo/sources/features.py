"""Files with features (GeoJSON, CSV with lon and lat, and what GDAL reads) -> rows and shapes."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.errors import Fault, SourceError

Row = Mapping[str, Any]
Shapes = NDArray[np.object_]

_CSV_LIMIT = 1_000_000
_DEGREES = (4326, 4490, 4979)  # WGS-84 and CGCS2000: the same to within a few decimetres
_LON_LAT = "Longitude comes first, in degrees of WGS-84."


@dataclass(frozen=True)
class Features:
    """What a file holds: `rows` of properties, and `shapes` in degrees as an array of shapely's.

    `shapes[i]` is None where row i has no geometry that can be read; `faults` says why. `where[i]`
    is the place of row i in the file, such as 'feature 3' or 'row 4'.
    """

    file: str
    rows: list[Row]
    shapes: Shapes
    where: list[str]
    faults: list[Fault]


def read_features(path: Path) -> Features:
    """Read any vector file; raises SourceError for one that cannot be read at all."""
    name = path.name.lower()
    if not path.is_file():
        raise SourceError(path, "there is no such file", "Put it there, or mend its name.")
    if name.endswith((".geojson", ".json")):
        return _geojson(path)
    if name.endswith(".csv"):
        return _csv(path)
    return _frame(path)


def read_rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The rows of a CSV file in UTF-8, each with its place ('row 2'); columns in small letters.

    Raises SourceError for a file that is no such table.
    """
    rows: list[tuple[str, dict[str, str]]] = []
    csv.field_size_limit(_CSV_LIMIT)
    try:
        reader = csv.DictReader(_text(path).splitlines(keepends=True), strict=True)
        columns = [str(column).strip().lower() for column in reader.fieldnames or ()]
        for column in {column for column in columns if columns.count(column) > 1}:
            raise SourceError(path, f"the column {column!r} stands twice", "Drop one.", "row 1")
        reader.fieldnames = columns
        for cells in reader:
            where = f"row {reader.line_num}"
            if None in cells or None in cells.values():
                problem = "it has more or fewer cells than the heading"
                remedy = "Put a text that holds a comma in quotation marks."
                raise SourceError(path, problem, remedy, where)
            rows.append((where, {key: text.strip() for key, text in cells.items()}))
    except csv.Error as error:
        raise SourceError(path, f"it is no CSV ({error})", "Save it as CSV in UTF-8.") from error
    return rows


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"it is not UTF-8 (byte {error.start})"
        raise SourceError(path, problem, "Save it again as UTF-8.") from error
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise SourceError(path, problem, "Make it readable.") from error


def _parsed(path: Path) -> Any:
    text = _text(path)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"it is no GeoJSON: {error.msg[:1].lower()}{error.msg[1:]}"
        where = f"line {error.lineno}, column {error.colno}"
        remedy = "Mend it there; a file that ends early was cut off, so get it anew."
        raise SourceError(path, problem, remedy, where) from error
    except (RecursionError, ValueError) as error:
        raise SourceError(path, f"it is no GeoJSON ({error})", "Get the file anew.") from error


def _geojson(path: Path) -> Features:
    whole = _parsed(path)
    found = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise SourceError(path, "it is no GeoJSON", "Give a FeatureCollection of features.")
    rows: list[Row] = []
    shapes, faults = np.empty(len(found), object), []
    where = [f"feature {i}" for i in range(1, len(found) + 1)]
    for i, feature in enumerate(found):
        row, shapes[i], problem = _feature(feature)
        rows.append(row)
        if problem:
            faults.append(Fault(path.name, with_id(where[i], row), *problem))
    _to_degrees(path, shapes, _named_crs(path, whole))
    return Features(path.name, rows, shapes, where, faults)


def _feature(feature: Any) -> tuple[Row, Any, tuple[str, str] | None]:
    """Properties, shape or None, and what is wrong with the shape."""
    if not isinstance(feature, dict):
        return {}, None, ("it is no feature", 'Each feature is { "type": "Feature", ... }.')
    properties = feature.get("properties")
    row = properties if isinstance(properties, dict) else {}
    if row.get("id") is None and feature.get("id") is not None:
        row = {**row, "id": feature["id"]}
    geometry = feature.get("geometry")
    if geometry is None or (isinstance(geometry, dict) and geometry.get("coordinates") == []):
        return row, None, ("it has no geometry", "Give its coordinates, or remove it.")
    try:
        shape = shapely.force_2d(shapely.geometry.shape(geometry))
    except Exception as error:  # shapely raises whatever the malformed coordinates lead it to
        problem = f"its geometry cannot be read ({error})"
        return row, None, (problem, "Mend its type and coordinates.")
    return row, *_checked(shape)


def _checked(shape: Any) -> tuple[Any, tuple[str, str] | None]:
    """A shape, or None and what is wrong with it."""
    if shape is None or shape.is_empty:
        return None, ("it has no geometry", "Give its coordinates, or remove it.")
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        return None, ("its coordinates are no numbers", _LON_LAT)
    return shape, None


def _named_crs(path: Path, whole: Mapping[str, Any]) -> CRS | None:
    """The CRS that an old GeoJSON names, None for degrees of WGS-84."""
    named = whole.get("crs")
    if named is None:
        return None
    try:
        return CRS.from_user_input(named["properties"]["name"])
    except (CRSError, KeyError, TypeError) as error:
        problem = f"its crs {named!r} is not known"
        raise SourceError(path, problem, "Write it in degrees, EPSG:4326.") from error


def _to_degrees(path: Path, shapes: Shapes, crs: CRS | None) -> None:
    """Turn shapes of another CRS into degrees in place, and refuse what then is no degrees."""
    if crs is not None and crs.to_epsg() not in _DEGREES and "CRS84" not in crs.to_string():
        turn = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
        shapes[:] = shapely.transform(shapes, lambda xy: np.column_stack(turn.transform(*xy.T)))
    xy = shapely.get_coordinates(shapes)
    if len(xy) and not (np.isfinite(xy).all() and np.abs(xy).max() <= 180):
        problem = "its coordinates are not degrees"
        remedy = f"Convert it to EPSG:4326, or state its CRS. {_LON_LAT}"
        raise SourceError(path, problem, remedy)


def _csv(path: Path) -> Features:
    found = read_rows(path)
    missing = [key for key in ("lon", "lat") if found and key not in found[0][1]]
    if missing:
        problem = f"it has no column {' and no column '.join(missing)}"
        raise SourceError(path, problem, f"Add them. {_LON_LAT}", "row 1")
    rows: list[Row] = []
    shapes, faults = np.empty(len(found), object), []
    for i, (where, cells) in enumerate(found):
        rows.append({key: text for key, text in cells.items() if text})
        try:
            lon, lat = _number(cells["lon"]), _number(cells["lat"])
            shapes[i] = shapely.Point(lon, lat)
        except ValueError as error:
            faults.append(Fault(path.name, with_id(where, cells), str(error), _LON_LAT))
    _to_degrees(path, shapes, None)
    return Features(path.name, rows, shapes, [place for place, _ in found], faults)


def _number(text: str) -> float:
    if not text:
        raise ValueError("it has no lon or lat")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{text!r} is no coordinate")
    return value


def _frame(path: Path) -> Features:
    import geopandas  # takes longer to load than most towns' files take to read

    try:
        parquet = path.suffix.lower() == ".parquet"
        frame = geopandas.read_parquet(path) if parquet else geopandas.read_file(path)
    except Exception as error:  # each driver raises classes of its own
        _refuse(path, error)
    if "geometry" not in frame or not isinstance(frame, geopandas.GeoDataFrame):
        raise SourceError(path, "it holds no geometry", "Give a file with points or shapes.")
    if frame.crs is None:
        raise SourceError(path, "it states no CRS", "Write it with its CRS, such as EPSG:4326.")
    where = [f"feature {i}" for i in range(1, len(frame) + 1)]
    rows, shapes, faults = list(_records(frame)), np.empty(len(frame), object), []
    for i, shape in enumerate(shapely.force_2d(frame.geometry.to_numpy())):
        shapes[i], problem = _checked(shape)
        if problem:
            faults.append(Fault(path.name, with_id(where[i], rows[i]), *problem))
    _to_degrees(path, shapes, CRS(frame.crs))
    return Features(path.name, rows, shapes, where, faults)


def _records(frame: Any) -> Iterator[Row]:
    """Properties without what is missing: pandas fills the gaps of a column with NaN."""
    for record in frame.drop(columns=frame.geometry.name).to_dict("records"):
        yield {str(key): value for key, value in record.items() if is_there(value)}


def is_there(value: Any) -> bool:
    """NaN and pandas' missing date, too, differ from themselves."""
    plain = isinstance(value, float) or hasattr(value, "isoformat")
    return value is not None and not (plain and value != value)


def _refuse(path: Path, error: Exception) -> NoReturn:
    said = str(error).strip().split("\n")[0][:200]
    raise SourceError(path, f"it cannot be read ({said})", "Get the file anew.") from error


def with_id(where: str, row: Row) -> str:
    """'feature 3' of a row with an id is 'feature 3 (mingxing)'."""
    return f"{where} ({row['id']})" if row.get("id") not in (None, "") else where
