"""Journeys in their lines' colours, and an earlier network dashed beside today's."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np

from geo.maps import journey_layer, then_layer
from geo.model import Journey, Leg, Line, Mode, Name
from tests.maps.hostile import HOSTILE
from tests.maps.test_layers import content, sent
from tests.maps.towns import WORDS, isochrone, spot

RED = Line("l", Name("7", "7"), 1, "#C0392B")


def journey(name: str = "Stop", colour: str = "#C0392B") -> Journey:
    line = dataclasses.replace(RED, colour=colour)
    path = np.array([[120.2, 30.2], [120.21, 30.2], [120.22, 30.21]])
    here, there = Name("甲", name), Name("乙", "There")
    legs = (
        Leg(Mode.WALK, here, here, 0, 60, path[:2], 100.0),
        Leg(Mode.TRANSIT, here, there, 120, 600, path, line=line, heading=there, calls=(here,) * 3),
        Leg(Mode.WALK, there, there, 700, 760, path[1:], 100.0),
    )
    return Journey(spot(), spot(), Mode.TRANSIT, date(2026, 3, 10), 0, 760, legs)


def test_a_ride_has_its_lines_colour_and_a_walk_is_dotted() -> None:
    drawn = content(journey_layer(journey(), WORDS, "en"))["lines"]
    assert [line["colour"] for line in drawn][1] == "#C0392B"
    assert "dash" not in drawn[1]
    assert all(line["dash"] and line["colour"] != "#C0392B" for line in (drawn[0], drawn[2]))
    assert drawn[1]["width"] > drawn[0]["width"]


def test_the_stops_where_one_gets_on_and_off_are_named_once() -> None:
    points = content(journey_layer(journey(), WORDS, "en"))["points"]
    labels = [point["label"] for point in points if point["id"].startswith("stop-")]
    assert labels == ["Stop", "There"]
    assert len(points) == 4  # both ends


def test_a_stops_name_cannot_become_code() -> None:
    for text in HOSTILE:
        assert text not in sent(journey_layer(journey(text), WORDS, "en"))


def test_an_earlier_network_is_outlined_dashed_and_said_of_when() -> None:
    told = content(then_layer(isochrone(), "2018-07", WORDS))
    assert "areas" not in told
    assert all(line["dash"] for line in told["lines"])
    assert told["legend"]["title"] == "2018-07"
    assert [row["text"] for row in told["legend"]["rows"]] == ["≤ 10 min", "≤ 20 min", "≤ 30 min"]
