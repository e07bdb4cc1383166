"""A search over everything that has a name, on every page; what is found is shown on the map."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from geo import maps
from geo.errors import GeoError
from geo.measures.named import named_of
from geo.measures.search import LONGEST_QUERY, Index, index_of, search
from geo.model import Hit, Point, Spot
from geo.sources.town import read_town
from ui import address, blocks, cached, onward, state
from ui.words import Words, plain, words

MOST_HITS = 8
CLOSE_ZOOM = 15
_FRESH = "fresh-find"
ICONS = {
    "hub": "flag",
    "station": "subway",
    "place": "location_on",
    "attraction": "photo_camera",
    "enterprise": "factory",
    "valley": "domain",
    "parcel": "crop_square",
    "service": "support_agent",
}


@st.fragment
def box(folder: Path) -> None:
    """The field, and what fits while one types; a click shows it on the map."""
    _go_on(folder.name)
    said = words(state.view().lang)
    key = f"{said.language}.{folder.name}.search"
    text = st.text_input(
        said["find.ask"],
        key=key,
        type="search",
        live=True,
        max_chars=LONGEST_QUERY,
        icon=":material/search:",
        placeholder=said["find.hint"],
        label_visibility="collapsed",
    )
    if text and text.strip():
        _hits(folder, text, key, said)
    elif found := sought(folder.name):
        st.button(
            plain(found.name[said.language]),
            icon=":material/close:",
            help=said["find.drop"],
            width="stretch",
            on_click=_choose,
            args=(folder.name, None, key),
        )


def _hits(folder: Path, text: str, key: str, said: Words) -> None:
    """What fits the text, each with its kind."""
    try:
        hits = search(_index(folder), text, MOST_HITS)
    except GeoError:  # the page itself says what is wrong with the town
        return
    if not hits:
        st.html(blocks.notice(said("find.nothing", text=text)))
        return
    with st.container(key="found", gap="xxsmall"):
        for number, hit in enumerate(hits):
            st.button(
                f"{plain(hit.name[said.language])} :small[{said[f'found.{hit.kind}']}]",
                icon=f":material/{ICONS[hit.kind]}:",
                key=f"{key}.{number}",
                type="tertiary",
                on_click=_choose,
                args=(folder.name, hit, key),
            )


def _choose(town: str, hit: Hit | None, key: str) -> None:
    """Keep what was found for the maps, and empty the field; the page runs again for it."""
    state.keep(_place(town), hit)
    state.keep(_FRESH, True)
    state.empty(key)


def _go_on(town: str) -> None:
    """Run the whole page for what was just found; what has no place is shown among services."""
    if not state.kept(_FRESH):
        return
    state.keep(_FRESH, False)
    hit = sought(town)
    if hit is not None and hit.lon is None:
        asked = address.written(state.view(), ("tiles",))
        st.switch_page("pages/industry.py", query_params=asked)
    st.rerun()


def _index(folder: Path) -> Index:
    def make() -> Index:
        return index_of(named_of(read_town(folder)))

    return cached.held(make, "names", folder, cached.stamp(folder))


def _place(town: str) -> str:
    return f"{town}.found"


def sought(town: str) -> Hit | None:
    """What the reader last looked for in this town and chose."""
    found: Hit | None = state.kept(_place(town))
    return found


def layers(town: str, tiles: maps.Tiles) -> list[Any]:
    """What was found, as a pin with the way on; nothing where nobody looked for anything."""
    hit = sought(town)
    if hit is None or hit.lon is None or hit.lat is None:
        return []
    said = words(state.view().lang)
    spot = Spot(f"found-{hit.id}", hit.name, Point(hit.lon, hit.lat))
    lines = (said[f"found.{hit.kind}"],)
    return [maps.spot_layer(spot, said.language, tiles, lines, _onward(hit, said))]


def _onward(hit: Hit, said: Words) -> tuple[str, str]:
    """To the enterprise, the valley, or the times from there."""
    view = state.view()
    if hit.kind in ("enterprise", "valley"):
        chosen = replace(view, firm="", valley="", find="", role="")
        part = "firm" if hit.kind == "enterprise" else "valley"
        asked = replace(chosen, **{part: hit.id})
        return said["find.more"], onward.from_a_map("industry", asked, ("firm", "valley", "tiles"))
    at = Point(round(hit.lon or 0.0, 6), round(hit.lat or 0.0, 6))
    return said["map.times_from"], onward.times_at(at)


def sight(
    town: str, map_name: str, looks: Point | None, zoom: int | None
) -> tuple[Point | None, int | None]:
    """Where a map looks: at what was found, until the page itself has somewhere else to look."""
    hit = sought(town)
    if hit is None or hit.lon is None or hit.lat is None:
        return looks, zoom
    kept = f"{town}.{map_name}.sight"
    if state.once(f"{kept}.found", (hit.kind, hit.id)):
        state.keep(kept, (looks, zoom))
    if state.kept(kept) != (looks, zoom):
        return looks, zoom
    return Point(hit.lon, hit.lat), CLOSE_ZOOM
