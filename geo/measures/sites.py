"""Parcels and limits -> which parcels meet them, and in what order. Arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from geo.model import Asked, Floats, Found, SiteTimes, Within


def judge(
    limits: Sequence[Within],
    times: Mapping[Asked, SiteTimes],
    count: int,
    weights: Mapping[str, float] | None = None,
) -> Found:
    """How `count` parcels come out of limits, given the times that these ask for.

    The score of a parcel is the mean of its minutes to the limits' targets, each by the target's
    weight (1 without one); less is better. A parcel without a way to one of them has none.
    """
    seconds = _rows([times[limit.asked].seconds for limit in limits], count)
    reached = np.array([times[limit.asked].reached for limit in limits], bool)
    most = np.array([[60.0 * limit.minutes] for limit in limits]).reshape(-1, 1)
    met = seconds <= most
    score = _score(seconds, [(weights or {}).get(limit.target, 1.0) for limit in limits])
    worst = np.where(np.isnan(score), np.inf, score)
    order = np.lexsort((np.arange(count), worst, -met.sum(axis=0)))
    alone = tuple(int(row.sum()) for row in met)
    reached = reached.reshape(len(limits), count)
    return Found(tuple(limits), seconds, reached, met, score, order, alone)


def _rows(rows: Sequence[Floats], count: int) -> Floats:
    return np.array(rows).reshape(len(rows), count)


def _score(seconds: Floats, weights: Sequence[float]) -> Floats:
    """Minutes, weighted, shape (parcels,); NaN where nothing is weighed or a target has no way."""
    weight = np.array(weights, float)
    if not weight.sum() > 0:
        return np.full(seconds.shape[1], np.nan)
    weighed = weight > 0
    mean = (weight[weighed] @ seconds[weighed]) / weight.sum() / 60
    return np.where(np.isfinite(mean), mean, np.nan)
