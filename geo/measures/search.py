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
_SHORTEST_INSIDE = 3
_LENGTH = 0.01  # for each further letter: of two names that fit, the shorter first


@dataclass(frozen=True, eq=False, repr=False)
class Index:
    """All keys of all entries in one `text`, its `letters` (code points), and for each key, in
    columns: where it starts, its length, its entry's number (ascending) and its cost. `keys` says
    of each letter which key it is of, `begins` whether a word or syllable begins there; a `spoken`
    key is matched from there on only."""

    entries: tuple[Named, ...]
    text: str
    letters: NDArray[np.uint32]
    keys: NDArray[np.int32]
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
    starts = np.cumsum(lengths + 1) - lengths - 1
    begins = np.zeros(int(lengths.sum()) + len(words) + 1, bool)
    for start, (_, key) in zip(starts.tolist(), rows, strict=True):
        begins[start + np.cumsum([0, *map(len, key.parts[:-1])])] = True
    text = _text(words)
    return Index(
        tuple(entries),
        text,
        np.frombuffer(text.encode("utf-32-le"), np.uint32),
        np.repeat(np.arange(len(words), dtype=np.int32), lengths + 1),
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
    first, then one that begins with it, then one with a word or syllable that does. Where nothing
    fits so, names that hold its Chinese letters in order do: 东站 finds 东火车站.
    """
    words = _words(text)
    if not words or not index.entries:
        return ()
    ranks = _ranks(index, "".join(words))
    if len(words) > 1:
        ranks = np.minimum(ranks, np.sum([_ranks(index, word) for word in words], axis=0))
    if not np.isfinite(ranks).any():
        ranks = _loosely(index, "".join(words))
    order = np.argsort(ranks, kind="stable")[:limit]
    return tuple(_hit(index.entries[i], ranks[i]) for i in order if np.isfinite(ranks[i]))


def _loosely(index: Index, word: str) -> Floats:
    """The letters that a name has beside those of the word, where it holds these in order; infinite
    where it does not; shape (entries,). Latin letters would stand so in nearly every name."""
    ranks = np.full(len(index.entries), np.inf)
    if len(word) < 2 or word.isascii():
        return ranks
    between = f"[^{_APART}]*?"
    for found in re.finditer(between.join(map(re.escape, word)), index.text):
        key = index.keys[found.start()]
        owner = index.owners[key]
        ranks[owner] = min(ranks[owner], float(index.lengths[key] - len(word)))
    return ranks


def _words(text: str) -> tuple[str, ...]:
    """The words of a query; NFKD can lengthen them, and what is too long fits nothing."""
    words = folded(text[:LONGEST_QUERY])
    return words if sum(map(len, words)) <= LONGEST_QUERY else ()


def _ranks(index: Index, word: str) -> Floats:
    """How well each entry fits, infinite where it does not; shape (entries,)."""
    ranks = np.full(len(index.entries), np.inf)
    at = _matches(index, word)
    if not len(at):
        return ranks
    key = index.keys[at]
    begun = at == index.starts[key]
    missed = index.lengths[key] - len(word)
    cost = np.where(begun, np.where(missed == 0, 0.0, _PREFIX), _INSIDE)
    cost = np.where(~begun & index.begins[at], _WORD, cost)
    cost += index.costs[key] + _LENGTH * missed
    owner = index.owners[key]
    first = np.flatnonzero(np.diff(owner, prepend=-1))  # ascending, for letters stand in order
    ranks[owner[first]] = np.minimum.reduceat(cost, first)
    return ranks


def _matches(index: Index, word: str) -> Ints:
    """Where the word stands in the index's text, in order; one or two Latin letters count only
    where a word or syllable begins, for they stand within nearly every name."""
    sought = np.frombuffer(word.encode("utf-32-le"), np.uint32)
    at = np.flatnonzero(index.letters[: len(index.keys)] == sought[0])
    short = word.isascii() and len(word) < _SHORTEST_INSIDE
    kept = index.begins[at] if short else index.begins[at] | ~index.spoken[index.keys[at]]
    at = at[kept]
    for i, letter in enumerate(sought[1:].tolist(), 1):
        at = at[index.letters[at + i] == letter]
    return at


def _text(words: list[str]) -> str:
    """The words, each ended, and room behind the last for the longest query."""
    return "".join(f"{word}{_APART}" for word in words) + _APART * LONGEST_QUERY


def _names(name: Name, also: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(filter(None, (name.zh, name.en, *also))))


def _hit(entry: Named, rank: float) -> Hit:
    lon, lat = (entry.point.lon, entry.point.lat) if entry.point else (None, None)
    return Hit(entry.kind, entry.id, entry.name, lon, lat, float(rank))
