"""What every page shows in its own way: the sentence, the map, columns, files, the foot."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import streamlit as st
from streamlit_folium import st_folium

from geo import maps
from geo.errors import GeoError
from geo.model import Enterprise, Hub, Place, Point, Source
from geo.study import Study
from ui import blocks, cached, finder, frame, onward, state
from ui.frame import said
from ui.words import first_sentence

MAP_PIXELS = 720
Thing = TypeVar("Thing", Hub, Place)


@dataclass(frozen=True, slots=True)
class Click:
    """What the reader clicked just now: a point of the map, or a symbol on it, be it a hub."""

    point: Point | None = None
    symbol: Point | None = None
    hub: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A download: its word's key, name, media type, and what makes its bytes when asked."""

    key: str
    name: str
    kind: str
    make: Callable[[], bytes]


GEOJSON, GPKG, GPX = "application/geo+json", "application/geopackage+sqlite3", "application/gpx+xml"
CSV = "text/csv"


def answer(text: str, small: str = "") -> None:
    """The answer as one sentence, large."""
    st.html(blocks.sentence(text, small))


def heading(key: str, **values: object) -> None:
    """The head of a part of the page."""
    st.html(blocks.heading(said()(key, **values)))


def remark(key: str, **values: object) -> None:
    """A gentle remark where there is nothing to show."""
    st.html(blocks.notice(said()(key, **values)))


def nothing(study: Study, key: str, name: str) -> None:
    """Why there is nothing to answer yet, over the town's map with its hubs."""
    answer(said()[key])
    hubs = [spoken(hub) for hub in study.hubs]
    town_map(study, [maps.hubs_layer(hubs, (), said(), said().language, state.view().tiles)], name)


def trouble(error: GeoError | None) -> None:
    """Why there is no answer, if there is none; the place for it is always kept."""
    slot = st.empty()
    if error is not None:
        with slot.container():
            frame.tell(error)


def beside(middle: float = 3.25) -> Sequence[Any]:
    """The middle, for the map, so many times as wide as the right, for the numbers behind it."""
    return st.columns([middle, 1], gap="medium")


def halves() -> Sequence[Any]:
    """Two columns under the map."""
    return st.columns([1.35, 1], gap="large")


def town_map(
    study: Study,
    layers: Sequence[Any],
    name: str,
    looks: Point | None = None,
    zoom: int | None = None,
) -> Click:
    """The town's map with layers on it; the click on it that nobody has dealt with yet.

    It looks at the point `looks` when that changes (from `zoom`, else from the view's), and else
    stays where the reader moved it.
    """
    tiles = state.view().tiles
    looks, zoom = finder.sight(study.town.id, name, looks, zoom)
    base = maps.base_map(
        study.town,
        basemap_url=cached.basemap(study),
        tiles=tiles,
        tianditu_key=os.environ.get("TIANDITU_KEY"),
        words=said(),
        language=said().language,
    )
    with st.container(key="map"):
        got = st_folium(
            base,
            key=f"map-{name}",
            height=MAP_PIXELS,
            center=(looks.lat, looks.lon) if looks else None,
            zoom=(zoom or state.view().zoom) if looks else None,
            use_container_width=True,
            returned_objects=["last_clicked", "last_object_clicked"],
            feature_group_to_add=[*layers, *finder.layers(study.town.id, tiles)],
        )
    return _click(study, got or {}, name, tiles)


def _click(study: Study, got: dict[str, Any], name: str, tiles: Any) -> Click:
    spot, symbol = got.get("last_clicked"), got.get("last_object_clicked")
    place = f"{study.town.id}.{name}"
    new_spot = state.once(f"{place}.spot", spot)
    new_symbol = state.once(f"{place}.symbol", symbol)
    if new_symbol and symbol:
        lon, lat = maps.unshift_click(symbol["lng"], symbol["lat"], tiles)
        return Click(symbol=_rounded(lon, lat), hub=maps.clicked(study.hubs, lon, lat))
    if new_spot and spot:
        lon, lat = maps.unshift_click(spot["lng"], spot["lat"], tiles)
        return Click(point=_rounded(lon, lat))
    return Click()


def _rounded(lon: float, lat: float) -> Point:
    """A click to the metre."""
    return Point(round(lon, 5), round(lat, 5))


def spoken(thing: Thing) -> Thing:
    """A hub or place whose source and metro lines are told in the reader's language."""
    told = replace(thing, source=said().own(thing.source))
    if isinstance(told, Hub):
        return replace(told, lines=tuple(line(one) for one in told.lines))
    return told


def spoken_firm(firm: Enterprise) -> Enterprise:
    """An enterprise whose source is told in the reader's language."""
    return replace(firm, source=said().own(firm.source))


def places_layers(places: Sequence[Place]) -> list[Any]:
    """Places on the map, each with the way on from it; no layer where there are none."""
    if not places:
        return []
    shown, links = [*map(spoken, places)], onward.times_from(places)
    return [maps.places_layer(shown, said(), said().language, state.view().tiles, links)]


def line(name: str) -> str:
    """A metro line by its number as one says it; any other name as it is."""
    return said()("town.line", n=name) if name.isdigit() else name


def downloads(files: Sequence[File]) -> None:
    """Buttons in one row; the bytes are made when one is pressed."""
    with st.container(horizontal=True, key="downloads"):
        for file in files:
            st.download_button(
                said()[f"download.{file.key}"],
                data=file.make,
                file_name=file.name,
                mime=file.kind,
                on_click="ignore",
                icon=":material/download:",
                key=f"download.{file.key}",
            )


def accuracy_of(source: Source) -> str:
    """How well a source knows positions: its own note says how well, else the word's meaning."""
    if source.note[said().language]:
        return said()[f"accuracy_word.{source.accuracy}"]
    return said()[f"accuracy.{source.accuracy}"]


def foot(study: Study) -> None:
    """Whose the data are, of what date and how exact, at the foot of the sidebar."""
    town = study.town
    lines = [said()("foot.streets", as_of=study.data_as_of or "–")]
    roads = next((source for source in town.sources if source.file == "roads"), None)
    if roads:
        lines.append(said()("foot.position", accuracy=accuracy_of(roads)))
        lines.append(first_sentence(roads.note[said().language]))
    lines.append(town.attribution[said().language])
    with st.sidebar:
        st.html(blocks.foot(lines))
