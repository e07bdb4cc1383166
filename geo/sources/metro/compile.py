"""A folder of a metro's tables -> its feeds, written as folders of text files."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from geo.errors import OutputError
from geo.model import Name
from geo.sources.metro.facts import Facts, read_facts
from geo.sources.metro.plan import Feed, Plan, read_plan
from geo.sources.metro.tables import Row, served_by, tables_of
from geo.sources.metro.trips import Trip, trips_of


@dataclass(frozen=True)
class Compiled:
    """A feed as the text of each of its files, and what there is of everything in it."""

    feed: Feed
    files: Mapping[str, str]
    counts: Mapping[str, int]


def compile_feeds(folder: Path) -> tuple[Compiled, ...]:
    """All feeds that the tables in `folder` make; the same tables give the same bytes.

    Raises SourceError for tables that cannot be used.
    """
    plan = read_plan(folder)
    return tuple(_compiled(folder, plan, feed) for feed in plan.feeds)


def write_feed(compiled: Compiled, home: Path) -> Path:
    """Write a feed under `home`, over an older one of the same folder; gives that folder.

    Raises OutputError where it cannot be written; each file is whole, the old or the new.
    """
    folder = home / compiled.feed.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in compiled.files.items():
            half = folder / f".{name}"
            half.write_bytes(text.encode())
            half.replace(folder / name)
        for old in folder.glob("*.txt"):
            if old.name not in compiled.files:
                old.unlink()
    except OSError as error:
        problem = f"it cannot be written ({error.strerror})"
        raise OutputError(folder, problem, "Free some space, or give another folder") from error
    return folder


def _compiled(folder: Path, plan: Plan, feed: Feed) -> Compiled:
    facts = read_facts(folder, feed.network, feed.names)
    trips = trips_of(facts)
    tables = tables_of(facts, trips, plan, feed)
    counts = _counts(facts, trips, tables["stops.txt"])
    return Compiled(feed, {name: _text(rows) for name, rows in tables.items()}, counts)


def _text(rows: Sequence[Row]) -> str:
    """Rows as CSV, with a heading; of a text in two languages the Chinese one."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {key: text.zh if isinstance(text, Name) else text for key, text in row.items()}
        for row in rows
    )
    return out.getvalue()


def _counts(facts: Facts, trips: Sequence[Trip], stops: Sequence[Row]) -> dict[str, int]:
    """How much of the feed is published and how much is estimated or assumed."""
    kinds = Counter(trip.kind for trip in trips)
    legs = {(trip.leg.line, trip.leg.service, trip.leg.direction): trip.leg for trip in trips}
    pairs = {
        (line, frozenset(pair)): facts.runs[line, *pair][1]
        for (line, *_), leg in legs.items()
        for pair in pairwise(leg.stations)
        if (line, *pair) in facts.runs
    }
    guessed = {
        (leg.signs[i], name)
        for leg in legs.values()
        for i, name in enumerate(leg.stations)
        if leg.guessed[i]
    }
    return {
        "lines": len({trip.leg.line for trip in trips}),
        "stations": len(served_by(trips)),
        "entrances": sum(row["location_type"] == "2" for row in stops),
        "assumed entrances": sum(
            bool(row["stop_desc"].zh)
            for row in stops
            if row["location_type"] == "2" and isinstance(row["stop_desc"], Name)
        ),
        "regular trips": kinds["regular"],
        "trips that begin along the line": kinds["early"],
        "last trains": kinds["last"],
        "run times": len(pairs),
        "estimated run times": sum(pairs.values()),
        "interpolated first and last trains": len(guessed),
    }
