"""Travel between a place and every parcel: each by its best entrance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geo.model import Floats, Status
from geo.network.entries import Entries
from geo.travel.streets import AnyField


def parcel_seconds(field: AnyField, entries: Entries) -> Floats:
    """Seconds between the field's place and every parcel, shape (parcels,), infinite out of reach.

    The walk between outline and street counts, at the field's pace off the network.
    """
    return entries.least(entry_seconds(field, entries))


def entry_seconds(field: AnyField, entries: Entries) -> Floats:
    """Seconds between the field's place and every entrance, shape (entrances,)."""
    walk = entries.places.metres * field.network.off_network_seconds_per_metre
    return field.along(entries.places.link, entries.places.fraction) + walk


def parcel_status(seconds: Floats, entries: Entries) -> NDArray[np.str_]:
    """How each parcel came out, shape (parcels,): 'ok', 'unreachable', or 'off-network' for one
    that no street of the mode comes near."""
    status = np.where(np.isfinite(seconds), Status.OK.value, Status.UNREACHABLE.value)
    return np.where(entries.reached, status, Status.OFF_NETWORK.value)
