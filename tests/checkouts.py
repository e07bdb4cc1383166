"""Copies of the product as a new user gets it, to try commands in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = tuple(sorted(path.stem for path in (ROOT / "pages").glob("*.py")))


def copy_checkout(to: Path) -> Path:
    """Copy the project's own files to `to`, with this Python's environment as its `.venv`.

    What git ignores (caches, copied assets) stays behind.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    (to / ".venv").symlink_to(sys.prefix)
    return to
