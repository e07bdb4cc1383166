"""The coordinates of a file -> degrees of WGS-84: by its CRS, by the numbers, by a datum.

CGCS2000 counts as WGS-84. Its projected zones (EPSG:4491-4554) are recognised by their numbers: an
easting of eight digits begins with its zone, 13-23 of 6 degrees or 25-45 of 3 degrees; one of six
digits belongs to the central meridian that puts the parcels into the town.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.crs import DATUMS, to_wgs84
from geo.errors import SourceError
from geo.model import Floats, Town
from geo.sources.parcels.opening import Opened
from geo.sources.records import Found

DEGREES = "EPSG:4326"
_IS_DEGREES = {4326, 4490, 4979, 4480}
_MARGIN_DEGREES = 0.02  # a datum may shift a parcel by a kilometre
Shapes = NDArray[np.object_]
Note = Callable[[Found], None]


@dataclass(frozen=True)
class Placement:
    """How coordinates were read: the CRS, whether the file or the user `stated` it, and the datum
    of the degrees, with whether the user (or town.toml) `declared` it."""

    crs: str
    stated: bool
    datum: str
    declared: bool
    swapped: bool = False


def placed(file: Opened, town: Town, declared: str | None, note: Note) -> tuple[Shapes, Placement]:
    """Shapes in degrees of WGS-84; `declared` is a datum of DATUMS, a CRS such as 'EPSG:4528', or
    None. Raises SourceError where nothing lies near the town by any reading."""
    name = file.name
    wish = _crs_of(declared, name) if declared and declared not in DATUMS else None
    stated = wish or file.crs
    xy = _centres(file.shapes)
    fits = [(each, _share(each, xy, town)) for each in _readings(stated, xy, town)]
    best = max(fits, key=lambda fit: fit[1] > 0, default=None)
    if best is None or (best[1] == 0 and len(xy)):
        remedy = "Mend its coordinates, state its CRS, or choose the town that it lies in."
        raise SourceError(name, "none of it lies within the town's bounds", remedy)
    reading = best[0]
    datum = declared if declared in DATUMS else "WGS-84"
    shapes = _turned(file.shapes, reading.degrees)
    shapes = _each_swapped(shapes, file, town, reading, note)
    for found in _said(name, stated, reading, [fit[0] for fit in fits if fit[1] > 0]):
        note(found)
    if datum in ("GCJ-02", "BD-09"):
        shapes = _turned(shapes, lambda pairs: to_wgs84(pairs, datum))
    known = stated is not None and reading.crs == _name(stated)
    return shapes, Placement(reading.crs, known, datum, declared in DATUMS, reading.swapped)


@dataclass(frozen=True)
class Reading:
    """One way to read coordinates: as those of a CRS, perhaps with the two swapped."""

    crs: str
    swapped: bool
    turn: Transformer | None

    def degrees(self, xy: Floats) -> Floats:
        """Longitude and latitude, shape (n, 2), of coordinates of the file; NaN where they lie
        beyond the CRS."""
        pairs = xy[:, ::-1] if self.swapped else xy
        if self.turn is None:
            return pairs
        lon, lat = self.turn.transform(pairs[:, 0], pairs[:, 1])
        whole = np.column_stack([lon, lat])
        return np.where(np.isfinite(whole), whole, np.nan)


def _reading(crs: CRS | str, swapped: bool) -> Reading:
    known = CRS.from_user_input(crs)
    plain = known.to_epsg() in _IS_DEGREES or "CRS84" in known.to_string()
    turn = None if plain else Transformer.from_crs(known, DEGREES, always_xy=True)
    return Reading(_name(known), swapped, turn)


def _readings(stated: CRS | None, xy: Floats, town: Town) -> Iterator[Reading]:
    """What to try, in order: what is stated, then degrees, then what the numbers look like."""
    if stated is not None:
        yield _reading(stated, False)
    guesses = list(dict.fromkeys(guessed_crs(xy, town)))
    yield from (_reading(crs, False) for crs in guesses)
    if stated is not None:
        yield _reading(stated, True)
    yield from (_reading(crs, True) for crs in dict.fromkeys(guessed_crs(xy[:, ::-1], town)))


def guessed_crs(xy: Floats, town: Town) -> Iterator[str]:
    """The CRSs that eastings and northings, shape (n, 2), may belong to near a town."""
    if not len(xy):
        yield DEGREES
        return
    east, north = np.median(xy, axis=0)
    if abs(east) <= 180 and abs(north) <= 90:
        yield DEGREES
        return
    zone = int(east // 1e6)
    if 25 <= zone <= 45:
        yield f"EPSG:{4513 + zone - 25}"
    elif 13 <= zone <= 23:
        yield f"EPSG:{4491 + zone - 13}"
    elif 0 < east < 1e6:
        yield from _by_meridian(town.centre.lon)
    yield town.metres
    yield "EPSG:3857"


def _by_meridian(lon: float) -> Iterator[str]:
    """Zones without a prefix near a longitude, the likeliest first; those of 6 degrees have the
    same numbers as those of 3 degrees about the same meridian."""
    own = 3 * round(lon / 3)
    for meridian in (own, own - 3, own + 3):
        if 75 <= meridian <= 135:
            yield f"EPSG:{4534 + (meridian - 75) // 3}"


def _centres(shapes: Shapes) -> Floats:
    boxes = shapely.bounds(shapes)
    middle = np.column_stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]]) / 2
    return middle[np.isfinite(middle).all(axis=1)]


def _share(reading: Reading, xy: Floats, town: Town) -> float:
    """The share of points that lie in the town or within a datum's shift of it."""
    inside = _inside(reading.degrees(xy), town) if len(xy) else np.ones(1, bool)
    return float(inside.mean())


def _inside(degrees: Floats, town: Town) -> NDArray[np.bool_]:
    west, south, east, north = town.bounds
    low = np.array([west, south]) - _MARGIN_DEGREES
    high = np.array([east, north]) + _MARGIN_DEGREES
    return np.asarray(((degrees >= low) & (degrees <= high)).all(axis=1))


def _turned(shapes: Shapes, turn: Callable[[Floats], Floats]) -> Shapes:
    return np.asarray(shapely.transform(shapes, turn), object)


def _each_swapped(shapes: Shapes, file: Opened, town: Town, reading: Reading, note: Note) -> Shapes:
    """Single parcels whose coordinates are the other way round than the others', mended."""
    boxes = shapely.bounds(shapes)
    middle = np.column_stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]]) / 2
    odd = np.flatnonzero(~_inside(middle, town))
    if not len(odd):
        return shapes
    other = Reading(reading.crs, not reading.swapped, reading.turn)
    turned = _turned(file.shapes[odd], other.degrees)
    boxes = shapely.bounds(turned)
    middle = np.column_stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]]) / 2
    mended = _inside(middle, town)
    shapes = shapes.copy()
    shapes[odd[mended]] = turned[mended]
    for i in odd[mended].tolist():
        note(file.found("swapped", i, "its coordinates are swapped", _SWAPPED))
    for i in odd[~mended].tolist():
        if file.shapes[i] is not None:
            problem = "it lies outside the town's bounds"
            note(file.found("outside", i, problem, "No street of the map reaches it."))
    return shapes


_SWAPPED = "They are read the other way round; longitude comes first."


def _said(
    name: str, stated: CRS | None, reading: Reading, fitting: list[Reading]
) -> Iterator[Found]:
    """What to tell of the CRS: missing or wrong, swapped, and what else the numbers fit."""
    if stated is None and reading.crs != DEGREES:
        others = [each.crs for each in fitting if each.crs != reading.crs and not each.swapped]
        also = f", though {' or '.join(others)} would fit too" if others else ""
        problem = f"it states no CRS; by its numbers it is read as {reading.crs}{also}"
        yield Found.whole("crs", name, problem, "State its CRS if that is wrong.")
    elif stated is not None and reading.crs != _name(stated):
        problem = f"it states {_name(stated)}, but its numbers are those of {reading.crs}"
        yield Found.whole("crs", name, problem, "It is read by its numbers; mend what it states.")
    if reading.swapped:
        yield Found.whole("swapped", name, "its coordinates are swapped", _SWAPPED)


def _name(crs: CRS) -> str:
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


def _crs_of(declared: str, name: str) -> CRS:
    try:
        return CRS.from_user_input(declared)
    except CRSError as error:
        remedy = f"Take one of {', '.join(DATUMS)}, or a code such as EPSG:4528."
        raise SourceError(name, f"{declared!r} is no known CRS", remedy) from error
