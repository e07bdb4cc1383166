"""Features as the project's scripts write them: the same shape gives the same few characters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import shapely

DIGITS = 6
"""Of a degree: a tenth of a metre."""


def feature(properties: Mapping[str, Any], shape: Any) -> dict[str, Any]:
    """A GeoJSON feature of a shape in degrees, its coordinates rounded."""
    geometry = json.loads(shapely.to_geojson(shape))
    geometry["coordinates"] = _rounded(geometry["coordinates"])
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, list):
        return [_rounded(each) for each in coordinates]
    return round(coordinates, DIGITS)
