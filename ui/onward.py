"""The way on from a symbol of the map: the address that opens Commute from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from geo.model import Direction, Hub, Place, Point
from ui import address, state
from ui.address import View
from ui.ask import COMMUTE_PAGE

FRAME_PAGES = "../.."
"""The pages as seen from the frame of a map, whatever the server's base path."""


def times_from(things: Iterable[Hub | Place]) -> Mapping[str, str]:
    """By id, the address of the times from each hub or place, asked as the reader asks now."""
    return {thing.id: _address(thing) for thing in things}


def _address(thing: Hub | Place) -> str:
    if isinstance(thing, Hub):
        asked = replace(state.view(), hub=(thing.id,), at=None, direction=Direction.FROM, to="")
        return from_a_map("commute", asked, COMMUTE_PAGE)
    return times_at(thing.point)


def times_at(point: Point) -> str:
    """The address of the times from a point."""
    asked = replace(state.view(), hub=(), at=point, direction=Direction.FROM, to="")
    return from_a_map("commute", asked, COMMUTE_PAGE)


def from_a_map(page: str, view: View, parts: tuple[str, ...]) -> str:
    """The address of a page that asks what the view does, as seen from a map's frame."""
    return f"{FRAME_PAGES}/{page}?{urlencode(address.written(view, parts))}"
