"""Answers -> tables, one row a thing; geometry in degrees.

Points are rounded to 6 digits (0.1 m), bands to 7, so that they lie less over the water.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from geo.export.text import plain
from geo.measures.isochrone import DIGITS
from geo.model import (
    TRANSIT_MODES,
    Floats,
    Hub,
    Isochrone,
    Matrix,
    Mode,
    Name,
    Period,
    Place,
    Spot,
    When,
)

_DIGITS = 6


def place_of(spots: Sequence[Spot], language: str) -> str:
    """The names of the asked places in one text."""
    return "; ".join(plain(spot.name[language] or spot.id) for spot in spots)


def period_of(mode: Mode, period: Period) -> Period:
    """The period that an answer depends on: only cars meet congestion."""
    return period if mode == Mode.DRIVE else Period.FREE


def bands(isochrone: Isochrone, language: str) -> gpd.GeoDataFrame:
    """One row a band, ascending, with a MultiPolygon each (empty where nothing is in reach)."""
    question = isochrone.question
    ascending = sorted(isochrone.bands, key=lambda band: band.minutes)
    rows = [
        {
            "minutes": band.minutes,
            "mode": question.mode.value,
            "direction": question.direction.value,
            "place": place_of(question.spots, language),
            "area_km2": round(band.area_km2, 4),
            **_timing(question.mode, question.period, question.when),
            "data_as_of": isochrone.data_as_of,
            "digest": isochrone.digest,
            "open": band.open,
            "assumed": isochrone.assumed,
        }
        for band in ascending
    ]
    shapes = rounded([band.polygon for band in ascending])
    return gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")


def _timing(mode: Mode, period: Period, when: When | None) -> dict[str, Any]:
    """What a time depends on: the period, or by public transport the window."""
    if mode in TRANSIT_MODES and when is not None:
        return window(when)
    return {"period": period_of(mode, period).value}


def window(when: When) -> dict[str, Any]:
    """A window of departures (or of arrivals) as columns."""
    clock = f"{when.depart // 3600:02d}:{when.depart // 60 % 60:02d}"
    return {
        "date": when.day.isoformat(),
        "depart": clock,
        "window": when.window,
        "percentile": when.percentile,
    }


def rounded(nested: Sequence[Any]) -> list[MultiPolygon]:
    """Nested (Multi)Polygons, smallest first, rounded to 7 digits, outer rings anticlockwise.

    Bands are round already where no water is cut from them.
    """
    degrees = shapely.get_coordinates(nested)
    round_already = np.array_equal(degrees, np.round(degrees, DIGITS))
    return [_turned(shape) for shape in (nested if round_already else _drawn_anew(nested))]


def _drawn_anew(nested: Sequence[Any]) -> list[Any]:
    """All outlines rounded as one drawing, whose faces are then put together again.

    Rounded each by itself, two bands that share a shore would cross along it.
    """
    outlines = [shape.boundary for shape in nested]
    drawing = shapely.union_all(outlines, grid_size=10.0**-DIGITS)
    faces = np.array(shapely.get_parts(shapely.polygonize([drawing])))
    middles = shapely.point_on_surface(faces)
    inside = np.zeros(len(faces), bool)
    found = []
    for shape in nested:
        shapely.prepare(shape)
        inside |= shapely.contains(shape, middles)
        found.append(shapely.coverage_union_all(faces[inside]))
    return found


def rounded_shapes(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Shapes of any kind, to 6 digits; not repaired, so that they stay what they are."""
    return np.asarray(shapely.transform(shapes, lambda xy: np.round(xy, _DIGITS)), object)


def _turned(shape: Any) -> MultiPolygon:
    """As one MultiPolygon by RFC 7946's right-hand rule."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return shapely.orient_polygons(MultiPolygon(parts), exterior_cw=False)


def round_degrees(degrees: Floats) -> Floats:
    """Coordinates of any shape, to 6 digits."""
    return np.round(degrees, _DIGITS)


def pairs(matrix: Matrix) -> pd.DataFrame:
    """One row for each origin and destination, destinations running fastest."""
    origins, destinations = len(matrix.origins), len(matrix.destinations)
    return pd.DataFrame(
        {
            "origin": np.repeat([plain(name) for name in matrix.origins], destinations),
            "destination": np.tile([plain(name) for name in matrix.destinations], origins),
            "mode": matrix.mode.value,
            "seconds": np.round(matrix.seconds, 1).ravel(),
            "metres": np.round(matrix.metres, 1).ravel(),
            "snap_metres": np.tile(np.round(matrix.snap_metres, 1), origins),
            "status": matrix.status.astype(str).ravel(),
            **(window(matrix.when) if matrix.when else {}),
        }
    )


def points(items: Sequence[Hub | Place]) -> gpd.GeoDataFrame:
    """Hubs or places, one row each, with their accuracy, source and date, and a point."""
    rows = [_common(item) | _own(item) for item in items]
    lon = [item.point.lon for item in items]
    lat = [item.point.lat for item in items]
    shapes = gpd.points_from_xy(np.round(lon, _DIGITS), np.round(lat, _DIGITS))
    return gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes, crs="EPSG:4326")


def _common(item: Hub | Place) -> dict[str, Any]:
    return {
        "id": plain(item.id),
        **_both("name", item.name),
        "lon": round(item.point.lon, _DIGITS),
        "lat": round(item.point.lat, _DIGITS),
        "accuracy": item.accuracy.value,
        "source": plain(item.source),
        "as_of": item.as_of,
    }


def _own(item: Hub | Place) -> dict[str, Any]:
    if isinstance(item, Place):
        return {"category": plain(item.category), **_both("kind", item.kind)}
    lines = ", ".join(map(plain, item.lines))
    return {"kind": plain(item.kind), "lines": lines, **_both("note", item.note)}


def _both(key: str, name: Name) -> dict[str, str]:
    return {f"{key}_zh": plain(name.zh), f"{key}_en": plain(name.en)}
