"""Claims and travel times -> verdicts. Numbers in, words' keys out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from geo.model import Claim, Judged, Verdict, Way


def judge(claim: Claim, seconds: Mapping[Way, float], served: bool | None = None) -> Judged:
    """What travel times, by way, say of a claim; `served` says whether trains stop at its
    destination, None where no timetable tells.

    One that names no minutes, or a mode of which no time is known, cannot be decided. A time is
    within the limit where its whole minutes, as they are shown, are.
    """
    asked = {way: value for way, value in seconds.items() if claim.mode in (None, way[0])}
    minutes = {way: value / 60 for way, value in seconds.items()}
    if claim.station and served is not None:
        return Judged(claim, Verdict.HOLDS if served else Verdict.FAILS, minutes, {})
    if claim.minutes is None or not asked:
        return Judged(claim, Verdict.UNDECIDED, minutes, {})
    margin = {way: claim.minutes - value for way, value in minutes.items()}
    holds = [bool(np.isfinite(v)) and round(v / 60) <= claim.minutes for v in asked.values()]
    verdict = Verdict.HOLDS if all(holds) else Verdict.PARTLY if any(holds) else Verdict.FAILS
    return Judged(claim, verdict, minutes, margin)
