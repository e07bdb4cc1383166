"""The way on from a symbol of the map: the address that opens Commute from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from geo.model import Direction, Hub, Place
from ui import address, state
from ui.ask import COMMUTE_PAGE

FRAME_PAGES = "../.."
"""The pages as seen from the frame of a map, whatever the server's base path."""


def times_from(things: Iterable[Hub | Place]) -> Mapping[str, str]:
    """By id, the address of the times from each hub or place, asked as the reader asks now."""
    return {thing.id: _address(thing) for thing in things}


def _address(thing: Hub | Place) -> str:
    hub = isinstance(thing, Hub)
    asked = replace(
        state.view(),
        hub=(thing.id,) if hub else (),
        at=None if hub else thing.point,
        direction=Direction.FROM,
        to="",
    )
    return f"{FRAME_PAGES}/commute?{urlencode(address.written(asked, COMMUTE_PAGE))}"
