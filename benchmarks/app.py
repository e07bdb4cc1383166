"""The atlas as a reader meets it: `make run` to a drawn page, a moved slider to new bands."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.measuring import RUNS, Row, median
from tests.browser import FLAGS, NO_BROWSER, find_browser
from tests.checkouts import copy_checkout
from tests.e2e.visits import Visit, visit
from tests.launching import plain_environment, running

COLD_SECONDS, SECOND_SECONDS = 20, 5
SLIDER_SECONDS, SLIDER_KILOBYTES = 1, 1000
_WATCH = """() => {
    window.shown = new Set(map.atlas.drawings);
    window.drawn = new Promise(tell => {
        const look = () =>
            [...map.atlas.drawings].some(d => d.areas.length && !window.shown.has(d))
                ? requestAnimationFrame(() => tell(Date.now()))
                : requestAnimationFrame(look);
        look();
    });
}"""


def rows() -> Iterator[Row]:
    """Starts and answers of the app with the bundled town."""
    with tempfile.TemporaryDirectory() as folder, _browser() as browser:
        checkout = copy_checkout(Path(folder) / "town-atlas")
        env = plain_environment(Path(folder))
        cold, again = [], []
        for _ in range(RUNS):
            _forget(checkout)
            cold.append(_start(browser, checkout, env))
            again.append(_start(browser, checkout, env))
        yield _start_row("cold start to a served page", [s for s, _ in cold], COLD_SECONDS)
        yield _start_row("cold start to a drawn Commute page", [d for _, d in cold], COLD_SECONDS)
        yield _start_row("second start to a served page", [s for s, _ in again], SECOND_SECONDS)
        yield _start_row("second start to a drawn Commute page", [d for _, d in again])
        yield from _slider(browser, checkout, env)


@contextmanager
def _browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        raise RuntimeError(NO_BROWSER)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(FLAGS))


def _forget(checkout: Path) -> None:
    """Remove what a start makes: the built network, and the map's copied and drawn files."""
    for made in (".cache", "static/vendor", "static/towns"):
        shutil.rmtree(checkout / made, ignore_errors=True)


def _start(browser: Browser, checkout: Path, env: dict[str, str]) -> tuple[float, float]:
    """Seconds from `make run` to a served page, and to the Commute page drawn in a browser."""
    begun = time.perf_counter()
    with running("make run", checkout, env) as address:
        served = time.perf_counter() - begun
        with visit(browser, address.split("?")[0]) as seen:
            seen.open("commute", lang="en")
            seen.map()
            return served, time.perf_counter() - begun


def _start_row(what: str, seconds: list[float], at_most: float | None = None) -> Row:
    return Row(what, median(seconds), "s", len(seconds), at_most)


def _slider(browser: Browser, checkout: Path, env: dict[str, str]) -> Iterator[Row]:
    """Seconds and bytes from a moved slider to new bands on the map."""
    with (
        running("make run", checkout, env) as address,
        visit(browser, address.split("?")[0]) as seen,
    ):
        seen.open("commute", lang="en", mode="drive")
        seen.map()
        moved = [_move(seen) for _ in range(2 * RUNS)][1:]
    yield Row(
        "changed slider to new bands",
        median(seconds for seconds, _ in moved),
        "s",
        len(moved),
        SLIDER_SECONDS,
    )
    kilobytes = [received / 1000 for _, received in moved]
    yield Row("sent for it", median(kilobytes), "kB", len(moved), SLIDER_KILOBYTES)
    yield Row("sent for it at most", max(kilobytes), "kB", len(moved), SLIDER_KILOBYTES)


def _move(seen: Visit) -> tuple[float, int]:
    shown, before = seen.map(), seen.received
    shown.evaluate(_WATCH)
    slider = seen.page.get_by_role("slider").first
    slider.focus()
    begun = time.time()
    slider.press("ArrowLeft")
    drawn = float(shown.evaluate("() => window.drawn")) / 1000
    seen.settle()
    return drawn - begun, seen.received - before
