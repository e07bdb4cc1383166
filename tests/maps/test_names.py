from __future__ import annotations

import numpy as np
import pytest

from geo.maps.ground import Street
from geo.maps.names import street_names
from geo.model import Name

NAME = Name("大路", "Great Road")
DEGREE_METRES = 111_320.0


def street(east: float, north: float, highway: str = "primary", name: Name = NAME) -> Street:
    """A straight street of so many metres from the crossing of equator and first meridian."""
    ends = np.array([[0.0, 0.0], [east / DEGREE_METRES, north / DEGREE_METRES]])
    return Street(highway, ends, name)


@pytest.mark.parametrize(
    ("east", "north", "angle"),
    [(500, 0, 0), (-500, 0, 0), (500, 500, -45), (-500, -500, -45), (500, -500, 45), (0, 500, -90)],
)
def test_a_name_follows_its_street_and_never_stands_on_its_head(
    east: float, north: float, angle: int
) -> None:
    (label,) = street_names([street(east, north)])["primary"]
    ((_, _, turned, _),) = label["places"]
    assert turned == angle
    assert label["name"] == {"zh": "大路", "en": "Great Road"}


def test_a_long_street_is_named_again_about_every_kilometre() -> None:
    (label,) = street_names([street(4500, 0)])["primary"]
    assert [round(place[0] * DEGREE_METRES, -1) for place in label["places"]] == [
        450.0,
        1350.0,
        2250.0,
        3150.0,
        4050.0,
    ]


def test_pieces_of_one_street_are_one() -> None:
    whole = street(500, 0)
    halves = [
        Street("primary", np.array([[0.0, 0.0], [0.002, 0.0]]), NAME),
        Street("primary_link", np.array([[0.002, 0.0], [0.0045, 0.0]]), NAME),
    ]
    (label,) = street_names(halves)["primary"]
    assert len(label["places"]) == len(street_names([whole])["primary"][0]["places"]) == 1


def test_no_name_stands_on_a_bend_a_stub_or_a_nameless_street() -> None:
    bend = Street("primary", np.array([[0.0, 0.0], [0.002, 0.0], [0.002, 0.002]]), NAME)
    stub, nameless = street(30, 0), street(500, 0, name=Name("", ""))
    assert not any(street_names([bend, stub, nameless]).values())


def test_lesser_streets_are_named_from_nearer() -> None:
    labels = street_names([street(500, 0, kind) for kind in ("primary", "tertiary", "residential")])
    zooms = [labels[kind][0]["zoom"] for kind in ("primary", "tertiary", "minor")]
    assert zooms == sorted(set(zooms))
