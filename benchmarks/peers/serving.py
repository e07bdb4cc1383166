"""Inside a peer's environment: answer questions line by line, and tell time and memory.

Runs without the atlas and with nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def serve(tasks: dict[str, Callable[..., Any]]) -> None:
    """Answer every line of standard input, {"task": name, ...its arguments}, with a line of JSON.

    Whatever else a library prints goes to standard error.
    """
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        question = json.loads(line)
        answer = tasks[question.pop("task")](**question)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def timed(task: Callable[[], Any], runs: int, warm: int = 1) -> tuple[Any, float]:
    """What a task gives, and its median seconds over `runs`, after `warm` that do not count."""
    seconds = []
    answer = None
    for _ in range(warm + runs):
        start = time.perf_counter()
        answer = task()
        seconds.append(time.perf_counter() - start)
    return answer, statistics.median(seconds[warm:])


def peak_megabytes(task: Callable[[], Any]) -> float:
    """How far memory rises above what is held already while a task runs; 0.0 off Linux."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
    before = _kilobytes(status, "VmRSS")
    task()
    return (_kilobytes(status, "VmHWM") - before) / 1024


def _kilobytes(status: Path, key: str) -> int:
    lines = status.read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(key + ":"))
