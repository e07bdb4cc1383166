"""The parts of a base map in the form that the browser draws: streets by class, areas, metro."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import shapely
from geopandas import GeoDataFrame

from geo.maps.encode import encode_lines, encode_polygons
from geo.model import Floats, Name

LESSER = ("minor", "path")
"""Classes that are drawn only from near."""

DRAWN_AS = {
    "motorway": "motorway",
    "trunk": "trunk",
    "primary": "primary",
    "secondary": "secondary",
    "tertiary": "tertiary",
    "unclassified": "minor",
    "residential": "minor",
    "living_street": "minor",
    "service": "minor",
    "pedestrian": "minor",
    "track": "path",
    "cycleway": "path",
    "footway": "path",
    "path": "path",
    "steps": "path",
}
_TOLERANCE_DEGREES = {"minor": 3e-5, "path": 3e-5}  # about 3 m
_MAIN_TOLERANCE_DEGREES = 2e-5


class Street(NamedTuple):
    """A street to draw: OpenStreetMap's class, degrees of shape (n, 2), and its name."""

    highway: str
    degrees: Floats
    name: Name = Name("", "")

    @property
    def drawn_as(self) -> str | None:
        """The class it is drawn as, its links with it; None for what is not drawn."""
        return DRAWN_AS.get(self.highway.removesuffix("_link"))


def street_lines(streets: Iterable[Street]) -> dict[str, list[list[int]]]:
    """The lines of every class of streets."""
    lines: dict[str, list[Any]] = {}
    for street in streets:
        if street.drawn_as and len(street.degrees) > 1:
            lines.setdefault(street.drawn_as, []).append(shapely.LineString(street.degrees))
    return {name: _road_class(name, parts) for name, parts in lines.items()}


def _road_class(name: str, lines: list[Any]) -> list[list[int]]:
    """Lines of one class, joined where two meet alone, without points that nobody could see."""
    merged = shapely.line_merge(shapely.MultiLineString(lines))
    tolerance = _TOLERANCE_DEGREES.get(name, _MAIN_TOLERANCE_DEGREES)
    return encode_lines(shapely.simplify(merged, tolerance, preserve_topology=False))


def polygons(frame: GeoDataFrame) -> list[list[list[int]]]:
    """Every polygon of a layer as its rings."""
    if frame.empty:
        return []
    smooth = shapely.simplify(frame.geometry.to_numpy(), _MAIN_TOLERANCE_DEGREES)
    return [rings for shape in smooth for rings in encode_polygons(shape)]


def metro_lines(lines: GeoDataFrame, frame: Any) -> list[dict[str, Any]]:
    """Metro lines in their official colours, cut at the map's frame."""
    return [
        {
            "line": str(row["line"]),
            "colour": _colour(row.get("colour")),
            "lines": encode_lines(shape.intersection(frame)),
        }
        for row, shape in rows(lines)
        if shape.intersects(frame)
    ]


def line_colours(lines: GeoDataFrame) -> dict[str, str]:
    """The colour of every line."""
    return {str(row["line"]): _colour(row.get("colour")) for row, _ in rows(lines)}


def metro_stations(
    found: GeoDataFrame, colours: Mapping[str, str], frame: Any
) -> list[dict[str, Any]]:
    """Stations within the frame, in the colour of their first line."""
    stations = []
    for row, shape in rows(found):
        point = shape.representative_point()
        if not frame.covers(point):
            continue
        lines = _line_list(row.get("lines"))
        stations.append(
            {
                "name": name_of(row),
                "lon": round(point.x, 5),
                "lat": round(point.y, 5),
                "lines": lines,
                "colour": next((colours[line] for line in lines if line in colours), "#3b4a54"),
            }
        )
    return stations


def rows(frame: GeoDataFrame) -> Iterable[tuple[Mapping[Any, Any], Any]]:
    """Every row of a layer that has a shape, with it."""
    for row in frame.to_dict("records"):
        shape = row.get("geometry")
        if shape is not None and not shape.is_empty:
            yield row, shape


def name_of(row: Mapping[Any, Any]) -> dict[str, str]:
    """A row's names by language."""
    return {language: _text(row.get(f"name_{language}")) for language in ("zh", "en")}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _line_list(value: Any) -> list[str]:
    """Lines as data give them: a list, or one text with commas, semicolons or blanks between."""
    if isinstance(value, str):
        return [part for part in value.replace(";", ",").replace(" ", ",").split(",") if part]
    return [str(part) for part in value] if isinstance(value, (list, tuple, np.ndarray)) else []


def _colour(value: Any) -> str:
    text = _text(value)
    known = (
        len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])
    )
    return text if known else "#5b6b75"
