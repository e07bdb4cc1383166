"""What axe-core finds wrong with a page, and with the map in its frame."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from playwright.sync_api import Frame, Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
GRAVE = ("serious", "critical")


def violations(where: Page | Frame) -> list[str]:
    """Serious and critical violations of axe-core's rules, each with its first place."""
    where.evaluate(AXE)
    found: dict[str, Any] = where.evaluate(
        "async () => await axe.run({resultTypes: ['violations']})"
    )
    assert found["passes"], "axe has looked at nothing"
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in GRAVE
    ]
