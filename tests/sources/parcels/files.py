"""Files of parcels in Gridville, made in memory."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.crs import in_degrees
from geo.errors import Fault
from geo.model import Town
from geo.sources.parcels import Limits, ParcelsRead, read_parcels
from tests.gridville import EAST, METRES, NORTH
from tests.network.drawing import town

Corner = tuple[float, float]
TOWN: Town = town()


def metric(*corners: Corner) -> shapely.Polygon:
    """A polygon by its corners in metres from Gridville's first corner, in local metres."""
    return shapely.Polygon([(x + EAST, y + NORTH) for x, y in corners])


def square(x: float = 20, y: float = 20, size: float = 100) -> shapely.Geometry:
    """A square parcel in degrees, by its south-west corner."""
    return in_degrees(metric((x, y), (x + size, y), (x + size, y + size), (x, y + size)), METRES)


def outline(*corners: Corner) -> shapely.Geometry:
    """A parcel in degrees by its corners, sound or not."""
    return in_degrees(metric(*corners), METRES)


def geojson(*shapes: Any, rows: Sequence[dict[str, Any]] = (), **whole: Any) -> bytes:
    """A GeoJSON file of shapes (or geometries as they stand), with ids unless `rows` are given."""
    said = rows or [{"id": f"p{i}"} for i in range(len(shapes))]
    features = [
        {"type": "Feature", "properties": row, "geometry": _geometry(shape)}
        for row, shape in zip(said, shapes, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **whole}).encode()


def _geometry(shape: Any) -> Any:
    return json.loads(shapely.to_geojson(shape)) if isinstance(shape, shapely.Geometry) else shape


def frame(*shapes: Any, crs: str | None = "EPSG:4326", **columns: Any) -> gpd.GeoDataFrame:
    """Shapes in degrees as a table, turned into `crs`; without one where that is None."""
    said = columns or {"id": [f"p{i}" for i in range(len(shapes))]}
    table = gpd.GeoDataFrame(said, geometry=list(shapes), crs="EPSG:4326")
    return table.set_crs(None, allow_override=True) if crs is None else table.to_crs(crs)


def geopackage(table: gpd.GeoDataFrame) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "parcels.gpkg"
        table.to_file(path, engine="pyogrio")
        return path.read_bytes()


def shapefile(
    table: gpd.GeoDataFrame, without: Sequence[str] = (), encoding: str = "UTF-8"
) -> bytes:
    """A zipped Shapefile, without the parts of some endings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "地块.shp"
        table.to_file(path, engine="pyogrio", encoding=encoding)
        parts = [part for part in sorted(Path(folder).iterdir()) if part.suffix not in without]
        return zipped({f"data/{part.name}": part.read_bytes() for part in parts})


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def read(data: bytes, name: str = "parcels.geojson", **options: Any) -> ParcelsRead:
    """Read parcels of Gridville."""
    where = options.pop("town", TOWN)
    options.setdefault("limits", Limits())
    return read_parcels(data, name, where, **options)


def told(found: ParcelsRead, *parts: str) -> Fault:
    """The one fault whose text holds all the parts; it does not keep the file from use."""
    fitting = [fault for fault in found.faults if all(part in str(fault) for part in parts)]
    assert len(fitting) == 1, (parts, [str(fault) for fault in found.faults])
    assert not fitting[0].fatal
    return fitting[0]


def corners(shape: Any) -> Any:
    """A shape's outline in whole metres from Gridville's first corner, as a sorted list."""
    from geo.crs import in_metres

    xy = np.unique(np.round(shapely.get_coordinates(in_metres(shape, METRES))), axis=0)
    return [(x - EAST, y - NORTH) for x, y in xy.tolist()]
