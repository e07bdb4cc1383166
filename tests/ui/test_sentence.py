"""Answers become sentences in both languages, and say what they rest on."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely

from geo.model import (
    STREET_MODES,
    Band,
    Combine,
    Direction,
    Isochrone,
    IsochroneQuestion,
    Mode,
    Name,
    Period,
    Point,
    Spot,
    Step,
)
from geo.sources.assumptions import default_assumptions
from ui.answers import Commute
from ui.ask import POINT
from ui.sentence import assumed, of_commute, of_isochrone, of_step, places
from ui.words import words

NAMES = (("甲", "Alder"), ("乙", "Birch"), ("丙", "Cedar"), ("丁", "Dogwood"))
SPOTS = tuple(Spot(zh, Name(f"{zh}站", en), Point(0, 0)) for zh, en in NAMES)
NARROW = "\u202f"


def answer(
    count: int = 1,
    direction: Direction = Direction.FROM,
    combine: Combine = Combine.ANY,
    *,
    empty: bool = False,
    at_edge: bool = False,
) -> Isochrone:
    question = IsochroneQuestion(SPOTS[:count], Mode.DRIVE, (10, 30), direction, combine=combine)
    ground = shapely.Polygon() if empty else shapely.box(0, 0, 1, 1)
    bands = [Band(m, ground, ground.boundary, 0.0 if empty else 118.3, at_edge) for m in (10, 30)]
    return Isochrone(question, tuple(bands), False, "2026", "abc")


def test_one_place() -> None:
    told = of_isochrone(answer(), words("zh"))
    assert told == f"从甲站出发，平峰驾车\u200930{NARROW}分钟内可到\u2009118{NARROW}km²"
    told = of_isochrone(answer(), words("en"))
    assert told.replace("\u00a0", " ") == "From Alder, 30 min by car off-peak reach 118 km²"


def test_an_open_band_is_a_least_value() -> None:
    told = of_isochrone(answer(at_edge=True), words("zh"))
    assert told.endswith(f"至少\u2009118{NARROW}km²（地图到此为止）")


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("combine", Combine)
def test_several_places(direction: Direction, combine: Combine) -> None:
    two, four = answer(2, direction, combine), answer(4, direction, combine)
    assert "甲站和乙站" in of_isochrone(two, words("zh"))
    assert "4\u2009处地方" in of_isochrone(four, words("zh"))
    assert ("任一" in of_isochrone(two, words("zh"))) == (combine is Combine.ANY)


@pytest.mark.parametrize("at_edge", [True, False])
@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("count", [1, 2])
def test_a_sentence_begins_with_a_capital(direction: Direction, count: int, at_edge: bool) -> None:
    told = of_isochrone(answer(count, direction, at_edge=at_edge), words("en"))
    assert not told[0].islower()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_point_without_a_name_is_told_by_its_coordinates(language: str) -> None:
    spot = Spot(POINT, Name("点", "point"), Point(120.25, 30.2))
    question = IsochroneQuestion((spot,), Mode.WALK, (10,))
    band = Band(10, shapely.box(0, 0, 1, 1), shapely.box(0, 0, 1, 1).boundary, 3.0, False)
    found = Commute(question, Isochrone(question, (band,), False, "2026", "abc"))
    _, small = of_commute(found, default_assumptions(), words(language))
    assert "120.25" in small and "30.2" in small


def test_nothing_in_reach_is_said() -> None:
    assert "哪里也到不了" in of_isochrone(answer(empty=True), words("zh"))
    every = of_isochrone(answer(2, combine=Combine.ALL, empty=True), words("en"))
    assert every.startswith("Nowhere")


def test_places_are_named_while_they_are_few() -> None:
    assert places(SPOTS[:2], words("en")) == "Alder and Birch"
    assert places(SPOTS[:3], words("en")) == "Alder, Birch and Cedar"
    assert places(SPOTS, words("en")) == "4 places"


@pytest.mark.parametrize("mode", STREET_MODES)
@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_assumptions_stand_with_the_number(mode: Mode, period: Period, language: str) -> None:
    question = IsochroneQuestion(SPOTS[:1], mode, (10,), period=period)
    said = words(language)
    told = assumed(question, default_assumptions(), local_streets=True, said=said)
    assert said["assumed.local"] in told
    assert (said.minutes(480) in told) == (mode is Mode.DRIVE)
    bare = assumed(replace(question, doors=False), default_assumptions(), True, said)
    assert (said["assumed.no_parking"] in bare) == (mode is Mode.DRIVE)
    assert (said["assumed.no_lock"] in bare) == (mode in (Mode.BIKE, Mode.EBIKE))
    if (mode, period) == (Mode.DRIVE, Period.OFF_PEAK):
        assert "80–90" in told
    if mode is Mode.WALK:
        assert "4.8" in told


def test_steps_say_the_turn_and_the_street() -> None:
    zh = words("zh")
    assert of_step(Step(Name("建设路", ""), "left", 100, 10), False, zh) == "左转，走建设路"
    assert of_step(Step(Name("", ""), "right", 100, 10), False, zh) == "右转，走无名路"
    assert of_step(Step(Name("", ""), "right", 1, 1, "primary_link"), False, zh) == "右转，走主干路"
    local = Step(Name("", ""), "straight", 100, 10, assumed=True)
    assert of_step(local, False, zh) == "直行，走假设的地方道路"
    walk = Step(Name("", ""), "walk", 20, 10)
    assert of_step(walk, False, zh) != of_step(walk, True, zh)
    english = of_step(Step(Name("", "Main Road"), "left", 1, 1), False, words("en"))
    assert english == "Left into Main Road"
