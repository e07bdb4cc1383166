"""The kinds of hubs, and other words for them."""

from __future__ import annotations

from difflib import get_close_matches

KINDS = ("airport", "rail", "metro", "bus", "other")
_ALIASES = {"railway": "rail", "train": "rail", "station": "rail", "subway": "metro"}


def hub_kind(word: str) -> str:
    """The kind that a word means: 'other' for none, and an unknown word as it stands."""
    return _ALIASES.get(word, word) or "other"


def unknown_kind(word: str) -> tuple[str, str] | None:
    """What is wrong with a word that is no kind of hub, and the mend; None for one that is."""
    if hub_kind(word) in KINDS:
        return None
    near = get_close_matches(word.lower(), [*KINDS, *_ALIASES], n=1)
    hint = f"Did you mean {hub_kind(near[0])!r}? " if near else ""
    remedy = f"{hint}Write one of {', '.join(KINDS)}."
    return f"{word!r} is no known kind of hub and is drawn as any other", remedy
