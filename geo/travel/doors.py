"""The doors of places: where a trip's way along the streets begins and ends, and what that costs.

On foot and by bicycle one goes to the best of a hub's entrances, by car to the hub itself, where
parking and the walk to the door take their time; a place that is no hub has one door, its point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from geo.model import Assumptions, Floats, Ints, Mode, Point, Spot
from geo.network.snap import Snapped
from geo.study import Study

_PARKED = ("airport", "rail", "metro")


@dataclass(frozen=True)
class Doors:
    """Every door of some places, those of one place side by side; arrays of shape (doors,).

    `spot` is the number of the place, `seconds` what is spent there beyond the way along the
    streets and the walk to these, `snapped` where the doors join the network.
    """

    spots: int
    spot: Ints
    points: tuple[Point, ...]
    seconds: Floats
    snapped: Snapped

    def __len__(self) -> int:
        return len(self.spot)

    def take(self, which: Ints) -> Doors:
        """Some of the doors."""
        points = tuple(self.points[i] for i in which.tolist())
        rows = self.spot[which], points, self.seconds[which], self.snapped.take(which)
        return Doors(self.spots, *rows)

    @property
    def parts(self) -> list[slice]:
        """Which rows are each place's."""
        ends = [*self.first.tolist(), len(self)]
        return [slice(*pair) for pair in pairwise(ends)]

    @property
    def single(self) -> bool:
        """Whether every place has one door."""
        return len(self.spot) == self.spots

    @property
    def first(self) -> Ints:
        """The number of each place's first door, shape (spots,)."""
        return np.flatnonzero(np.diff(self.spot, prepend=-1))

    @property
    def joined(self) -> NDArray[np.bool_]:
        """Which places have a door on the network, shape (spots,)."""
        return np.isfinite(self.snap_metres)

    @property
    def snap_metres(self) -> Floats:
        """From each place's nearest door on the network to its street, NaN where it has none."""
        metres = np.where(self.snapped.joined, self.snapped.metres, np.nan)
        return np.asarray(np.fmin.reduceat(metres, self.first)) if len(metres) else metres


def doors_of(study: Study, spots: Sequence[Spot], mode: Mode) -> Doors:
    """The doors of places for a mode; raises OutOfBounds for a place outside the town's map.

    Where none of a hub's entrances joins the network, its point stands for them.
    """
    points = [_points(spot, mode, study) for spot in spots]
    every = tuple(point for doors in points for point in doors)
    number = np.repeat(np.arange(len(spots)), [len(doors) for doors in points])
    seconds = np.array([door_seconds(spot, mode, study.town.assumptions) for spot in spots])
    snapped = study.snapper.snap(*study.locate(list(every)), mode)
    doors = Doors(len(spots), number, every, seconds[number], snapped)
    return doors if doors.single else doors.take(_wanted(doors))


def _points(spot: Spot, mode: Mode, study: Study) -> tuple[Point, ...]:
    """A place's entrances on the map, and last its own point."""
    if mode is Mode.DRIVE:
        return (spot.point,)
    return (*filter(study.town.holds, spot.doors), spot.point)


def _wanted(doors: Doors) -> Ints:
    """Entrances that join the network, and the points of places without any."""
    last = np.diff(doors.spot, append=doors.spots) != 0
    entrance = doors.snapped.joined & ~last
    with_entrance = np.bincount(doors.spot[entrance], minlength=doors.spots) > 0
    return np.flatnonzero(entrance | (last & ~with_entrance[doors.spot]))


def ends_of(study: Study, spots: Sequence[Spot], mode: Mode) -> Doors:
    """Those doors of places that join the network.

    Raises OutOfBounds for a place outside the town's map, OffNetwork for one none of whose doors
    joins.
    """
    doors = doors_of(study, spots, mode)
    for spot in np.flatnonzero(~doors.joined).tolist():
        study.snap([spots[spot].point], mode)  # raises, and says how far away the streets are
    return doors.take(np.flatnonzero(doors.snapped.joined))


def door_seconds(spot: Spot, mode: Mode, numbers: Assumptions) -> float:
    """Seconds at a hub's door: parking a car and walking in, or locking a bicycle; else 0."""
    if not spot.kind or mode is Mode.WALK:
        return 0.0
    if mode is not Mode.DRIVE:
        return 60.0 * numbers["doors.lock"]
    if spot.parking_minutes is not None:
        return 60.0 * spot.parking_minutes
    return 60.0 * numbers[f"doors.parking_{spot.kind if spot.kind in _PARKED else 'other'}"]
