"""How much a file of parcels may hold, so that a hostile one ends in a sentence and not a stall."""

from __future__ import annotations

from dataclasses import dataclass

from geo.errors import SourceError

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """What a file may hold at most.

    `unpacked_bytes` is for all that a zip holds; `ring_vertices` for one parcel; `tangle` and
    `tangles` for the crossings with themselves of one and of all invalid outlines, which repairing
    pays for; `depth` for brackets in
    brackets; `pairs` for parcels that may overlap.
    """

    bytes: int = 20 * MEGABYTE
    features: int = 50_000
    unpacked_bytes: int = 100 * MEGABYTE
    zip_entries: int = 200
    ring_vertices: int = 100_000
    tangle: int = 2_000
    tangles: int = 50_000
    depth: int = 32
    pairs: int = 200_000
    text: int = 1_000


def check_size(name: str, size: int, limits: Limits) -> None:
    """Raise SourceError for a file that is too big."""
    if size > limits.bytes:
        problem = f"it has {_mega(size)} MB, more than {_mega(limits.bytes)} MB"
        raise SourceError(name, problem, "Cut it down to the town, or simplify its outlines.")


def check_count(name: str, count: int, limits: Limits) -> None:
    """Raise SourceError for a file of too many features."""
    if count > limits.features:
        problem = f"it holds more than {limits.features} features"
        raise SourceError(name, problem, "Cut it down to the town.")


def _mega(size: int) -> str:
    return f"{size / MEGABYTE:.3g}"
