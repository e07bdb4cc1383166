"""Points that share a position are told apart, and nothing else moves."""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import pdist

from geo.measures.fan import STEP_METRES, fanned_out


def test_what_shares_a_position_is_told_apart_and_the_rest_stays() -> None:
    shared, alone = np.tile([100.0, 200.0], (40, 1)), np.array([[0.0, 0.0], [900.0, 0.0]])
    found = fanned_out(np.concatenate([alone, shared]))
    assert np.array_equal(found[:3], [[0, 0], [900, 0], [100, 200]])
    assert pdist(found).min() > STEP_METRES * 0.9
    assert np.hypot(*(found[2:] - [100, 200]).T).max() < STEP_METRES * 7


def test_no_points_are_no_points() -> None:
    assert fanned_out(np.empty((0, 2))).shape == (0, 2)
