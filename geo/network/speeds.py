"""Rules -> km/h by mode and period, from the town's table of assumptions."""

from __future__ import annotations

import numpy as np

from geo.model import Assumptions, Floats, Ints, Mode, Period
from geo.network.rules import CLASSES, CODE, MAJOR, MIDDLE

COLUMNS = (
    (Mode.WALK, Period.FREE),
    (Mode.BIKE, Period.FREE),
    (Mode.EBIKE, Period.FREE),
    (Mode.DRIVE, Period.FREE),
    (Mode.DRIVE, Period.OFF_PEAK),
    (Mode.DRIVE, Period.PEAK),
)
"""The columns of a network's travel times, in order."""


def column(mode: Mode, period: Period) -> int:
    """The number of a mode's column; only driving has one for each period."""
    return COLUMNS.index((mode, period if mode is Mode.DRIVE else Period.FREE))


def unsigned_kmh(code: int, ramp: bool, assumptions: Assumptions) -> float:
    """Free-flow speed by car where no limit is signed; classes without a row go as service."""
    name = CLASSES[code]
    if name == "assumed":
        return assumptions["speeds.assumed"]
    key = f"speeds.drive.{name}"
    base = assumptions[key if key in assumptions else "speeds.drive.service"]
    return base * (assumptions["speeds.link_share"] if ramp else 1.0)


def congestion_shares(codes: Ints, period: Period, assumptions: Assumptions) -> Floats:
    """Share of free-flow speed by link, (links,); assumed streets are slow enough as it is."""
    shares = np.ones(len(CLASSES))
    if period is not Period.FREE:
        for name, code in CODE.items():
            group = "major" if name in MAJOR else "middle" if name in MIDDLE else "minor"
            shares[code] = assumptions[f"congestion.{period.value}.{group}"]
        for name in ("ferry", "assumed", "barrier"):
            shares[CODE[name]] = 1.0
    return shares[codes]


def signal_seconds(mode: Mode, assumptions: Assumptions) -> float:
    """Delay at a traffic light in free flow."""
    if mode is Mode.DRIVE:
        return assumptions["delays.signal_drive"]
    return assumptions["delays.signal_walk" if mode is Mode.WALK else "delays.signal_bike"]
