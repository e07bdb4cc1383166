"""Times of hubs that are kept: the same answers as of a search, made once, within bounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from geo.measures import kept, shelf
from geo.measures.isochrone import isochrone
from geo.model import STREET_MODES, Combine, Direction, IsochroneQuestion, Mode, Spot
from geo.study import Study


@pytest.fixture
def study(gridville, tmp_path) -> Study:
    """Gridville with an empty cache of its own."""
    return replace(gridville, cache=tmp_path)


def spots(study: Study) -> tuple[Spot, ...]:
    return tuple(Spot(hub.id, hub.name, hub.point) for hub in study.hubs)


def answers(study: Study, question: IsochroneQuestion) -> list[bytes]:
    found = isochrone(study, question)
    return [shapely.to_wkb(band.polygon) for band in found.bands] + [bytes([found.assumed])]


@pytest.mark.parametrize("mode", STREET_MODES)
@pytest.mark.parametrize("direction", list(Direction))
def test_kept_times_answer_to_the_byte_as_searched_ones(study, mode, direction, monkeypatch):
    question = IsochroneQuestion(spots(study)[:1], mode, (4, 9), direction)
    first, again = answers(study, question), answers(study, question)
    monkeypatch.setattr(kept, "KeptTimes", None)
    assert first == again == answers(replace(study, hubs=()), question)


@pytest.mark.parametrize("combine", list(Combine))
def test_kept_times_of_several_hubs_are_combined(study, combine):
    question = IsochroneQuestion(spots(study), Mode.WALK, (4, 9), combine=combine)
    assert answers(study, question) == answers(replace(study, hubs=()), question)


def test_a_hub_is_searched_once_for_all_limits(study, monkeypatch):
    question = IsochroneQuestion(spots(study)[:1], Mode.DRIVE, (9,))
    isochrone(study, question)
    monkeypatch.setattr(kept, "search", lambda *asked: [] if not len(asked[1]) else asked[99])
    (band,) = isochrone(study, replace(question, minutes=(3,))).bands
    assert band.area_km2 > 0


def test_another_period_or_town_is_another_search(study):
    question = IsochroneQuestion(spots(study)[:1], Mode.DRIVE, (9,))
    isochrone(study, question)
    files = set((study.cache / "hubs").iterdir())
    isochrone(replace(study, digest="other"), question)
    assert len(set((study.cache / "hubs").iterdir())) == 2 * len(files)


def test_a_file_cut_short_is_made_again(tmp_path):
    array = np.arange(4, dtype=np.float32)
    shelf.shelved(tmp_path, "a", lambda: array)
    (tmp_path / "a.npy").write_bytes((tmp_path / "a.npy").read_bytes()[:-3])
    assert shelf.shelved(tmp_path, "a", lambda: array + 1).tolist() == [1, 2, 3, 4]
    assert shelf.shelved(tmp_path, "a", lambda: array).tolist() == [1, 2, 3, 4]


def test_the_shelf_stays_within_its_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(shelf, "SHELF_BYTES", 2000)
    for name in "abcde":
        shelf.shelved(tmp_path, name, lambda: np.zeros(200, np.float32))
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["d.npy", "e.npy"]


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path):
    (tmp_path / "file").write_text("no folder")
    found = shelf.shelved(tmp_path / "file", "a", lambda: np.ones(2, np.float32))
    assert found.tolist() == [1, 1]
