"""The frame of every page: title, look, language and town, menu; and what happens when it fails."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from geo.errors import CacheError, GeoError, SourceError, TownError
from geo.maps.datum import Language
from geo.maps.text import script_json
from geo.study import Study
from ui import blocks, cached, finder, settings, state, trouble
from ui.words import Words, words

_LOG = logging.getLogger("town_atlas")
_STYLE = Path(__file__).parent / "style.css"
_SCRIPT = Path(__file__).parent / "script.js"
_ICON = Path(__file__).parent / "icon.png"
SIDEBAR_PIXELS = 304  # a hub's name on one line, a town's name whole
_ICONS = {
    "town": "location_city",
    "commute": "commute",
    "sites": "domain",
    "tours": "tour",
    "industry": "factory",
    "living": "holiday_village",
    "claims": "fact_check",
    "data": "database",
}


def said() -> Words:
    """The words of the reader's language."""
    return words(state.view().lang)


def begin() -> None:
    """Read the address, set the page up and ask for language and town."""
    state.begin(_browsers_language())
    st.set_page_config(
        page_title=said()["app"],
        page_icon=str(_ICON),
        layout="wide",
        initial_sidebar_state=SIDEBAR_PIXELS,
    )
    _script()
    look = _STYLE.read_text("utf-8")
    st.html(f"<style>{look}</style>")
    cached.assets()
    names = cached.towns()
    with st.sidebar, st.container(key="head"):
        settings.language()
        settings.town(names)
        if names:
            finder.box(cached.folder_of(state.view().town))
    if not names:
        st.html(blocks.notice(said()["error.no_towns"]))
        st.stop()


def menu() -> None:
    """Offer the pages and run the chosen one."""
    page = st.navigation(_pages(), position="top")
    name = cached.towns()[state.view().town][said().language]
    st.set_page_config(page_title=f"{page.title} · {name}")
    if page.url_path:
        way = said()[f"page_menu.{page.url_path}"]
        st.html(f"<style>:root {{ --menu: '{way}'; }}</style>")
    page.run()


def _script() -> None:
    """What every page needs of a script, in the reader's language; before addresses are written."""
    told = {
        "lang": "zh-CN" if said().language == "zh" else "en",
        "map": said()["map.title"],
        "open": said().under("page_menu"),
        "close": said()["ask.close"],
    }
    script = _SCRIPT.read_text("utf-8").replace("WORDS", script_json(told))
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def _pages() -> list[Any]:
    """The pages under fixed addresses; the bare address leads to the first of them."""
    pages = [
        st.Page(
            f"pages/{name}.py",
            title=said()[f"page.{name}"],
            icon=f":material/{icon}:",
            url_path=name,
            help=said()[f"page_help.{name}"],
        )
        for name, icon in _ICONS.items()
    ]

    def home() -> None:
        st.switch_page(pages[0], query_params=state.address())

    door = st.Page(home, title=said()["app"], url_path="", default=True, visibility="hidden")
    return [door, *pages]


def _browsers_language() -> Language:
    """Chinese, unless the browser clearly asks for something else."""
    locale = st.context.locale
    return "en" if locale and not locale.lower().startswith("zh") else "zh"


def opened() -> Study:
    """The reader's town, opened with visible progress; raises the engine's errors."""
    if not state.begun():
        # A fresh server meets a page's own address: Streamlit takes a folder `pages` for its old
        # kind of app and runs the page without the door, until the menu is known.
        state.begin(_browsers_language())
        st.set_page_config(page_icon=str(_ICON))  # else the menu's icon is fetched from a CDN
        st.navigation(_pages(), position="top")
        st.rerun()
    folder = cached.folder_of(state.view().town)
    name = cached.towns()[state.view().town][said().language]
    slot = st.empty()

    def tell(step: str, done: float) -> None:
        with slot.container():
            st.html(blocks.sentence(said()("open.title", town=name), said()["open.once"]))
            st.progress(min(max(done, 0.0), 1.0), text=said().pick("progress", step))

    try:
        return cached.study(folder, tell)
    finally:
        slot.empty()


@contextmanager
def guard() -> Iterator[None]:
    """Whatever fails inside is said in words; what nobody foresaw is kept in the server's log."""
    try:
        yield
    except GeoError as error:
        _LOG.warning("%s: %s", type(error).__name__, error)
        tell(error)
    except Exception:
        _LOG.exception("a page failed for %s", state.view())
        st.html(blocks.notice(said()["error.unknown"], "trouble"))


def tell(error: GeoError) -> None:
    """An error in the reader's language, with the list of faults where there is one."""
    if isinstance(error, TownError | SourceError | CacheError):
        st.html(blocks.sentence(said()["answer.closed"]))
    st.html(blocks.notice(trouble.told(error, said()), "trouble"))
    if rows := trouble.rows(error, said()):
        parts = ("fault.file", "fault.where", "fault.problem", "fault.remedy")
        heads = [said()[part] for part in parts]
        st.html(blocks.table(said()["fault.caption"], heads, rows, stack=True))


def refusals() -> None:
    """What in the address made no sense, gently, until the reader changes something."""
    slot = st.empty()  # always there, so that what follows keeps its place and the map its state
    if state.refused():
        parts = [
            said()("notice.refused_one", name=said().pick("param", one.name), value=one.value[:40])
            for one in state.refused()
        ]
        what = said()["list.comma"].join(parts)
        slot.html(blocks.notice(said()("notice.refused", what=what)))
