"""How a way is told: which stretches make one step, and what a step says of itself."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from geo.model import Mode, Name, Spot
from geo.network.rules import CODE
from geo.study import Study, open_study
from geo.travel.route import Stretch, _step, _steps, route
from tests.conftest import ROOT
from tests.gridville import spot

AT_THE_STREET: Any = SimpleNamespace(metres=np.zeros(1))


def network(*links: tuple[str, str]) -> Any:
    """Links of a class and a name each."""
    names = ["", *sorted({name for _, name in links} - {""})]
    return SimpleNamespace(
        code=np.array([CODE[kind] for kind, _ in links]),
        name=np.array([names.index(name) for _, name in links]),
        names=[(name, "", "") for name in names],
        name_of=lambda link: Name(links[link][1], links[link][1]),
    )


def stretches(*metres: float) -> list[Stretch]:
    """Links one after the other, straight to the east."""
    x = np.concatenate([[0.0], np.cumsum(metres)])
    lines = [np.array([[a, 0.0], [b, 0.0]]) for a, b in pairwise(x)]
    return [Stretch(link, line, 10.0) for link, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("mapped", "assumed", "flagged"),
    [(900.0, 0.0, False), (900.0, 30.0, False), (30.0, 30.0, True), (10.0, 40.0, True)],
)
def test_a_step_is_assumed_where_half_of_its_length_is(
    mapped: float, assumed: float, flagged: bool
) -> None:
    streets = network(("primary", "Main Road"), ("assumed", ""))
    step = _step(streets, stretches(mapped, assumed), None)
    assert step.assumed is flagged
    assert step.metres == mapped + assumed


def test_straight_on_along_streets_of_one_kind_is_one_step() -> None:
    streets = network(("footway", ""), ("steps", ""), ("footway", ""), ("path", ""), ("path", ""))
    told = _steps(streets, stretches(200, 20, 300, 80, 90), AT_THE_STREET, AT_THE_STREET)
    assert [(step.kind, step.metres) for step in told] == [("footway", 520), ("path", 170)]


def test_a_way_is_assumed_where_any_of_it_is(gridville: Study) -> None:
    assert not route(gridville, spot(0, 0), spot(400, 400), Mode.WALK).assumed
    study = open_study(next((ROOT / "data").glob("*/town.toml")).parent)
    first, *others = (Spot(hub.id, hub.name, hub.point) for hub in study.hubs)
    ways = [route(study, first, other, Mode.WALK) for other in others]
    assert any(way.assumed for way in ways)
    for way in ways:
        assert way.assumed or not any(step.assumed for step in way.steps)
        for before, after in pairwise(way.steps):
            nameless = before.name == after.name == Name("", "")
            assert not (nameless and after.turn == "straight" and before.kind == after.kind)
