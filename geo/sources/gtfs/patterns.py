"""Trips that call at the same stops -> patterns whose runs never overtake one another."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geo.model import Ints, Seconds
from geo.sources.gtfs.feed import Feed


def alike(feed: Feed, trips: Ints) -> Ints:
    """A number for each of some trips, the same for those of one line and heading that call at the
    same stops in the same order and let people on and off at the same ones."""
    calls, first_call = feed.calls, feed.trips.first_call
    coded = calls.stop.astype(np.int64) * 4 + calls.boards * 2 + calls.alights
    known: dict[tuple[int, int, bytes], int] = {}
    numbers = np.zeros(len(trips), np.int64)
    for i, trip in enumerate(trips.tolist()):
        stops = coded[first_call[trip] : first_call[trip + 1]].tobytes()
        key = (int(feed.trips.line[trip]), int(feed.trips.heading[trip]), stops)
        numbers[i] = known.setdefault(key, len(known))
    return numbers


def in_file(arrivals: Seconds, departures: Seconds) -> Iterator[Ints]:
    """Rows of runs, of shape (r, n) each, parted so that in each part none overtakes another.

    The rows of a part are in order of time at every stop. Most patterns are one part.
    """
    times = np.hstack([arrivals, departures])
    order = np.lexsort(times.T[::-1])
    times = times[order]
    if (times[1:] >= times[:-1]).all():
        yield order
        return
    files: list[list[int]] = []
    for row, own in enumerate(times):
        behind = (file for file in files if (times[file[-1]] <= own).all())
        file = next(behind, None)
        if file is None:
            files.append(file := [])
        file.append(row)
    for file in files:
        yield order[file]
