"""What a reader has chosen, and the address that says so: the only home of session and URL.

A `View` is the truth while the session lasts. Widgets show it, their callbacks change it, and
`publish` writes it to the address. An address is read when a session begins and when the reader
goes back or forward in the browser's history.

Widgets are not bound to the address by Streamlit's `bind="query-params"`: for pills and segmented
controls it writes the label as shown, so a link would change with the language.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from geo.maps.datum import Language
from ui.address import Refusal, View, as_text, parse, written

Made = TypeVar("Made")


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
        refuse(name, as_text(_left_out(getattr(view(), name), kept)))
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


def empty(key: str) -> None:
    """Empty the text field of this key, before it is shown again."""
    st.session_state[key] = ""


def keep(name: str, value: object) -> None:
    """Hold something in this session alone, such as a file that the reader brought."""
    st.session_state[f"kept.{name}"] = value


def kept(name: str) -> Any:
    """What is held under the name; None where nothing is."""
    return st.session_state.get(f"kept.{name}")


def within(make: Callable[[], Made]) -> Callable[[], Made]:
    """`make`, run in this session wherever it is called: the server asks for a download's bytes
    from a thread of its own, which knows of no session."""
    context = get_script_run_ctx()

    def made() -> Made:
        add_script_run_ctx(threading.current_thread(), context)
        return make()

    return made
