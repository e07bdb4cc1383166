"""The palette of the map: the one home of its colours, and the ramp of travel-time bands."""

from __future__ import annotations

from dataclasses import dataclass, field

LAND = "#f6f4ef"
GREEN = "#dfe8d3"
WATER = "#bcd9ea"
SHORE = "#9fc5dc"
CASING = "#c9c3b6"
WHITE = "#ffffff"
INK = "#34495e"
CHOSEN = "#c0392b"
ROUTE = "#1c2733"  # no metro line is as dark
SPOT = "#c0392b"

PALETTE = {
    "land": LAND,
    "green": GREEN,
    "water": WATER,
    "shore": SHORE,
    "halo": WHITE,
    "change": "#3b4a54",
}

BAND_OPACITY = 0.42
# Lightness falls steadily towards the near end, so the order shows without seeing hues.
_RAMP = ("#084c61", "#2a9d8f", "#a8dadc")


@dataclass(frozen=True, slots=True)
class RoadStyle:
    """How a class of road is drawn: widths in pixels at zoom 12, shown from `zoom` on.

    With `thin`, it is one thin line of that colour at its first zoom, without a casing.
    """

    name: str
    colour: str
    width: float
    zoom: int
    casing: str = ""
    thin: str = ""
    dash: tuple[float, ...] = field(default=())


# Drawn in this order, the lesser below the greater.
ROADS = (
    RoadStyle("path", "#d9cfc0", 0.5, 15, dash=(3, 2)),
    RoadStyle("minor", WHITE, 0.6, 13, CASING, thin="#dcd7cc"),
    RoadStyle("tertiary", WHITE, 0.8, 12, CASING, thin="#d6d1c5"),
    RoadStyle("secondary", WHITE, 1.0, 10, CASING),
    RoadStyle("primary", WHITE, 1.7, 9, CASING),
    RoadStyle("trunk", "#efbf85", 2.4, 8, CASING),
    RoadStyle("motorway", "#e8a06a", 3.0, 8, CASING),
)

# Okabe and Ito's colours, told apart with any colour vision, darkened where white would not read.
CATEGORIES = ("#0072b2", "#b35900", "#007a5a", "#a8437f", "#5b4bb5", "#7a6a00")
SHAPES = ("diamond", "square", "triangle", "circle")


def band_colours(count: int) -> tuple[str, ...]:
    """Colours of `count` bands, the nearest first and darkest."""
    if count <= 1:
        return (_RAMP[1],) * count
    if count == 2:
        return (_RAMP[0], _RAMP[1])
    return tuple(_on_ramp(i * (len(_RAMP) - 1) / (count - 1)) for i in range(count))


def darker(colour: str, share: float = 0.35) -> str:
    """`colour` with `share` of black mixed in, for outlines that must show over their own fill."""
    return _hex(tuple(part * (1 - share) for part in _parts(colour)))


def _on_ramp(at: float) -> str:
    left = min(int(at), len(_RAMP) - 2)
    share = at - left
    near, far = _parts(_RAMP[left]), _parts(_RAMP[left + 1])
    return _hex(tuple(a + (b - a) * share for a, b in zip(near, far, strict=True)))


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part):02x}" for part in parts)
