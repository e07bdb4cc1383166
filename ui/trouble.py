"""What went wrong, in the reader's language: a sentence for each class of error, with the mend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

from geo.errors import (
    CacheError,
    DownloadError,
    Fault,
    FeedError,
    GeoError,
    ImpossibleTour,
    NoRoute,
    NoService,
    OffNetwork,
    OutOfBounds,
    OutputError,
    QuestionError,
    SourceError,
    TourChange,
    TownError,
)
from ui.blocks import Cell
from ui.words import TEXT, Words, gap

_SENTENCE = re.compile(r"(?<=[.?]) (?=[A-Z])")


def told(error: GeoError, said: Words) -> str:
    """The error as a sentence or two that say what is wrong and what to do."""
    for kind, tell in _TELLERS.items():
        if isinstance(error, kind):
            return tell(error, said)
    return said["error.unknown"]


def faults(error: GeoError) -> tuple[Fault, ...]:
    """The rows of a list of faults, where the error has any."""
    if isinstance(error, TownError | FeedError):
        return error.faults
    return (error.fault,) if isinstance(error, SourceError) else ()


def rows(error: GeoError, said: Words) -> list[list[Cell]]:
    """The list of faults as rows of a table; warnings say that they are."""
    return fault_rows(faults(error), said)


def fault_rows(found: Iterable[Fault], said: Words) -> list[list[Cell]]:
    """Faults as rows of a table: file, where, problem, remedy."""
    return [
        [
            Cell(Path(fault.file).name, "" if fault.fatal else said["fault.warning"]),
            Cell(in_words("where", fault.where, said)),
            Cell(in_words("problem", fault.problem, said)),
            Cell(in_words("remedy", fault.remedy, said)),
        ]
        for fault in found
    ]


def in_words(part: str, text: str, said: Words) -> str:
    """Part of a fault in the reader's language, sentence by sentence; as it is where unknown."""
    if said.language == "en":
        return text
    return "".join(_phrase(part, one) for one in _SENTENCE.split(text))


def _phrase(part: str, sentence: str) -> str:
    for pattern, meaning in _phrases()[part]:
        if found := pattern.fullmatch(sentence):
            return gap(meaning.format(*found.groups()))
    return sentence


@cache
def _phrases() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    with (TEXT / "faults.zh.toml").open("rb") as file:
        parts = tomllib.load(file)
    return {
        part: [(re.compile(pattern, re.DOTALL), meaning) for pattern, meaning in phrases.items()]
        for part, phrases in parts.items()
    }


def _town(error: TownError, said: Words) -> str:
    return said("error.town", folder=error.folder.name, n=len(error.faults))


def _source(error: SourceError, said: Words) -> str:
    return said("error.source", file=Path(error.file).name)


def _feed(error: FeedError, said: Words) -> str:
    return said("error.feed", file=error.path.name)


def _no_service(error: NoService, said: Words) -> str:
    if error.nearest is None:
        return said("error.never_runs", day=error.day)
    span = {"first": error.first, "last": error.last, "nearest": error.nearest}
    return said("error.no_service", day=error.day, **span)


def _off_network(error: OffNetwork, said: Words) -> str:
    mode = said[f"mode.{error.mode}"]
    if error.metres is None or isnan(error.metres):
        return said("error.no_street", mode=mode)
    key = "error.across_water" if error.across_water else "error.off_network"
    far, limit = said.distance(error.metres), said.distance(error.limit)
    return said(key, mode=mode, far=far, limit=limit)


def _out_of_bounds(error: OutOfBounds, said: Words) -> str:
    west, south, east, north = (f"{edge:.2f}" for edge in error.bounds)
    point = f"{error.lon:.4f}, {error.lat:.4f}"
    return said("error.out_of_bounds", point=point, west=west, south=south, east=east, north=north)


def _question(error: QuestionError, said: Words) -> str:
    return said("error.question", part=said.pick("part", error.part))


def _no_route(error: NoRoute, said: Words) -> str:
    return said("error.no_route", mode=said[f"mode.{error.mode}"])


def _tour(error: ImpossibleTour, said: Words) -> str:
    change = _change(error.changes[0], said) if error.changes else said["error.tour_nothing"]
    if not error.stop:
        return said("error.tour_way", change=change)
    hours = said("error.tour_open", hours=error.hours) if error.hours else said["error.tour_closed"]
    name = error.names[said.language]
    return said("error.tour_stop", name=name, day=error.day, hours=hours, change=change)


def _change(change: TourChange, said: Words) -> str:
    key = f"error.tour_{change.kind.replace('-', '_')}"
    day = date.fromordinal(max(1, int(change.value)))
    return said(key, n=change.minutes, time=change.clock, day=day)


def _download(error: DownloadError, said: Words) -> str:
    return said("error.download", address=error.address, n=error.attempts)


def _cache(error: CacheError, said: Words) -> str:
    return said("error.cache", folder=error.folder)


def _output(error: OutputError, said: Words) -> str:
    return said("error.output", file=error.path)


_TELLERS: dict[type[GeoError], Callable[[Any, Words], str]] = {
    TownError: _town,
    SourceError: _source,
    FeedError: _feed,
    NoService: _no_service,
    OffNetwork: _off_network,
    OutOfBounds: _out_of_bounds,
    QuestionError: _question,
    NoRoute: _no_route,
    ImpossibleTour: _tour,
    DownloadError: _download,
    CacheError: _cache,
    OutputError: _output,
}
