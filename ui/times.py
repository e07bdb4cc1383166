"""Minutes between the chosen places and every other hub, by every mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.export import Credit
from geo.model import (
    Combine,
    Direction,
    Floats,
    Hub,
    IsochroneQuestion,
    Matrix,
    Mode,
    Period,
    Spot,
    Status,
    as_spot,
    to_the_street,
)
from geo.study import Study
from ui import cached
from ui.ask import POINT

Way = tuple[Mode, Period]


@dataclass(frozen=True)
class HubTimes:
    """Seconds to (or from) every hub, shape (hubs,), by mode and period, quickest hub first.

    NaN where there is no way; `status` then says why.
    """

    hubs: tuple[Hub, ...]
    seconds: dict[Way, Floats]
    status: dict[Way, tuple[str, ...]]
    matrices: tuple[Matrix, ...]
    asked: Way

    @property
    def assumed(self) -> bool:
        """Whether any of the times runs over assumed local streets."""
        return any(matrix.assumed for matrix in self.matrices)


def ways(period: Period) -> tuple[Way, ...]:
    """The columns of the table; `period` is the one that was asked."""
    slow = [Mode.WALK, Mode.BIKE, Mode.EBIKE]
    drives = [Period.FREE] if period == Period.FREE else []
    return (
        *((mode, Period.OFF_PEAK) for mode in slow),
        *((Mode.DRIVE, when) for when in [*drives, Period.OFF_PEAK, Period.PEAK]),
    )


def hub_times(study: Study, question: IsochroneQuestion) -> HubTimes:
    """Times between the question's places and all other hubs, in the question's direction."""
    taken = {spot.id for spot in question.spots}
    hubs = tuple(hub for hub in study.hubs if hub.id not in taken)
    asked = (question.mode, question.period)
    if not hubs:
        return HubTimes((), {}, {}, (), asked)
    places = tuple(as_spot(hub) if question.doors else to_the_street(as_spot(hub)) for hub in hubs)
    found = {way: _matrix(study, question, places, way) for way in ways(question.period)}
    seconds = {way: _reduced(matrix, question) for way, matrix in found.items()}
    order = np.argsort(seconds[asked], kind="stable")
    return HubTimes(
        tuple(hubs[i] for i in order),
        {way: values[order] for way, values in seconds.items()},
        {way: _status(matrix, question, order) for way, matrix in found.items()},
        tuple(found.values()),
        asked,
    )


def _matrix(
    study: Study, question: IsochroneQuestion, places: tuple[Spot, ...], way: Way
) -> Matrix:
    if question.direction == Direction.FROM:
        return cached.matrix(study, question.ends, places, *way)
    return cached.matrix(study, places, question.ends, *way)


def _by_hub(values: np.ndarray, question: IsochroneQuestion) -> np.ndarray:
    return values.T if question.direction == Direction.FROM else values


def _reduced(matrix: Matrix, question: IsochroneQuestion) -> Floats:
    """The nearest of several places, or the farthest where all must be in reach."""
    seconds = _by_hub(matrix.seconds, question)
    if question.combine == Combine.ALL:
        return np.asarray(seconds.max(axis=1))  # NaN where one of them has no way
    nearest = np.where(np.isnan(seconds), np.inf, seconds).min(axis=1)
    return np.where(np.isinf(nearest), np.nan, nearest)


def _status(matrix: Matrix, question: IsochroneQuestion, order: np.ndarray) -> tuple[str, ...]:
    """The best status of a hub over the chosen places."""
    found = [set(row) for row in _by_hub(matrix.status, question)[order].tolist()]
    ranks = [status.value for status in Status]
    return tuple(next(rank for rank in ranks if rank in row) for row in found)


def as_table(
    times: HubTimes, spots: Sequence[Spot], hubs: Sequence[Hub], credit: Credit
) -> pd.DataFrame:
    """All pairs as a table to download: a row for each place, hub and way of travelling.

    `spots` are the places asked about, `hubs` all of the town's. Both ends come with names, kind
    and coordinates, each row with whose data it rests on and of what date. The period is empty
    where it makes no difference.
    """
    ends = {spot.id: _end(spot, POINT) for spot in spots}
    ends |= {hub.id: _end(hub, hub.kind) for hub in hubs}
    rows = pd.concat([_pairs(matrix, ends) for matrix in times.matrices], ignore_index=True)
    return rows.assign(source=credit.attribution, data_as_of=credit.data_as_of)


def _end(place: Spot | Hub, kind: str) -> dict[str, object]:
    return {
        "name_zh": place.name["zh"],
        "name_en": place.name["en"],
        "kind": kind,
        "lon": round(place.point.lon, 6),
        "lat": round(place.point.lat, 6),
    }


def _pairs(matrix: Matrix, ends: Mapping[str, dict[str, object]]) -> pd.DataFrame:
    origins, destinations = len(matrix.origins), len(matrix.destinations)
    columns = {
        "origin": np.repeat(matrix.origins, destinations),
        "destination": np.tile(matrix.destinations, origins),
    }
    told = {
        f"{end}_{key}" if key else end: [ends[id][key] if key else id for id in ids.tolist()]
        for end, ids in columns.items()
        for key in ("", "name_zh", "name_en", "kind", "lon", "lat")
    }
    return pd.DataFrame(
        {
            **told,
            "mode": matrix.mode.value,
            "period": matrix.period.value if matrix.mode is Mode.DRIVE else "",
            "minutes": np.round(matrix.seconds.ravel() / 60, 1),
            "metres": np.round(matrix.metres.ravel()),
            "status": matrix.status.ravel(),
            "assumed_streets": matrix.assumed,
        }
    )
