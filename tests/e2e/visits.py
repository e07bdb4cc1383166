"""A reader at a screen: opens pages of the running app, and notices all that goes wrong there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Frame, Page, Request, WebSocket

from tests.browser import leaves_the_machine
from tests.checkouts import PAGES

WIDE, NARROW = (1440, 900), (390, 844)
PATIENCE_MS = 60_000
MAP = ".st-key-map iframe"
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
PROBED = re.compile("/(" + "|".join(PAGES) + ")/_stcore/(health|host-config)$")
"""Streamlit, opened on a page's own address, looks for its server below that page first."""
DRAWN = "() => window.map && map.atlas && map.atlas.town && map.atlas.drawings.size > 0"


@dataclass
class Visit:
    """One reader's open page, with what it complained of and whom it asked."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    asked_outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    received: int = 0

    def open(self, page: str, **parameters: str) -> None:
        """Open a page of the app by its name in the address, and wait until it is there."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        self.page.goto(f"{self.address}{page}{query}")
        self.settle()

    def settle(self) -> None:
        """Wait until the app has nothing more to compute."""
        self.page.wait_for_selector(SETTLED, state="attached", timeout=PATIENCE_MS)
        self.page.wait_for_function(
            f"() => !!document.querySelector('{SETTLED}')", timeout=PATIENCE_MS
        )

    def map(self) -> Frame:
        """The frame of the map, once the town and an answer are drawn on it."""
        self.page.wait_for_selector(MAP, timeout=PATIENCE_MS)
        found = self.page.query_selector(MAP)
        frame = found.content_frame() if found else None
        assert frame is not None
        frame.wait_for_function(DRAWN, timeout=PATIENCE_MS)
        return frame

    def text(self) -> str:
        """All that one can read on the page outside of the map."""
        return self.page.inner_text('[data-testid="stApp"]')

    def scrolls_sideways(self) -> bool:
        """Whether the page is wider than its window."""
        return bool(
            self.page.evaluate(
                "() => [document.documentElement, document.body,"
                " document.querySelector('[data-testid=stMain]')]"
                ".some(box => box && box.scrollWidth > box.clientWidth + 1)"
            )
        )

    def _console(self, message: ConsoleMessage) -> None:
        place = message.location["url"]
        if message.type == "error" and not PROBED.search(place):
            self.complaints.append(f"{message.text} ({place})")

    def _request(self, request: Request) -> None:
        self.requests.append(request.url)
        if leaves_the_machine(request.url):
            self.asked_outside.append(request.url)

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _websocket(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._frame)

    def _frame(self, payload: str | bytes) -> None:
        self.received += len(payload)


@contextmanager
def visit(
    browser: Browser,
    address: str,
    size: tuple[int, int] = WIDE,
    locale: str = "zh-CN",
) -> Iterator[Visit]:
    """A fresh reader with a window of this size, who speaks this language."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        has_touch=size == NARROW,
        is_mobile=size == NARROW,
    )
    try:
        seen = Visit(context.new_page(), address)
        page = seen.page
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", seen._console)
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("request", seen._request)
        page.on("dialog", seen._dialog)
        page.on("websocket", seen._websocket)
        yield seen
    finally:
        context.close()
