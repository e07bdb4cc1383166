"""A compiled feed read back plainly: its tables, and every train of a day at every stop."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

Row = dict[str, str]


def seconds(clock: str) -> int:
    """'24:05:00' as seconds after midnight."""
    hours, minutes, rest = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + rest


@dataclass(frozen=True)
class Train:
    """One train: its trip, and when it leaves each of its stops, in seconds after midnight."""

    trip: Row
    stops: tuple[str, ...]
    times: tuple[int, ...]

    def at(self, stop: str) -> int:
        return self.times[self.stops.index(stop)]


class Feed:
    """The texts of a feed's files, by name."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = files

    def rows(self, table: str) -> list[Row]:
        return list(csv.DictReader(self.files[f"{table}.txt"].splitlines()))

    @cached_property
    def trips(self) -> dict[str, Row]:
        return {row["trip_id"]: row for row in self.rows("trips")}

    @cached_property
    def calls(self) -> dict[str, list[Row]]:
        calls: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("stop_times"):
            calls[row["trip_id"]].append(row)
        return calls

    @cached_property
    def blocks(self) -> dict[str, list[Row]]:
        blocks: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("frequencies"):
            blocks[row["trip_id"]].append(row)
        return blocks

    @cached_property
    def trains(self) -> list[Train]:
        """Every train of a day, those of frequencies.txt one by one."""
        trains = []
        for id, calls in self.calls.items():
            stops = tuple(call["stop_id"] for call in calls)
            times = [seconds(call["departure_time"]) for call in calls]
            for start in self._starts(id, times[0]):
                whole = tuple(time - times[0] + start for time in times)
                trains.append(Train(self.trips[id], stops, whole))
        return trains

    def _starts(self, trip: str, first: int) -> list[int]:
        if trip not in self.blocks:
            return [first]
        return [
            time
            for row in self.blocks[trip]
            for time in range(
                seconds(row["start_time"]), seconds(row["end_time"]), int(row["headway_secs"])
            )
        ]
