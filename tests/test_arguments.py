"""What is typed becomes what is meant, or is refused with the way to say it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from geo import arguments
from geo.errors import OutputError, QuestionError, SourceError
from geo.model import Accuracy, Hub, Mode, Name, Period, Place, Point


def hub(id: str) -> Hub:
    return Hub(id, Name(id, id), "metro", Point(1, 2), Accuracy.SURVEYED, "s", "2026")


def place(id: str) -> Place:
    named = Name(id, f"the {id}")
    return Place(id, named, "food", named, Point(3, 4), Accuracy.SURVEYED, "s", "2026")


@pytest.fixture
def study() -> Any:
    hubs = (hub("airport"), hub("station"), hub("both"))
    return SimpleNamespace(hubs=hubs, places=(place("museum"), place("both")))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("10,20,30", (10, 20, 30)), ("30, 10,30", (10, 30)), ("1", (1,)), ("240", (240,))],
)
def test_minutes_are_sorted_and_each_once(text: str, minutes: tuple[int, ...]) -> None:
    assert arguments.minutes_of(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "241", "-5", "ten", "10;20", "1.5", "10,,20", "nan"])
def test_senseless_minutes_are_wrong_usage(text: str) -> None:
    with pytest.raises(typer.BadParameter, match=r"Minutes go from|whole minutes"):
        arguments.minutes_of(text)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("-8.61,41.15", Point(-8.61, 41.15)),
        ("120.24, 30.21", Point(120.24, 30.21)),
        ("+1,.5", Point(1, 0.5)),
        ("-180,-90", Point(-180, -90)),
    ],
)
def test_a_point_is_longitude_then_latitude(text: str, point: Point) -> None:
    assert arguments.point_of(text) == point


@pytest.mark.parametrize("text", ["30.2,120.2", "1", "1,2,3", "nan,nan", "inf,1", "1e400,2", "a,b"])
def test_a_senseless_point_is_wrong_usage(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        arguments.point_of(text)


def test_an_end_is_a_point_a_hub_or_a_place(study: Any) -> None:
    assert arguments.where_of("museum") == "museum"
    point = arguments.where_of("3,4")
    assert arguments.spot_of(point, study).point == Point(3, 4)
    assert arguments.spot_of("museum", study).name.en == "the museum"
    assert arguments.spot_of("both", study).point == Point(1, 2)


def test_an_unknown_end_says_what_is_near_and_known(study: Any) -> None:
    with pytest.raises(QuestionError, match=r"Did you mean 'museum'\? Known .*airport, station"):
        arguments.spot_of("musuem", study)
    with pytest.raises(
        QuestionError,
        match=r"There is no hub 'zzz' in this town\. Known .*: airport, station, both",
    ):
        arguments.hub_spots(["zzz"], study)


def test_many_known_ids_are_cut_short(study: Any) -> None:
    study.hubs = tuple(hub(f"h{i}") for i in range(100))
    with pytest.raises(QuestionError, match="h11 and 88 more"):
        arguments.hub_spots(["zzz"], study)


def test_a_hub_named_twice_counts_once(study: Any) -> None:
    spots = arguments.hub_spots(["station", "airport", "station"], study)
    assert [spot.id for spot in spots] == ["station", "airport"]


def test_hubs_or_a_file_of_points(study: Any, tmp_path: Path) -> None:
    hubs, far = arguments.spots_of("hubs", study)
    assert ([spot.id for spot in hubs], far) == (["airport", "station", "both"], ())
    file = tmp_path / "points.csv"
    file.write_text("id,lon,lat\na,-1.5,2\nb,1,3\n", encoding="utf-8")
    study.town = SimpleNamespace(holds=lambda point: point.lon < 0)
    (spot, _), far = arguments.spots_of(str(file), study)
    assert (spot.id, spot.point) == ("a", Point(-1.5, 2))
    assert far == ("row 3 (b)",)
    with pytest.raises(SourceError):
        arguments.spots_of(str(tmp_path / "none.csv"), study)


def test_the_ending_decides_and_an_unknown_one_names_those_known() -> None:
    known = (".geojson", ".gpkg")
    assert arguments.ending_of(None, known) == ".geojson"
    assert arguments.ending_of(Path("a.b.GPKG"), known) == ".gpkg"
    for name in ("a.shp", "a", "a.geojson.zip"):
        with pytest.raises(typer.BadParameter, match=r"\.geojson, \.gpkg"):
            arguments.ending_of(Path(name), known)


def test_a_missing_folder_is_told_before_the_answer_is_worked_out() -> None:
    with pytest.raises(OutputError, match="folder does not exist"):
        arguments.ending_of(Path("no/such/a.gpkg"), (".gpkg",))


def test_only_driving_has_a_period() -> None:
    assert arguments.period_for(Mode.DRIVE, None) == Period.OFF_PEAK
    assert arguments.period_for(Mode.DRIVE, Period.PEAK) == Period.PEAK
    assert arguments.period_for(Mode.BIKE, Period.PEAK) == Period.FREE
