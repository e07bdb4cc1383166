"""What a page lays on a base map, in the form that the browser's `Atlas.draw` takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from geo.maps.colours import WHITE
from geo.maps.datum import Tiles, shift_point
from geo.maps.encode import encode_lines, encode_polygons
from geo.maps.text import script_json
from geo.model import Accuracy, Hub, Place, Point

POPUP_LINES = 5


class _Drawing(MacroElement):
    _template = Template(
        "{% macro script(this, kwargs) %}"
        "Atlas.draw({{ this._parent._parent.get_name() }}, "
        "{{ this._parent.get_name() }}, {{ this.content }});"
        "{% endmacro %}"
    )

    def __init__(self, content: Mapping[str, Any]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "AtlasDrawing"
        self.content = script_json(content)


def drawing(
    *,
    areas: Iterable[Mapping[str, Any]] = (),
    lines: Iterable[Mapping[str, Any]] = (),
    points: Iterable[Mapping[str, Any]] = (),
    legend: Mapping[str, Any] | None = None,
    crowd: Mapping[str, Any] | None = None,
) -> folium.FeatureGroup:
    """A feature group for `feature_group_to_add`; parts that are empty cost nothing.

    A `crowd` of many points of one look is gathered in clusters until one looks near.
    """
    parts = {"areas": list(areas), "lines": list(lines), "points": list(points), "legend": legend}
    parts["crowd"] = crowd
    group = folium.FeatureGroup(control=False)
    _Drawing({name: part for name, part in parts.items() if part}).add_to(group)
    return group


def area(geometry: Any, tiles: Tiles, *, fill: str, opacity: float) -> dict[str, Any]:
    """A filled (Multi)Polygon without an outline."""
    return {"rings": encode_polygons(geometry, tiles), "fill": fill, "opacity": opacity}


def line(
    geometry: Any,
    tiles: Tiles,
    *,
    colour: str,
    width: float,
    dash: Sequence[float] = (),
    casing_width: float = 0,
) -> dict[str, Any]:
    """A (Multi)LineString, or a polygon's edge; with a white casing so many pixels wider."""
    style: dict[str, Any] = {"colour": colour, "width": width}
    if dash:
        style["dash"] = list(dash)
    if casing_width:
        style |= {"casing": WHITE, "casingWidth": casing_width}
    return {"lines": encode_lines(geometry, tiles), **style}


def symbol(
    id: str,
    point: Point,
    tiles: Tiles,
    *,
    fill: str,
    shape: str = "circle",
    radius: float = 5,
    label: str = "",
    priority: int = 0,
    zoom: int = 0,
    chosen: bool = False,
    hollow: bool = False,
    number: int = 0,
    popup: Sequence[str] = (),
    link: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """A point symbol with a white ring; `hollow` (and dashed) where it is only illustrative.

    A `number` above 0 is written inside it, where no other label can crowd it out.
    `link` is the last line of its popup: a text, and the address it leads to from the map's frame.
    """
    lon, lat = shift_point(point.lon, point.lat, tiles)
    return {
        "id": id,
        "lon": round(lon, 6),
        "lat": round(lat, 6),
        "shape": shape,
        "radius": radius,
        "fill": fill,
        "line": fill if hollow else WHITE,
        "ring": 2 if chosen else 1.2,
        "label": label,
        "priority": priority,
        "zoom": zoom,
        "chosen": chosen,
        "hollow": hollow,
        **({"number": number} if number else {}),
        "popup": [text for text in popup if text][: POPUP_LINES - bool(link)],
        **({"link": {"text": link[0], "address": link[1]}} if link else {}),
    }


def accuracy_line(accuracy: Accuracy, words: Mapping[str, str]) -> str:
    """How well a position is known, in words; nothing for a surveyed one."""
    return "" if accuracy is Accuracy.SURVEYED else words[f"map.{accuracy.value}"]


def source_line(source: str, as_of: str) -> str:
    """Where a position is from and of when."""
    return ", ".join(part for part in (source, as_of) if part)


def position_line(thing: Hub | Place, words: Mapping[str, str]) -> str:
    """How well a position is known, where it is from and of when, in one line."""
    parts = (accuracy_line(thing.accuracy, words), source_line(thing.source, thing.as_of))
    return " · ".join(part for part in parts if part)
