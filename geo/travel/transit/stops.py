"""Where stops meet the streets, what entering and leaving takes, and the changes between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.crs import to_metres
from geo.model import RAIL_KINDS, Direction, Floats, Ints, Mode, Timetable, TransitRules
from geo.network.snap import Snapped
from geo.study import Study
from geo.travel.transit.board import NEVER
from geo.travel.transit.streets import Pairs, between
from geo.travel.transit.walks import Walks, make_walks


@dataclass(frozen=True, eq=False, repr=False)
class Doors:
    """The doors of all stops that join the streets: a station's entrances, a stop's own position.

    There are D doors: `snapped`, and `lon`, `lat`, shape (D,); door `door[k]` opens to stop row
    `stop[k]`. Of a station that one can change to inside another one, the other's doors serve too:
    `into[k]` and `out[k]` are the seconds that this takes more, NEVER where it is not allowed.
    """

    snapped: Snapped
    lon: Floats
    lat: Floats
    door: Ints
    stop: Ints
    into: Ints
    out: Ints

    def extra(self, entering: bool) -> Ints:
        """The seconds more on the way in, or on the way out."""
        return self.into if entering else self.out


def served(timetable: Timetable) -> NDArray[np.bool_]:
    """Which stops any run calls at, shape (stops,)."""
    marks = np.zeros(len(timetable.stops), bool)
    marks[timetable.calls] = True
    return marks


def stations(timetable: Timetable) -> NDArray[np.bool_]:
    """Which stops are called at by rail of any kind, shape (stops,)."""
    marks = np.zeros(len(timetable.stops), bool)
    marks[timetable.calls[_by_rail(timetable)]] = True
    return marks


def closed(timetable: Timetable) -> NDArray[np.bool_]:
    """Which of them only rail calls at, shape (stops,): one comes to these through a building.

    Of a stop that buses share nothing is known but that one can board there from the street; so
    one more line never makes a stop harder to use.
    """
    marks = stations(timetable)
    marks[timetable.calls[~_by_rail(timetable)]] = False
    return marks


def _by_rail(timetable: Timetable) -> NDArray[np.bool_]:
    rail = np.array([line.kind in RAIL_KINDS for line in timetable.lines], bool)
    return np.asarray(rail[timetable.line][_pattern(timetable)], bool)


def _pattern(timetable: Timetable) -> Ints:
    return np.repeat(np.arange(timetable.patterns), np.diff(timetable.first_call))


def find_doors(study: Study, timetable: Timetable, mode: Mode, stops: Ints) -> Doors:
    """Join stops, given by row, to the streets; those too far from any street have no door."""
    known, rail, inside = timetable.stops, stations(timetable), closed(timetable)
    at: list[Floats] = [np.empty((0, 2))]
    rows: list[Ints] = [np.empty((0, 3), np.int64)]

    def doors_of(stop: int) -> Floats:
        own = np.array([[known.lon[stop], known.lat[stop]]])
        doors = known.doors.get(int(known.station[stop]), own) if rail[stop] else own
        return doors if inside[stop] and len(doors) else np.concatenate([doors, own])

    passages = [(stop, stop, 0, 0) for stop in stops.tolist()]
    passages += _through(timetable, rail, set(stops.tolist()))
    for stop, by, into, out in passages:
        doors = doors_of(by)
        at.append(doors)
        rows.append(np.full((len(doors), 3), (stop, into, out), np.int64))
    places, inverse = np.unique(np.concatenate(at), axis=0, return_inverse=True)
    lon, lat = places.T
    snapped = study.snapper.snap(*to_metres(lon, lat, study.town.metres), mode)
    joined, door = snapped.joined, np.asarray(inverse, np.int64).reshape(-1)
    kept = joined[door]
    number = np.cumsum(joined) - 1
    of = np.concatenate(rows)[kept].T
    return Doors(snapped.take(joined), lon[joined], lat[joined], number[door[kept]], *of)


def _through(
    timetable: Timetable, rail: NDArray[np.bool_], stops: set[int]
) -> list[tuple[int, int, int, int]]:
    """Stops that one can also come to through another station, by the changes that are published
    between stations: the stop, the one in the other station, and the seconds in and out."""
    columns = timetable.change_from, timetable.change_to, timetable.change_seconds
    listed = zip(*(column.tolist() for column in columns), strict=True)
    allowed = {(a, b): seconds for a, b, seconds in listed if seconds >= 0}
    station = timetable.stops.station
    pairs = {pair for a, b in allowed for pair in ((a, b), (b, a))}
    return [
        (stop, by, allowed.get((by, stop), int(NEVER)), allowed.get((stop, by), int(NEVER)))
        for by, stop in sorted(pairs)
        if {by, stop} <= stops and rail[by] and rail[stop] and station[by] != station[stop]
    ]


def entering(timetable: Timetable, rules: TransitRules) -> Ints:
    """Seconds between the street at a stop and the earliest departure one can take, (stops,)."""
    return np.where(closed(timetable), rules.entrance_in, 0) + rules.boarding_slack


def leaving(timetable: Timetable, rules: TransitRules) -> Ints:
    """Seconds between getting off at a stop and being on the street, (stops,)."""
    return np.where(closed(timetable), rules.entrance_out, 0)


def find_changes(study: Study, timetable: Timetable, rules: TransitRules, doors: Doors) -> Walks:
    """Seconds between getting off at a stop and being able to board at another, or the same.

    Through the streets; inside a station `interchange`; at one stop the slack, or `interchange`
    where it stands for a whole station, platforms untold. What the timetable publishes overrides
    all.
    """
    count = len(timetable.stops)
    walks = between(
        study.network,
        doors.snapped,
        doors.snapped,
        Mode.WALK,
        Direction.FROM,
        rules.longest_walk,
    )
    first, second, seconds = _between_stops(walks, doors)
    whole = np.rint(seconds).astype(np.int64)
    whole += leaving(timetable, rules)[first] + entering(timetable, rules)[second]
    inner = _inside(timetable, rules)
    listed = timetable.change_from, timetable.change_to, timetable.change_seconds.astype(np.int64)
    ways = _overridden(_overridden((first, second, whole), inner, count), listed, count)
    return make_walks(*_possible(ways), count, count)


Ways = tuple[Ints, Ints, Ints]


def _between_stops(walks: Pairs, doors: Doors) -> tuple[Ints, Ints, Floats]:
    """Walks between doors as walks between the stops they open to, all combinations."""
    first, pair = _spread(walks.near, doors.door)
    second, other = _spread(walks.far[first], doors.door)
    seconds = walks.seconds[first[second]] + doors.out[pair[second]] + doors.into[other]
    known = seconds < NEVER
    return doors.stop[pair[second]][known], doors.stop[other][known], seconds[known]


def _spread(of: Ints, door: Ints) -> tuple[Ints, Ints]:
    """For each of the doors `of`, every entry of `door` equal to it: which one, and the entry."""
    order = np.argsort(door, kind="stable")
    low = np.searchsorted(door[order], of)
    count = np.searchsorted(door[order], of, side="right") - low
    row = np.repeat(np.arange(len(of)), count)
    return row, order[np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count) + low[row]]


def _inside(timetable: Timetable, rules: TransitRules) -> Ways:
    """Changes at one stop and between the stops of one station."""
    calling, station = np.flatnonzero(served(timetable)), timetable.stops.station
    whole = closed(timetable) & (station == np.arange(len(station)))
    same = np.where(whole[calling], rules.interchange, rules.boarding_slack)
    row, other = _spread(station[calling], station[calling])
    apart = row != other
    first, second = calling[row[apart]], calling[other[apart]]
    between_rows = np.full(len(first), rules.interchange)
    return (
        np.concatenate([calling, first]),
        np.concatenate([calling, second]),
        np.concatenate([same, between_rows]),
    )


def _overridden(ways: Ways, by: Ways, count: int) -> Ways:
    """The ways, but for pairs of stops that `by` knows too."""
    known = np.isin(ways[0] * count + ways[1], by[0].astype(np.int64) * count + by[1])
    first, second, seconds = (np.concatenate([a[~known], b]) for a, b in zip(ways, by, strict=True))
    return first, second, seconds


def _possible(ways: Ways) -> Ways:
    """The ways that are not forbidden."""
    kept = ways[2] >= 0
    return ways[0][kept], ways[1][kept], ways[2][kept]
