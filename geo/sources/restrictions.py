"""OpenStreetMap's turn restrictions: relations of two ways and the node between them.

Read are `restriction` and its forms for cars (`restriction:motorcar` and the like), with `except`.
Not read: those over a whole way instead of a node, and those of certain hours or vehicles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import osmium
from osmium.filter import TagFilter
from osmium.osm import RELATION, Relation

_KEYS = ("restriction:motorcar", "restriction:motor_vehicle", "restriction:vehicle", "restriction")
_CARS = {"motorcar", "motor_vehicle", "vehicle"}
_HOURS = {"day_on", "day_off", "hour_on", "hour_off"}


@dataclass(frozen=True, slots=True)
class Raw:
    """A restriction by OpenStreetMap's own numbers; see geo.model.Restriction."""

    before: int
    via: int
    after: int
    only: bool


def read_restrictions(file: osmium.io.File) -> list[Raw]:
    """Every restriction of a file that holds for cars at all hours."""
    found: list[Raw] = []
    wanted = osmium.FileProcessor(file, RELATION).with_filter(TagFilter(("type", "restriction")))
    for relation in wanted:
        if isinstance(relation, Relation):
            found += _of(dict(relation.tags), relation)
    return found


def kind_of(tags: Mapping[str, str]) -> str | None:
    """'no' or 'only', None where the restriction does not hold for cars at all hours."""
    said = next((tags[key] for key in _KEYS if key in tags), "")
    spared = {word.strip() for word in tags.get("except", "").split(";")}
    if spared & _CARS or _HOURS & set(tags):
        return None
    word = said.partition("_")[0]
    return word if word in {"no", "only"} else None


def _of(tags: Mapping[str, str], relation: Relation) -> list[Raw]:
    """One for each pair of ways, as `no_entry` and `no_exit` name several."""
    kind = kind_of(tags)
    members = [(member.role, member.type, member.ref) for member in relation.members]
    via = [ref for role, what, ref in members if role == "via" and what == "n"]
    if kind is None or len(via) != 1 or any(r == "via" and w != "n" for r, w, _ in members):
        return []
    before = [ref for role, what, ref in members if role == "from" and what == "w"]
    after = [ref for role, what, ref in members if role == "to" and what == "w"]
    return [Raw(a, via[0], b, kind == "only") for a in before for b in after]
