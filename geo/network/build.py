"""Ways and the town's assumptions -> a network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely

from geo.crs import to_metres
from geo.errors import SourceError
from geo.model import Assumptions, Floats, Ints, Mode, Period, Progress, Town, Ways, no_progress
from geo.network.assumed import fill
from geo.network.graph import BIT, Network, lines_of
from geo.network.junctions import enclose, number_junctions, stops, suppose_lights
from geo.network.pieces import Pieces, cut, join
from geo.network.restrictions import banned_turns
from geo.network.rules import CODE, RAMP
from geo.network.speeds import (
    COLUMNS,
    column,
    congestion_shares,
    signal_seconds,
    unsigned_kmh,
)
from geo.network.turns import Streets, make_turns

BUILDER_VERSION = 9
"""Raised whenever the same inputs give another network, so that older caches are built anew."""


def build(
    ways: Ways, town: Town, water: shapely.Geometry, progress: Progress = no_progress
) -> Network:
    """Make the network of a town from its ways.

    `water` is one geometry in local metres. Raises SourceError where no way is usable.
    """
    x, y = to_metres(ways.lon, ways.lat, town.metres)
    if town.streets == "main":
        progress("assume", 0.0)
        ways, x, y = fill(ways, x, y, town, water)
    progress("join", 0.3)
    pieces = cut(ways, x, y)
    if not len(pieces.rule):
        raise SourceError(
            town.files["roads"],
            "it holds no street that anybody may use",
            "Give a file with highway lines, or run fetch",
        )
    if not pieces.lights:
        pieces = replace(pieces, lights=suppose_lights(pieces))
    pieces = join(pieces)
    progress("speeds", 0.7)
    return _network(pieces, town, banned_turns(ways, pieces))


def _network(pieces: Pieces, town: Town, banned: Ints) -> Network:
    assumptions = town.assumptions
    shape_x, shape_y = pieces.x[pieces.refs], pieces.y[pieces.refs]
    metres = _lengths(shape_x, shape_y, pieces.offsets)
    lights = np.array(sorted(pieces.lights), np.int64)
    radius = assumptions["delays.signal_radius"]
    junction = number_junctions(lights, pieces.x, pieces.y, radius)
    junction = enclose(pieces, junction, radius)
    travel, delay = _times(pieces, metres, junction, assumptions)
    number = np.unique(np.concatenate([pieces.first, pieces.last]))
    rank = np.full(len(pieces.x), -1, np.int64)
    rank[number] = np.arange(len(number))
    rules = pieces.rules
    code = np.array([rule.code for rule in rules], np.uint8)[pieces.rule]
    flags = np.array([rule.flags for rule in rules], np.uint8)[pieces.rule]
    shape_xy = np.column_stack([shape_x, shape_y])
    along, against = np.isfinite(travel[column(Mode.DRIVE, Period.FREE)]).reshape(2, -1)
    streets = Streets(
        start=rank[pieces.first],
        end=rank[pieces.last],
        code=code,
        flags=flags,
        open_along=along,
        open_against=against,
        lit=junction[number],
        shapes=lines_of(shape_xy, pieces.offsets),
    )
    turns = make_turns(streets, assumptions, town.drives_on == "left", banned)
    return Network(
        x=pieces.x[number],
        y=pieces.y[number],
        start=streets.start,
        end=streets.end,
        metres=metres,
        code=code,
        flags=flags,
        name=pieces.name,
        shape_offsets=pieces.offsets,
        shape_xy=shape_xy,
        travel=travel,
        delay=delay,
        lit=streets.lit,
        turn_before=turns.before,
        turn_after=turns.after,
        turn_seconds=turns.seconds,
        names=tuple(pieces.names),
        walk_metres_per_second=assumptions["speeds.walk"] / 3.6,
        detour=assumptions["offroad.detour"],
        snap_limit=assumptions["offroad.snap_metres"],
        band_limit=assumptions["offroad.band_metres"],
    )


def _lengths(x: Floats, y: Floats, offsets: Ints) -> Floats:
    """Length of every run of points in metres, shape (runs,)."""
    steps = np.concatenate([np.hypot(np.diff(x), np.diff(y)), [0.0]])
    steps[offsets[1:] - 1] = 0.0  # from one run's end to the next one's start is no way
    return np.add.reduceat(steps, offsets[:-1])


def _times(
    pieces: Pieces, metres: Floats, junction: Ints, assumptions: Assumptions
) -> tuple[Floats, Floats]:
    """Seconds under way, and at lights in free flow, shape (columns, 2 pieces) each."""
    kmh = _drive_kmh(pieces, assumptions)
    codes = np.array([rule.code for rule in pieces.rules])[pieces.rule]
    permits = np.concatenate(
        [
            np.array([rule.forward for rule in pieces.rules])[pieces.rule],
            np.array([rule.backward for rule in pieces.rules])[pieces.rule],
        ]
    )
    lights = np.concatenate(stops(pieces, junction))
    ferry = np.tile(_ferry_seconds(pieces, metres, assumptions), 2)
    twice = np.tile(metres, 2)
    travel = np.empty((len(COLUMNS), len(permits)))
    delay = np.empty_like(travel)
    for number, (mode, period) in enumerate(COLUMNS):
        if mode is Mode.DRIVE:
            speed = kmh * np.tile(congestion_shares(codes, period, assumptions), 2)
        else:
            speed = np.full(len(permits), assumptions[f"speeds.{mode.value}"])
        seconds = np.where(np.isfinite(ferry), ferry, twice * 3.6 / speed)
        travel[number] = np.where(permits & BIT[mode], seconds, np.inf)
        delay[number] = lights * signal_seconds(mode, assumptions)
    return travel, delay


def _drive_kmh(pieces: Pieces, assumptions: Assumptions) -> Floats:
    """Free-flow speed along pieces and against them, shape (2 pieces,)."""
    share = assumptions["speeds.maxspeed_share"]
    along, against = [], []
    for rule in pieces.rules:
        plain = unsigned_kmh(rule.code, bool(rule.flags & RAMP), assumptions)
        along.append(rule.limit_forward * share if rule.limit_forward else plain)
        against.append(rule.limit_backward * share if rule.limit_backward else plain)
    return np.concatenate([np.array(along)[pieces.rule], np.array(against)[pieces.rule]])


def _ferry_seconds(pieces: Pieces, metres: Floats, assumptions: Assumptions) -> Floats:
    """Seconds of ferries, NaN for streets."""
    plain = assumptions["speeds.drive.ferry"]
    kmh = [
        (rule.ferry_kmh or plain) if rule.code == CODE["ferry"] else np.nan for rule in pieces.rules
    ]
    return np.asarray(metres * 3.6 / np.array(kmh)[pieces.rule], np.float64)
