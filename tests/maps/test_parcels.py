"""Parcels on the map: all of them where they are few, gathered in squares where they are not."""

from __future__ import annotations

import numpy as np
import shapely

from geo.maps.parcels import CELL_BUDGET, VERTEX_BUDGET, gathered, parcels_layer, within_budget

HALF = 2e-4


def squares(across: int) -> np.ndarray:
    """So many by so many squares, a thousandth of a degree apart."""
    x, y = np.meshgrid(120 + np.arange(across) * 1e-3, 30 + np.arange(across) * 1e-3)
    x, y = x.ravel(), y.ravel()
    return np.asarray(shapely.box(x - HALF, y - HALF, x + HALF, y + HALF), object)


def test_few_parcels_are_drawn_one_by_one() -> None:
    shapes = squares(4)
    _, drawn, metres = parcels_layer(shapes, np.zeros(16, int), ["a", "b"], "t", np.arange(16))
    assert (drawn, metres) == (16, 0)


def test_many_parcels_stay_within_the_budgets_and_under_a_megabyte() -> None:
    shapes = squares(224)  # 50,176
    order = np.arange(len(shapes))[::-1]
    group, drawn, metres = parcels_layer(shapes, order % 4 - 1, ["a", "b", "c", "d"], "t", order)
    chosen, thin = within_budget(shapes, order)
    assert drawn == len(chosen) < len(shapes)
    assert shapely.get_num_coordinates(thin).sum() <= VERTEX_BUDGET
    assert chosen.tolist() == order[:drawn].tolist()
    assert metres > 0
    (content,) = [one.content for one in group._children.values()]
    assert len(content.encode()) < 1_000_000


def test_a_square_has_the_class_of_most_of_its_parcels_and_holds_them() -> None:
    shapes = squares(100)
    classes = np.where(np.arange(len(shapes)) % 3 == 0, -1, 1)
    boxes, commonest, _ = gathered(shapes, classes)
    assert len(boxes) <= CELL_BUDGET
    box, parcel = shapely.STRtree(shapely.centroid(shapes)).query(boxes, "intersects")
    assert len(set(parcel.tolist())) == len(shapes)
    balance = np.bincount(box, classes[parcel], len(boxes))
    assert np.array_equal(commonest[balance != 0], np.sign(balance[balance != 0]))
    assert set(commonest[balance == 0].tolist()) <= {1}
    _, alone, _ = gathered(shapes[:1], np.array([-1]))
    assert alone.tolist() == [-1]


def test_of_equals_the_better_class_counts() -> None:
    shapes = np.array([shapely.Point(120, 30), shapely.Point(120, 30)], object)
    assert gathered(shapes, np.array([2, 0]))[1].tolist() == [0]
    assert gathered(shapes, np.array([-1, 2]))[1].tolist() == [2]
