from __future__ import annotations

import itertools

import pytest

from geo.maps.colours import band_colours, darker


def lightness(colour: str) -> float:
    """Relative luminance by WCAG, 0 to 1."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_three_bands_have_the_three_colours_of_the_ramp() -> None:
    assert band_colours(3) == ("#084c61", "#2a9d8f", "#a8dadc")


@pytest.mark.parametrize("count", range(2, 9))
def test_bands_grow_lighter_outwards_so_that_their_order_shows_without_hue(count: int) -> None:
    steps = [lightness(colour) for colour in band_colours(count)]
    assert len(steps) == count
    assert all(near < far for near, far in itertools.pairwise(steps))


def test_no_band_needs_no_colour() -> None:
    assert band_colours(0) == ()
    assert len(band_colours(1)) == 1


def test_a_darker_colour_keeps_its_hue() -> None:
    assert darker("#2a9d8f", 0.5) == "#154e48"
