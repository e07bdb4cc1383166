"""Every number of the travel model has a source; a town overrides it by name and within reason."""

from __future__ import annotations

from typing import Any

import pytest

from geo.sources.assumptions import default_assumptions, override


def test_every_number_has_a_unit_and_a_source() -> None:
    rows = default_assumptions().rows
    assert all(row.unit and row.source and not row.overridden for row in rows.values())
    assert all(key == row.key for key, row in rows.items())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("speeds.walk", 4.8),
        ("speeds.bike", 13.46),
        ("speeds.ebike", 17.09),
        ("speeds.drive.trunk", 70.0),
        ("congestion.peak.middle", 0.55),
        ("congestion.off-peak.major", 0.90),
        ("delays.signal_drive", 15.0),
        ("offroad.detour", 1.3),
    ],
)
def test_the_defaults_are_the_published_ones(key: str, value: float) -> None:
    assert default_assumptions()[key] == value


def test_a_town_overrides_by_nested_tables_and_it_is_said() -> None:
    tables = {"speeds": {"walk": 5, "drive": {"trunk": 60.5}}, "delays": {"signal_walk": 0}}
    found, faults = override(default_assumptions(), tables, "town.toml")
    assert faults == []
    assert (found["speeds.walk"], found["speeds.drive.trunk"]) == (5.0, 60.5)
    assert found["delays.signal_walk"] == 0.0
    assert found.rows["speeds.walk"].overridden
    assert not found.rows["speeds.bike"].overridden
    assert default_assumptions()["speeds.walk"] == 4.8


@pytest.mark.parametrize(
    ("tables", "where", "told"),
    [
        ({"speeds": {"walks": 5}}, "speeds.walks", "Did you mean 'speeds.walk'?"),
        ({"speeds": {"drive": {"trnk": 5}}}, "speeds.drive.trnk", "'speeds.drive.trunk'"),
        ({"speeds": {"zzz": 5}}, "speeds.zzz", "Known here: speeds.walk"),
        ({"speeds": {"walk": "5"}}, "speeds.walk", "'5' is no number"),
        ({"speeds": {"walk": True}}, "speeds.walk", "True is no number"),
        ({"speeds": {"walk": float("nan")}}, "speeds.walk", "nan is no number"),
        ({"speeds": {"walk": 0}}, "speeds.walk", "from 0.5 to 200"),
        ({"speeds": {"walk": -4.8}}, "speeds.walk", "makes no sense"),
        ({"congestion": {"peak": {"major": 60}}}, "congestion.peak.major", "from 0.05 to 1"),
        ({"offroad": {"detour": 0.5}}, "offroad.detour", "from 1 to 5"),
        ({"offroad": {"lattice_metres": 1}}, "offroad.lattice_metres", "from 50 to 1000"),
        ({"speeds": 5}, "speeds", "no such assumption"),
    ],
)
def test_a_slip_is_a_fault_that_names_the_key(tables: Any, where: str, told: str) -> None:
    found, faults = override(default_assumptions(), tables, "town.toml")
    assert [(fault.file, fault.where) for fault in faults] == [("town.toml", where)]
    assert told in str(faults[0])
    assert dict(found) == dict(default_assumptions())


def test_all_slips_are_told_at_once_and_the_rest_counts() -> None:
    tables = {"speeds": {"walk": 5, "bik": 1}, "delays": {"signal_drive": -1}}
    found, faults = override(default_assumptions(), tables, "town.toml")
    assert len(faults) == 2
    assert found["speeds.walk"] == 5
