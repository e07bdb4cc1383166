"""What counts as an amenity of a town: its places, and areas and stations of its other layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import in_metres_all
from geo.model import Accuracy, Name, Place, Point, Town
from geo.sources.layers import read_hubs, read_layer, read_places

AREAS = {
    "landuse": {
        "school": ("education", Name("学校", "school")),
        "college": ("education", Name("学院", "college")),
        "university": ("education", Name("大学", "university")),
        "hospital": ("health", Name("医院", "hospital")),
        "retail": ("shopping", Name("商业用地", "shops")),
    },
    "green": {"park": ("leisure", Name("公园绿地", "park"))},
}
"""Classes of areas that are amenities, by layer: the category, and a name for those without one."""

STATION = ("transport", Name("地铁站", "metro station"))
SAME_METRES = 60.0
"""A place this near to an area of its category is the same thing, told with its own name."""


@dataclass(frozen=True, eq=False, repr=False)
class AmenityList:
    """Amenities within the town's map: `places` as one shows them, `layers` (keys of [files]) that
    they come from, and `shapes` in local metres, points or outlines, each of shape (amenities,)."""

    places: tuple[Place, ...]
    layers: tuple[str, ...]
    shapes: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.places)


def amenities_of(town: Town) -> AmenityList:
    """The amenities of a town; raises TownError or SourceError for layers that cannot be used."""
    rows = [*_places(town), *_stations(town)]
    points = _metres([shape for _, _, shape in rows], town)
    areas = [*_areas(town)]
    outlines = _metres([shape for _, _, shape in areas], town)
    kept = _new(areas, outlines, rows, points)
    whole = [*rows, *(areas[i] for i in kept)]
    shapes = np.append(points, outlines[kept])
    return AmenityList(
        tuple(place for place, _, _ in whole), tuple(layer for _, layer, _ in whole), shapes
    )


Row = tuple[Place, str, Any]


def _metres(shapes: list[Any], town: Town) -> NDArray[np.object_]:
    return in_metres_all(np.array(shapes, object), town.metres)


def _places(town: Town) -> Iterator[Row]:
    for place in read_places(town):
        if town.holds(place.point):
            yield place, "places", shapely.Point(place.point.lon, place.point.lat)


def _stations(town: Town) -> Iterator[Row]:
    """Metro stations, of the layer and of the hubs; one of a name."""
    names = set()
    for hub in read_hubs(town):
        if hub.kind == "metro" and town.holds(hub.point):
            names.add(hub.name.zh)
            category, kind = STATION
            told = (hub.accuracy, hub.source, hub.as_of)
            place = Place(hub.id, hub.name, category, kind, hub.point, *told)
            yield place, "hubs", shapely.Point(hub.point.lon, hub.point.lat)
    for row, shape in _features(town, "metro_stations"):
        name = _name(row)
        point = Point(float(shape.x), float(shape.y))
        if name.zh not in names and town.holds(point):
            yield _place(row, *STATION, point, name), "metro_stations", shape


def _areas(town: Town) -> Iterator[Row]:
    for layer, classes in AREAS.items():
        for row, shape in _features(town, layer):
            if str(row.get("class")) not in classes:
                continue
            category, kind = classes[str(row["class"])]
            within = shapely.point_on_surface(shape)
            point = Point(float(within.x), float(within.y))
            if town.holds(point):
                name = _name(row)
                named = name if name.zh or name.en else kind
                yield _place(row, category, kind, point, named), layer, shape


def _new(
    areas: list[Row],
    outlines: NDArray[np.object_],
    rows: list[Row],
    points: NDArray[np.object_],
) -> list[int]:
    """The areas beside which no place of the same category stands already."""
    if not len(areas) or not len(rows):
        return [*range(len(areas))]
    pairs = shapely.STRtree(points).query(outlines, "dwithin", SAME_METRES)
    taken = {
        int(area)
        for area, place in pairs.T
        if areas[area][0].category == rows[place][0].category and rows[place][1] == "places"
    }
    return [i for i in range(len(areas)) if i not in taken]


def _features(town: Town, layer: str) -> Iterator[tuple[dict[str, Any], Any]]:
    if layer not in town.files:
        return
    frame = read_layer(town, layer)
    table: list[dict[str, Any]] = [
        {str(key): value for key, value in row.items()} for row in frame.to_dict("records")
    ]
    yield from zip(table, frame.geometry.to_numpy(), strict=True)


def _name(row: dict[str, Any]) -> Name:
    zh, en = (str(row.get(f"name_{language}") or "") for language in ("zh", "en"))
    return Name(zh or en, en or zh)


def _place(row: dict[str, Any], category: str, kind: Name, point: Point, name: Name) -> Place:
    said = (Accuracy(row["accuracy"]), str(row["source"]), str(row["as_of"]))
    return Place(str(row["id"]), name, category, kind, point, *said)
