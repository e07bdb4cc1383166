"""A whole town -> one GeoPackage: every layer, its tables, and where all of it comes from."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.crs import in_metres_all
from geo.export.credit import Credit
from geo.export.formats import clock_stopped
from geo.export.text import plain
from geo.model import Parcels, Town
from geo.model.parcels import COLUMNS
from geo.sources.features import read_rows
from geo.sources.industry import TABLES
from geo.sources.layers import read_layer
from geo.sources.parcels import parcels_of
from geo.sources.records import LAYERS
from geo.sources.roads import read_ways
from geo.sources.ways import lines_of_ways

TOWN_ENDINGS = (".gpkg",)
_ROWS = ("figures", "claims", *TABLES)
_TAGS = ("highway", "name", "oneway", "bridge", "tunnel", "maxspeed", "access", "foot", "bicycle")
_RESERVED = "fid"  # a GeoPackage's own column


def town_bytes(town: Town, credit: Credit) -> bytes:
    """The town as a GeoPackage: a layer for each file of features, tables for the others, and
    `sources` and `town`. Timetables stay out: their feed is a format of its own.

    The same town gives the same bytes. Raises TownError or SourceError for files of it that cannot
    be used.
    """
    with tempfile.TemporaryDirectory() as folder, clock_stopped(credit.data_as_of):
        path = Path(folder) / "town.gpkg"
        for number, (name, frame) in enumerate(town_tables(town)):
            _add(path, name, frame, credit if number == 0 else None)
        return path.read_bytes()


def town_tables(town: Town) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each layer and table by its name, those with shapes in degrees; empty files are left out."""
    for key in town.files:
        frame = table_of(town, key)
        if frame is not None and len(frame):
            yield key, frame
    yield "sources", _sources(town)
    yield "town", _about(town)


def table_of(town: Town, key: str) -> pd.DataFrame | None:
    """The records of one file by its key of [files], with shapes in degrees where it has any; None
    for what is no table, such as a timetable. Raises TownError or SourceError."""
    if key in LAYERS:
        return _frame(town, key)
    return _rows(town.files[key]) if key in _ROWS else None


def _frame(town: Town, key: str) -> gpd.GeoDataFrame:
    if key == "roads":
        return _roads(town)
    if key == "parcels":
        own = parcels_of(town)
        return _parcels(own.parcels) if own else gpd.GeoDataFrame(geometry=[], crs="EPSG:4326")
    return read_layer(town, key)


def _roads(town: Town) -> gpd.GeoDataFrame:
    """Streets with their chief tags, whatever format they come in."""
    ways = read_ways(town.files["roads"], town.bounds)
    lines = in_metres_all(lines_of_ways(ways, town.metres), town.metres, back=True)
    table = {tag: [tags.get(tag, "") for tags in ways.tags] for tag in _TAGS}
    return gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:4326")


def _parcels(land: Parcels) -> gpd.GeoDataFrame:
    own = {column: getattr(land, column) for column in COLUMNS if column != "shapes"}
    table = {"id": own.pop("ids"), **own, **land.extra}
    return gpd.GeoDataFrame(table, geometry=land.shapes, crs="EPSG:4326")


def _rows(path: Path) -> pd.DataFrame:
    return pd.DataFrame([row for _, row in read_rows(path)])


def _sources(town: Town) -> pd.DataFrame:
    columns = ("file", "origin_zh", "origin_en", "licence", "as_of", "accuracy", "datum", "url")
    rows = [
        (
            *(s.file, s.origin.zh, s.origin.en, s.licence, s.as_of),
            *(s.accuracy.value, s.datum, s.url, s.note.zh, s.note.en),
        )
        for s in town.sources
    ]
    return pd.DataFrame(rows, columns=[*columns, "note_zh", "note_en"])


def _about(town: Town) -> pd.DataFrame:
    """One row: the town's name, credit and frame."""
    said = {"id": town.id, "metres": town.metres, "timezone": town.timezone}
    for key in ("name", "about", "attribution"):
        name = getattr(town, key)
        said |= {f"{key}_zh": name.zh, f"{key}_en": name.en}
    said |= {"centre": json.dumps([*_pair(town)]), "bounds": json.dumps(list(town.bounds))}
    return pd.DataFrame([said])


def _pair(town: Town) -> tuple[float, float]:
    return town.centre.lon, town.centre.lat


def _add(path: Path, name: str, frame: pd.DataFrame, credit: Credit | None) -> None:
    """One more layer or table of the file; the first brings the credit along."""
    told = {"dataset_metadata": credit.entries()} if credit else {"append": True}
    pyogrio.write_dataframe(_plain(frame), path, layer=name, driver="GPKG", **told)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with columns that a GeoPackage holds: lists as JSON, mixed columns as text."""
    clean = frame.copy()
    clean.columns = [f"{c}_" if str(c).lower() == _RESERVED else str(c) for c in clean.columns]
    for column in clean.columns:
        if column != "geometry" and not pd.api.types.is_numeric_dtype(clean[column]):
            clean[column] = clean[column].map(_text).astype(object)
    return clean


def _text(value: Any) -> str:
    if isinstance(value, list | tuple | dict):
        return plain(json.dumps(value, ensure_ascii=False))
    return "" if value is None or value is pd.NA or value != value else plain(str(value))
