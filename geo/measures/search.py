"""Search over everything that has a name: typed in Chinese, pinyin, its initials, or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.measures.pinyin import folded, keys_of
from geo.model import Floats, Hit, Ints, Name, Named

LIMIT = 12
LONGEST_QUERY = 64
_APART = "\n"
_PREFIX, _WORD, _INSIDE = 1.0, 3.0, 6.0  # added where a name is not matched whole
_LENGTH = 0.01  # for each further letter: of two names that fit, the shorter first


@dataclass(frozen=True, eq=False, repr=False)
class Index:
    """All keys of all entries in one text, and for each key, in columns: where it starts, its
    length, its entry's number and its cost. `begins` says of each letter whether a word or syllable
    begins there; a `spoken` key is matched from there on only."""

    entries: tuple[Named, ...]
    text: str
    starts: Ints
    lengths: Ints
    owners: Ints
    costs: Floats
    spoken: NDArray[np.bool_]
    begins: NDArray[np.bool_]


def index_of(entries: Sequence[Named]) -> Index:
    """The index of these entries, built once for a town: 10,000 of them take some seconds."""
    rows = [
        (number, key)
        for number, entry in enumerate(entries)
        for text in _names(entry.name, entry.also)
        for key in dict.fromkeys(keys_of(text))
    ]
    words = ["".join(key.parts) for _, key in rows]
    lengths = np.array([len(word) for word in words], np.int64)
    starts = np.cumsum(lengths + 1) - lengths
    begins = np.zeros(int(lengths.sum()) + len(words) + 1, bool)
    for start, (_, key) in zip(starts.tolist(), rows, strict=True):
        begins[start + np.cumsum([0, *map(len, key.parts[:-1])])] = True
    return Index(
        tuple(entries),
        _APART + _APART.join(words),
        starts,
        lengths,
        np.array([number for number, _ in rows], np.int64),
        np.array([key.cost for _, key in rows]),
        np.array([key.spoken for _, key in rows], bool),
        begins,
    )


def search(index: Index, text: str, limit: int = LIMIT) -> tuple[Hit, ...]:
    """The entries that a text fits, best first; none for a text without letters or digits.

    It fits as a whole or, with spaces, word by word in any order. A name that is the text comes
    first, then one that begins with it, then one with a word or syllable that does.
    """
    words = folded(text[:LONGEST_QUERY])
    if not words or not index.entries:
        return ()
    ranks = _ranks(index, "".join(words))
    if len(words) > 1:
        ranks = np.minimum(ranks, np.sum([_ranks(index, word) for word in words], axis=0))
    order = np.argsort(ranks, kind="stable")[:limit]
    return tuple(_hit(index.entries[i], ranks[i]) for i in order if np.isfinite(ranks[i]))


def _ranks(index: Index, word: str) -> Floats:
    """How well each entry fits, infinite where it does not; shape (entries,)."""
    ranks = np.full(len(index.entries), np.inf)
    found = re.finditer(re.escape(word), index.text)
    at = np.fromiter((match.start() for match in found), np.int64)
    key = np.searchsorted(index.starts, at, side="right") - 1
    kept = index.begins[at] | ~index.spoken[key]
    at, key = at[kept], key[kept]
    begun = at == index.starts[key]
    missed = index.lengths[key] - len(word)
    cost = np.where(begun, np.where(missed == 0, 0.0, _PREFIX), _INSIDE)
    cost = np.where(~begun & index.begins[at], _WORD, cost)
    np.minimum.at(ranks, index.owners[key], cost + index.costs[key] + _LENGTH * missed)
    return ranks


def _names(name: Name, also: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(filter(None, (name.zh, name.en, *also))))


def _hit(entry: Named, rank: float) -> Hit:
    lon, lat = (entry.point.lon, entry.point.lat) if entry.point else (None, None)
    return Hit(entry.kind, entry.id, entry.name, lon, lat, float(rank))
