"""A feed, read and sound: its tables as arrays that name each other's rows by number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.errors import Fault
from geo.model import Ints, Line, Name, Seconds, Stops

Days = NDArray[np.datetime64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Services:
    """When trips run. Service s runs on the weekdays `weekly[s]` (Monday first, shape (n, 7)) from
    `first[s]` to `last[s]`, and besides, service `changed[i]` does (`added[i]`) or does not run on
    day `on[i]`. `used` says which services have trips, `feed` of which feed each is (a row of the
    feed's paths)."""

    weekly: Flags
    first: Days
    last: Days
    changed: Ints
    on: Days
    added: Flags
    used: Flags
    feed: Ints

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Trips:
    """One row a trip: rows of the feed's `lines`, `headings` and `services`; `repeats` where
    frequencies say when it leaves. Its calls are rows `first_call[t]:first_call[t + 1]`."""

    line: Ints
    heading: Ints
    service: Ints
    repeats: Flags
    first_call: Ints

    def __len__(self) -> int:
        return len(self.line)


@dataclass(frozen=True)
class Calls:
    """One row a call of a trip at a row of the feed's `stops`, in the order of the trips."""

    stop: NDArray[np.int32]
    arrival: Seconds
    departure: Seconds
    boards: Flags
    alights: Flags


@dataclass(frozen=True)
class Frequencies:
    """One row a period in which a trip leaves every `headway` seconds; `exact` where the times are
    published, else only the headway is."""

    trip: Ints
    start: Ints
    end: Ints
    headway: Ints
    exact: Flags


@dataclass(frozen=True)
class Changes:
    """Published changes between two rows of `stops`, -1 seconds where one is forbidden."""

    origin: Ints
    destination: Ints
    seconds: Seconds


@dataclass(frozen=True)
class Feed:
    """One feed, or several as one. `faults` are what was found and passed over in reading them;
    `timezone` is the feed's own, '' where it does not say."""

    paths: tuple[Path, ...]
    stops: Stops
    lines: tuple[Line, ...]
    headings: tuple[Name, ...]
    trips: Trips
    calls: Calls
    services: Services
    frequencies: Frequencies
    changes: Changes
    timezone: str = ""
    faults: tuple[Fault, ...] = ()
