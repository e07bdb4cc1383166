"""Bands as rings: each less the one inside it, so that colours on a map do not mix."""

from __future__ import annotations

import shapely

from geo.model import Isochrone


def rings(isochrone: Isochrone) -> list[tuple[int, shapely.Geometry]]:
    """Minutes and ring of every band, ascending; a ring may be empty."""
    inner: shapely.Geometry = shapely.Polygon()
    found = []
    for band in isochrone.bands:
        found.append((band.minutes, shapely.difference(band.polygon, inner)))
        inner = band.polygon
    return found
