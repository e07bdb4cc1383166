"""Texts that name a class of GB 50137, by code or by name, and those that do not."""

from __future__ import annotations

import numpy as np
import pytest

from geo.model import LAND_USES, UNKNOWN, Name, Parcels, land_use_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A33", "A33"),
        ("b1", "B1"),
        ("R2 二类居住用地", "R2"),
        ("R2二类居住用地", "R2"),
        ("M11", "M1"),
        ("R21", "R2"),
        ("工业用地", "M"),
        ("A35(科研)", "A35"),
        ("", UNKNOWN),
        ("unknown", UNKNOWN),
        ("residential", None),
        ("Bus", None),
        ("X1", None),
        ("商住", None),
    ],
)
def test_codes_and_names_are_read_and_nothing_is_guessed(text: str, code: str | None) -> None:
    assert land_use_of(text) == code


def test_every_class_is_named_in_both_languages_and_once() -> None:
    assert all(name.zh and name.en for name in LAND_USES.values())
    assert len({name.zh for name in LAND_USES.values()}) == len(LAND_USES)
    assert len({name.en for name in LAND_USES.values()}) == len(LAND_USES)


def some_parcels() -> Parcels:
    texts = np.array(["a", "b"], object)
    none = np.array(["", ""], object)
    return Parcels(
        ids=texts,
        name_zh=np.array(["地块", ""], object),
        name_en=none,
        land_use=np.array(["R2", UNKNOWN], object),
        origin=none,
        area_ha=np.array([1.0, 2.0]),
        accuracy=none,
        source=none,
        as_of=none,
        shapes=none,
        extra={"note": texts},
    )


def test_a_nameless_parcel_goes_by_its_use_and_id() -> None:
    parcels = some_parcels()
    assert parcels.name_of(0) == Name("地块", "")
    assert parcels.name_of(1) == Name("用途不明 b", "Use unknown b")


def test_some_of_the_parcels_keep_all_their_columns() -> None:
    one = some_parcels().take(np.array([False, True]))
    assert (len(one), one.ids.tolist(), one.area_ha.tolist()) == (1, ["b"], [2.0])
    assert one.extra["note"].tolist() == ["b"]
