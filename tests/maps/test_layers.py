from __future__ import annotations

import itertools
import json
from typing import Any

import folium
import numpy as np
import pytest
import shapely
from streamlit_folium import _get_feature_group_string

from geo.maps import clicked, hubs_layer, isochrone_layer, places_layer, route_layer, spot_layer
from geo.model import Combine
from tests.maps.hostile import HOSTILE
from tests.maps.test_encode import decode
from tests.maps.towns import WORDS, hub, isochrone, place, route, spot


def content(group: folium.FeatureGroup) -> dict[str, Any]:
    """What the browser is told to draw."""
    (told,) = (child.content for child in group._children.values())
    parsed = json.loads(told)
    assert isinstance(parsed, dict)
    return parsed


def sent(group: folium.FeatureGroup) -> str:
    """The script that st_folium sends for a layer."""
    shown = folium.Map(tiles=None)
    shown.get_root().render()
    return str(_get_feature_group_string(group, shown))


def test_bands_are_rings_that_share_no_ground_the_nearest_darkest() -> None:
    areas = content(isochrone_layer(isochrone(), WORDS))["areas"]
    assert [area["fill"] for area in areas] == ["#084c61", "#2a9d8f", "#a8dadc"]
    assert {area["opacity"] for area in areas} == {0.42}
    shapes = [
        shapely.union_all(
            [
                shapely.Polygon(decode(rings[0]), [decode(r) for r in rings[1:]])
                for rings in a["rings"]
            ]
        )
        for a in areas
    ]
    for near, far in itertools.pairwise(shapes):
        assert near.intersection(far).area < 1e-6 * far.area


def test_outlines_leave_out_the_edge_of_the_map() -> None:
    lines = content(isochrone_layer(isochrone((10, 60)), WORDS))["lines"]
    widest = np.vstack([decode(line) for line in lines[0]["lines"]])
    assert not (np.abs(widest[:, 1] - 30.0) < 1e-6).all()
    assert {line["width"] for line in lines} == {1.2}


def test_the_legend_tells_the_bands_in_minutes() -> None:
    legend = content(isochrone_layer(isochrone(), WORDS))["legend"]
    assert [row["text"] for row in legend["rows"]] == ["≤ 10 min", "10–20 min", "20–30 min"]
    assert legend["title"] == "Travel time"


def test_what_all_of_several_reach_is_outlined_rather_than_filled() -> None:
    told = content(isochrone_layer(isochrone(combine=Combine.ALL), WORDS))
    assert {area["opacity"] for area in told["areas"]} == {0.1}
    assert {line["width"] for line in told["lines"]} == {2.4}
    assert len({str(line.get("dash")) for line in told["lines"]}) == 3  # not by colour alone
    assert told["legend"]["title"] == "Time to all"


def test_an_empty_band_is_no_fault() -> None:
    answer = isochrone((10,))
    empty = shapely.Polygon()
    band = answer.bands[0].__class__(10, empty, empty, 0.0, False)
    told = content(
        isochrone_layer(answer.__class__(answer.question, (band,), False, "", ""), WORDS)
    )
    assert "areas" not in told
    assert [row["text"] for row in told["legend"]["rows"]] == ["≤ 10 min"]


def test_very_ragged_bands_stay_below_a_megabyte_and_still_fit_together() -> None:
    rng = np.random.default_rng(1)
    angles = np.linspace(0, 2 * np.pi, 15_000, endpoint=False)
    bands, inside = [], shapely.Polygon()
    for limit in (10, 20, 30):
        radius = limit * 0.003 * (1 + 0.2 * rng.random(len(angles)))
        ring = np.column_stack([120.1 + radius * np.cos(angles), 30.07 + radius * np.sin(angles)])
        disc = shapely.Polygon(ring).union(inside)
        bands.append((limit, disc))
        inside = disc
    answer = isochrone()
    ragged = [
        old.__class__(limit, disc, disc.boundary, 1.0, False)
        for old, (limit, disc) in zip(answer.bands, bands, strict=True)
    ]
    group = isochrone_layer(answer.__class__(answer.question, tuple(ragged), False, "", ""), WORDS)
    assert len(sent(group)) < 1_000_000


def test_chosen_hubs_stand_out_by_size_and_come_first_when_labels_are_placed() -> None:
    hubs = [hub("a", "A", 120.1, 30.1), hub("b", "B", 120.12, 30.1)]
    points = content(hubs_layer(hubs, {"b"}, WORDS, "en"))["points"]
    by_id = {point["id"]: point for point in points}
    assert by_id["b"]["radius"] > by_id["a"]["radius"]
    assert by_id["b"]["priority"] > by_id["a"]["priority"]
    assert points[-1]["id"] == "b"  # drawn over the others


def test_a_popup_has_at_most_five_lines_and_says_what_is_only_illustrative() -> None:
    shown = hub("a", "A", 120.1, 30.1, "illustrative")
    layer = hubs_layer(
        [shown], set(), WORDS, "en", details={"a": "12 min"}, links={"a": "../../commute?hub=a"}
    )
    (point,) = content(layer)["points"]
    assert point["popup"] == [
        "A",
        "Airport",
        "12 min",
        "position only illustrative · a survey, 2026-07",
    ]
    assert point["link"] == {"text": "Times from here", "address": "../../commute?hub=a"}
    assert point["hollow"]


def test_only_what_has_an_address_has_a_way_on() -> None:
    places = [place("p0", "P0", "c"), place("p1", "P1", "c")]
    layer = places_layer(places, WORDS, "en", links={"p1": "../../commute?at=1,2"})
    assert ["link" in point for point in content(layer)["points"]] == [False, True]


def test_categories_of_places_differ_in_shape_and_colour() -> None:
    places = [place(f"p{i}", f"P{i}", f"c{i % 9}") for i in range(30)]
    told = content(places_layer(places, WORDS, "en"))
    looks = {(row["fill"], row["shape"]) for row in told["legend"]["rows"]}
    assert len(looks) == 9
    shapes = [row["shape"] for row in told["legend"]["rows"]]
    assert all(a != b for a, b in itertools.pairwise(shapes))


def test_a_route_is_a_cased_line_between_two_named_ends() -> None:
    told = content(route_layer(route(), WORDS, "en"))
    (line,) = told["lines"]
    assert decode(line["lines"][0]).tolist() == route().line.tolist()
    assert [point["popup"] for point in told["points"]] == [["Here", "start"], ["Here", "end"]]


def test_amap_gets_every_layer_shifted_and_gives_clicks_back() -> None:
    here = spot()
    (plain,) = content(spot_layer(here, "en"))["points"]
    (moved,) = content(spot_layer(here, "en", "amap"))["points"]
    assert 0.003 < moved["lon"] - plain["lon"] < 0.006
    near = content(isochrone_layer(isochrone(), WORDS))["areas"][0]["rings"][0][0]
    far = content(isochrone_layer(isochrone(), WORDS, "amap"))["areas"][0]["rings"][0][0]
    assert 300 < far[0] - near[0] < 600


def test_a_click_on_a_symbol_finds_what_it_stands_for() -> None:
    hubs = [hub("a", "A", 120.1, 30.1), hub("b", "B", 120.12, 30.1)]
    assert clicked(hubs, 120.12000049, 30.1) == "b"
    assert clicked(hubs, 120.11, 30.1) is None
    assert clicked([], 120.11, 30.1) is None


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_gets_into_the_script_as_it_is(name: str) -> None:
    groups = [
        hubs_layer([hub("a", name, 120.1, 30.1)], set(), WORDS, "en", details={"a": name}),
        places_layer([place(name, name, name)], WORDS, "en"),
        spot_layer(spot(name, name), "en", lines=[name]),
        route_layer(route(name), WORDS, "en"),
    ]
    for group in groups:
        script = sent(group)
        assert name not in script
        for opener in ("${", "`", "<", "{{", "{%", "{#", "alert(coords)", "map_div2"):
            assert opener not in script
