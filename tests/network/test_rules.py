"""Tags of ways and nodes mean what OpenStreetMap's wiki says."""

from __future__ import annotations

import pytest

from geo.network.rules import (
    BIKE,
    BRIDGE,
    CLASSES,
    DRIVE,
    EVERYBODY,
    RAMP,
    ROUNDABOUT,
    TUNNEL,
    WALK,
    barrier_passage,
    read_rule,
    signal_of,
)

NOBODY = 0
LETTERS = {"w": WALK, "b": BIKE, "d": DRIVE}


def bits(letters: str) -> int:
    """Permission bits of letters: w walkers, b bicycles, d cars."""
    return sum(LETTERS[letter] for letter in letters)


def tags(text: str) -> dict[str, str]:
    """Tags of 'key=value key=value'; an underscore in a value stands."""
    return dict(pair.split("=", 1) for pair in text.split())


def permitted(text: str) -> tuple[int, int]:
    """Who may go forwards and backwards."""
    rule = read_rule(tags(text))
    return (rule.forward, rule.backward) if rule else (NOBODY, NOBODY)


@pytest.mark.parametrize(
    ("way", "who"),
    [
        ("highway=residential", "wbd"),
        ("highway=road", "wbd"),
        ("highway=living_street", "wbd"),
        ("highway=service", "wbd"),
        ("highway=trunk", "wbd"),
        ("highway=trunk foot=no bicycle=no", "d"),
        ("highway=trunk motorroad=yes", "d"),
        ("highway=trunk motorroad=yes foot=yes", "wd"),
        ("highway=motorway oneway=no", "d"),
        ("highway=motorway_link", "d"),
        ("highway=track", "wb"),
        ("highway=pedestrian", "w"),
        ("highway=cycleway", "wb"),
        ("highway=footway", "w"),
        ("highway=footway bicycle=yes", "wb"),
        ("highway=path", "wb"),
        ("highway=path bicycle=no", "w"),
        ("highway=path foot=no", "b"),
        ("highway=bridleway", "wb"),
        ("highway=corridor", "w"),
        ("highway=platform", "w"),
        ("highway=steps", "w"),
        ("route=ferry", "wb"),
        ("route=ferry motor_vehicle=yes", "wbd"),
        ("route=ferry motorcar=yes bicycle=no", "wd"),
        ("highway=service service=emergency_access", "wb"),
    ],
)
def test_each_class_has_its_users(way: str, who: str) -> None:
    assert permitted(way) == (bits(who), bits(who))


@pytest.mark.parametrize(
    ("way", "who"),
    [
        ("access=no", ""),
        ("access=private", ""),
        ("access=no foot=yes", "w"),
        ("access=private bicycle=designated", "b"),
        ("access=no psv=yes", ""),
        ("access=psv", ""),
        ("motor_vehicle=bus", "wb"),
        ("motor_vehicle=bus;destination", "wbd"),
        ("access=no vehicle=yes", "bd"),
        ("access=no motor_vehicle=destination", "d"),
        ("access=customers", "wbd"),
        ("vehicle=no", "w"),
        ("vehicle=no bicycle=yes", "wb"),
        ("vehicle=no motor_vehicle=no foot=no", ""),
        ("motor_vehicle=no", "wb"),
        ("motor_vehicle=private", "wb"),
        ("motor_vehicle=no motorcar=yes", "wbd"),
        ("motor_vehicle=yes motorcar=no", "wb"),
        ("motor_vehicle=agricultural", "wb"),
        ("motor_vehicle=agricultural;forestry", "wb"),
        ("vehicle=forestry;destination", "wbd"),
        ("bicycle=dismount", "wd"),
        ("bicycle=use_sidepath", "wd"),
        ("foot=use_sidepath", "bd"),
        ("foot=no", "bd"),
        ("foot=nonsense", "wbd"),
    ],
)
def test_the_most_particular_access_key_decides(way: str, who: str) -> None:
    assert permitted(f"highway=unclassified {way}") == (bits(who), bits(who))


def test_a_plain_yes_opens_a_footway_to_nobody_else() -> None:
    assert permitted("highway=footway access=yes") == (WALK, WALK)
    assert permitted("highway=footway vehicle=yes") == (EVERYBODY, EVERYBODY)


@pytest.mark.parametrize(
    "way",
    [
        "",
        "building=yes",
        "highway=construction",
        "highway=proposed",
        "highway=raceway",
        "highway=construction route=ferry",
        "highway=barrier",
        "highway=ferry",
        "route=bus",
        "highway=motorway access=no",
    ],
)
def test_what_nobody_may_use_has_no_rule(way: str) -> None:
    assert read_rule(tags(way)) is None


@pytest.mark.parametrize(
    ("way", "forward", "backward"),
    [
        ("oneway=yes", "wbd", "w"),
        ("oneway=1", "wbd", "w"),
        ("oneway=true", "wbd", "w"),
        ("oneway=YES", "wbd", "w"),
        ("oneway=-1", "w", "wbd"),
        ("oneway=reverse", "w", "wbd"),
        ("oneway=no", "wbd", "wbd"),
        ("oneway=perhaps", "wbd", "wbd"),
        ("junction=roundabout", "wbd", "w"),
        ("junction=circular", "wbd", "w"),
        ("junction=roundabout oneway=no", "wbd", "wbd"),
        ("junction=roundabout oneway=-1", "w", "wbd"),
        ("oneway=yes oneway:bicycle=no", "wbd", "wb"),
        ("oneway=-1 oneway:bicycle=no", "wb", "wbd"),
        ("oneway=yes cycleway=opposite", "wbd", "wb"),
        ("oneway=yes cycleway=opposite_lane", "wbd", "wb"),
        ("oneway=yes cycleway:left=opposite_track", "wbd", "wb"),
        ("oneway=yes cycleway:left:oneway=no", "wbd", "wb"),
        ("oneway=yes cycleway:left:oneway=-1", "wbd", "wb"),
        ("oneway=yes cycleway:both:oneway=no", "wbd", "wb"),
        ("oneway=yes cycleway:right=lane", "wbd", "w"),
        ("oneway=yes oneway:bicycle=yes", "wbd", "w"),
        ("oneway=-1 oneway:bicycle=yes", "w", "wbd"),
        ("oneway:bicycle=yes", "wbd", "wd"),
        ("oneway:bicycle=-1", "wd", "wbd"),
        ("oneway=yes oneway:bicycle=-1", "wd", "wb"),
        ("oneway=yes oneway:bicycle=no bicycle=no", "wd", "w"),
    ],
)
def test_one_ways_and_their_bicycle_exceptions(way: str, forward: str, backward: str) -> None:
    assert permitted(f"highway=residential {way}") == (bits(forward), bits(backward))


def test_motorways_are_one_way_unless_said_otherwise_and_ramps_are_not() -> None:
    assert permitted("highway=motorway") == (DRIVE, NOBODY)
    assert permitted("highway=motorway oneway=no") == (DRIVE, DRIVE)
    assert permitted("highway=motorway_link") == (DRIVE, DRIVE)
    assert permitted("highway=motorway_link oneway=yes") == (DRIVE, NOBODY)


@pytest.mark.parametrize(
    ("way", "who"),
    [
        ("highway=trunk", "d"),
        ("highway=primary", "d"),
        ("highway=secondary_link", "d"),
        ("highway=secondary sidewalk=both", "wbd"),
        ("highway=secondary sidewalk=no", "d"),
        ("highway=secondary foot=yes", "wd"),
        ("highway=secondary foot=designated bicycle=no", "wd"),
        ("highway=secondary bicycle=yes access=yes", "wbd"),
        ("highway=primary bicycle=designated", "wbd"),
        ("highway=trunk bicycle=permissive foot=no", "bd"),
        ("highway=secondary bicycle=no", "d"),
        ("highway=secondary access=yes", "d"),
        ("highway=tertiary", "wbd"),
        ("highway=residential", "wbd"),
        ("highway=footway", "w"),
        ("highway=cycleway", "wb"),
    ],
)
def test_road_tunnels_are_for_cars_unless_mapped_for_people_too(way: str, who: str) -> None:
    assert permitted(f"{way} tunnel=yes") == (bits(who), bits(who))


def test_a_passage_through_a_building_is_no_tunnel() -> None:
    rule = read_rule(tags("highway=secondary tunnel=building_passage"))
    assert rule is not None
    assert (rule.forward, rule.flags) == (EVERYBODY, 0)


@pytest.mark.parametrize(
    ("way", "name", "flags"),
    [
        ("highway=primary", "primary", 0),
        ("highway=trunk_link", "trunk", RAMP),
        ("highway=primary bridge=viaduct", "primary", BRIDGE),
        ("highway=primary bridge=no tunnel=no", "primary", 0),
        ("highway=tertiary tunnel=yes", "tertiary", TUNNEL),
        ("highway=tertiary_link junction=roundabout", "tertiary", RAMP | ROUNDABOUT),
        ("highway=minor", "unclassified", 0),
        ("highway=assumed", "assumed", 0),
    ],
)
def test_class_and_flags(way: str, name: str, flags: int) -> None:
    rule = read_rule(tags(way))
    assert rule is not None
    assert (CLASSES[rule.code], rule.flags) == (name, flags)


@pytest.mark.parametrize(
    ("node", "who"),
    [
        ("highway=crossing", "wbd"),
        ("access=no", "wbd"),
        ("barrier=gate", "wbd"),
        ("barrier=lift_gate", "wbd"),
        ("barrier=toll_booth", "wbd"),
        ("barrier=kerb", "wbd"),
        ("barrier=gate access=private", ""),
        ("barrier=gate access=no foot=yes", "w"),
        ("barrier=gate vehicle=no", "w"),
        ("barrier=gate motor_vehicle=no", "wb"),
        ("barrier=bollard", "wb"),
        ("barrier=bollard access=yes", "wb"),
        ("barrier=bollard motor_vehicle=yes", "wbd"),
        ("barrier=bollard bicycle=no", "w"),
        ("barrier=bus_trap", "wb"),
        ("barrier=cycle_barrier", "wb"),
        ("barrier=stile", "w"),
        ("barrier=kissing_gate", "w"),
        ("barrier=turnstile", "w"),
    ],
)
def test_who_gets_through_a_barrier(node: str, who: str) -> None:
    assert barrier_passage(tags(node)) == bits(who)


@pytest.mark.parametrize(
    ("node", "heading"),
    [
        ("highway=traffic_signals", "both"),
        ("highway=traffic_signals traffic_signals:direction=forward", "forward"),
        ("highway=traffic_signals traffic_signals:direction=backward", "backward"),
        ("highway=traffic_signals traffic_signals:direction=north", "both"),
        ("highway=crossing crossing=traffic_signals", "both"),
        ("highway=crossing crossing:signals=yes", "both"),
        ("highway=crossing crossing:signals=no", None),
        ("highway=crossing crossing=zebra", None),
        ("highway=stop", None),
        ("traffic_signals=signal", None),
    ],
)
def test_lights_and_the_sense_that_they_stop(node: str, heading: str | None) -> None:
    assert signal_of(tags(node)) == heading
