"""Contours: what they surround, what is left out, and that thinned ones still nest."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.measures.contours import STEPS, Rings, areas, thin, trace
from geo.model import Floats


def framed(inner: Floats) -> Floats:
    """Heights with two rows and columns out of reach around them."""
    return np.pad(inner, 2, constant_values=50.0)


def ground(rings: Rings) -> shapely.Geometry:
    """Rings as a shape in cells."""
    return rings.polygon(rings.xy / STEPS)


def rough(seed: int, size: int = 24) -> Floats:
    """Hills of several widths, some heights far from nought and some next to it."""
    rng = np.random.default_rng(seed)
    heights = sum(
        np.kron(rng.normal(size=(size // width, size // width)), np.ones((width, width))) * width
        for width in (1, 2, 4)
    )
    return framed(np.minimum(30 * np.asarray(heights), 50.0))


def test_a_contour_crosses_between_two_centres_by_their_heights():
    height = framed(np.array([[-150.0]]))
    (x0, y0, x1, y1) = shapely.bounds(ground(trace(height, 0, 0)))
    assert (x0, y0, x1, y1) == (1.25, 1.25, 2.75, 2.75)


def test_no_corner_lies_on_a_centre_however_near_to_nought_it_is():
    height = framed(np.zeros((3, 3)))
    corners = trace(height, 0, 0).xy % STEPS
    assert ((corners != 0).sum(axis=1) == 1).all()


def test_specks_and_pinholes_are_left_out():
    inner = np.full((9, 20), -50.0)
    inner[4, 4] = 50.0  # a pinhole of half a cell
    inner[2:7, 8:13] = 50.0
    inner[:, 16:] = 50.0
    inner[4, 18] = -50.0  # a speck
    plain = ground(trace(framed(inner), 0, 0))
    clean = ground(trace(framed(inner), 1, 4))
    assert [len(part.interiors) for part in plain.geoms] == [2, 0]
    assert [len(part.interiors) for part in clean.geoms] == [1]


def test_an_island_in_a_hole_that_is_filled_goes_with_it():
    inner = np.full((11, 11), -50.0)
    inner[2:9, 2:9] = 50.0
    inner[4:7, 4:7] = -50.0
    clean = trace(framed(inner), 2, 70)
    assert clean.outer.tolist() == [True]
    assert shapely.is_valid(ground(clean))


def test_nothing_within_the_limit_is_no_ring():
    assert shapely.is_empty(ground(trace(framed(np.full((3, 3), 50.0)), 0, 0)))
    assert [len(rings.xy) for rings in thin([trace(framed(np.full((3, 3), 9.0)), 0, 0)], 1, 7)] == [
        0
    ]


def test_a_strip_thinner_than_the_tolerance_is_kept():
    inner = np.full((3, 30), 50.0)
    inner[1] = -5.0
    (thinned,) = thin([trace(framed(inner), 0, 0)], 0.5, 34)
    assert len(thinned.xy) < 10
    assert shapely.area(ground(thinned)) > 3


def test_straight_runs_lose_their_corners():
    (thinned,) = thin([trace(framed(np.full((20, 20), -50.0)), 0, 0)], 0.25, 24)
    assert len(thinned.xy) <= 9
    assert areas(thinned.xy, thinned.counts) / STEPS**2 == pytest.approx([400], abs=2)


@pytest.mark.parametrize("tolerance", [0.1, 0.25, 1.0])
@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 2**32 - 1))
def test_thinned_bands_are_valid_and_nest_and_keep_every_centre(tolerance, seed):
    height = rough(seed)
    levels = [np.maximum(height - limit, -40.0) for limit in (-30.0, 0.0, 4.0, 30.0)]
    traced = [trace(np.minimum(level, 50.0), 1.0, 2.0) for level in levels]
    thinned = thin(traced, tolerance, height.shape[1])
    before, after = ([ground(rings) for rings in bands] for bands in (traced, thinned))
    assert all(shapely.is_valid(shape) for shape in (*before, *after))
    assert all(shapely.covers(outer, inner) for inner, outer in pairwise(after))
    y, x = np.indices(height.shape)
    for old, new in zip(before, after, strict=True):
        inside = shapely.contains_xy(old, x, y)
        assert (inside == shapely.contains_xy(new, x, y)).all()
