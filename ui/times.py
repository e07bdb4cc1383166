"""Minutes between the chosen places and every other hub, by every mode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.errors import GeoError
from geo.export import Credit
from geo.export.rows import window
from geo.model import (
    TRANSIT_MODES,
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
    When,
    as_spot,
    to_the_street,
)
from geo.study import Study
from ui import cached
from ui.ask import POINT
from ui.cached import TODAY, Riding

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


def ways(asked: Way, timetable: bool = False) -> tuple[Way, ...]:
    """The columns of the table, what was asked among them; `timetable` adds public transport."""
    mode, period = asked
    slow = [Mode.WALK, Mode.BIKE, Mode.EBIKE]
    drives = [Period.FREE] if period == Period.FREE else []
    rides = [Mode.TRANSIT] if timetable else []
    rides += [mode] if mode == Mode.BIKE_TRANSIT else []
    return (
        *((mode, Period.OFF_PEAK) for mode in [*slow, *rides]),
        *((Mode.DRIVE, when) for when in [*drives, Period.OFF_PEAK, Period.PEAK]),
    )


def hub_times(study: Study, question: IsochroneQuestion, riding: Riding = TODAY) -> HubTimes:
    """Times between the question's places and all other hubs, in the question's direction.

    Raises NoService where nothing runs on the day asked for, if public transport was asked for;
    else its column is left out.
    """
    hubs = _others(study, question)
    asked = (question.mode, question.period)
    if not hubs:
        return HubTimes((), {}, {}, (), asked)
    columns = ways(asked, timetable=_runs(study, question))
    found = {way: _matrix(study, question, hubs, way, riding) for way in columns}
    seconds = {way: _reduced(matrix, question) for way, matrix in found.items()}
    order = np.argsort(seconds[asked], kind="stable")
    return HubTimes(
        tuple(hubs[i] for i in order),
        {way: values[order] for way, values in seconds.items()},
        {way: _status(matrix, question, order) for way, matrix in found.items()},
        tuple(found.values()),
        asked,
    )


def seconds_by_hub(
    study: Study, question: IsochroneQuestion, riding: Riding
) -> Mapping[str, float]:
    """Seconds to (or from) every other hub as asked, by its id, on another network."""
    hubs = _others(study, question)
    if not hubs:
        return {}
    found = _matrix(study, question, hubs, (question.mode, question.period), riding)
    seconds = _reduced(found, question).tolist()
    return {hub.id: value for hub, value in zip(hubs, seconds, strict=True)}


def _others(study: Study, question: IsochroneQuestion) -> tuple[Hub, ...]:
    """The hubs that were not asked about."""
    taken = {spot.id for spot in question.spots}
    return tuple(hub for hub in study.hubs if hub.id not in taken)


def _runs(study: Study, question: IsochroneQuestion) -> bool:
    """Whether public transport has a column: always where it was asked for."""
    if question.when is None or question.mode in TRANSIT_MODES:
        return question.when is not None
    try:
        cached.service(study, question.when.day)
    except GeoError:
        return False
    return True


def _matrix(
    study: Study, question: IsochroneQuestion, hubs: tuple[Hub, ...], way: Way, riding: Riding
) -> Matrix:
    places = tuple(as_spot(hub) if question.doors else to_the_street(as_spot(hub)) for hub in hubs)
    ends = (question.ends, places)
    start, goal = ends if question.direction == Direction.FROM else ends[::-1]
    return cached.matrix(study, start, goal, *way, question.when, riding)


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
            **_window(matrix.when),
            "minutes": np.round(matrix.seconds.ravel() / 60, 1),
            "metres": np.round(matrix.metres.ravel()),
            "status": matrix.status.ravel(),
            "assumed_streets": matrix.assumed,
        }
    )


def _window(when: When | None) -> dict[str, object]:
    """The window of public transport; empty for what does not depend on it."""
    return window(when) if when else {"date": "", "depart": "", "window": "", "percentile": ""}
