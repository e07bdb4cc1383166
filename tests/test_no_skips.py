"""A skip is a skip on a reader's machine, and a failure where everything is said to be there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.no_skips import VARIABLE

ROOT = Path(__file__).resolve().parent.parent
SKIPPED_TEST = "import pytest\n\ndef test_it():\n    pytest.skip('no browser here')\n"
SKIPPED_FILE = "import pytest\n\npytest.skip('no extracts here', allow_module_level=True)\n"
PASSED_TEST = "def test_it():\n    pass\n"


def run_pytest(
    folder: Path, source: str, forbid: str, *more: str
) -> subprocess.CompletedProcess[str]:
    (folder / "test_made_up.py").write_text(source)
    (folder / "pytest.ini").write_text("[pytest]\n")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.no_skips", *more, str(folder)],
        cwd=ROOT,
        env={**os.environ, VARIABLE: forbid},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("source", [SKIPPED_TEST, SKIPPED_FILE])
def test_a_skip_fails_where_it_is_forbidden(tmp_path: Path, source: str) -> None:
    for more in ((), ("-n", "1")):  # with other processes, too
        run = run_pytest(tmp_path, source, "1", *more)
        assert run.returncode != 0
        assert f"{VARIABLE}=1, but this was skipped" in run.stdout


@pytest.mark.parametrize("source", [SKIPPED_TEST, SKIPPED_FILE])
def test_a_skip_is_a_skip_elsewhere(tmp_path: Path, source: str) -> None:
    run = run_pytest(tmp_path, source, forbid="")
    assert "1 skipped" in run.stdout


def test_other_tests_are_left_alone(tmp_path: Path) -> None:
    assert run_pytest(tmp_path, PASSED_TEST, forbid="1").returncode == 0
