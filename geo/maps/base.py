"""The base map of a town as a Folium map that stays the same while layers on it change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from math import cos, floor, log2, radians
from typing import Any
from urllib.parse import quote

import folium
from branca.element import MacroElement
from folium.template import Template

from geo.maps.assets import FRAME_STATIC_URL, script_urls, style_urls
from geo.maps.basemap import STREETS_ZOOM
from geo.maps.colours import PALETTE, ROADS
from geo.maps.datum import Language, Tiles, shift_point
from geo.maps.text import safe_html, script_json
from geo.model import Bounds, Town

_OSM = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
_AMAP = (
    "https://webrd0{s}.is.autonavi.com/appmaptile?lang=%s&size=1&scale=1&style=8&x={x}&y={y}&z={z}"
)
_TIANDITU = (
    "https://t{s}.tianditu.gov.cn/%s_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=%s"
    "&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=%s"
)
_USUAL_SIZE_PIXELS = (900, 700)
_MARGIN = 0.03
_CLOSEST_ZOOM = 18


class _Start(MacroElement):
    """Turns the Leaflet map it is added to into an atlas."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Atlas.start({{ this._parent.get_name() }}, {{ this.config }});"
        "{% endmacro %}"
    )

    def __init__(self, config: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "AtlasStart"
        self.config = script_json(config)


def base_map(
    town: Town,
    *,
    basemap_url: str | None,
    static_url: str = FRAME_STATIC_URL,
    tiles: Tiles = "offline",
    tianditu_key: str | None = None,
    words: Mapping[str, str],
    language: Language,
) -> folium.Map:
    """The map of a town without any answer on it, always the same script for the same arguments.

    `basemap_url` is what `prepare_basemap` gave, below `static_url`. Make a fresh one for every
    run: streamlit-folium changes the map it is handed.
    """
    lon, lat = shift_point(town.centre.lon, town.centre.lat, tiles)
    west, south, east, north = _frame(town.bounds, tiles)
    shown = folium.Map(
        location=(round(lat, 6), round(lon, 6)),
        zoom_start=usual_zoom(town.bounds),
        tiles=None,
        zoom_control=False,
        prefer_canvas=True,
        maxZoom=_CLOSEST_ZOOM,  # `max_zoom` is the tiles' alone
        fade_animation=False,
        max_bounds_viscosity=0.8,
        max_bounds=True,
        min_lon=west,
        min_lat=south,
        max_lon=east,
        max_lat=north,
    )
    shown.default_js = list(enumerate_links("js", script_urls(static_url)))
    shown.default_css = list(enumerate_links("css", style_urls(static_url)))
    for layer in _tile_layers(tiles, tianditu_key, language):
        layer.add_to(shown)
    url = f"{static_url}/{basemap_url}" if tiles == "offline" and basemap_url else None
    _Start(_config(town, url, tiles, words, language)).add_to(shown)
    return shown


def _frame(bounds: Bounds, tiles: Tiles) -> Bounds:
    """How far one may move: the town and a little beyond, so that its edge is seen."""
    west, south = shift_point(bounds[0], bounds[1], tiles)
    east, north = shift_point(bounds[2], bounds[3], tiles)
    wide, tall = (east - west) * _MARGIN, (north - south) * _MARGIN
    return (
        round(west - wide, 6),
        round(south - tall, 6),
        round(east + wide, 6),
        round(north + tall, 6),
    )


def usual_zoom(bounds: Bounds) -> int:
    """The zoom at which the town's bounds about fill a map of the usual size."""
    west, south, east, north = bounds
    width, height = _USUAL_SIZE_PIXELS
    tall = (north - south) / cos(radians((south + north) / 2))
    across = log2(360 * width / (256 * (east - west)))
    down = log2(360 * height / (256 * tall))
    return max(3, min(17, floor(min(across, down) + 0.5)))


def enumerate_links(kind: str, urls: list[str]) -> list[tuple[str, str]]:
    """Links under the names by which Folium keeps them apart."""
    return [(f"atlas_{kind}_{i}", url) for i, url in enumerate(urls)]


def attribution(town: Town, tiles: Tiles, words: Mapping[str, str], language: Language) -> str:
    """Whose map this is, in words only; the town's own sources stand beside an online map's."""
    own = town.attribution[language] or words["map.osm_credit"]
    online = {
        "offline": "",
        "osm": words["map.osm_credit"],
        "tianditu": words["map.tianditu_credit"],
        "amap": words["map.amap_credit"],
    }[tiles]
    return " · ".join(dict.fromkeys(part for part in (online, own) if part))


def _config(
    town: Town, url: str | None, tiles: Tiles, words: Mapping[str, str], language: Language
) -> dict[str, Any]:
    west, south = shift_point(town.bounds[0], town.bounds[1], tiles)
    east, north = shift_point(town.bounds[2], town.bounds[3], tiles)
    return {
        "url": url,
        "language": language,
        "bounds": [round(value, 6) for value in (west, south, east, north)],
        "palette": PALETTE,
        "roads": [asdict(style) for style in ROADS],
        "streetsZoom": STREETS_ZOOM,
        "attribution": safe_html(attribution(town, tiles, words, language)),
        "words": {
            "zoomIn": words["map.zoom_in"],
            "zoomOut": words["map.zoom_out"],
            "missing": words["map.missing"],
        },
    }


def _tile_layers(
    tiles: Tiles, tianditu_key: str | None, language: Language
) -> list[folium.TileLayer]:
    if tiles == "osm":
        return [_tile_layer(_OSM)]
    if tiles == "amap":
        return [_tile_layer(_AMAP % ("zh_cn" if language == "zh" else "en"), "1234")]
    if tiles == "tianditu":
        key = quote(tianditu_key or "", safe="")
        names = ("vec", "cva" if language == "zh" else "eva")
        return [_tile_layer(_TIANDITU % (name, name, key), "01234567") for name in names]
    return []


def _tile_layer(url: str, subdomains: str = "abc") -> folium.TileLayer:
    # The credit stands in the atlas's own attribution, already made safe.
    return folium.TileLayer(
        url, attr=" ", subdomains=subdomains, max_zoom=_CLOSEST_ZOOM, control=False
    )
