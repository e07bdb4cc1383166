"""Other programs to measure beside, each in a virtual environment of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent


def environment(name: str, python: str = sys.executable) -> Path:
    """The Python of a peer, with `peers/<name>.txt` installed into `.venv-<name>` if it changed."""
    folder, wanted = FOLDER / f".venv-{name}", HERE / f"{name}.txt"
    stamp, program = folder / "installed.txt", folder / "bin" / "python"
    if stamp.is_file() and stamp.read_text() == wanted.read_text():
        return program
    found = shutil.which(python)
    if found is None:
        raise RuntimeError(f"{name} needs {python}, which is not on the PATH")
    subprocess.run([found, "-m", "venv", "--clear", folder], check=True)
    pip = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", wanted], check=True)
    stamp.write_text(wanted.read_text())
    return program


def ask(program: Path, script: Path, arguments: Sequence[str | Path] = ()) -> Any:
    """Run a peer's script; what it prints last, as JSON."""
    run = subprocess.run([program, script, *arguments], check=True, capture_output=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])
