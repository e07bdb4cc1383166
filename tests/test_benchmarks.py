"""The frame of the benchmarks: medians, tables and goals, without measuring anything real."""

from __future__ import annotations

import sys

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.measuring import Row, command, median_seconds
from benchmarks.report import results, table


def test_the_first_runs_only_warm_up() -> None:
    calls: list[str] = []
    median_seconds(lambda: calls.append("task"), 5, lambda: calls.append("before"), warm=1)
    assert calls == ["before", "task"] * 6


def test_a_goal_is_reached_or_missed() -> None:
    assert Row("bands", 80, "ms", at_most=100).reached is True
    assert Row("bands", 120, "ms", at_most=100).reached is False
    assert Row("agreement", 96.5, "%", at_least=97).reached is False
    assert Row("edges", 136_874, "edges").reached is None


def test_a_table_leaves_out_empty_columns_and_tells_the_ratio() -> None:
    said = table([Row("bands", 40, "ms", 5, at_most=100, peer="Valhalla", peer_value=158)])
    head, _, line = said.splitlines()
    assert "Note" not in head
    assert line.split(" | ") == [
        "| bands",
        "40    ",
        "ms  ",
        "5   ",
        "at most 100",
        "yes    ",
        "Valhalla 158",
        "3.95  |",
    ]


def test_results_name_machine_and_versions() -> None:
    text = results({"app": [Row("start", 12.345, "s")]})
    assert "## app" in text
    assert "12.3" in text
    assert "GiB" in text
    assert "streamlit 1." in text


def test_a_command_tells_seconds_and_memory() -> None:
    seconds, megabytes = command([sys.executable, "-c", "pass"])
    assert seconds > 0
    assert megabytes > 1


def test_a_command_that_fails_says_what_it_said() -> None:
    with pytest.raises(RuntimeError, match="out of tea"):
        command([sys.executable, "-c", "raise SystemExit('out of tea')"])


def test_an_unknown_group_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "weather"])
    with pytest.raises(SystemExit) as stopped:
        benchmarks.main()
    assert stopped.value.code == 2
