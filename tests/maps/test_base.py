from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit_folium import _get_header, _get_map_string

from geo.maps import base_map
from geo.maps.base import usual_zoom
from geo.maps.datum import Language, Tiles, shift_point
from tests.maps.towns import WORDS, made_up_town


def script(tmp_path: Path, tiles: Tiles = "offline", language: Language = "en", **more: Any) -> str:
    """What st_folium sends to the browser for a base map."""
    shown = base_map(
        made_up_town(tmp_path),
        basemap_url="towns/a/b.json",
        tiles=tiles,
        words=WORDS,
        language=language,
        **more,
    )
    shown.get_root().render()
    return str(_get_header(shown) + _get_map_string(shown))


def test_the_offline_map_names_no_other_server(tmp_path: Path) -> None:
    shown = script(tmp_path)
    assert "//" not in shown.replace("// ", "")
    assert "../../app/static/towns/a/b.json" in shown.replace("\\u005f", "_")


def test_every_link_of_the_map_is_below_the_static_folder(tmp_path: Path) -> None:
    shown = base_map(
        made_up_town(tmp_path),
        basemap_url=None,
        static_url="/x/app/static",
        words=WORDS,
        language="zh",
    )
    links = [url for _, url in [*shown.default_js, *shown.default_css]]
    assert links
    assert all(url.startswith("/x/app/static/") for url in links)


def test_the_same_question_gives_the_same_script(tmp_path: Path) -> None:
    assert script(tmp_path) == script(tmp_path)
    assert script(tmp_path) != script(tmp_path, language="zh")


def test_a_hostile_attribution_is_shown_and_not_run(tmp_path: Path) -> None:
    shown = script(tmp_path)
    assert "${" not in shown
    assert "<b>" not in shown
    assert "Surveyors" in shown


def test_online_maps_ask_their_own_servers_and_leave_the_base_file(tmp_path: Path) -> None:
    assert "tile.openstreetmap.org" in script(tmp_path, "osm")
    amap = script(tmp_path, "amap")
    assert "webrd0{s}.is.autonavi.com" in amap
    assert "b.json" not in amap
    assert "AMap" in amap


@pytest.mark.parametrize(("language", "names"), [("zh", "cva"), ("en", "eva")])
def test_tianditu_is_labelled_in_the_reader_s_language(
    tmp_path: Path, language: Language, names: str
) -> None:
    shown = script(tmp_path, "tianditu", language, tianditu_key="k&y")
    assert f"/{names}_w/wmts" in shown
    assert "tk=k%26y" in shown


def test_amap_is_centred_where_it_draws_the_town(tmp_path: Path) -> None:
    lon, lat = shift_point(120.1, 30.075, "amap")
    assert f"[{round(lat, 6)}, {round(lon, 6)}]" in script(tmp_path, "amap")


def test_the_first_view_about_fills_the_map() -> None:
    assert usual_zoom((120.10, 30.10, 120.50, 30.35)) == 12
    assert usual_zoom((7.40, 43.72, 7.44, 43.76)) == 14
    assert usual_zoom((-180, -85, 180, 85)) == 3
