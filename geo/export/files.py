"""Bytes -> a file, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from geo.errors import OutputError


def write(path: Path, data: bytes) -> None:
    """Put `data` into the file `path`, which appears at once or not at all.

    They go to a temporary file in the same folder that is then renamed; a device or a pipe is
    written to as it is. Raises OutputError where the folder is missing or nothing can be written.
    """
    require_place(path)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(path, data)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise OutputError(
            path, f"it cannot be written ({reason})", "Choose another folder or free some room."
        ) from error


def require_place(path: Path) -> None:
    """Raise OutputError where no file can come to stand: worth knowing before a long answer."""
    if not path.parent.is_dir():
        raise OutputError(path, "its folder does not exist", "Create it or choose another.")
    if path.is_dir():
        raise OutputError(path, "it is a folder", "Give the name of a file in it.")


def _replace(path: Path, data: bytes) -> None:
    """Write beside `path` and rename; what was there stays until the new bytes are complete."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
