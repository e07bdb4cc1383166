"""The tables from which a metro's feed is compiled: stations, lines, services, times, exits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from geo.errors import SourceError
from geo.model import Name
from geo.sources.features import read_rows

Row = dict[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Station:
    """A station in degrees of WGS-84; the same name is the same station on every line."""

    id: str
    name: Name
    lon: float
    lat: float


@dataclass(frozen=True)
class Part:
    """A stretch that a service runs: stations of today's lines in order, and their published times.

    `labels` names the direction under which times are published, out and back; `without` holds
    the stations that are passed.
    """

    line: str
    stations: tuple[str, ...]
    labels: tuple[str, str]
    without: frozenset[str]


@dataclass(frozen=True)
class Service:
    """One kind of train on a line, by the parts that it runs through."""

    line: str
    id: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Exit:
    """A door of a station, on the lines that it leads to; an assumed one says so in `note`."""

    station: str
    lines: tuple[str, ...]
    code: str
    name: Name
    lon: float
    lat: float
    note: Name


@dataclass(frozen=True)
class Headway:
    """Seconds between trains of a line from `start` up to `end`, seconds after midnight."""

    lines: tuple[str, ...]
    start: int
    end: int
    seconds: int


@dataclass(frozen=True)
class Facts:
    """All tables of a metro. `runs` holds seconds and whether they are estimated, by line and two
    neighbours; `published` the first and last train by line, direction and station; `changes` the
    seconds of an interchange, between two stations or within one ('*')."""

    stations: Mapping[str, Station]
    colours: Mapping[str, str]
    services: tuple[Service, ...]
    runs: Mapping[tuple[str, str, str], tuple[int, bool]]
    published: Mapping[tuple[str, str, str], tuple[int, int]]
    headways: tuple[Headway, ...]
    exits: tuple[Exit, ...]
    changes: Mapping[tuple[str, str], int]

    def headway(self, line: str, seconds: float) -> int:
        """Seconds between trains of a line at a time of day; 0 where no table says."""
        known = (
            one.seconds
            for one in self.headways
            if (line in one.lines or not one.lines) and one.start <= seconds < one.end
        )
        return next(known, 0)


def read_facts(folder: Path, network: str, names: str = "") -> Facts:
    """The tables in `folder`, with the services of the file `network`; where a file `names` is
    given, its stations go by the names they had then. Raises SourceError, naming file and row."""
    orders = _orders(folder / "line_stations.csv")
    facts = Facts(
        stations=_stations(folder, names),
        colours=dict(_each(folder / "lines.csv", lambda row: (row["line"], row["colour"]))),
        services=_services(folder / network, orders),
        runs=_runs(folder / "run_times.csv"),
        published=_published(folder / "first_last.csv"),
        headways=tuple(sorted(_each(folder / "headways.csv", _headway), key=_general)),
        exits=tuple(_each(folder / "exits.csv", _exit)),
        changes=dict(_each(folder / "interchanges.csv", _change)),
    )
    for file, problem, remedy in _gaps(facts, network):
        raise SourceError(folder / file, problem, remedy)
    return facts


def _gaps(facts: Facts, network: str) -> Iterator[tuple[str, str, str]]:
    """What one table names and another lacks: the file, the problem and the mend."""
    stations: dict[str, list[set[str]]] = {}
    for service in facts.services:
        stops = {name for part in service.parts for name in part.stations}
        for name in sorted(stops - set(facts.stations)):
            yield "stations.csv", f"{name} is not among the stations", "Add a row for it."
        if service.line not in facts.colours:
            yield "lines.csv", f"line {service.line} is not among the lines", "Add a row for it."
        stations.setdefault(service.line, []).append(stops)
        if not all(facts.headway(service.line, time) for time in range(0, 30 * 3600, 60)):
            problem = f"line {service.line} has hours without a headway"
            yield "headways.csv", problem, "Cover 00:00 to 30:00."
    for line, kinds in stations.items():
        if len(kinds) > 2 or not set.intersection(*kinds):
            problem = f"line {line} has more than two services, or two that share no station"
            yield network, problem, "Give a line one service, or two with a trunk."
    if ("*", "*") not in facts.changes:
        yield "interchanges.csv", "it has no row for every station", "Write *,* and the minutes."


def seconds_of(clock: str) -> int:
    """'24:05' as seconds after midnight."""
    hours, minutes = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def _each(path: Path, read: Callable[[Row], T]) -> Iterator[T]:
    for where, row in read_rows(path):
        try:
            yield read(row)
        except (KeyError, ValueError) as error:
            problem = f"it cannot be read ({type(error).__name__}: {error})"
            raise SourceError(path, problem, "Mend this row.", where) from error


def _stations(folder: Path, names: str) -> dict[str, Station]:
    then = {row["name_zh"]: row for _, row in read_rows(folder / names)} if names else {}

    def read(row: Row) -> tuple[str, Station]:
        old = then.get(row["name_zh"], {})
        name = Name(old.get("then_zh") or row["name_zh"], old.get("then_en") or row["name_en"])
        return row["name_zh"], Station(row["id"], name, float(row["lon"]), float(row["lat"]))

    return dict(_each(folder / "stations.csv", read))


def _orders(path: Path) -> dict[tuple[str, str], dict[int, str]]:
    """Station names by line and branch, by their place along it."""
    orders: dict[tuple[str, str], dict[int, str]] = {}
    for line, branch, seq, name in _each(
        path, lambda row: (row["line"], row["branch"], int(row["seq"]), row["name_zh"])
    ):
        orders.setdefault((line, branch), {})[seq] = name
    return orders


def _services(
    path: Path, orders: Mapping[tuple[str, str], Mapping[int, str]]
) -> tuple[Service, ...]:
    def read(row: Row) -> tuple[tuple[str, str], Part]:
        order = orders[row["today_line"], row["branch"]]
        places = range(int(row["today_seq_from"]), int(row["today_seq_to"]) + 1)
        stations = tuple(order[place] for place in places)
        if (stations[0], stations[-1]) != (row["from_zh"], row["to_zh"]):
            raise ValueError(f"its places along the line are {stations[0]} and {stations[-1]}")
        labels = row["label_out"], row["label_back"]
        without = frozenset(filter(None, row["without"].split(";")))
        return (row["line"], row["service"]), Part(row["today_line"], stations, labels, without)

    parts: dict[tuple[str, str], list[Part]] = {}
    for key, part in _each(path, read):
        parts.setdefault(key, []).append(part)
    return tuple(Service(*key, tuple(found)) for key, found in parts.items())


def _runs(path: Path) -> dict[tuple[str, str, str], tuple[int, bool]]:
    """Both ways alike."""
    runs: dict[tuple[str, str, str], tuple[int, bool]] = {}
    for line, start, end, run in _each(
        path,
        lambda row: (
            row["line"],
            row["from_zh"],
            row["to_zh"],
            (round(float(row["minutes"]) * 60), row["basis"] == "estimated"),
        ),
    ):
        runs[line, start, end] = runs[line, end, start] = run
    return runs


def _published(path: Path) -> dict[tuple[str, str, str], tuple[int, int]]:
    """A trunk's times stand with each of its branches, and must be the same there."""
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for key, times in _each(
        path,
        lambda row: (
            (row["line"], row["direction"], row["name_zh"]),
            (seconds_of(row["first_train"]), seconds_of(row["last_train"])),
        ),
    ):
        if found.setdefault(key, times) != times:
            problem = f"{' '.join(key)} has two different times"
            raise SourceError(path, problem, "Keep the right one.")
    return found


def _headway(row: Row) -> Headway:
    lines = _list(row["lines"])
    start, end = seconds_of(row["from"]), seconds_of(row["to"])
    return Headway(lines, start, end, round(float(row["minutes"]) * 60))


def _change(row: Row) -> tuple[tuple[str, str], int]:
    return (row["from_zh"], row["to_zh"]), round(float(row["minutes"]) * 60)


def _general(headway: Headway) -> bool:
    """What holds for named lines goes before what holds for all."""
    return not headway.lines


def _exit(row: Row) -> Exit:
    return Exit(
        station=row["station_zh"],
        lines=_list(row["lines"]),
        code=row["exit"],
        name=Name(row["name_zh"], row["name_en"]),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        note=Name(row["note_zh"], row["note_en"]),
    )


def _list(text: str) -> tuple[str, ...]:
    parts: Sequence[str] = text.split(";")
    return tuple(filter(None, parts))
