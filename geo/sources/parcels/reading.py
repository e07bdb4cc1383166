"""A file of parcels -> parcels, and all that was repaired or is off in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.crs import in_metres_all
from geo.errors import Fault, SourceError
from geo.model import Floats, Parcels, Source, Town
from geo.sources.parcels.columns import columns_of, stated_hectares
from geo.sources.parcels.limits import Limits, check_size
from geo.sources.parcels.mending import Note, flat, polygons, slivers
from geo.sources.parcels.opening import Opened, opened
from geo.sources.parcels.overlaps import first_alike, overlaps, without_overlaps
from geo.sources.parcels.placing import Placement, placed
from geo.sources.parcels.recognising import Recognised, Surroundings, recognised
from geo.sources.parcels.unpacking import shapefile_of
from geo.sources.records import Found, source_of, told

_DEFAULT = Limits()


@dataclass(frozen=True, eq=False, repr=False)
class ParcelsRead:
    """What a file gave: its parcels, every fault and repair, how its coordinates were read, and
    which datum they look like (None where that was declared or not asked)."""

    parcels: Parcels
    faults: tuple[Fault, ...]
    placement: Placement
    guess: Recognised | None
    features: int


def read_parcels(
    data: bytes,
    name: str,
    town: Town,
    *,
    declared: str | None = None,
    source: Source | None = None,
    surroundings: Surroundings | None = None,
    limits: Limits = _DEFAULT,
) -> ParcelsRead:
    """Parcels of the bytes of any file, told apart by the ending of its `name`; nothing is written.

    `declared` is the datum (see geo.crs.DATUMS) or the CRS ('EPSG:4528') that its owner says it is
    in. Undeclared it is read as it states, or as WGS-84; with `surroundings` the datum is guessed
    too, for the reader to confirm: it is not used. Raises SourceError for a file that is of no use.
    """
    notes: list[Found] = []
    file = opened(data, name, limits)
    notes += [Found(fault.problem.split("(")[0], fault) for fault in file.faults]
    if not file.rows:
        raise SourceError(name, "it holds no feature", "Give a file with parcels in it.")
    file = _with(file, flat(file, limits, notes.append))
    shapes, placement = placed(file, town, declared, notes.append)
    shapes, metric, kept = _sound(file, shapes, town, limits, notes.append)
    if not len(kept):
        faults = "; ".join(str(found.fault) for found in notes[:3])
        raise SourceError(name, f"it has no polygons ({faults})", "Give outlines of parcels.")
    guess = None
    if surroundings is not None and not placement.declared:
        guess = recognised(shapes, surroundings, town)
        notes += guess.doubts(name)
    table, extra = columns_of(file, kept.tolist(), source, limits, notes.append)
    parcels = Parcels(
        ids=table["id"],
        name_zh=table["name_zh"],
        name_en=table["name_en"],
        land_use=table["land_use"],
        origin=table["origin"],
        area_ha=_hectares(metric, file, kept),
        accuracy=table["accuracy"],
        source=table["source"],
        as_of=table["as_of"],
        shapes=shapes,
        extra=extra,
    )
    return ParcelsRead(parcels, tuple(told(notes)), placement, guess, len(file.rows))


def parcels_of(
    town: Town, limits: Limits = _DEFAULT, surroundings: Surroundings | None = None
) -> ParcelsRead | None:
    """The parcels in the town's own folder, in the datum that town.toml says, None where it names
    no such file. Raises SourceError."""
    if "parcels" not in town.files:
        return None
    path, source = town.files["parcels"], source_of(town, "parcels")
    data, name = _bytes(path, limits)
    said = source.datum if source and source.datum != "WGS-84" else None
    return read_parcels(
        data,
        name,
        town,
        declared=said,
        source=source,
        surroundings=surroundings,
        limits=limits,
    )


def _bytes(path: Path, limits: Limits) -> tuple[bytes, str]:
    """A file's bytes and name; a Shapefile's parts packed into one."""
    try:
        check_size(path.name, path.stat().st_size, limits)
        if path.suffix.lower() != ".shp":
            return path.read_bytes(), path.name
        ends = (".shp", ".shx", ".dbf", ".prj", ".cpg")
        there = {end: path.with_suffix(end) for end in ends}
        parts = {end: part.read_bytes() for end, part in there.items() if part.is_file()}
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise SourceError(path.name, problem, "Make it readable.") from error
    return shapefile_of(parts, path.name, path.stem).zipped, f"{path.stem}.zip"


def _with(file: Opened, shapes: NDArray[np.object_]) -> Opened:
    return Opened(file.name, file.rows, shapes, file.where, file.crs, file.faults)


def _sound(
    file: Opened, shapes: NDArray[np.object_], town: Town, limits: Limits, note: Note
) -> tuple[NDArray[np.object_], NDArray[np.object_], NDArray[np.int64]]:
    """Sound shapes in degrees, the same in metres, and the numbers of their features."""
    shapes = polygons(file, shapes, limits, note)
    kept = np.flatnonzero(shapely.get_type_id(shapes) >= 0)
    metric = in_metres_all(shapes[kept], town.metres)
    kept, metric = _without_twins(file, kept, metric, note)
    own, cut = _apart(file, kept, metric, limits, note)
    shapes = shapes[kept]
    shapes[own] = in_metres_all(cut[own], town.metres, back=True)
    thin = slivers(cut) | shapely.is_empty(cut)
    for i in kept[thin].tolist():
        note(file.found("sliver", i, "it is a sliver", "It is left out: narrower than 1 m."))
    return shapes[~thin], cut[~thin], kept[~thin]


def _without_twins(
    file: Opened, kept: NDArray[np.int64], metric: NDArray[np.object_], note: Note
) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    first = first_alike(metric)
    twin = first != np.arange(len(first))
    for i in np.flatnonzero(twin).tolist():
        problem = f"its outline stands already at {file.where[kept[first[i]]]}"
        note(file.found("twin", int(kept[i]), problem, "It is left out; remove one."))
    return kept[~twin], metric[~twin]


def _apart(
    file: Opened,
    kept: NDArray[np.int64],
    metric: NDArray[np.object_],
    limits: Limits,
    note: Note,
) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """Which parcels lost ground to smaller ones, and all of them without overlaps."""
    found = overlaps(metric, limits.pairs)
    for small, large, ground in zip(
        found.smaller.tolist(), found.larger.tolist(), found.square_metres.tolist(), strict=True
    ):
        problem = f"it shares {ground:.0f} m² with {file.where[kept[small]]}"
        remedy = "The ground is left to the smaller one; mend the outlines."
        note(file.found("overlap", int(kept[large]), problem, remedy))
    if not found.complete:
        problem = "so many parcels overlap that not all were looked at"
        note(Found.whole("overlaps", file.name, problem, "Mend the outlines."))
    return np.unique(found.larger), without_overlaps(metric, found)


def _hectares(metric: NDArray[np.object_], file: Opened, kept: NDArray[np.int64]) -> Floats:
    """Areas of outlines; of points what the file states."""
    area = shapely.area(metric) / 1e4
    for number in np.flatnonzero(shapely.get_dimensions(metric) == 0).tolist():
        area[number] = stated_hectares(file.rows[kept[number]])
    return np.asarray(area)
