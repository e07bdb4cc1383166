"""What kind of place a feature of OpenStreetMap is, and what it is called."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from geo.model import Name

_MANY = 12
_SHUT = {"private", "no"}


class Kind(NamedTuple):
    """A category, and the kind within it in both languages."""

    category: str
    name: Name


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def kind_keys() -> tuple[str, ...]:
    """The keys of OpenStreetMap that make a place."""
    return tuple(_tables())


def kind_values() -> dict[str, bool | list[str]]:
    """For each key its values that make a place, or True where all do or they are many: a server
    answers one question about a key sooner than fifty about its values."""
    return {
        key: True if "*" in values or len(values) > _MANY else list(values)
        for key, values in _tables().items()
    }


def kind_of(tags: Mapping[str, str]) -> Kind | None:
    """The kind of place that the tags make, by the first key that makes any; None where nobody
    may enter."""
    if tags.get("access") in _SHUT:
        return None
    for key, values in _tables().items():
        found = values.get(tags[key], values.get("*")) if key in tags else None
        if found and found[0]:
            return Kind(found[0], Name(found[1], found[2]))
    return None


def name_of(tags: Mapping[str, str]) -> Name:
    """The name in both languages; `name` counts for the one whose script it is written in."""
    plain = tags.get("name", "")
    chinese = any("\u4e00" <= letter <= "\u9fff" for letter in plain)
    zh = tags.get("name:zh") or tags.get("name:zh-Hans") or (plain if chinese else "")
    return Name(zh, tags.get("name:en") or ("" if chinese else plain))
