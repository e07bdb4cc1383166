"""A view in the words of an address: what a reader can choose, read and written back.

Nothing here knows a session; whatever an address says that makes no sense is left out, and told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from geo.maps.datum import Language, Tiles
from geo.model import (
    DEFAULT_COMBINE,
    DEFAULT_DIRECTION,
    DEFAULT_PERIOD,
    STREET_MODES,
    TO_LET,
    Combine,
    Direction,
    LifeCircle,
    Mode,
    Pace,
    Period,
    Point,
    Within,
    default_minutes,
)
from ui.readers import (
    MOST_LIMITS,
    MOST_MARGIN,
    OwnVisit,
    mode_of,
    none_or,
    one_of,
    read_clock,
    read_land,
    read_limits,
    read_lunch,
    read_minutes,
    read_point,
    read_shortlist,
    read_stops,
    read_switch,
    read_text,
    read_visits,
    read_weights,
    read_word,
    read_words,
    whole,
)
from ui.words import LANGUAGES

TILES: tuple[Tiles, ...] = ("offline", "osm", "tianditu", "amap")

ACCESS = (Mode.WALK, Mode.BIKE, Mode.EBIKE)
"""How one may come to the first station."""

MOST_WINDOW = 240


USUAL_LIMITS = (Within("metro", Mode.WALK, 15), Within("airport", Mode.DRIVE, 30))
"""What the site search starts with; a town without such hubs leaves them out."""

TOUR_MODES = tuple(mode.value for mode in (*STREET_MODES, Mode.TRANSIT))


@dataclass(frozen=True, slots=True)
class View:
    """All that a reader has chosen; an empty value means the default."""

    lang: Language = "zh"
    town: str = ""
    hub: tuple[str, ...] = ()
    at: Point | None = None
    direction: Direction = DEFAULT_DIRECTION
    mode: Mode = Mode.DRIVE
    period: Period = DEFAULT_PERIOD
    minutes: tuple[int, ...] = ()
    combine: Combine = DEFAULT_COMBINE
    to: str = ""
    places: tuple[str, ...] = ()
    tiles: Tiles = "offline"
    doors: bool = True  # parking, locking and entrances at hubs count
    depart: time = time(8)  # the window of departures (of arrivals, to a place) begins
    window: int = 60
    date: date | None = None  # the next Tuesday
    percentile: int = 50
    access: Mode = Mode.WALK  # how one comes to the first station
    then: bool = False  # beside the network of an earlier time
    limits_of: tuple[Within, ...] = USUAL_LIMITS  # what a parcel must be near to
    heading: Direction = Direction.TO  # from parcels to the targets, or back
    land: tuple[str, ...] = TO_LET  # kinds of parcels
    weigh: tuple[tuple[str, float], ...] = ()  # how much a target counts; 1 without
    shade: int = 0  # which limit colours the parcels; 0 for how many are met
    short: tuple[str, ...] = ()  # the shortlist, ids of parcels
    circle: tuple[str, ...] = LifeCircle().categories  # what a life circle has to hold
    walk: int = LifeCircle().minutes  # within so many minutes on foot
    tour: str = ""  # a ready-made tour; the first without one
    must: tuple[str, ...] = ()  # its stops, where the reader changed them
    nice: tuple[str, ...] = ()
    leave: str = ""  # where the tour starts and ends, ids
    end: str = ""
    begin: time | None = None
    back: time | None = None
    order: tuple[str, ...] = ()  # the stops as the reader wants them one after the other
    visits: tuple[OwnVisit, ...] = ()  # minutes, hours and score of stops by the reader
    lunch: str = ""  # none, or from, to and minutes
    after: int | None = None  # minutes kept after arriving at the start
    before: int | None = None  # and before leaving from the end
    picked: str = ""  # what was clicked last, a hub or a point of the map; in no address
    by: str = ""  # how one goes about
    pace: str = ""
    find: str = ""  # which enterprises, in words
    valley: str = ""  # those of a valley, by id
    role: str = ""
    firm: str = ""  # the enterprise looked at, by id
    around: Mode = Mode.WALK  # how one goes about the neighbourhood
    block: str = ""  # a parcel that one looks from
    gap: str = ""  # the category that colours the blocks; how many are reached without
    layer: str = ""  # which file of the town is looked at
    own: bool = False  # limits are typed, not spaced evenly by the slider
    centre: Point | None = None  # where the map looks until the reader moves it
    zoom: int | None = None

    @property
    def limits(self) -> tuple[int, ...]:
        """The minutes asked for, or the mode's default."""
        return self.minutes or default_minutes(self.mode)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A parameter of the address that says nothing sensible, and was left out."""

    name: str
    value: str


def _limit_text(limit: Within) -> str:
    parts = [limit.target, limit.mode.value, str(limit.minutes)]
    return ":".join([*parts, limit.period.value] if limit.mode is Mode.DRIVE else parts)


_READERS: dict[str, Callable[[str], Any]] = {
    "lang": one_of(LANGUAGES),
    "town": read_word,
    "hub": read_words,
    "at": read_point,
    "direction": Direction,
    "mode": mode_of((*STREET_MODES, Mode.TRANSIT)),
    "period": Period,
    "minutes": read_minutes,
    "combine": Combine,
    "to": read_word,
    "places": read_words,
    "tiles": one_of(TILES),
    "doors": read_switch,
    "depart": read_clock,
    "window": whole(1, MOST_WINDOW),
    "date": date.fromisoformat,
    "percentile": whole(1, 99),
    "access": mode_of(ACCESS),
    "then": read_switch,
    "limits_of": read_limits,
    "heading": Direction,
    "land": none_or(read_land),
    "weigh": read_weights,
    "shade": whole(0, MOST_LIMITS),
    "short": read_shortlist,
    "circle": none_or(read_words),
    "walk": whole(1, 60),
    "tour": read_word,
    "must": read_stops,
    "nice": read_stops,
    "order": read_stops,
    "visits": read_visits,
    "lunch": read_lunch,
    "after": whole(0, MOST_MARGIN),
    "before": whole(0, MOST_MARGIN),
    "leave": read_word,
    "end": read_word,
    "begin": read_clock,
    "back": read_clock,
    "by": one_of(TOUR_MODES),
    "pace": one_of(tuple(Pace)),
    "find": read_text,
    "valley": read_word,
    "role": read_word,
    "firm": read_word,
    "layer": read_word,
    "around": mode_of(ACCESS),
    "block": read_word,
    "gap": read_word,
}


def parse(params: Mapping[str, str], base: View | None = None) -> tuple[View, tuple[Refusal, ...]]:
    """The view that an address asks for, on top of `base`, and what in it made no sense."""
    found: dict[str, Any] = {}
    refused = []
    for name, text in params.items():
        try:
            found[name] = _READERS[name](text)
        except KeyError:
            continue  # not ours: trackers and hosts add their own
        except (ValueError, OverflowError):
            refused.append(Refusal(name, text))
    if "at" in found:
        found.pop("hub", None)
    return replace(base or View(), **found), tuple(refused)


def written(view: View, names: tuple[str, ...]) -> dict[str, str]:
    """The address's parameters for the named parts of a view: language, town, and what differs."""
    plain = View()
    return {
        name: as_text(getattr(view, name))
        for name in ("lang", "town", *names)
        if name in ("lang", "town") or getattr(view, name) != getattr(plain, name)
    }


def as_text(value: object) -> str:
    """A value as an address says it."""
    if isinstance(value, Point):
        return f"{value.lon},{value.lat}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Within):
        return _limit_text(value)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return (":" if value and isinstance(value[-1], float) else ",").join(map(as_text, value))
    return str(int(value)) if isinstance(value, bool) else str(value)
