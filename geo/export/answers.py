"""Answers -> bytes, by the file's ending: the downloads of the pages and of the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.errors import QuestionError
from geo.export import formats, routes, rows
from geo.export.credit import Credit
from geo.model import Hub, Isochrone, Matrix, Place, Route

ISOCHRONE_ENDINGS = (".geojson", ".gpkg", ".parquet")
MATRIX_ENDINGS = TABLE_ENDINGS = (".csv", ".parquet")
POINTS_ENDINGS = (".geojson", ".csv", ".gpkg", ".parquet")
ROUTE_ENDINGS = (".geojson", ".gpx")


def isochrone_bytes(
    isochrone: Isochrone, ending: str, credit: Credit | None = None, language: str = "en"
) -> bytes:
    """Bands, one feature each, as a file of `ending`; raises QuestionError for an unknown one.

    Date and digest are the isochrone's own, whatever `credit` says.
    """
    _known(ending, ISOCHRONE_ENDINGS)
    said = credit or Credit()
    dated = Credit(said.attribution, said.sources, isochrone.data_as_of, isochrone.digest)
    return _bytes(rows.bands(isochrone, language), ending, "isochrone", dated)


def matrix_bytes(
    matrix: Matrix, ending: str, credit: Credit | None = None, spreadsheet: bool = True
) -> bytes:
    """Travel between places, a row for each pair; `spreadsheet` makes CSV safe to open in one."""
    _known(ending, MATRIX_ENDINGS)
    return table_bytes(rows.pairs(matrix), ending, credit, spreadsheet)


def table_bytes(
    table: pd.DataFrame, ending: str, credit: Credit | None = None, spreadsheet: bool = True
) -> bytes:
    """Any table without geometry, such as the one that a page shows."""
    _known(ending, TABLE_ENDINGS)
    return _bytes(table, ending, "table", credit or Credit(), spreadsheet)


def points_bytes(
    items: Sequence[Hub | Place],
    ending: str,
    credit: Credit | None = None,
    spreadsheet: bool = True,
) -> bytes:
    """Hubs or places, each with its accuracy, source and date."""
    _known(ending, POINTS_ENDINGS)
    return _bytes(rows.points(items), ending, "places", credit or Credit(), spreadsheet)


def route_bytes(
    route: Route,
    ending: str,
    credit: Credit | None = None,
    language: str = "en",
    words: Mapping[str, str] | None = None,
) -> bytes:
    """A route as a line and its steps; `words` replaces the English of `routes.WORDS` by key."""
    _known(ending, ROUTE_ENDINGS)
    said = credit or Credit()
    if ending == ".gpx":
        return routes.gpx(route, said, language, {**routes.WORDS, **(words or {})})
    return formats.geojson(routes.features(route, said, language), "route", said)


def _known(ending: str, known: Sequence[str]) -> None:
    if ending not in known:
        raise QuestionError("ending", ending, f"Use one of {', '.join(known)}.")


def _bytes(frame: Any, ending: str, name: str, credit: Credit, spreadsheet: bool = False) -> bytes:
    if ending == ".csv":
        return formats.csv(frame, spreadsheet)
    if ending == ".parquet":
        return formats.parquet(frame, credit)
    geographic = gpd.GeoDataFrame(frame)
    if ending == ".gpkg":
        return formats.geopackage(geographic, name, credit)
    return formats.frame_geojson(geographic, name, credit)
