"""Features of a layer -> records that hold what every layer must, with a fault for all that is off.

What a feature does not say itself is taken from the [[source]] of its file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

import numpy as np
import shapely

from geo.crs import bd09_to_gcj02, gcj02_to_wgs84
from geo.errors import Fault
from geo.model import Accuracy, Floats, Point, Source, Town
from geo.sources.entrances import PARKING_REMEDY, entrances_of, parking_minutes_of
from geo.sources.entrances import REMEDY as ENTRANCE_REMEDY
from geo.sources.features import Features, Row, Shapes, with_id
from geo.sources.hub_kinds import unknown_kind
from geo.sources.schema import day

POINTS = ("hubs", "places", "attractions", "enterprises", "metro_stations")
LINES = ("roads", "metro_lines")
AREAS = ("water", "green", "landuse", "parcels", "valleys")
LAYERS = (*POINTS, *LINES, *AREAS)
"""Keys of [files] whose files hold features."""

SHOWN_FAULTS = 20
"""Of the same fault at most so many are told one by one; one more says how many there are."""

_TYPES = {  # shapely's type ids
    **dict.fromkeys(POINTS, (0, 1, 2, 3, 4, 5, 6)),  # a point of an outline stands for it
    **dict.fromkeys(LINES, (1, 5)),
    **dict.fromkeys(AREAS, (3, 6)),
}
_KNOWN_BY_ID = ("hubs", "places", "attractions", "enterprises", "parcels", "valleys")
_NAMED = (*POINTS, "valleys")
_INSIDE = ("hubs", "places", "attractions", "enterprises")


@dataclass(frozen=True)
class Record:
    """One feature: its properties, completed, and its shape in degrees of WGS-84."""

    row: dict[str, Any]
    shape: Any


@dataclass(frozen=True)
class Found:
    """A fault and what kind it is of, by which like faults are told together."""

    kind: str
    fault: Fault

    @classmethod
    def whole(cls, kind: str, file: str, problem: str, remedy: str) -> Found:
        """A fault of a file as such that does not keep it from being used."""
        return cls(kind, Fault(file, "", problem, remedy, fatal=False))


def records(town: Town, key: str, features: Features) -> tuple[list[Record], list[Fault]]:
    """The records of a layer, and its faults; a fatal one says that the layer cannot be used.

    What can be mended without guessing is: invalid rings are repaired, ids given where nobody asks
    for them by name, a missing name filled in. Each is a fault that is not fatal.
    """
    source = source_of(town, key)
    shapes = _to_wgs84(features.shapes, source)
    found = [Found("unreadable", fault) for fault in features.faults]
    kept: list[Record] = []
    seen: dict[str, str] = {}
    for i, (row, shape) in enumerate(zip(features.rows, shapes, strict=True)):
        check = _Check(town, key, features.file, with_id(features.where[i], row))
        whole = check.completed(row, source, seen, features.where[i])
        sound = check.shaped(shape)
        if key == "hubs" and sound is not None:
            check.hub(row, sound)
        found += check.found
        if sound is not None:
            kept.append(Record(whole, sound))
    found += _as_a_whole(town, key, features, kept)
    return kept, list(told(found))


def source_of(town: Town, key: str) -> Source | None:
    """The first [[source]] of a layer's file."""
    return next((source for source in town.sources if source.file == key), None)


def _to_wgs84(shapes: Shapes, source: Source | None) -> Shapes:
    """Shapes of a datum of Chinese maps, moved to where they truly are."""
    datum = source.datum if source else "WGS-84"
    turn = {"GCJ-02": _from_gcj02, "BD-09": _from_bd09}.get(datum)
    return shapely.transform(shapes, turn) if turn else shapes


def _from_gcj02(degrees: Floats) -> Floats:
    return np.column_stack(gcj02_to_wgs84(*degrees.T))


def _from_bd09(degrees: Floats) -> Floats:
    return np.column_stack(gcj02_to_wgs84(*bd09_to_gcj02(*degrees.T)))


class _Check:
    """Looks at one feature and notes its faults in `found`."""

    def __init__(self, town: Town, key: str, file: str, where: str) -> None:
        self.town, self.key, self.file, self.where = town, key, file, where
        self.found: list[Found] = []

    def _note(self, kind: str, problem: str, remedy: str, fatal: bool = True) -> None:
        fault = Fault(self.file, self.where, problem, remedy, fatal)
        self.found.append(Found(kind, fault))

    def completed(
        self, row: Row, source: Source | None, seen: dict[str, str], place: str
    ) -> dict[str, Any]:
        """The row with id, names, accuracy, source and as_of; `seen` holds the ids so far."""
        whole = dict(row)
        whole["id"] = self._id(row, seen, place)
        whole["name_zh"], whole["name_en"] = self._names(row, whole["id"])
        whole["accuracy"] = self._accuracy(row, source)
        whole["source"] = text(row.get("source")) or self._from(source, "source")
        whole["as_of"] = self._as_of(row, source)
        return whole

    def _id(self, row: Row, seen: dict[str, str], place: str) -> str:
        id, asked = text(row.get("id")), self.key in _KNOWN_BY_ID
        if not id:
            remedy = "Give every feature an id of its own."
            self._note("no id", "it has no id", remedy, fatal=asked)
            id = f"{self.key}-{place.split()[-1]}"
        elif id in seen:
            problem = f"the id {id!r} stands already at {seen[id]}"
            self._note("same id", problem, "Give each its own id.", fatal=asked)
        seen.setdefault(id, place)
        return id

    def _names(self, row: Row, id: str) -> tuple[str, str]:
        plain = text(row.get("name"))
        zh, en = text(row.get("name_zh")) or plain, text(row.get("name_en")) or plain
        if not (zh or en) and self.key in _NAMED:
            remedy = "Give it a name_zh, a name_en, or a name that serves as both."
            self._note("no name", "it has no name", remedy, fatal=self.key == "hubs")
            kind = text(row.get("subcategory_en") or row.get("subcategory") or row.get("category"))
            return text(row.get("subcategory_zh")) or kind or id, kind or id
        return zh, en

    def _accuracy(self, row: Row, source: Source | None) -> str:
        said = text(row.get("accuracy"))
        if not said:
            self._from(source, "accuracy")
            return source.accuracy.value if source else Accuracy.APPROXIMATE.value
        if said not in list(Accuracy):
            near = get_close_matches(said, list(Accuracy), n=1)
            hint = f"Did you mean {str(near[0])!r}? " if near else ""
            remedy = f"{hint}Write one of {', '.join(Accuracy)}."
            self._note("accuracy", f"{said!r} is no known accuracy", remedy)
        return said

    def _as_of(self, row: Row, source: Source | None) -> str:
        said = text(row.get("as_of"))
        try:
            return day(said) if said else self._from(source, "as_of")
        except ValueError:
            remedy = "Write as_of as 2026-09-06, 2026-09 or 2026."
            self._note("as_of", f"{said!r} is no date", remedy, fatal=False)
            return said

    def _from(self, source: Source | None, key: str) -> str:
        """What the file's [[source]] says where the feature does not."""
        if source is None:
            remedy = f"Give the feature its own, or add a [[source]] of {self.key} to town.toml."
            self._note(key, f"it has no {key}, nor has its file", remedy, fatal=False)
            return ""
        if key == "source":
            return " / ".join(dict.fromkeys(filter(None, [source.origin.zh, source.origin.en])))
        return source.as_of

    def hub(self, row: Row, shape: Any) -> None:
        """Note a hub's unknown kind, and doors and parking that cannot be read."""
        if wrong := unknown_kind(text(row.get("kind"))):
            self._note("kind", *wrong, fatal=False)
        whole = {"accuracy": Accuracy.APPROXIMATE, **row}
        for problem in entrances_of(whole, Point(shape.x, shape.y))[1]:
            self._note("entrance", problem, ENTRANCE_REMEDY)
        try:
            parking_minutes_of(row)
        except ValueError as error:
            self._note("parking", str(error), PARKING_REMEDY)

    def shaped(self, shape: Any) -> Any:
        """The shape as the layer needs it, or None where it cannot be used."""
        if shape is None:
            return None
        kind, ok = shapely.get_type_id(shape), _TYPES[self.key]
        if kind not in ok:
            problem = f"a {shape.geom_type} is left out of {self.key}"
            self._note("type", problem, f"Give {_wanted(self.key)}.", fatal=False)
            return None
        if not shape.is_valid:
            reason = shapely.is_valid_reason(shape)
            remedy = "Mend it at its source; until then it is used as repaired."
            self._note("invalid", f"its shape is invalid ({reason})", remedy, fatal=False)
            shape = _repaired(shape, ok)
        if self.key in POINTS and kind != 0:
            shape = shapely.point_on_surface(shape)
        return self._inside(shape) if self.key in _INSIDE else shape

    def _inside(self, point: Any) -> Any:
        lon, lat = point.x, point.y
        if _within(lon, lat, self.town):
            return point
        if _within(lat, lon, self.town):
            problem, remedy = f"its coordinates {lon}, {lat} are swapped", "Put longitude first."
            self._note("swapped", problem, remedy)
            return None
        problem = f"it lies at {lon}, {lat}, outside the town's bounds"
        remedy = "Mend its coordinates (longitude first), remove it, or widen bounds in town.toml."
        self._note("outside", problem, remedy)
        return None


def text(value: Any) -> str:
    """A property as text: numbers and dates too, '' for none."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, date):  # which GDAL makes of a text that looks like one
        return value.isoformat().removesuffix("T00:00:00")
    return str(value).strip()


def _within(lon: float, lat: float, town: Town) -> bool:
    west, south, east, north = town.bounds
    return west <= lon <= east and south <= lat <= north


def _wanted(key: str) -> str:
    return "polygons" if key in AREAS else "lines" if key in LINES else "points"


def _repaired(shape: Any, types: tuple[int, ...]) -> Any:
    """A valid shape of the same ground; what collapses to a thread or a point is dropped."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    kept = parts[np.isin(shapely.get_type_id(parts), types)]
    return shapely.union_all(kept) if len(kept) else None


def _as_a_whole(town: Town, key: str, features: Features, kept: list[Record]) -> Iterator[Found]:
    """Faults of a layer as such: nothing in it, or all of it elsewhere."""
    if not features.rows:
        problem, remedy = "it holds no feature", "Put some in, or take it out of [files]."
        yield Found("empty", Fault(features.file, "", problem, remedy, fatal=key == "hubs"))
    elif not kept and not features.faults and key not in _INSIDE:
        yield Found("nothing", Fault(features.file, "", f"it has no {_wanted(key)}", "Give some."))
    elif kept and key not in _INSIDE:
        yield from _elsewhere(town, features.file, np.array([record.shape for record in kept]))


def _elsewhere(town: Town, file: str, shapes: Shapes) -> Iterator[Found]:
    west, south, east, north = town.bounds
    if shapely.intersects(shapes, shapely.box(west, south, east, north)).any():
        return
    if shapely.intersects(shapes, shapely.box(south, west, north, east)).any():
        problem, remedy = "its coordinates are swapped", "Put longitude first."
    else:
        problem, remedy = "none of it lies within the town's bounds", "Mend bounds or coordinates."
    yield Found("elsewhere", Fault(file, "", problem, remedy))


def told(found: Iterable[Found]) -> Iterator[Fault]:
    """Faults in the order of their kinds; of many alike the first, and how many more there are."""
    alike_as: dict[str, list[Fault]] = {}
    for one in found:
        alike_as.setdefault(one.kind, []).append(one.fault)
    for faults in alike_as.values():
        yield from faults[:SHOWN_FAULTS]
        if len(faults) > SHOWN_FAULTS:
            more = len(faults) - SHOWN_FAULTS
            yield replace(faults[-1], where="", problem=f"{more} more: {faults[-1].problem}")
