"""Other programs to measure beside, each in a virtual environment of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent
OLDEST = (3, 12)
"""The oldest Python that the peers' wheels are made for."""


class Peer:
    """A peer's script in its own environment, kept running: questions in and answers out, as JSON.

    `name` stands for `peers/<name>.txt`, what to install, and `peers/<name>_peer.py`, what to run.
    A context manager; raises RuntimeError, with what the script said, when it fails.
    """

    def __init__(self, name: str, *arguments: str | Path) -> None:
        self.name = name
        self.arguments = [str(argument) for argument in arguments]

    def __enter__(self) -> Peer:
        program = environment(self.name)
        command = [program, HERE / f"{self.name}_peer.py", *self.arguments]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(60)

    def ask(self, task: str, **question: Any) -> Any:
        """The peer's answer to one question."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError(f"{self.name} is not running")
        self.process.stdin.write(json.dumps({"task": task, **question}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} gave no answer to {task!r}; see its error above")
        return json.loads(line)


def environment(name: str) -> Path:
    """The Python of a peer, with `peers/<name>.txt` installed into `.venv-<name>` if it changed."""
    folder, wanted = FOLDER / f".venv-{name}", HERE / f"{name}.txt"
    stamp, program = folder / "installed.txt", folder / "bin" / "python"
    if stamp.is_file() and stamp.read_text() == wanted.read_text():
        return program
    print(f"  installing {name} into {folder.name}", flush=True)
    subprocess.run([_newer_python(), "-m", "venv", "--clear", folder], check=True)
    pip = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", wanted], check=True)
    stamp.write_text(wanted.read_text())
    return program


def _newer_python() -> str:
    """A Python that the peers can be installed into: this one, one on the PATH, or pyenv's."""
    for program in _pythons():
        told = subprocess.run(
            [program, "-c", "import sys; print(*sys.version_info[:2])"],
            capture_output=True,
            text=True,
        )
        if told.returncode == 0 and tuple(map(int, told.stdout.split())) >= OLDEST:
            return program
    version = ".".join(map(str, OLDEST))
    raise RuntimeError(f"the peers need Python {version} or newer, and none was found; install one")


def _pythons() -> Iterator[str]:
    yield sys.executable
    for minor in range(OLDEST[1], OLDEST[1] + 4):
        found = shutil.which(f"python3.{minor}")
        if found is not None:
            yield found
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(root.glob("versions/*/bin/python3")))
