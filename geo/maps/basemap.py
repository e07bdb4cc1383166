"""The town's own base map as files that the browser fetches once: roads, water, green, metro.

The first file holds what is seen from afar; the lesser streets lie in a second one that is fetched
only near enough to draw them.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geopandas import GeoDataFrame

from geo.crs import to_degrees
from geo.errors import CacheError
from geo.maps.assets import STATIC
from geo.maps.ground import (
    DRAWN_AS,
    LESSER,
    Street,
    line_colours,
    metro_lines,
    metro_stations,
    polygons,
    street_lines,
)
from geo.maps.names import area_names, street_names
from geo.model import Town
from geo.network.graph import Network
from geo.network.rules import CLASSES, CODE
from geo.sources.layers import read_layer
from geo.study import Study

STREETS_ZOOM = 13
"""From this zoom on the lesser streets are fetched and drawn."""

_FORMAT = 3


def prepare_basemap(study: Study, static: Path = STATIC) -> str:
    """Write the study's base map under `static` unless it is there; its address below that folder.

    Raises CacheError where the folder cannot be written.
    """
    town = study.town
    digest = _digest(study)
    found = _address(town, digest)
    if (static / found).is_file():
        return found
    return basemap_file(
        town,
        network_streets(study.network, town.metres),
        read_layer(town, "water"),
        read_layer(town, "green"),
        read_layer(town, "metro_lines"),
        read_layer(town, "metro_stations"),
        static,
        digest,
    )


def _digest(study: Study) -> str:
    """Of everything drawn: the cache goes by the digest of the network, of roads and water only."""
    known = hashlib.sha256(f"{_FORMAT} {study.cache.name}".encode())
    for key in ("green", "metro_lines", "metro_stations"):
        if key in study.town.files:
            known.update(key.encode() + study.town.files[key].read_bytes())
    return known.hexdigest()[:12]


def network_streets(network: Network, metres: str) -> list[Street]:
    """Every mapped street; assumed ones are not drawn."""
    lon, lat = to_degrees(network.shape_xy[:, 0], network.shape_xy[:, 1], metres)
    degrees = np.column_stack([lon, lat])
    drawn = np.isin(network.code, [CODE[name] for name in DRAWN_AS])
    offsets = network.shape_offsets
    return [
        Street(CLASSES[network.code[i]], degrees[offsets[i] : offsets[i + 1]], network.name_of(i))
        for i in np.flatnonzero(drawn).tolist()
    ]


def basemap_file(
    town: Town,
    streets: Sequence[Street],
    water: GeoDataFrame,
    green: GeoDataFrame,
    lines: GeoDataFrame,
    stations: GeoDataFrame,
    static: Path,
    digest: str,
) -> str:
    """Write a base map's files below `static`; the address of the first, relative to that folder.

    The frames are in EPSG:4326 with name_zh and name_en; metro `lines` also have `line` and
    `colour`, `stations` have `lines`.
    """
    drawn, named = street_lines(streets), street_names(streets)
    address = _address(town, digest)
    folder = (static / address).parent
    second = f"{digest}-streets.json"
    frame = shapely.box(*town.bounds)  # what lies outside would float over an empty map
    near = _of_classes(drawn, named, lesser=True)
    first = {
        **_of_classes(drawn, named, lesser=False),
        "green": polygons(green),
        "water": polygons(water),
        "metro": metro_lines(lines, frame),
        "stations": metro_stations(stations, line_colours(lines), frame),
        "streets": second if near["roads"] else None,
    }
    first["names"] += area_names(water, "water") + area_names(green, "green")
    try:
        if near["roads"]:
            _write(folder / second, near)
        _write(static / address, first)
    except OSError as error:
        raise CacheError(
            folder, f"the base map cannot be written ({error})", "Make it writable."
        ) from error
    return address


def _of_classes(
    drawn: Mapping[str, list[Any]], named: Mapping[str, list[Any]], lesser: bool
) -> dict[str, Any]:
    """The lines and the names of the lesser streets, or of the others."""
    return {
        "version": _FORMAT,
        "roads": {kind: lines for kind, lines in drawn.items() if (kind in LESSER) == lesser},
        "names": [
            name for kind, names in named.items() if (kind in LESSER) == lesser for name in names
        ],
    }


def _address(town: Town, digest: str) -> str:
    """Plain letters only, so that the address and the path are the same; the digest tells apart."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "-", town.id)
    return f"towns/{plain}/{digest}.json"


def _write(file: Path, content: Mapping[str, Any]) -> None:
    """Written under another name and renamed, so that a reader never sees a part of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
        Path(name).chmod(0o644)
        Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)
