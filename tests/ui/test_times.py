"""Times to every hub: in the asked direction, to the nearest or the farthest of several places."""

from __future__ import annotations

import numpy as np
import pytest

from geo.export import Credit
from geo.model import Combine, Direction, IsochroneQuestion, Mode, Period, as_spot
from geo.study import Study
from tests.gridville import spot
from ui.times import as_table, hub_times, ways


def test_the_quickest_hub_comes_first(gridville: Study) -> None:
    times = hub_times(gridville, IsochroneQuestion((spot(0, 0),), Mode.WALK, (10,)))
    seconds = times.seconds[times.asked]
    assert {hub.id for hub in times.hubs} == {hub.id for hub in gridville.hubs}
    assert np.all(np.diff(seconds) >= 0)


def test_a_chosen_hub_is_not_its_own_destination(gridville: Study) -> None:
    hub = gridville.hubs[0]
    times = hub_times(gridville, IsochroneQuestion((as_spot(hub),), Mode.WALK, (10,)))
    assert hub.id not in {other.id for other in times.hubs}


def test_several_places_count_by_the_nearest_or_the_farthest(gridville: Study) -> None:
    here, there = spot(0, 0, "here"), spot(2000, 1200, "there")

    def seconds(*spots: object, combine: Combine = Combine.ANY) -> dict[str, float]:
        question = IsochroneQuestion(spots, Mode.WALK, (10,), combine=combine)  # type: ignore[arg-type]
        times = hub_times(gridville, question)
        return dict(zip([hub.id for hub in times.hubs], times.seconds[times.asked], strict=True))

    one, other = seconds(here), seconds(there)
    least, most = seconds(here, there), seconds(here, there, combine=Combine.ALL)
    assert least == {id: min(one[id], other[id]) for id in one}
    assert most == {id: max(one[id], other[id]) for id in one}


def test_to_and_from_are_different_questions(gridville: Study) -> None:
    asked = (spot(1000, 1200),)  # on the street that runs north only
    both = {
        way: hub_times(gridville, IsochroneQuestion(asked, Mode.DRIVE, (10,), direction=way))
        for way in Direction
    }
    drive = (Mode.DRIVE, Period.OFF_PEAK)
    found = {
        way: dict(zip([h.id for h in times.hubs], times.seconds[drive], strict=True))
        for way, times in both.items()
    }
    assert found[Direction.TO]["station"] < found[Direction.FROM]["station"]


def test_a_place_without_a_way_says_why(gridville: Study) -> None:
    times = hub_times(gridville, IsochroneQuestion((spot(-550, 2500),), Mode.WALK, (10,)))
    assert all(np.isnan(times.seconds[times.asked]))
    assert set(times.status[times.asked]) == {"off-network"}


def test_free_flow_is_a_column_only_when_asked() -> None:
    assert (Mode.DRIVE, Period.FREE) not in ways((Mode.WALK, Period.OFF_PEAK))
    assert (Mode.DRIVE, Period.FREE) in ways((Mode.WALK, Period.FREE))
    assert (Mode.DRIVE, Period.PEAK) in ways((Mode.WALK, Period.PEAK))


def test_the_table_holds_every_pair(gridville: Study) -> None:
    question = IsochroneQuestion((spot(0, 0), spot(400, 400, "b")), Mode.WALK, (10,))
    times = hub_times(gridville, question)
    table = as_table(times, question.spots, gridville.hubs, Credit(data_as_of="2026-09"))
    assert len(table) == 2 * len(gridville.hubs) * len(ways(times.asked))
    assert {"origin", "destination", "mode", "period", "minutes", "status"} <= set(table.columns)


@pytest.mark.parametrize("direction", Direction)
def test_a_row_of_the_table_stands_by_itself(gridville: Study, direction: Direction) -> None:
    hub, other = gridville.hubs[:2]
    spots = (as_spot(hub), spot(400, 400, "b"))
    question = IsochroneQuestion(spots, Mode.DRIVE, (10,), direction)
    table = as_table(
        hub_times(gridville, question), spots, gridville.hubs, Credit("Surveyors", (), "2026-09")
    )
    asked, met = ("origin", "destination") if direction == "from" else ("destination", "origin")
    row = table[(table[asked] == hub.id) & (table[met] == other.id)].iloc[0]
    assert [row[f"{asked}_{key}"] for key in ("name_zh", "name_en", "kind", "lon", "lat")] == [
        hub.name["zh"],
        hub.name["en"],
        hub.kind,
        round(hub.point.lon, 6),
        round(hub.point.lat, 6),
    ]
    assert row[f"{met}_name_en"] == other.name["en"]
    assert (row["source"], row["data_as_of"]) == ("Surveyors", "2026-09")
    assert set(table[table[asked] == "b"][f"{asked}_kind"]) == {"point"}
    assert set(table[table["mode"] == "walk"]["period"]) == {""}
