"""A file of places to ask about -> spots."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely

from geo.errors import SourceError
from geo.model import Name, Point, Spot, Town
from geo.sources.features import Features, Row, read_features, with_id
from geo.sources.records import text

_SUPPORTED = (".csv", ".geojson", ".json", ".gpkg", ".parquet", ".fgb", ".shp")


@dataclass(frozen=True)
class PointFile:
    """The points of a file in its order, and where in it each stands, such as 'row 3 (home)'."""

    path: Path
    spots: tuple[Spot, ...]
    where: tuple[str, ...]


def read_points(path: Path) -> PointFile:
    """The rows of a CSV file (id, lon, lat) or features of a vector file, in the file's order.

    A polygon or line stands as a point on it. Names are taken from name, name_zh and name_en, else
    the id serves. Raises SourceError for a file that cannot be read, is empty, or has a row without
    an id, with an id used twice, or without a position.
    """
    if path.is_file() and not path.name.lower().endswith(_SUPPORTED):
        remedy = f"Known endings: {', '.join(_SUPPORTED)}."
        raise SourceError(path, "points cannot be read from a file that ends like this", remedy)
    features = read_features(path)
    if not features.rows:
        raise SourceError(path, "it holds no points", "Give rows of id,lon,lat.")
    if features.faults:
        first = features.faults[0]
        raise SourceError(path, first.problem, first.remedy, first.where)
    spots: dict[str, Spot] = {}
    for i, (row, shape) in enumerate(zip(features.rows, features.shapes, strict=True)):
        spot = _spot(path, features, i, row, shape)
        if spot.id in spots:
            remedy = "Give every row an id of its own."
            raise SourceError(path, f"the id {spot.id!r} stands twice", remedy, features.where[i])
        spots[spot.id] = spot
    places = zip(features.where, features.rows, strict=True)
    return PointFile(path, tuple(spots.values()), tuple(with_id(*place) for place in places))


def outside(points: PointFile, town: Town) -> tuple[str, ...]:
    """Where in the file those points stand that lie outside the town's bounds.

    Raises SourceError where all of them do: that is no list of far places, but another town's
    points or none in degrees of WGS-84.
    """
    pairs = list(zip(points.where, points.spots, strict=True))
    found = tuple(where for where, spot in pairs if not town.holds(spot.point))
    if len(found) < len(pairs):
        return found
    raise _all_outside(points, town)


def _all_outside(points: PointFile, town: Town) -> SourceError:
    """The error of a file with no point in the town: its first row, and what it likely lacks."""
    first = points.spots[0].point
    problem = f"this point, {first.lon}, {first.lat}, lies outside the town's bounds"
    if len(points.spots) > 1:
        problem += f", as do all {len(points.spots)} points of the file"
    if town.holds(Point(first.lat, first.lon)):
        remedy = "Longitude and latitude are swapped: put longitude first."
    else:
        west, south, east, north = town.bounds
        remedy = (
            f"The town's bounds go from {west}, {south} to {east}, {north}: give degrees of "
            "WGS-84, longitude first, and convert what is in another datum."
        )
    return SourceError(points.path, problem, remedy, points.where[0])


def _spot(path: Path, features: Features, i: int, row: Row, shape: Any) -> Spot:
    id, plain = text(row.get("id")), text(row.get("name"))
    if not id:
        raise SourceError(path, "it has no id", "Give every row an id.", features.where[i])
    point = shapely.point_on_surface(shape)
    if not (-180 <= point.x <= 180 and -90 <= point.y <= 90):
        remedy = "Put longitude first, in degrees of WGS-84."
        where = with_id(features.where[i], row)
        raise SourceError(path, f"{point.x}, {point.y} is no place on earth", remedy, where)
    zh, en = text(row.get("name_zh")) or plain, text(row.get("name_en")) or plain
    return Spot(id, Name(zh or en or id, en or zh or id), Point(point.x, point.y))
