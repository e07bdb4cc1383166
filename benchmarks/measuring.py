"""Repeated measurements: functions and commands in, medians out."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUNS = 5


@dataclass(frozen=True)
class Row:
    """One figure: what was measured, its median over so many runs, and what it must reach.

    `peer` names another program's figure of the same kind in the same run, and `peer_value` is it;
    `ratio_at_least` is how many times ours it must be.
    """

    what: str
    value: float
    unit: str
    runs: int = 1
    at_most: float | None = None
    at_least: float | None = None
    peer: str = ""
    peer_value: float | None = None
    note: str = ""
    ratio_at_least: float | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.ratio_at_least is not None and self.peer_value is not None:
            return self.peer_value >= self.ratio_at_least * self.value
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    @property
    def goal(self) -> str:
        if self.ratio_at_least is not None:
            return f"ratio at least {self.ratio_at_least:g}"
        if self.at_most is not None:
            return f"at most {self.at_most:g}"
        return "" if self.at_least is None else f"at least {self.at_least:g}"


def median_seconds(
    task: Callable[[], Any],
    runs: int = RUNS,
    before: Callable[[], Any] | None = None,
    warm: int = 0,
) -> float:
    """Median seconds that `task` takes over `runs`, each after an untimed `before`.

    `warm` more runs come first and do not count.
    """
    times = []
    for _ in range(warm + runs):
        if before is not None:
            before()
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return statistics.median(times[warm:])


def median(values: Iterable[float]) -> float:
    """The median, of at least one value."""
    return statistics.median(values)


def command(
    arguments: Sequence[str | Path], env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> tuple[float, float]:
    """Run a command to its end; its seconds, and its peak memory in megabytes.

    Raises CalledProcessError, with what it printed, when it fails.
    """
    start = time.perf_counter()
    run = subprocess.run(
        [sys.executable, "-c", _PEAK, *map(str, arguments)],
        env=env,
        cwd=cwd,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - start
    if run.returncode != 0:
        raise RuntimeError(f"{arguments[0]} failed:\n{run.stdout}{run.stderr}")
    return seconds, int(run.stderr.splitlines()[-1]) / 1024


# A process of its own runs the command, so that the peak is that of this one command alone.
_PEAK = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


def own_peak_megabytes() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
