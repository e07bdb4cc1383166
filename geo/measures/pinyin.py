"""Names -> the ways in which somebody may type them: as written, in pinyin, by initials."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_SWAPS = 8
"""Of a name with many characters of several readings, at most so many others are kept."""
WRITTEN, SPOKEN, INITIALS, OTHER = 0.0, 0.2, 0.4, 2.0
"""What each way of typing adds to a rank: a reading that the phrase does not have, the most."""


@dataclass(frozen=True, slots=True)
class Key:
    """One way to type a name: `parts` are its words or syllables, without spaces between them."""

    parts: tuple[str, ...]
    cost: float
    spoken: bool = False


def folded(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, without accents, full width or punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    marked = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple("".join(c if c.isalnum() else " " for c in marked).split())


def keys_of(text: str) -> Iterator[Key]:
    """The keys of a name; of characters with several readings the phrase's own comes first.

    The phrase decides where the dictionary knows it (重庆 is chongqing and never zhongqing); other
    readings are kept one character at a time, at a cost.
    """
    words = folded(text)
    if not words:
        return
    whole = "".join(words)
    if whole.isascii():
        yield Key(words, WRITTEN)
        return
    yield Key(tuple(whole), WRITTEN)
    from pypinyin import lazy_pinyin  # its dictionary takes a third of a second to read

    said = lazy_pinyin(whole)
    yield from _spoken(said, 0.0)
    yield from (key for other in _others(whole, said) for key in _spoken(other, OTHER))


def _others(whole: str, said: list[str]) -> Iterator[list[str]]:
    """The same syllables with one of them read otherwise."""
    from pypinyin import Style, pinyin

    readings = pinyin(whole, style=Style.NORMAL, heteronym=True)
    swaps = ((i, one) for i, each in enumerate(readings) for one in each if one != said[i])
    for _, (i, one) in zip(range(MOST_SWAPS), swaps, strict=False):
        yield [*said[:i], one, *said[i + 1 :]]


def _spoken(said: list[str], cost: float) -> Iterator[Key]:
    """Full pinyin and initials; ü is typed v or u. Latin letters within a name stay whole."""
    yield Key(tuple(said), SPOKEN + cost, spoken=True)
    if any("v" in each for each in said):
        yield Key(tuple(each.replace("v", "u") for each in said), SPOKEN + cost, spoken=True)
    yield Key(tuple(each[:1] for each in said), INITIALS + cost, spoken=True)
