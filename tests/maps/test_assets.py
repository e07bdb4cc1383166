from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.errors import CacheError
from geo.maps.assets import (
    FRAME_STATIC_URL,
    LIBRARIES,
    STATIC,
    prepare_assets,
    script_urls,
    style_urls,
)


def test_every_script_and_style_lies_where_its_address_says(tmp_path: Path) -> None:
    assert prepare_assets(tmp_path) == FRAME_STATIC_URL
    for url in [*script_urls("static", LIBRARIES), *style_urls("static", LIBRARIES)]:
        path = url.split("?")[0].removeprefix("static/")
        assert (tmp_path / path).is_file() or (STATIC / path).is_file(), url


def test_a_second_time_copies_nothing(tmp_path: Path) -> None:
    prepare_assets(tmp_path)
    before = {file: file.stat().st_ino for file in tmp_path.rglob("*")}
    prepare_assets(tmp_path)
    assert {file: file.stat().st_ino for file in tmp_path.rglob("*")} == before


def test_many_at_once_leave_one_whole_copy(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: prepare_assets(tmp_path), range(4)))
    assert sorted(folder.name for folder in (tmp_path / "vendor").iterdir()) == sorted(
        library.folder.removeprefix("vendor/") for library in LIBRARIES
    )


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "static"
    blocked.write_text("in the way")
    with pytest.raises(CacheError, match=os.fspath(blocked)):
        prepare_assets(blocked)
