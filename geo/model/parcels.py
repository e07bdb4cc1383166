"""Parcels of land, as columns: there may be tens of thousands of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from geo.model.basics import Floats, Ints, Name
from geo.model.land_use import LAND_USES

Texts = NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Sample:
    """An illustration of what a parcel might offer, never a fact: its status, and lettable floor
    space in square metres, NaN where none is given."""

    status: Name
    floor_m2: float


@dataclass(frozen=True, eq=False, repr=False)
class Parcels:
    """Columns of shape (parcels,): `ids` are unique; `land_use` holds codes of LAND_USES.

    `origin` says how a parcel came to be: 'land-use' (an area of a map), 'block' (the land between
    streets, of unknown use) or 'given' (drawn by whoever gave the file). `shapes` holds shapely's
    (Multi)Polygons in degrees, or Points where a file has no outlines; `area_ha` is NaN for a
    point that states none. `extra` holds the file's other columns; those whose name begins with
    'sample_' are illustrations, never facts, and say so wherever they are shown.
    """

    ids: Texts
    name_zh: Texts
    name_en: Texts
    land_use: Texts
    origin: Texts
    area_ha: Floats
    accuracy: Texts
    source: Texts
    as_of: Texts
    shapes: NDArray[np.object_]
    extra: Mapping[str, Texts] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, which: NDArray[np.bool_] | Ints | slice) -> Parcels:
        """Some of the parcels."""
        own = {column: getattr(self, column)[which] for column in COLUMNS}
        return Parcels(**own, extra={key: values[which] for key, values in self.extra.items()})

    def name_of(self, number: int) -> Name:
        """A parcel's name; its land use, or that it is a block, and its id where it has none."""
        zh, en = self.name_zh[number], self.name_en[number]
        if zh or en:
            return Name(zh, en)
        id = self.ids[number]
        if self.origin[number] == "block":
            return Name(f"街区 {id}", f"Block {id}")
        use = LAND_USES[self.land_use[number]]
        return Name(f"{use.zh} {id}", f"{use.en} {id}")

    @property
    def sampled(self) -> NDArray[np.bool_]:
        """Which parcels have an illustrative status or size, shape (parcels,)."""
        found = np.zeros(len(self), bool)
        for key in _SAMPLED:
            if key in self.extra:
                found |= np.array([bool(_said(cell)) for cell in self.extra[key]], bool)
        return found

    def sample_of(self, number: int) -> Sample | None:
        """A parcel's illustrative status and size, None where it has neither."""
        zh, en, floor = (
            _said(self.extra[key][number]) if key in self.extra else "" for key in _SAMPLED
        )
        if not (zh or en or floor):
            return None
        try:
            metres = float(floor or "nan")
        except ValueError:
            metres = np.nan
        return Sample(Name(zh or en, en or zh), metres)


_SAMPLED = ("sample_status_zh", "sample_status_en", "sample_floor_m2")


def _said(value: object) -> str:
    """A cell as text, '' where it says nothing."""
    return "" if value is None or value != value else str(value)


COLUMNS = (
    *("ids", "name_zh", "name_en", "land_use", "origin", "area_ha", "accuracy", "source", "as_of"),
    "shapes",
)
"""The columns that all parcels have, in order."""
