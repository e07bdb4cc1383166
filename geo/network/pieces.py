"""Ways -> links: split where ways meet, joined again where nothing changes, geometry kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geo.model import Floats, Ints, Ways
from geo.network.rules import CODE, EVERYBODY, Rule, barrier_passage, read_rule, signal_of


@dataclass
class Pieces:
    """Ways split at their junctions; every array has one row a piece, `refs` are node indices.

    Piece i runs through `refs[offsets[i]:offsets[i+1]]`, follows rule `rule[i]` of `rules` and
    bears name `name[i]` of `names`; a piece keeps the sense of its way. It starts as part of way
    `first_way[i]` and ends as part of way `last_way[i]`, -1 where there is none.
    """

    x: Floats
    y: Floats
    offsets: Ints
    refs: Ints
    rule: Ints
    name: Ints
    rules: list[Rule]
    names: list[tuple[str, str, str]]
    lights: dict[int, str]
    first_way: Ints
    last_way: Ints

    @property
    def first(self) -> Ints:
        """Node where each piece starts."""
        return self.refs[self.offsets[:-1]]

    @property
    def last(self) -> Ints:
        """Node where each piece ends."""
        return self.refs[self.offsets[1:] - 1]


def cut(ways: Ways, x: Floats, y: Floats) -> Pieces:
    """Split ways at junctions, lights and barriers; ways that nobody may use are left out."""
    rules, names, way_rule, way_name = _classify(ways)
    _pace_ferries(ways, x, y, rules, way_rule)
    usable = np.flatnonzero(way_rule >= 0)
    counts = np.diff(ways.offsets)[usable]
    refs = np.concatenate(
        [ways.refs[ways.offsets[w] : ways.offsets[w + 1]] for w in usable]
        or [np.empty(0, np.int64)]
    )
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    lights = {n: s for n, tags in ways.node_tags.items() if (s := signal_of(tags)) is not None}
    passages = {
        n: p for n, tags in ways.node_tags.items() if (p := barrier_passage(tags)) != EVERYBODY
    }
    keep = np.bincount(refs, minlength=len(x)) > 1
    keep[list(lights)] = True
    keep[list(passages)] = True
    offsets, parent, refs = _split(refs, offsets, keep)
    pieces = Pieces(
        x,
        y,
        offsets,
        refs,
        way_rule[usable][parent],
        way_name[usable][parent],
        rules,
        names,
        lights,
        usable[parent],
        usable[parent],
    )
    return _bar(pieces, passages) if passages else pieces


def _classify(ways: Ways) -> tuple[list[Rule], list[tuple[str, str, str]], Ints, Ints]:
    """Rule and name of every way by number, -1 for a way that nobody may use; few differ."""
    rules: dict[Rule | None, int] = {None: -1}
    names: dict[tuple[str, str, str], int] = {("", "", ""): 0}
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    way_rule = np.empty(len(ways), np.int64)
    way_name = np.empty(len(ways), np.int64)
    for i, tags in enumerate(ways.tags):
        key = tuple(item for item in tags.items() if item[0] not in _NAMING)
        if key not in seen:
            seen[key] = rules.setdefault(read_rule(tags), len(rules) - 1)
        way_rule[i] = seen[key]
        way_name[i] = names.setdefault(_naming(tags), len(names))
    return [rule for rule in rules if rule is not None], list(names), way_rule, way_name


def _pace_ferries(ways: Ways, x: Floats, y: Floats, rules: list[Rule], way_rule: Ints) -> None:
    """Give every ferry that states how long it takes a rule of its own, with its speed."""
    stated = np.array([rule.duration_seconds is not None for rule in rules], bool)
    for way in np.flatnonzero((way_rule >= 0) & np.append(stated, False)[way_rule]).tolist():
        refs = ways.refs[ways.offsets[way] : ways.offsets[way + 1]]
        metres = float(np.hypot(np.diff(x[refs]), np.diff(y[refs])).sum())
        rule = rules[way_rule[way]]
        if rule.duration_seconds and metres > 0:
            rules.append(replace(rule, ferry_kmh=metres * 3.6 / rule.duration_seconds))
            way_rule[way] = len(rules) - 1


_NAMING = frozenset({"name", "name:zh", "name:en", "ref"})


def _naming(tags: dict[str, str]) -> tuple[str, str, str]:
    """Name as signed, Chinese and English; the road's number where it has no name."""
    name = tags.get("name", "") or tags.get("ref", "")
    return name, tags.get("name:zh", ""), tags.get("name:en", "")


def _split(refs: Ints, offsets: Ints, keep: NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """Cut runs of refs at kept inner nodes; gives new offsets, each piece's run and new refs."""
    position = np.arange(len(refs))
    inner = np.ones(len(refs), bool)
    inner[offsets[:-1]] = False
    inner[offsets[1:] - 1] = False
    at = position[inner & keep[refs]]
    # A cut node stands twice: as the end of one piece and the start of the next.
    doubled = np.insert(refs, at, refs[at])
    starts = np.sort(np.concatenate([offsets, at])) if len(at) else offsets
    shift = np.searchsorted(at, starts, side="left")
    cuts = np.isin(starts, at)
    new_offsets = starts + shift + cuts
    parent = np.searchsorted(offsets, starts[:-1], side="right") - 1
    return new_offsets, parent, doubled


def _bar(pieces: Pieces, passages: dict[int, int]) -> Pieces:
    """Part the pieces that meet at a barrier, and join them by a passage for those who get through.

    Every end of a piece at a barrier becomes a node of its own, linked to the barrier's node.
    """
    refs = pieces.refs.copy()
    ends = np.concatenate([pieces.offsets[:-1], pieces.offsets[1:] - 1])
    barred = ends[np.isin(refs[ends], list(passages))]
    old = refs[barred]
    fresh = np.arange(len(barred)) + len(pieces.x)
    refs[barred] = fresh
    rules = list(pieces.rules)
    number = {}
    for bits in sorted(set(passages.values()) - {0}):
        number[bits] = len(rules)
        rules.append(Rule(CODE["barrier"], 0, bits, bits))
    through = np.array([passages[n] for n in old.tolist()], np.int64)
    joined = np.flatnonzero(through > 0)
    links = np.column_stack([fresh[joined], old[joined]]).ravel()
    nobody = np.full(len(joined), -1)
    more = pieces.offsets[-1] + 2 * np.arange(1, len(joined) + 1)
    return Pieces(
        np.concatenate([pieces.x, pieces.x[old]]),
        np.concatenate([pieces.y, pieces.y[old]]),
        np.concatenate([pieces.offsets, more]),
        np.concatenate([refs, links]),
        np.concatenate([pieces.rule, [number[b] for b in through[joined].tolist()]]).astype(
            np.int64
        ),
        np.concatenate([pieces.name, np.zeros(len(joined), np.int64)]),
        rules,
        pieces.names,
        pieces.lights,
        np.concatenate([pieces.first_way, nobody]),
        np.concatenate([pieces.last_way, nobody]),
    )


def join(pieces: Pieces) -> Pieces:
    """Merge pieces end to start wherever just two meet, alike in rule, name and sense."""
    first, last = pieces.first, pieces.last
    nodes = len(pieces.x)
    ends = np.bincount(first, minlength=nodes) + np.bincount(last, minlength=nodes)
    out = np.full(nodes, -1)
    out[first] = np.arange(len(first))
    follower = out[last]  # the piece that starts where this one ends
    alike = (ends[last] == 2) & (follower >= 0) & (follower != np.arange(len(first)))
    alike &= (pieces.rule == pieces.rule[follower]) & (pieces.name == pieces.name[follower])
    alike[np.isin(last, list(pieces.lights))] = False
    after = np.where(alike, follower, -1)
    order, starts = _chains(after)
    return _concatenate(pieces, order, starts)


def _chains(after: Ints) -> tuple[Ints, Ints]:
    """The order in which pieces of a chain stand together, and where in it the chains start."""
    headed = np.zeros(len(after), bool)
    headed[after[after >= 0]] = True
    order: list[int] = []
    starts: list[int] = []
    following = after.tolist()
    done = bytearray(len(after))
    # Heads first; what is left then are closed rings, which may start anywhere.
    for head in [*np.flatnonzero(~headed).tolist(), *range(len(after))]:
        if done[head]:
            continue
        starts.append(len(order))
        piece = head
        while piece >= 0 and not done[piece]:
            done[piece] = 1
            order.append(piece)
            piece = following[piece]
    return np.array(order, np.int64), np.array(starts, np.int64)


def _concatenate(pieces: Pieces, order: Ints, starts: Ints) -> Pieces:
    """Write each chain as one piece, the shared nodes once."""
    lengths = np.diff(pieces.offsets)[order]
    begin = pieces.offsets[:-1][order]
    heads = np.zeros(len(order), bool)
    heads[starts] = True
    begin = begin + ~heads  # a follower's first node is its leader's last
    lengths = lengths - ~heads
    total = np.concatenate([[0], np.cumsum(lengths)])
    index = np.arange(total[-1]) - np.repeat(total[:-1], lengths) + np.repeat(begin, lengths)
    offsets = np.concatenate([total[:-1][starts], [total[-1]]]).astype(np.int64)
    leader = order[starts]
    return Pieces(
        pieces.x,
        pieces.y,
        offsets,
        pieces.refs[index],
        pieces.rule[leader],
        pieces.name[leader],
        pieces.rules,
        pieces.names,
        pieces.lights,
        pieces.first_way[leader],
        pieces.last_way[order[np.append(starts[1:], len(order)) - 1]],
    )
