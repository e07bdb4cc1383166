"""`make` says plainly what it does and what it lacks; nothing here installs or downloads."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="no make: install make")


def make(*arguments: str, folder: Path = ROOT, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run make in `folder`, as it is outside of another make."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={**inherited, "MAKEFLAGS": "", **({"PATH": path} if path else {})},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the Makefile and lists of requirements, and nothing made yet."""
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy2(ROOT / name, tmp_path / name)
    return tmp_path


def fake_python(folder: Path, version: str, *, new_enough: bool) -> Path:
    """A program that answers as a Python of this version would, and makes no environments."""
    program = folder / "python3"
    program.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        f'  *print*) echo "{version}" ;;\n'
        f"  *sys.exit*) exit {0 if new_enough else 1} ;;\n"
        "  *) exit 1 ;;\n"
        "esac\n"
    )
    program.chmod(0o755)
    return program


def test_make_alone_lists_what_can_be_made() -> None:
    said = make().stdout
    for target in ("run", "test", "check", "bench"):
        assert f"make {target} " in said


def test_an_older_python_is_named(checkout: Path) -> None:
    python = fake_python(checkout, "3.9", new_enough=False)
    run = make(".venv/bin/python", f"PYTHON={python}", folder=checkout)
    assert run.returncode != 0
    assert f"needs Python 3.11 or newer. {python} is 3.9." in run.stdout


def test_a_missing_python_is_said(checkout: Path) -> None:
    run = make(".venv/bin/python", "PYTHON=no-such-python", folder=checkout)
    assert run.returncode != 0
    assert "needs Python 3.11 or newer. None was found." in run.stdout


def test_a_python_without_environments_is_said_and_nothing_is_left(checkout: Path) -> None:
    python = fake_python(checkout, "3.12", new_enough=True)
    run = make(".venv/bin/python", f"PYTHON={python}", folder=checkout)
    assert run.returncode != 0
    assert "apt install python3-venv" in run.stdout
    assert not (checkout / ".venv").exists()


def test_what_is_installed_is_not_installed_again(checkout: Path) -> None:
    assert " install -r" in make("-n", "run", folder=checkout).stdout
    binaries = checkout / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    (checkout / ".venv" / "run.installed").touch()
    assert " install -r" not in make("-n", "run", folder=checkout).stdout
    assert "-r requirements-dev.txt" in make("-n", "test", folder=checkout).stdout


def test_the_app_is_told_which_town_it_was_started_for(checkout: Path) -> None:
    said = make("-n", "run", "TOWN=some/where/my-town", folder=checkout).stdout
    assert 'TOWN_ATLAS_TOWN=$(basename "some/where/my-town"); export TOWN_ATLAS_TOWN' in said


def test_changed_requirements_are_installed(checkout: Path) -> None:
    binaries = checkout / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    stamp = checkout / ".venv" / "run.installed"
    stamp.touch()
    os.utime(stamp, (0, 0))
    assert "-r requirements.txt" in make("-n", "run", folder=checkout).stdout


@pytest.mark.parametrize("port", ["taken", "seaside", "99999999"])
def test_a_port_that_cannot_be_used_is_said(checkout: Path, port: str) -> None:
    binaries = checkout / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = str(server.getsockname()[1]) if port == "taken" else port
        run = make("port", f"PORT={number}", folder=checkout)
    assert run.returncode != 0
    assert f"Port {number} cannot be used" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


def test_ci_is_a_program() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    said = subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], capture_output=True, text=True)
    assert said.stderr == ""
