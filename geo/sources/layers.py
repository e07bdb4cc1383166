"""The layers of a town -> hubs, places, figures, or a data frame of any layer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import Fault, TownError
from geo.model import Accuracy, Figure, Hub, Name, Place, Point, Town
from geo.sources.entrances import entrances_of, parking_minutes_of
from geo.sources.features import read_features, read_rows
from geo.sources.hub_kinds import hub_kind
from geo.sources.records import LAYERS as SPATIAL
from geo.sources.records import Record, records, text
from geo.sources.rows import day_problems, id_problems
from geo.sources.schema import FILE_KEYS

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

LAYERS = FILE_KEYS
"""Keys that [files] of a town.toml may hold."""

COMMON = ("id", "name_zh", "name_en", "accuracy", "source", "as_of")
OWN = {"metro_lines": ("line", "colour"), "metro_stations": ("lines",), "green": ("class",)}
"""Columns that a layer's frame has besides the common ones, empty where the file has none."""


def read_layer(town: Town, key: str) -> GeoDataFrame:
    """A layer's features in EPSG:4326, with COMMON and the file's own columns.

    Empty where the town has no such file. Raises TownError with every fatal fault of the layer,
    SourceError for a file that cannot be read, KeyError for a key that is no layer of features.
    """
    import geopandas  # takes longer to load than hubs and places take to read

    if key not in SPATIAL:
        raise KeyError(key)
    found = _records(town, key)
    columns = dict.fromkeys([*COMMON, *OWN.get(key, ())])
    columns |= dict.fromkeys(name for record in found for name in record.row)
    columns.pop("geometry", None)
    table = {name: [record.row.get(name, "") for record in found] for name in columns}
    shapes = np.array([record.shape for record in found], object)
    return geopandas.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def read_hubs(town: Town) -> tuple[Hub, ...]:
    """The town's hubs; raises TownError with every fatal fault of the file, or SourceError."""
    return tuple(_hub(record) for record in _records(town, "hubs"))


def read_places(town: Town) -> tuple[Place, ...]:
    """The town's places; none where it has no such file. Raises TownError or SourceError."""
    return tuple(_place(record) for record in _records(town, "places"))


def read_figures(town: Town) -> tuple[Figure, ...]:
    """The published numbers of the town; raises TownError with every fault, or SourceError."""
    if "figures" not in town.files:
        return ()
    found, faults = figures_of(town)
    if any(fault.fatal for fault in faults):
        raise TownError(town.folder, [fault for fault in faults if fault.fatal])
    return found


def figures_of(town: Town) -> tuple[tuple[Figure, ...], list[Fault]]:
    """The figures that can be read, and the faults of the others; raises SourceError."""
    path = town.files["figures"]
    found: list[Figure] = []
    faults: list[Fault] = []
    for where, row in read_rows(path):
        wrong = [Fault(path.name, where, *each) for each in _figure_problems(row, found)]
        faults += wrong
        if not wrong:
            found.append(_figure(row))
    return tuple(found), faults


def _records(town: Town, key: str) -> list[Record]:
    if key not in town.files:
        return []
    found, faults = records(town, key, read_features(town.files[key]))
    fatal = [fault for fault in faults if fault.fatal]
    if fatal:
        raise TownError(town.folder, fatal)
    return found


def _name(row: Mapping[str, Any], *stems: str) -> Name:
    """The first of the columns <stem>_zh, <stem>_en and <stem> that say something."""
    for stem in stems:
        plain = text(row.get(stem))
        found = Name(text(row.get(f"{stem}_zh")) or plain, text(row.get(f"{stem}_en")) or plain)
        if found.zh or found.en:
            return found
    return Name("", "")


def _hub(record: Record) -> Hub:
    row = record.row
    point = Point(record.shape.x, record.shape.y)
    return Hub(
        id=row["id"],
        name=_name(row, "name"),
        kind=hub_kind(text(row.get("kind"))),
        point=point,
        accuracy=Accuracy(row["accuracy"]),
        source=row["source"],
        as_of=row["as_of"],
        lines=_lines(row.get("lines")),
        entrances=entrances_of(row, point)[0],
        note=_name(row, "note"),
        parking_minutes=parking_minutes_of(row),
    )


def _lines(value: Any) -> tuple[str, ...]:
    """Lines as a list, as JSON text (which GeoPackages hold), or with commas or semicolons."""
    if isinstance(value, str):
        value = value.strip("[] ").replace('"', "").replace(";", ",").replace("、", ",").split(",")
    items = value if isinstance(value, list | tuple | np.ndarray) else [value]
    return tuple(filter(None, map(text, items)))


def _place(record: Record) -> Place:
    row = record.row
    return Place(
        id=row["id"],
        name=_name(row, "name"),
        category=text(row.get("category")) or "other",
        kind=_name(row, "subcategory", "kind", "category"),
        point=Point(record.shape.x, record.shape.y),
        accuracy=Accuracy(row["accuracy"]),
        source=row["source"],
        as_of=row["as_of"],
    )


def _figure_problems(row: Mapping[str, str], found: list[Figure]) -> list[tuple[str, str]]:
    """What keeps a row from being a figure, each with its mend."""
    problems = id_problems(row, {figure.id for figure in found}, "figure")
    if not _name(row, "what", "name").zh and not _name(row, "what", "name").en:
        problems.append(("it does not say what it counts", "Fill in what_zh and what_en."))
    try:
        finite = math.isfinite(float(row.get("value", "")))
    except ValueError:
        finite = False
    if not finite:
        problem = f"the value {row.get('value', '')!r} is no number"
        problems.append((problem, "Write digits with a point, no unit and no thousands mark."))
    return [*problems, *day_problems(row)]


def _figure(row: Mapping[str, str]) -> Figure:
    return Figure(
        id=row["id"],
        what=_name(row, "what", "name"),
        value=float(row["value"]),
        unit=_name(row, "unit"),
        as_of=row["as_of"],
        source=row.get("source", ""),
        chart=row.get("chart") or "",
    )
