"""Parcels and how they came out of a site search -> a table, and files of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import QuestionError
from geo.export import formats
from geo.export.credit import Credit
from geo.export.rows import rounded_shapes
from geo.export.text import plain
from geo.measures.life_circle import reached
from geo.model import LAND_USES, Found, Ints, LifeCircle, Mode, Parcels, Within

SITES_ENDINGS = (".csv", ".geojson", ".gpkg", ".parquet", ".xlsx")


def sites_table(parcels: Parcels, found: Found, only: bool = True) -> gpd.GeoDataFrame:
    """A row for each parcel, best first: those that meet every limit, or all with `only` off.

    Columns `minutes_...`, one for each limit, are empty where there is no way; `fails` says by how
    many minutes a parcel misses, `rank` counts from 1.
    """
    chosen = found.order[found.together[found.order]] if only else found.order
    named = [_column(limit) for limit in found.limits]
    rows = [_row(parcels, found, parcel, rank, named) for rank, parcel in enumerate(chosen, 1)]
    head = ["rank", "id", "name_zh", "name_en", "land_use", "area_ha", "meets", "score"]
    frame = pd.DataFrame(rows, columns=None if rows else head)
    frame = frame.assign(**_own_columns(parcels.take(chosen), frame.columns))
    shapes = rounded_shapes(parcels.shapes[chosen])
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def _row(
    parcels: Parcels, found: Found, parcel: int, rank: int, named: list[str]
) -> dict[str, Any]:
    use, name = parcels.land_use[parcel], parcels.name_of(parcel)
    minutes = found.seconds[:, parcel] / 60
    over = found.minutes_over(parcel)
    fails = [f"{named[i]} {'no way' if np.isinf(by) else f'+{by:.1f}'}" for i, by in over.items()]
    return {
        "rank": rank,
        "id": plain(str(parcels.ids[parcel])),
        "name_zh": plain(name.zh),
        "name_en": plain(name.en),
        "land_use": use,
        "land_use_name": LAND_USES[use].en,
        "area_ha": round(float(parcels.area_ha[parcel]), 2),
        "meets": int(found.met[:, parcel].sum()),
        "of": len(found.limits),
        "score": round(float(found.score[parcel]), 1),
        **{
            name: round(float(value), 1) if np.isfinite(value) else float("nan")
            for name, value in zip(named, minutes, strict=True)
        },
        "fails": "; ".join(fails),
        "on_streets": bool(found.reached[:, parcel].all()),
        "accuracy": parcels.accuracy[parcel],
        "source": plain(str(parcels.source[parcel])),
        "as_of": parcels.as_of[parcel],
    }


def _own_columns(parcels: Parcels, taken: Iterable[str]) -> dict[str, list[Any]]:
    """A file's other columns under names that no other column has, whatever the case; numbers
    stay numbers where the column holds nothing else."""
    names = {*map(str.lower, taken), "geometry", "geom", "fid", ""}
    found: dict[str, list[Any]] = {}
    for key, values in parcels.extra.items():
        name = stem = plain(key).strip()
        number = 1
        while name.lower() in names:
            number += 1
            name = f"{stem}_{number}"
        names.add(name.lower())
        found[name] = _cells(values.tolist())
    return found


def _cells(values: list[Any]) -> list[Any]:
    said = [None if isinstance(v, float) and not isfinite(v) else v for v in values]
    if all(v is None or _is_number(v) for v in said):
        return said
    return [None if v is None else plain(str(v)) for v in said]


def _is_number(value: Any) -> bool:
    """Whether every format can hold it as a number."""
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53
    return whole or isinstance(value, float)


def _column(limit: Within) -> str:
    period = f"_{limit.period}" if limit.mode is Mode.DRIVE else ""
    return f"minutes_{limit.target}_{limit.mode}{period}"


def access_table(
    parcels: Parcels, counts: Mapping[str, Ints], mode: Mode, minutes: int
) -> gpd.GeoDataFrame:
    """A row for each parcel with how many places of each category it reaches, and how many of the
    life circle's categories are among them."""
    names = [parcels.name_of(i) for i in range(len(parcels))]
    frame = pd.DataFrame(
        {
            "id": [plain(str(id)) for id in parcels.ids],
            "name_zh": [plain(name.zh) for name in names],
            "name_en": [plain(name.en) for name in names],
            "land_use": parcels.land_use,
            "mode": mode.value,
            "minutes": minutes,
            **{plain(category): values for category, values in counts.items()},
            "life_circle": reached(LifeCircle(), counts),
            "life_circle_of": len(LifeCircle().categories),
        }
    )
    return gpd.GeoDataFrame(frame, geometry=rounded_shapes(parcels.shapes), crs="EPSG:4326")


def sites_bytes(
    table: gpd.GeoDataFrame, ending: str, credit: Credit | None = None, spreadsheet: bool = True
) -> bytes:
    """The table as a file of `ending`; raises QuestionError for an unknown one.

    CSV and Excel leave the shapes out, and run nothing as a formula.
    """
    said = credit or Credit()
    if ending == ".csv":
        return formats.csv(table, spreadsheet)
    if ending == ".geojson":
        return formats.frame_geojson(table, "sites", said)
    if ending == ".gpkg":
        return formats.geopackage(table, "sites", said)
    if ending == ".parquet":
        return formats.parquet(table, said)
    if ending == ".xlsx":
        return formats.excel(table, "sites", said)
    raise QuestionError("ending", ending, f"Use one of {', '.join(SITES_ENDINGS)}.")
