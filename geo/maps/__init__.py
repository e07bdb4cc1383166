"""Answers on a map: the only home of Folium, and of the colours and words' way onto a map.

`prepare_assets` and `prepare_basemap` put files where the browser finds them; `base_map` makes the
constant map; the `..._layer` functions make what changes on it. `WORDS` are the keys of the words
that they take.
"""

from geo.maps.assets import FRAME_STATIC_URL, STATIC, prepare_assets
from geo.maps.base import attribution, base_map
from geo.maps.basemap import basemap_file, prepare_basemap
from geo.maps.colours import band_colours
from geo.maps.datum import Language, Tiles, shift_point, unshift_click
from geo.maps.features import features_layer
from geo.maps.industry import firm_layer, firms_layer, shown_at, valleys_layer
from geo.maps.journeys import journey_layer, then_layer
from geo.maps.layers import (
    clicked,
    hubs_layer,
    isochrone_layer,
    places_layer,
    route_layer,
    spot_layer,
)
from geo.maps.parcels import parcels_layer, shortlist_layer
from geo.maps.text import safe_html, script_json
from geo.maps.tours import tour_layer

WORDS = (
    "map.amap_credit",
    "map.approximate",
    "map.destination",
    "map.illustrative",
    "map.missing",
    "map.origin",
    "map.osm_credit",
    "map.places",
    "map.tianditu_credit",
    "map.time",
    "map.time_all",
    "map.times_from",
    "map.valleys",
    "map.zoom_in",
    "map.zoom_out",
    "number.minutes",
)
"""Keys that the words given to a map must hold; `hub.<kind>`, `category.<key>` serve if there."""

__all__ = [
    "FRAME_STATIC_URL",
    "STATIC",
    "WORDS",
    "Language",
    "Tiles",
    "attribution",
    "band_colours",
    "base_map",
    "basemap_file",
    "clicked",
    "features_layer",
    "firm_layer",
    "firms_layer",
    "hubs_layer",
    "isochrone_layer",
    "journey_layer",
    "parcels_layer",
    "places_layer",
    "prepare_assets",
    "prepare_basemap",
    "route_layer",
    "safe_html",
    "script_json",
    "shift_point",
    "shortlist_layer",
    "shown_at",
    "spot_layer",
    "then_layer",
    "tour_layer",
    "unshift_click",
    "valleys_layer",
]
