"""A file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import export
from geo.errors import OutputError


def test_a_file_appears_whole_and_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"old")
    export.write(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        export.write(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_missing_folder_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="folder does not exist"):
        export.write(tmp_path / "no" / "a.csv", b"")
    with pytest.raises(OutputError, match="it is a folder"):
        export.write(tmp_path, b"")
