"""What a town's files say of its stops and its ready-made tours."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import QuestionError, TownError
from geo.model import Accuracy, Lunch, Pace, Town
from geo.sources.check import check_folder
from geo.sources.tours import read_stops, read_tours, seconds_of
from geo.sources.town import read_town
from tests.gridville import at, write_gridville
from tests.sources.folders import add_layer

HEAD = "id,name_zh,name_en,lon,lat,accuracy,source,as_of"
HERE, THERE = at(400, 400), at(800, 800)
TOUR = """
[[tour]]
id = "round"
name = { zh = "一圈", en = "A round" }
mode = "walk"
start = "station"
start_time = "09:30"
return_by = "12:00"
must = ["tower"]
nice = { garden = 2.5 }
pace = "easy"
lunch = { from = "11:30", to = "13:00", minutes = 45 }
visit_minutes = { garden = 20 }
"""


def town(tmp_path: Path, tours: str = TOUR, attractions: str = "") -> Town:
    folder = write_gridville(tmp_path / "gridville")
    sights = attractions or (
        f"{HEAD},hours,suggested_visit_minutes\n"
        f"tower,塔,Tower,{HERE.lon},{HERE.lat},surveyed,list,2026,"
        "Tue-Sun 09:00-17:00; closed Mon,30\n"
        f"garden,园,Garden,{THERE.lon},{THERE.lat},illustrative,list,2026,,\n"
    )
    add_layer(folder, "attractions", "attractions.csv", sights)
    add_layer(
        folder,
        "places",
        "places.csv",
        f"{HEAD},category,opening_hours\n"
        f"garden,花园,The Garden,{HERE.lon},{HERE.lat},surveyed,list,2026,leisure,08:00-20:00\n"
        f"shop,店,Shop,{HERE.lon},{HERE.lat},surveyed,list,2026,shopping,whenever\n",
    )
    add_layer(
        folder,
        "enterprises",
        "enterprises.csv",
        f"{HEAD},open_to_visitors,also\n"
        f"lab,实验室,Lab,{HERE.lon},{HERE.lat},surveyed,list,2026,yes,大实验室\n"
        f"shut,公司,Shut,{HERE.lon},{HERE.lat},surveyed,list,2026,,\n",
    )
    add_layer(folder, "tours", "tours.toml", tours)
    return read_town(folder)


def test_stops_say_what_is_known_and_what_is_assumed(tmp_path: Path) -> None:
    stops = read_stops(town(tmp_path))
    tower = stops["tower"]
    assert (tower.visit_minutes, tower.hours) == (30, "Tu-Su 09:00-17:00; Mo off")
    assert not tower.visit_assumed and not tower.hours_assumed
    shop = stops["shop"]  # its hours cannot be read
    assert (shop.visit_minutes, shop.hours) == (45, "24/7")
    assert shop.visit_assumed and shop.hours_assumed
    assert stops["station"].spot.point == at(1000, 400)


def test_an_id_in_two_files_is_one_place(tmp_path: Path) -> None:
    garden = read_stops(town(tmp_path))["garden"]
    assert garden.accuracy is Accuracy.ILLUSTRATIVE
    assert garden.spot.point == THERE and garden.spot.name["en"] == "Garden"
    assert garden.hours == "08:00-20:00"  # which only the other file says


def test_only_enterprises_open_to_visitors_are_stops(tmp_path: Path) -> None:
    stops = read_stops(town(tmp_path))
    assert "lab" in stops and "shut" not in stops
    assert "大" not in stops  # its other name is no id, and its signs are none


def test_a_ready_made_tour_is_a_wish(tmp_path: Path) -> None:
    (tour,) = read_tours(town(tmp_path))
    assert (tour.id, tour.mode, tour.start, tour.end) == ("round", "walk", "station", "station")
    assert (tour.start_seconds, tour.return_seconds) == (34_200, 43_200)
    assert tour.lunch == Lunch(41_400, 46_800, 45) and tour.pace is Pace.EASY
    tower, garden = tour.stops
    assert tower.must and not garden.must
    assert (garden.score, garden.visit_minutes, garden.visit_assumed) == (2.5, 20, False)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('must = ["tower"]', 'must = ["towr"]', "no place 'towr' is known"),
        ('start = "station"', 'start = "nowhere"', "no place 'nowhere' is known"),
        ('mode = "walk"', 'mode = "fly"', "'fly' is not one of the known words"),
        ('start_time = "09:30"', 'start_time = "9.30"', "'9.30'"),
        ('id = "round"', 'idea = "round"', "unknown key 'idea'"),
        ("garden = 2.5", "tower = 2.5", "both must and nice"),
        ("[[tour]]", "[[tour", "it is no TOML"),
        ('must = ["tower"]\nnice = { garden = 2.5 }', "", "it has no stop"),
    ],
)
def test_every_fault_of_the_file_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in TOUR
    spoilt = town(tmp_path, TOUR.replace(old, new))
    faults = [fault for fault in check_folder(spoilt.folder)[0] if fault.file == "tours.toml"]
    assert any(told in str(fault) for fault in faults if fault.fatal)
    with pytest.raises(TownError):
        read_tours(spoilt)


def test_a_sound_folder_has_no_fault_and_counts_its_tours(tmp_path: Path) -> None:
    faults, summary = check_folder(town(tmp_path).folder)
    assert not [fault for fault in faults if fault.fatal]
    assert summary.features["tours"] == 1


@pytest.mark.parametrize(("text", "seconds"), [("09:30", 34_200), ("00:00", 0), ("25:10", 90_600)])
def test_times_are_read(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["9", "nine", "09:60", "30:00", "09:5", "-1:00", ""])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(QuestionError):
        seconds_of(text)
