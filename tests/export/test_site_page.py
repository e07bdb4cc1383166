"""The site report: one file that asks no server, and text in it stays text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import numpy as np
import shapely

from geo.export.picture import Mark, picture
from geo.export.site_page import Block, Report, Sheet, report_html
from geo.study import Study
from tests.gridville import EAST, NORTH
from tests.maps.hostile import HOSTILE


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def drawn(study: Study, name: str = "Here") -> str:
    shape = shapely.box(EAST + 410, NORTH + 410, EAST + 590, NORTH + 590)
    return picture(study, [shape], [Mark(EAST + 500, NORTH + 500, name)], name, 2600)


def test_a_picture_shows_streets_water_and_what_it_is_about(gridville: Study) -> None:
    found = Tags(drawn(gridville)).found
    paths = [attrs for tag, attrs in found if tag == "path"]
    assert any(attrs["stroke"] == "#b0a897" for attrs in paths)  # Main Road is a primary one
    assert any(attrs["stroke"] == "#c0392b" for attrs in paths)
    numbers = np.array(re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn(gridville)), float)
    assert (numbers >= -1).all()
    assert (numbers[:, 0] <= 681).all()


def report(study: Study, text: str) -> str:
    block = Block(text, [text, text], [[text, "3"]], 1, text)
    sheet = Sheet(text, [text], drawn(study, text), [block])
    whole = Report("en", text, [text], drawn(study, text), block, [sheet], [text])
    return report_html(whole).decode()


def test_nothing_in_it_asks_a_server_and_no_text_becomes_markup(gridville: Study) -> None:
    plain = [tag for tag, _ in Tags(report(gridville, "x")).found]
    for text in HOSTILE:
        page = report(gridville, text)
        found = Tags(page).found
        assert [tag for tag, _ in found] == plain
        assert not [a for _, attrs in found for a in attrs if a.startswith("on")]
        assert not [1 for tag, attrs in found if {"src", "href"} & set(attrs) or tag == "script"]
    assert "url(" not in report(gridville, "x")


def test_it_is_set_for_paper(gridville: Study) -> None:
    page = report(gridville, "x")
    assert "size: A4" in page
    assert "counter(page)" in page


def test_names_that_would_lie_on_another_are_left_out_and_numbers_stay(gridville: Study) -> None:
    shape = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)
    near = [
        Mark(EAST + 50, NORTH + 50, name, number=number)
        for name, number in (("Hub", ""), ("First", "1"), ("Second", "2"), ("Third", "3"))
    ]
    svg = picture(gridville, [shape], near, "x", 1000.0)
    assert "1 First" in svg
    assert "2 Second" in svg  # on the other side
    assert "Third" not in svg
    assert ">3</text>" in svg
    assert "Hub" not in svg
    assert svg.count("<circle") == 4
