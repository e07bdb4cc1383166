"""Several feeds as one: rows renumbered, ids that more than one of them uses told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from geo.model import Ints, Line, Stops
from geo.sources.gtfs.feed import Calls, Changes, Feed, Frequencies, Services, Trips


def merged(feeds: Sequence[Feed]) -> Feed:
    """One feed of all; raises ValueError for none."""
    if not feeds:
        raise ValueError("no feed to read")
    if len(feeds) == 1:
        return feeds[0]
    labels = _labels(feeds)
    stops = _starts([len(feed.stops) for feed in feeds])
    trips = _starts([len(feed.trips) for feed in feeds])
    return Feed(
        paths=tuple(path for feed in feeds for path in feed.paths),
        stops=_stops(feeds, labels, stops),
        lines=_lines(feeds, labels),
        headings=tuple(name for feed in feeds for name in feed.headings),
        trips=_trips(feeds),
        calls=_joined(Calls, [feed.calls for feed in feeds], stops, "stop"),
        services=_services(feeds),
        frequencies=_joined(Frequencies, [feed.frequencies for feed in feeds], trips, "trip"),
        changes=_joined(Changes, [feed.changes for feed in feeds], stops, "origin", "destination"),
        timezone=next((feed.timezone for feed in feeds if feed.timezone), ""),
        faults=tuple(fault for feed in feeds for fault in feed.faults),
    )


def _starts(lengths: Sequence[int]) -> list[int]:
    return [0, *np.cumsum(lengths)[:-1].tolist()]


def _joined(kind: type[Any], parts: Sequence[Any], starts: Sequence[int], *numbers: str) -> Any:
    """The columns of all parts one after another; those in `numbers` name rows, and are moved."""
    columns = {
        field.name: np.concatenate(
            [
                _moved(getattr(part, field.name), start if field.name in numbers else 0)
                for part, start in zip(parts, starts, strict=True)
            ]
        )
        for field in fields(kind)
    }
    return kind(**columns)


def _services(feeds: Sequence[Feed]) -> Services:
    parts = [replace(feed.services, feed=feed.services.feed + i) for i, feed in enumerate(feeds)]
    joined: Services = _joined(Services, parts, _starts([len(part) for part in parts]), "changed")
    return joined


def _moved(column: Any, start: int) -> Any:
    """A column of row numbers moved on; flags and dates stay as they are."""
    return (column + start).astype(column.dtype) if start else column


def _trips(feeds: Sequence[Feed]) -> Trips:
    lines = _starts([len(feed.lines) for feed in feeds])
    headings = _starts([len(feed.headings) for feed in feeds])
    services = _starts([len(feed.services) for feed in feeds])
    calls = _starts([len(feed.calls.stop) for feed in feeds])
    moved = [
        replace(
            feed.trips,
            line=feed.trips.line + lines[i],
            heading=feed.trips.heading + headings[i],
            service=feed.trips.service + services[i],
            first_call=(feed.trips.first_call + calls[i])[0 if i == 0 else 1 :],
        )
        for i, feed in enumerate(feeds)
    ]
    return Trips(
        *(
            np.concatenate([getattr(trips, field.name) for trips in moved])
            for field in fields(Trips)
        )
    )


def _stops(feeds: Sequence[Feed], labels: Sequence[str], starts: Sequence[int]) -> Stops:
    parts = [feed.stops for feed in feeds]
    station: list[Ints] = [part.station + start for part, start in zip(parts, starts, strict=True)]
    return Stops(
        ids=_told_apart([part.ids for part in parts], labels),
        names=tuple(name for part in parts for name in part.names),
        lon=np.concatenate([part.lon for part in parts]),
        lat=np.concatenate([part.lat for part in parts]),
        station=np.concatenate(station),
        doors={
            row + start: points
            for part, start in zip(parts, starts, strict=True)
            for row, points in part.doors.items()
        },
    )


def _lines(feeds: Sequence[Feed], labels: Sequence[str]) -> tuple[Line, ...]:
    ids = _told_apart([[line.id for line in feed.lines] for feed in feeds], labels)
    lines = [line for feed in feeds for line in feed.lines]
    return tuple(replace(line, id=id) for line, id in zip(lines, ids, strict=True))


def _told_apart(parts: Sequence[Sequence[str]], labels: Sequence[str]) -> tuple[str, ...]:
    """Ids of all parts; those in more than one get the label of theirs."""
    seen = Counter(id for part in parts for id in part)
    return tuple(
        f"{label}:{id}" if seen[id] > 1 else id
        for part, label in zip(parts, labels, strict=True)
        for id in part
    )


def _labels(feeds: Sequence[Feed]) -> list[str]:
    """The name of each feed's file without its ending, numbered where two are the same."""
    stems = [feed.paths[0].stem for feed in feeds]
    twice = Counter(stems)
    return [
        f"{stem}-{stems[: i + 1].count(stem)}" if twice[stem] > 1 else stem
        for i, stem in enumerate(stems)
    ]
