"""What a reader has chosen, and the address that says so: the only home of session and URL.

A `View` is the truth while the session lasts. Widgets show it, their callbacks change it, and
`publish` writes it to the address. An address is read when a session begins and when the reader
goes back or forward in the browser's history.

Widgets are not bound to the address by Streamlit's `bind="query-params"`: for pills and segmented
controls it writes the label as shown, so a link would change with the language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.maps.datum import Language, Tiles
from geo.model import (
    DEFAULT_COMBINE,
    DEFAULT_DIRECTION,
    DEFAULT_PERIOD,
    STREET_MODES,
    Combine,
    Direction,
    Mode,
    Period,
    Point,
    default_minutes,
)
from ui.words import LANGUAGES

MOST_MINUTES, MOST_BANDS, MOST_HUBS = 90, 6, 12
TILES: tuple[Tiles, ...] = ("offline", "osm", "tianditu", "amap")

_WORD = re.compile(r"[\w.-]{1,64}")


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


def _word(text: str) -> str:
    if not _WORD.fullmatch(text):
        raise ValueError(text)
    return text


def _words(text: str) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(_word(part.strip()) for part in text.split(",")))
    if len(found) > MOST_HUBS:
        raise ValueError(text)
    return found


def _street_mode(text: str) -> Mode:
    """A mode that needs no timetable; the pages offer no other yet."""
    if text not in STREET_MODES:
        raise ValueError(text)
    return Mode(text)


def _one_of(choices: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return read


def read_point(text: str) -> Point:
    """'120.24, 30.21' as a point, longitude first; ValueError where it is none."""
    lon, lat = (float(part) for part in re.split(r"[,，;\s]+", text.strip()))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(text)
    return Point(round(lon, 6), round(lat, 6))


def read_minutes(text: str) -> tuple[int, ...]:
    """'10, 20, 30' as ascending limits; ValueError where it is none, too many or too long."""
    found = tuple(sorted({int(part) for part in re.split(r"[,，;\s]+", text.strip())}))
    if not 1 <= len(found) <= MOST_BANDS or found[0] < 1 or found[-1] > MOST_MINUTES:
        raise ValueError(text)
    return found


_SWITCH = {"1": True, "0": False}


def read_switch(text: str) -> bool:
    """'1' or '0' as yes or no; ValueError for all else."""
    if text not in _SWITCH:
        raise ValueError(text)
    return _SWITCH[text]


_READERS: dict[str, Callable[[str], Any]] = {
    "lang": _one_of(LANGUAGES),
    "town": _word,
    "hub": _words,
    "at": read_point,
    "direction": Direction,
    "mode": _street_mode,
    "period": Period,
    "minutes": read_minutes,
    "combine": Combine,
    "to": _word,
    "places": _words,
    "tiles": _one_of(TILES),
    "doors": read_switch,
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
        name: _text(getattr(view, name))
        for name in ("lang", "town", *names)
        if name in ("lang", "town") or getattr(view, name) != getattr(plain, name)
    }


def _text(value: object) -> str:
    if isinstance(value, Point):
        return f"{value.lon},{value.lat}"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(int(value)) if isinstance(value, bool) else str(value)


def begin(language: Language) -> View:
    """The session's view; read from the address when the session begins or goes through history."""
    session = st.session_state
    if not begun() or _through_history():
        asked = st.query_params.to_dict()
        # The menu's links keep language and town alone; going back over one keeps the rest.
        base = view() if begun() and asked.keys() <= {"lang", "town"} else View(lang=language)
        session["view"], session["refused"] = parse(asked, base)
    return view()


def begun() -> bool:
    """Whether the address was read in this session."""
    return "view" in st.session_state


def _through_history() -> bool:
    context = get_script_run_ctx()
    return bool(getattr(context, "is_history_navigation", False))


def on_phone() -> bool:
    """Whether the browser says that it runs on a phone."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def view() -> View:
    """What the reader has chosen."""
    found: View = st.session_state["view"]
    return found


def change(**parts: Any) -> None:
    """Change parts of the view; what was refused before is forgotten."""
    settle(**parts)
    st.session_state["refused"] = ()


def settle(**parts: Any) -> None:
    """Fill in parts of the view without anybody's asking; notices stay."""
    st.session_state["view"] = replace(view(), **parts)


def mend(**parts: Any) -> None:
    """Replace parts of the view that the town cannot serve, and remember what was left out."""
    for name, kept in parts.items():
        refuse(name, _text(_left_out(getattr(view(), name), kept)))
    settle(**parts)


def _left_out(asked: Any, kept: Any) -> Any:
    """Of several values those that were not kept; of one, itself."""
    if isinstance(asked, tuple):
        return tuple(one for one in asked if one not in kept)
    return asked


def refuse(name: str, value: str) -> None:
    """Remember that something was left out, for the notice on the page."""
    st.session_state["refused"] = (*refused(), Refusal(name, value))


def refused() -> tuple[Refusal, ...]:
    """What was left out since the last change."""
    found: tuple[Refusal, ...] = st.session_state.get("refused", ())
    return found


def bound(name: str, shown: Any, read: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """The keywords that tie a widget to the view: it shows `shown`, and what the reader then
    chooses becomes the changes that `read` makes of it; where `read` raises ValueError, a notice.
    """
    key = f"{view().lang}.{view().town}.{name}"
    if key not in st.session_state or st.session_state[key] != shown:
        st.session_state[key] = shown
    return {"key": key, "on_change": _take, "args": (name, key, read)}


def _take(name: str, key: str, read: Callable[[Any], dict[str, Any]]) -> None:
    value = st.session_state[key]
    try:
        change(**read(value))
    except ValueError:
        change()
        refuse(name, str(value))


def publish(*names: str) -> None:
    """Write the named parts of the view to the address, so that a link shows the same."""
    fresh = written(view(), names)
    if st.query_params.to_dict() != fresh:
        st.query_params.from_dict(fresh)


def address() -> dict[str, str]:
    """The address's parameters as they stand."""
    return st.query_params.to_dict()


def once(name: str, value: object) -> bool:
    """Whether `value` is something new under `name`; a click that was dealt with is not."""
    key = f"last.{name}"
    fresh = value is not None and st.session_state.get(key) != value
    if fresh:
        st.session_state[key] = value
    return fresh
