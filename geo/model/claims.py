"""What is claimed of a town's links, and how the numbers judge it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from geo.model.basics import Mode, Name, Period

Way = tuple[Mode, Period]


@dataclass(frozen=True, slots=True)
class Claim:
    """A published sentence: `destination`, a hub's id, lies within so many minutes; `minutes` is
    None where the claim names no number, and `mode` what it was said of, None for any. With
    `station` it is that the destination has a station."""

    id: str
    text: Name
    destination: str
    minutes: int | None
    mode: Mode | None
    as_of: str
    source: str
    station: bool = False


class Verdict(StrEnum):
    """Whether a claim holds: in every way looked at, in some, in none; or nobody can tell."""

    HOLDS = "holds"
    PARTLY = "partly"
    FAILS = "fails"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its numbers: minutes by way, NaN where there is no way, and how many minutes
    each is from flipping (positive where it holds)."""

    claim: Claim
    verdict: Verdict
    minutes: Mapping[Way, float]
    margin: Mapping[Way, float]
