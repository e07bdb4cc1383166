"""Golden figures of real extracts: a change of the rules shows here, meant or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.study import StudySummary, open_study, summary

PER_MILLE = 1e-3


def assert_close(told: StudySummary, expected: StudySummary) -> None:
    for key in ("nodes", "links", "junctions", "signals"):
        assert getattr(told, key) == pytest.approx(getattr(expected, key), rel=PER_MILLE), key
    assert told.km == pytest.approx(expected.km, rel=PER_MILLE)
    assert told.assumed_km == expected.assumed_km


def test_monaco(monaco: Path) -> None:
    km = {"walk": 79.781, "bike": 57.686, "ebike": 57.686, "drive": 60.358}
    expected = StudySummary(nodes=1115, links=1511, junctions=786, signals=6, km=km, assumed_km=0.0)
    assert_close(summary(open_study(monaco)), expected)


def test_heidelberg(heidelberg: Path) -> None:
    km = {"walk": 2400.178, "bike": 2144.207, "ebike": 2144.207, "drive": 861.420}
    expected = StudySummary(
        nodes=24711, links=32692, junctions=15857, signals=208, km=km, assumed_km=0.0
    )
    assert_close(summary(open_study(heidelberg)), expected)
