"""Travel times between many places, of which some may lie outside the town's map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo.model import Ints, Matrix, Mode, Period, Spot, Status, When
from geo.study import Study
from geo.travel.matrix import matrix
from geo.travel.transit.service import Service


def matrix_with_outside(
    study: Study,
    origins: Sequence[Spot],
    destinations: Sequence[Spot],
    mode: Mode,
    period: Period = Period.OFF_PEAK,
    service: Service | None = None,
    when: When | None = None,
) -> Matrix:
    """The matrix of all places; those outside the town's bounds are off the network."""
    rows, columns = _inside(study, origins), _inside(study, destinations)
    starts, ends = [origins[i] for i in rows], [destinations[i] for i in columns]
    found = matrix(study, starts, ends, mode, period, service, when)
    shape = (len(origins), len(destinations))
    seconds, metres = np.full(shape, np.nan), np.full(shape, np.nan)
    status = np.full(shape, Status.OFF_NETWORK.value, dtype=found.status.dtype)
    snap_metres = np.full(len(destinations), np.nan)
    where = np.ix_(rows, columns)
    seconds[where], metres[where], status[where] = found.seconds, found.metres, found.status
    snap_metres[columns] = found.snap_metres
    return replace(
        found,
        origins=tuple(spot.id for spot in origins),
        destinations=tuple(spot.id for spot in destinations),
        seconds=seconds,
        metres=metres,
        snap_metres=snap_metres,
        status=status,
    )


def _inside(study: Study, spots: Sequence[Spot]) -> Ints:
    return np.flatnonzero([study.town.holds(spot.point) for spot in spots])
