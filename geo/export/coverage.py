"""How well every block is served, as a table with shapes."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.export.rows import rounded_shapes
from geo.export.text import plain
from geo.measures.coverage import reached
from geo.model import Floats, Mode, Parcels


def coverage_table(
    parcels: Parcels, seconds: Floats, categories: Sequence[str], mode: Mode, minutes: int
) -> gpd.GeoDataFrame:
    """A row for each block with its minutes to the nearest of each category (empty where there is
    none in reach) and how many are within the limit; `seconds` has shape (categories, blocks)."""
    names = [parcels.name_of(i) for i in range(len(parcels))]
    told = np.where(np.isfinite(seconds), np.round(seconds / 60.0, 1), np.nan)
    frame = pd.DataFrame(
        {
            "id": [plain(str(id)) for id in parcels.ids],
            "name_zh": [plain(name.zh) for name in names],
            "name_en": [plain(name.en) for name in names],
            "mode": mode.value,
            "minutes": minutes,
            "reached": reached(seconds, minutes),
            "of": len(categories),
            **{f"{plain(one)}_minutes": told[row] for row, one in enumerate(categories)},
        }
    )
    return gpd.GeoDataFrame(frame, geometry=rounded_shapes(parcels.shapes), crs="EPSG:4326")
