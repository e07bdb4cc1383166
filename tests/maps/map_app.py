"""A page of nothing but a map, for the tests of the map in a real browser."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit_folium import st_folium

from geo import maps
from tests.maps.hostile import HOSTILE
from tests.maps.towns import (
    WORDS,
    hub,
    isochrone,
    made_up_town,
    place,
    route,
    spot,
    write_basemap,
)

HERE = Path(__file__).parent
CROWD = 24

st.set_page_config(layout="wide")
town = made_up_town(HERE)
maps.prepare_assets(HERE / "static")
if "url" not in st.session_state:
    st.session_state.url = write_basemap(town, HERE / "static")
hostile = "hostile" in st.query_params
longer = st.checkbox("longer")
hubs = [
    hub(f"hub{i}", f"Hub number {i}", 120.09 + 0.004 * (i % 6), 30.066 + 0.004 * (i // 6))
    for i in range(CROWD)
]
layers = [
    maps.isochrone_layer(isochrone((15, 30, 45) if longer else (10, 20, 30)), WORDS),
    maps.hubs_layer(hubs, {"hub8"}, WORDS, "en", details={"hub8": "later" if longer else "soon"}),
]
if hostile:
    nasty = [
        hub(f"n{i}", name, 120.06 + 0.012 * i, 30.09, "illustrative")
        for i, name in enumerate(HOSTILE)
    ]
    layers = [
        maps.hubs_layer(nasty, {"n0"}, WORDS, "en", details={"n0": HOSTILE[1]}),
        maps.places_layer([place(name, name, name) for name in HOSTILE], WORDS, "en"),
        maps.spot_layer(spot(HOSTILE[2], HOSTILE[2]), "en", lines=HOSTILE[:3]),
        maps.route_layer(route(HOSTILE[0]), WORDS, "en"),
    ]
got = st_folium(
    maps.base_map(town, basemap_url=st.session_state.url, words=WORDS, language="en"),
    key="map",
    height=600,
    use_container_width=True,
    feature_group_to_add=layers,
    returned_objects=["last_clicked", "last_object_clicked_popup"],
)
st.code(str(got), language=None)
