"""`make run` as a user starts it, in a copy of the checkout, and stopped again."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The environment that runs this stands in for the one that `make run` would install.
MAKE_RUN = "make -o .venv/run.installed run"
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


def plain_environment(home: Path) -> dict[str, str]:
    """The environment of somebody who has set nothing up, with this home."""
    ours = ("MAKE", "TOWN", "PYTEST", "PYTHON")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return {**kept, "HOME": str(home)}


@contextmanager
def running(command: str, folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Run a `make run ...` on a free port; yield the address that it prints once it is served."""
    command = command.replace("make run", MAKE_RUN)
    process = subprocess.Popen(
        [*shlex.split(command), f"PORT={_free_port()}"],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield _served(process)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=20)


def _served(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if found := ADDRESS.search(line):
            _wait_until_served(found[0])
            return found[0]
    raise RuntimeError("no address in what it said:\n" + "".join(said))


def _wait_until_served(address: str, seconds: float = 60) -> None:
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody answers at {address}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
