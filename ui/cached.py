"""One line for each slow step of the engine: the only home of Streamlit's caches.

A town is opened once for all readers and opened anew when one of its files changes. Answers are
kept by the town's digest and the question, a bounded number of each.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

import streamlit as st

from geo import maps
from geo import study as studies
from geo.errors import GeoError
from geo.measures.isochrone import isochrone as measure_isochrone
from geo.model import (
    Figure,
    Isochrone,
    IsochroneQuestion,
    Matrix,
    Mode,
    Name,
    Period,
    Progress,
    Route,
    Spot,
    Town,
)
from geo.sources.layers import read_figures
from geo.sources.town import find_town, list_towns, read_town
from geo.study import Study, StudySummary
from geo.travel.matrix import matrix as travel_matrix
from geo.travel.route import route as travel_route

OPEN_TOWNS = 4
STATIC = Path(__file__).resolve().parent.parent / "static"
Stamp = tuple[tuple[str, int, int], ...]


@dataclass
class _Shelf:
    """Opened towns, the oldest dropped first; one thread opens at a time."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    studies: OrderedDict[tuple[Path, Stamp], Study] = field(default_factory=OrderedDict)


@st.cache_resource(show_spinner=False)
def _shelf() -> _Shelf:
    return _Shelf()


@st.cache_resource(show_spinner=False)
def assets() -> None:
    """Put the map's scripts and styles where the server finds them."""
    maps.prepare_assets(STATIC)


def stamp(folder: Path) -> Stamp:
    """Names, sizes and times of a folder's files: what changes when somebody mends them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((file.name, s.st_size, s.st_mtime_ns) for file in files if (s := file.stat()))


def study(folder: Path, progress: Progress) -> Study:
    """The town opened, told step by step when that takes work; raises the engine's errors."""
    shelf, key = _shelf(), (folder, stamp(folder))
    if found := shelf.studies.get(key):  # nobody waits while another town is being built
        return found
    progress("wait", 0.0)
    with shelf.lock:
        if key not in shelf.studies:
            shelf.studies[key] = studies.open_study(folder, progress)
        while len(shelf.studies) > OPEN_TOWNS:
            shelf.studies.popitem(last=False)
        return shelf.studies[key]


def towns() -> dict[str, Name]:
    """Every town by id with its name; those that cannot be read come last, under their ids."""
    found = {town: _name_of(town, stamp(find_town(town))) for town in list_towns()}
    broken = {town: Name(town, town) for town, name in found.items() if name is None}
    return {town: name for town, name in found.items() if name is not None} | broken


@st.cache_data(max_entries=64, show_spinner=False)
def _name_of(town: str, stamp: Stamp) -> Name | None:  # noqa: ARG001 - the stamp is part of the key
    try:
        return read_town(find_town(town)).name
    except GeoError:
        return None


def folder_of(town: str) -> Path:
    """Where a town's files lie."""
    return find_town(town)


def isochrone(study: Study, question: IsochroneQuestion) -> Isochrone:
    """Bands for a question; raises OffNetwork, OutOfBounds or QuestionError."""
    return _isochrone(study, study.digest, question)


@st.cache_data(max_entries=128, show_spinner=False)
def _isochrone(_study: Study, digest: str, question: IsochroneQuestion) -> Isochrone:  # noqa: ARG001
    return measure_isochrone(_study, question)


def matrix(
    study: Study,
    origins: tuple[Spot, ...],
    destinations: tuple[Spot, ...],
    mode: Mode,
    period: Period,
) -> Matrix:
    """Travel from every origin to every destination; raises OutOfBounds."""
    return _matrix(study, study.digest, origins, destinations, mode, period)


@st.cache_data(max_entries=512, show_spinner=False)
def _matrix(
    _study: Study,
    digest: str,  # noqa: ARG001
    origins: tuple[Spot, ...],
    destinations: tuple[Spot, ...],
    mode: Mode,
    period: Period,
) -> Matrix:
    return travel_matrix(_study, origins, destinations, mode, period)


def route(study: Study, origin: Spot, destination: Spot, mode: Mode, period: Period) -> Route:
    """The fastest way between two places; raises OffNetwork, OutOfBounds or NoRoute."""
    return _route(study, study.digest, origin, destination, mode, period)


@st.cache_data(max_entries=128, show_spinner=False)
def _route(
    _study: Study,
    digest: str,  # noqa: ARG001
    origin: Spot,
    destination: Spot,
    mode: Mode,
    period: Period,
) -> Route:
    return travel_route(_study, origin, destination, mode, period)


def summary(study: Study) -> StudySummary:
    """The network in figures."""
    return _summary(study, study.digest)


@st.cache_data(max_entries=16, show_spinner=False)
def _summary(_study: Study, digest: str) -> StudySummary:  # noqa: ARG001
    return studies.summary(_study)


def figures(study: Study) -> tuple[Figure, ...]:
    """Published numbers about the town."""
    return _figures(study.town, study.digest, stamp(study.town.folder))


@st.cache_data(max_entries=16, show_spinner=False)
def _figures(_town: Town, digest: str, stamp: Stamp) -> tuple[Figure, ...]:  # noqa: ARG001
    return read_figures(_town)


def basemap(study: Study) -> str:
    """The address of the town's own base map, written where the server finds it."""
    return _basemap(study, study.digest)


@st.cache_resource(max_entries=16, show_spinner=False)
def _basemap(_study: Study, digest: str) -> str:  # noqa: ARG001
    return maps.prepare_basemap(_study, STATIC)
