"""The map looks first at what was asked about."""

from __future__ import annotations

from geo.model import Mode, Point
from geo.study import Study
from ui.sight import aim, zoom_for


def test_the_town_stays_in_the_middle_while_all_is_in_sight(gridville: Study) -> None:
    town = gridville.town
    zoom = zoom_for(town, Mode.DRIVE)
    near = Point(town.centre.lon + 0.001, town.centre.lat)
    assert aim(town, [near], zoom, on_phone=False) == town.centre
    assert aim(town, [], zoom, on_phone=False) == town.centre


def test_a_far_place_moves_the_middle(gridville: Study) -> None:
    town = gridville.town
    zoom = zoom_for(town, Mode.WALK)
    far = Point(town.bounds[2], town.bounds[3])
    assert aim(town, [far], zoom + 3, on_phone=True) == far


def test_places_outside_the_map_do_not_count(gridville: Study) -> None:
    town = gridville.town
    assert aim(town, [Point(0.0, 0.0)], zoom_for(town, Mode.DRIVE), on_phone=False) == town.centre


def test_walkers_look_from_nearer_by(gridville: Study) -> None:
    assert zoom_for(gridville.town, Mode.WALK) > zoom_for(gridville.town, Mode.BIKE)
