"""A whole town folder read at once, for every fault of every file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo.errors import Fault, GeoError, SourceError, TownError
from geo.model import Town
from geo.sources.claims import claims_of
from geo.sources.features import read_features
from geo.sources.industry import TABLES, stray_valleys, table_of
from geo.sources.layers import figures_of
from geo.sources.parcels import parcels_of, surroundings_of
from geo.sources.records import LAYERS, records
from geo.sources.roads import read_ways
from geo.sources.schema import TIMETABLES
from geo.sources.soundness import layer_of
from geo.sources.tours import read_stops, tours_of
from geo.sources.town import survey_town
from geo.sources.transit import check_transit

_UNSAID = "Add a [[source]] of this file to town.toml: origin, licence, as_of, accuracy, datum."


@dataclass(frozen=True)
class Summary:
    """What a folder holds: `features` in each layer's file, and the `dates` of each, '' unknown."""

    features: Mapping[str, int] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)


def check_folder(folder: Path) -> tuple[list[Fault], Summary]:
    """Every fault of a town folder, warnings among them, and what could be read of it."""
    town, faults = survey_town(folder)
    if town is None:
        return faults, Summary()
    counts: dict[str, int] = {}
    dates: dict[str, str] = {}
    unusable = {fault.file for fault in faults}
    for key, path in town.files.items():
        if path.relative_to(folder).as_posix() in unusable:
            continue
        try:
            counts[key], dates[key] = _checked(town, key, faults)
        except SourceError as error:
            faults.append(_short(error))
    faults += _unsaid(town)
    return faults, Summary(counts, dates)


def _checked(town: Town, key: str, faults: list[Fault]) -> tuple[int, str]:
    """How many features a file holds and of what dates; notes its faults."""
    if key == "roads":
        return _roads(town, faults)
    if key == "figures":
        figures, wrong = figures_of(town)
        faults += wrong
        return len(figures), _span([figure.as_of for figure in figures])
    if key == "claims":
        claims, wrong = claims_of(town)
        faults += wrong
        return len(claims), _span([claim.as_of for claim in claims])
    if key in TABLES:
        rows, wrong = table_of(town, key)
        faults += wrong
        return len(rows), _span([row.as_of for row in rows])
    if layer_of(key) in TIMETABLES:
        return check_transit(town, key, faults)
    if key == "parcels":
        return _parcels(town, faults)
    if key == "tours":
        tours, wrong = _tours(town)
        faults += wrong
        return tours, _said(town, key)
    if key in LAYERS:
        found, wrong = records(town, key, read_features(town.files[key]))
        faults += [*wrong, *(stray_valleys(town) if key == "enterprises" else [])]
        return len(found), _span([record.row["as_of"] for record in found])
    return 0, _said(town, key)


def _tours(town: Town) -> tuple[int, list[Fault]]:
    """Ready-made tours; where the places that they name cannot be read, that is told already."""
    try:
        tours, wrong = tours_of(town, read_stops(town))
    except TownError:
        return 0, []
    return len(tours), wrong


def _roads(town: Town, faults: list[Fault]) -> tuple[int, str]:
    """Streets as the network will read them; plain lines are looked at one by one as well."""
    path = town.files["roads"]
    if path.name.lower().endswith((".geojson", ".gpkg", ".parquet")):
        _, wrong = records(town, "roads", read_features(path))
        faults += wrong
        if any(fault.fatal and not fault.where for fault in wrong):
            return 0, _said(town, "roads")
    ways = read_ways(path, town.bounds)
    faults += [Fault(path.name, "", note, "Nothing needs doing.", False) for note in ways.notes]
    return len(ways), ways.as_of or _said(town, "roads")


def _parcels(town: Town, faults: list[Fault]) -> tuple[int, str]:
    """Parcels as they will be used, with all that had to be repaired."""
    try:
        near = surroundings_of(town)
    except GeoError:  # told of the file that cannot be read
        near = None
    read = parcels_of(town, surroundings=near)
    if read is None:
        return 0, ""
    faults += read.faults
    return len(read.parcels), _span(read.parcels.as_of.tolist())


def _unsaid(town: Town) -> Iterator[Fault]:
    """Files of which no [[source]] tells."""
    said = {source.file for source in town.sources}
    said |= {key for key in town.files if layer_of(key) in said}
    for key, path in town.files.items():
        if key not in said:
            yield Fault(path.name, "", "nothing says where it comes from", _UNSAID, fatal=False)


def _said(town: Town, key: str) -> str:
    return next((source.as_of for source in town.sources if source.file == key), "")


def _span(dates: list[str]) -> str:
    """'2018-07' or '2017 to 2026-09'."""
    known = sorted(set(filter(None, dates)))
    return " to ".join(dict.fromkeys([known[0], known[-1]])) if known else ""


def _short(error: SourceError) -> Fault:
    """The fault with the file's name instead of its whole path: the folder is known."""
    fault = error.fault
    return Fault(Path(fault.file).name, fault.where, fault.problem, fault.remedy, fault.fatal)
