"""Roads as they are read, before they become a network."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.model.basics import Floats, Ints


@dataclass(frozen=True, slots=True)
class Restriction:
    """A turn that cars may not make: from way `before` over node `via` into way `after`.

    Ways are told by their `ids`, the node by its index. With `only`, it is the one turn from
    `before` that they may make there.
    """

    before: str
    via: int
    after: str
    only: bool


@dataclass(frozen=True, eq=False, repr=False)
class Ways:
    """Roads as read from any source, before they become a network.

    `lon`, `lat`: shape (n,), the nodes. Way i runs through nodes `refs[offsets[i]:offsets[i+1]]`
    (indices into lon and lat) and carries `tags[i]`, OpenStreetMap's keys and values. Two ways meet
    where they share a node index. `node_tags` holds the tags of the few nodes that have any that
    matter (highway, crossing, barrier, access and the modes' own access keys). `ids[i]` is the
    source's own name for the way. `as_of` is the data's date, '' where it is unknown.
    """

    lon: Floats
    lat: Floats
    offsets: Ints
    refs: Ints
    tags: list[dict[str, str]]
    ids: list[str]
    node_tags: dict[int, dict[str, str]] = field(default_factory=dict)
    restrictions: tuple[Restriction, ...] = ()
    as_of: str = ""
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.tags)
