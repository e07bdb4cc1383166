"""Arrays kept in a folder by name, memory-mapped, the longest unused ones dropped."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHELF_BYTES = 128_000_000
"""How much a shelf holds: some fifty hubs, modes and periods of a town with 100,000 streets."""

Array = NDArray[np.float32]


def shelved(folder: Path, name: str, make: Callable[[], Array]) -> Array:
    """The array of that name, made where there is none that can be read.

    Where the folder cannot be written it is made each time.
    """
    file = folder / f"{name}.npy"
    try:
        kept: Array = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, EOFError, ValueError):
        kept = make()
        with contextlib.suppress(OSError):
            _put(file, kept)
        return kept
    with contextlib.suppress(OSError):
        os.utime(file)  # marks it as used
    return kept


def _put(file: Path, array: Array) -> None:
    """Write beside the file and rename, then make room: nobody ever reads half an array."""
    file.parent.mkdir(exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as opened:
            np.save(opened, array, allow_pickle=False)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    _make_room(file.parent)


def _make_room(folder: Path) -> None:
    facts = [(file, file.stat()) for file in folder.iterdir()]
    held = 0
    for file, known in sorted(facts, key=lambda fact: fact[1].st_mtime_ns, reverse=True):
        held += known.st_size
        if held > SHELF_BYTES:
            file.unlink(missing_ok=True)
