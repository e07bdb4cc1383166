"""Any layer of a town on the base map, as it is: areas, lines, and points in clusters."""

from __future__ import annotations

from collections.abc import Sequence

import folium
import numpy as np
import shapely

from geo.maps import colours
from geo.maps.datum import Tiles, shift_point
from geo.maps.drawing import area, drawing, line
from geo.maps.parcels import Shapes, within_budget

_FILL = "#0b6e69"
_OPACITY = 0.28
_DASH = (6.0, 4.0)


def features_layer(
    shapes: Shapes, names: Sequence[str], vague: Sequence[bool], tiles: Tiles = "offline"
) -> tuple[folium.FeatureGroup, int]:
    """Shapes in degrees, (features,), with their names; and how many are drawn.

    Where one is `vague`, its position is only an illustration: areas and lines are then dashed,
    points hollow.
    """
    kinds = shapely.get_dimensions(shapes)
    flat = np.flatnonzero(kinds > 0)
    chosen, drawn = within_budget(shapes[flat], np.arange(len(flat)))
    areas, lines = [], []
    if len(drawn):
        dash = _DASH if any(vague[flat[i]] for i in chosen) else ()
        whole = shapely.GeometryCollection(drawn.tolist())
        if (kinds[flat[chosen]] == 2).any():
            areas.append(area(whole, tiles, fill=_FILL, opacity=_OPACITY))
        edge = line(whole, tiles, colour=colours.darker(_FILL, 0.2), width=1.4, dash=dash)
        lines = [edge] if edge["lines"] else []
    points = []
    for i in np.flatnonzero(kinds == 0).tolist():
        at = shapely.centroid(shapes[i])
        lon, lat = shift_point(float(at.x), float(at.y), tiles)
        points.append([round(lon, 6), round(lat, 6), names[i], int(vague[i])])
    crowd = {"fill": _FILL, "radius": 5, "points": points} if points else None
    return drawing(areas=areas, lines=lines, crowd=crowd), len(chosen) + len(points)
