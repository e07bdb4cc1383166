"""How the command line speaks."""

from __future__ import annotations

import io
import sys
import threading
from pathlib import Path

import pytest
import shapely

from geo import terminal
from geo.errors import QuestionError
from geo.model import Band, Isochrone, IsochroneQuestion, Mode


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


def test_an_error_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say_error(QuestionError("hub", "a\nb", "Ask\r\nfor\tanother."))
    terminal.say_error(ValueError("two\nlines"))
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert told[0].endswith("Ask for another.")
    assert "ValueError: two lines" in told[1]
    assert "report" in told[1]


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.progress() as told:
        told("roads", 0.1)
        told("network", 0.5)
    assert capsys.readouterr().err == ""


class Bell(threading.Timer):
    """A timer that rings when the test says so."""

    def start(self) -> None:
        bells.append(self)


bells: list[Bell] = []


def test_long_work_says_each_step_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "Timer", Bell)
    with terminal.progress() as told:
        told("read", 0.0)
        told("roads", 0.1)
        bells.pop().function()
        for step, done in (("roads", 0.2), ("own_step", 0.5), ("own_step", 0.6), ("ready", 1.0)):
            told(step, done)
    assert capsys.readouterr().err.splitlines() == ["Reading the roads ...", "Own step ..."]


def test_a_terminal_gets_a_bar_that_goes_when_done(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with terminal.progress() as told:
        told("roads", 0.5)
    assert "Reading the roads" in screen.getvalue()
    assert "\x1b[2K" in screen.getvalue()  # the line is wiped


def test_an_answer_goes_out_or_into_its_file(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    terminal.deliver("萧山\n".encode(), None)
    terminal.deliver(b"12345", tmp_path / "a.csv")
    told = capsysbinary.readouterr()
    assert told.out == "萧山\n".encode()
    assert (tmp_path / "a.csv").read_bytes() == b"12345"
    assert told.err.decode().endswith("a.csv (5 bytes).\n")


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2.5e6, "2.5 MB"), (3e12, "3000.0 GB")],
)
def test_sizes_are_said_as_people_do(count: float, text: str) -> None:
    assert terminal.size(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59.6, "1 min 00 s"), (3725, "1 h 02 min")]
)
def test_durations_are_said_as_people_do(seconds: float, text: str) -> None:
    assert terminal.duration(seconds) == text


def test_only_no_ground_at_all_reads_as_nought() -> None:
    areas = {1: 0.0, 2: 0.034, 3: 0.96, 5: 12.34}
    ground = shapely.box(0, 0, 1, 1)
    bands = tuple(Band(at, ground, ground, area, at == 5) for at, area in areas.items())
    question = IsochroneQuestion((), Mode.WALK, tuple(areas))
    assert terminal.band_lines(Isochrone(question, bands, False, "", "")) == [
        "1 min: 0.0 km²",
        "2 min: 0.03 km²",
        "3 min: 0.96 km²",
        "5 min: at least 12.3 km² (the map ends here)",
    ]
