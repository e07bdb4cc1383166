"""Tables -> bytes: GeoJSON, GeoPackage, (Geo)Parquet and CSV.

GDAL stamps the clock into a GeoPackage and pandas' own CSV writer trusts every name: both are
mended here, so that bytes are the same each time and a spreadsheet runs nothing.
"""

from __future__ import annotations

import io
import json
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from geo.export.credit import Credit
from geo.export.text import defused

_BOM = b"\xef\xbb\xbf"
_CLOCK = "OGR_CURRENT_DATE"
_clock = Lock()


def geojson(features: Sequence[Mapping[str, Any]], name: str, credit: Credit) -> bytes:
    """Features as a FeatureCollection of RFC 7946, one a line, with the credit as its members."""
    return _collection(map(_json, features), name, credit)


def frame_geojson(frame: gpd.GeoDataFrame, name: str, credit: Credit) -> bytes:
    """The rows of `frame` (degrees, already rounded) as GeoJSON; no geometry where it is empty."""
    rows = frame.drop(columns="geometry").to_dict("records")
    shapes = frame.geometry.to_numpy()
    texts = shapely.to_geojson(shapes)
    texts[shapely.is_empty(shapes)] = None
    lines = (_line(row, text) for row, text in zip(rows, texts, strict=True))
    return _collection(lines, name, credit)


def _line(row: Mapping[Hashable, Any], geometry: str | None) -> str:
    properties = {key: None if pd.isna(value) else value for key, value in row.items()}
    start = f'{{"type": "Feature", "properties": {_json(properties)}, "geometry": '
    return f"{start}{geometry or 'null'}}}"


def _collection(lines: Iterable[str], name: str, credit: Credit) -> bytes:
    head: dict[str, Any] = {"type": "FeatureCollection", "name": name, **credit.entries()}
    head["sources"] = list(credit.sources)
    body = ",\n".join(lines)
    return f'{_json(head)[:-1]}, "features": [\n{body}\n]}}\n'.encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def geopackage(frame: gpd.GeoDataFrame, name: str, credit: Credit) -> bytes:
    """`frame` as a GeoPackage of one layer `name`, dated as its data."""
    buffer = io.BytesIO()
    with clock_stopped(credit.data_as_of):
        pyogrio.write_dataframe(
            frame, buffer, layer=name, driver="GPKG", dataset_metadata=credit.entries()
        )
    return buffer.getvalue()


@contextmanager
def clock_stopped(day: str) -> Iterator[None]:
    """Let GDAL take `day` for the present; a month or year by its first day, else 2000-01-01."""
    try:
        stamp = date.fromisoformat(f"{day}-01-01"[:10]).isoformat()
    except ValueError:
        stamp = "2000-01-01"
    with _clock:  # the option belongs to the whole process
        before = pyogrio.get_gdal_config_option(_CLOCK)
        pyogrio.set_gdal_config_options({_CLOCK: f"{stamp}T00:00:00.000Z"})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({_CLOCK: before})


def parquet(frame: pd.DataFrame, credit: Credit) -> bytes:
    """`frame` as Parquet, GeoParquet where it has a geometry; the credit becomes its `attrs`."""
    buffer = io.BytesIO()
    credited = frame.copy(deep=False)
    credited.attrs.update(credit.entries())
    credited.to_parquet(buffer, index=False)
    return buffer.getvalue()


def csv(frame: pd.DataFrame, spreadsheet: bool) -> bytes:
    """`frame` as CSV in UTF-8, its geometry left out.

    `spreadsheet`: marked as UTF-8, so that Excel reads Chinese, and with an apostrophe before
    any text that a spreadsheet would run as a formula (OWASP, 'CSV Injection'). Without it every
    text stays as it is, for programs.
    """
    table = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    if spreadsheet:
        table = table.map(defused).rename(columns=defused)
    text = table.to_csv(index=False, lineterminator="\n").encode()
    return _BOM + text if spreadsheet else text


def excel(frame: pd.DataFrame, name: str, credit: Credit) -> bytes:
    """`frame` as an Excel workbook without its geometry: a sheet `name`, and one of the credit.

    Texts are written as texts, so that none runs as a formula.
    """
    table = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    table = table.map(defused).rename(columns=defused)
    said = pd.DataFrame(list(credit.entries().items()), columns=["key", "value"]).map(defused)
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="openpyxl") as book:
        table.to_excel(book, sheet_name=name, index=False)
        said.to_excel(book, sheet_name="sources", index=False)
    return buffer.getvalue()
