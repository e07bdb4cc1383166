"""A real browser and a running app for the tests that need them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)
NO_BROWSER = (
    "no browser found: install chromium or google-chrome, run 'playwright install chromium', "
    "or set CHROMIUM to one"
)
_LOCAL_SCHEMES = {"data", "blob", "about"}


def find_browser() -> Path | None:
    """The browser in $CHROMIUM, else one on the PATH, else Playwright's own; None without any."""
    named = os.environ.get("CHROMIUM")
    on_path = (shutil.which(name) for name in (named, "chromium", "google-chrome") if name)
    found = next((Path(path) for path in on_path if path), None)
    return found or _playwrights_own()


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


@contextmanager
def serve(
    app: Path, *, base_path: str = "", env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Iterator[str]:
    """Run `app` with Streamlit on a free loopback port; yield its address, ending in a slash.

    Streamlit reads `.streamlit/config.toml` from `cwd`, by default the app's own folder.
    """
    port = _free_port()
    path = base_path.strip("/")
    address = f"http://127.0.0.1:{port}/{path + '/' if path else ''}"
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            _command(app, port, path),
            cwd=cwd or app.parent,
            env={**os.environ, **(env or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _await_health(address, process, log)
            yield address
        finally:
            _end(process)


def _command(app: Path, port: int, base_path: str) -> list[str]:
    settings = {
        "server.port": str(port),
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.baseUrlPath": base_path,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    options = [f"--{key}={value}" for key, value in settings.items()]
    return [sys.executable, "-m", "streamlit", "run", str(app), *options]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_health(
    address: str, process: subprocess.Popen[bytes], log: object, seconds: float = 90
) -> None:
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    log.seek(0)  # type: ignore[attr-defined]
    said = log.read().decode(errors="replace")  # type: ignore[attr-defined]
    raise RuntimeError(f"the app did not come up at {address}:\n{said}")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def leaves_the_machine(url: str) -> bool:
    """Whether a request for `url` would go anywhere but to this machine."""
    parts = urlsplit(url)
    return parts.scheme not in _LOCAL_SCHEMES and parts.hostname not in {"127.0.0.1", "localhost"}
