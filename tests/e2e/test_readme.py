"""The README's recipe for another town, done as it says, with a real extract."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.checkouts import ROOT, copy_checkout
from tests.e2e.visits import visit
from tests.launching import plain_environment, running

pytestmark = pytest.mark.browser


def blocks(readme: str, kind: str) -> list[str]:
    """The code blocks of a README of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)


def without_remarks(block: str) -> list[str]:
    return [line.split("#")[0].rstrip() for line in block.splitlines()]


def test_another_town_is_opened_as_the_readme_says(
    browser: Browser, extracts: Path, tmp_path: Path
) -> None:
    checkout = copy_checkout(tmp_path / "town-atlas")
    home = tmp_path / "home"
    (home / "Downloads").mkdir(parents=True)
    (home / "Downloads" / "heidelberg.osm.pbf").symlink_to(extracts / "heidelberg/roads.osm.pbf")
    env = plain_environment(home)
    first, last = blocks("README.md", "sh")
    subprocess.run(["sh", "-e", "-c", first], cwd=checkout, env=env, check=True)
    town = checkout / "data" / "heidelberg"
    (town / "town.toml").write_text(blocks("README.md", "toml")[0], "utf-8")
    (town / "hubs.csv").write_text(blocks("README.md", "csv")[0], "utf-8")
    *commands, opening = last.strip().splitlines()
    for command in commands:
        run = subprocess.run(
            ["sh", "-c", command], cwd=checkout, env=env, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
        assert "Error" not in run.stdout + run.stderr
    assert opening.startswith("make run ")
    with running(opening, checkout, env) as address, visit(browser, address) as seen:
        for page in ("town", "commute"):
            seen.address = address.split("?")[0]
            seen.open(page, town="heidelberg", lang="en")
            seen.map()
            assert "Heidelberg" in seen.page.inner_text(".answer h1")
        assert seen.complaints == []
        assert seen.asked_outside == []


def test_both_readmes_give_the_same_recipe() -> None:
    for kind in ("sh", "toml", "csv"):
        english, chinese = blocks("README.md", kind), blocks("README.zh.md", kind)
        assert [*map(without_remarks, english)] == [*map(without_remarks, chinese)]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_what_a_readme_points_to_is_there(readme: str) -> None:
    links = re.findall(r"\]\(([^)#\s]+)\)", (ROOT / readme).read_text("utf-8"))
    here = [link for link in links if "://" not in link]
    assert here
    assert [link for link in here if not (ROOT / link).exists()] == []
