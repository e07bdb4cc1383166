"""A town's own places beside those fetched -> one list, each place once."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.crs import to_metres
from geo.model import Floats
from geo.sources.clip import SOURCE, Feature

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

SAME_PLACE_METRES = 30.0
"""A fetched place this near to one of the town's own with the same name is that same place."""


def merged(own: GeoDataFrame, fetched: list[Feature], metres: str) -> tuple[list[Feature], int]:
    """The town's own places and then the fetched ones that are none of them; and how many are own.

    `own` is a layer in degrees; what an earlier fetch put there is dropped. `metres` is the town's
    CRS.
    """
    kept = [feature for feature in _features(own) if not _was_fetched(feature)]
    known: defaultdict[str, list[Floats]] = defaultdict(list)
    for feature, where in zip(kept, _positions(kept, metres), strict=True):
        for name in _names(feature):
            known[name].append(where)
    added = [
        feature
        for feature, where in zip(fetched, _positions(fetched, metres), strict=True)
        if not any(
            np.hypot(*(where - other)) <= SAME_PLACE_METRES
            for name in _names(feature)
            for other in known.get(name, ())
        )
    ]
    return [*kept, *added], len(kept)


def _features(frame: GeoDataFrame) -> list[Feature]:
    """The rows as features without their blank columns."""
    if frame.empty:
        return []
    features: list[Feature] = json.loads(frame.to_json(drop_id=True))["features"]
    for feature in features:
        said = feature["properties"].items()
        feature["properties"] = {key: value for key, value in said if value not in (None, "")}
        feature.pop("bbox", None)
    return features


def _was_fetched(feature: Feature) -> bool:
    said = feature["properties"]
    return str(said.get("id", "")).startswith("osm-") and said.get("source") == SOURCE


def _names(feature: Feature) -> set[str]:
    said: dict[str, Any] = feature["properties"]
    names = (str(said.get(key) or "").strip().casefold() for key in ("name_zh", "name_en"))
    return set(filter(None, names))


def _positions(features: list[Feature], metres: str) -> Floats:
    """A point of each feature in local metres, shape (features, 2)."""
    if not features:
        return np.empty((0, 2))
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    points = shapely.point_on_surface(shapes)
    return np.column_stack(to_metres(shapely.get_x(points), shapely.get_y(points), metres))
