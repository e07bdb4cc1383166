"""Text from data stays text in every piece of HTML."""

from __future__ import annotations

import pytest

from ui import blocks
from ui.blocks import Card, Cell

BAD = "<img src=x onerror=alert(1)>\"'</script>"


@pytest.mark.parametrize(
    "html",
    [
        blocks.sentence(BAD, BAD),
        blocks.heading(BAD),
        blocks.cards([Card(BAD, BAD, BAD, BAD, "worse")]),
        blocks.table(BAD, [BAD], [[Cell(BAD, BAD)]]),
        blocks.steps([(BAD, BAD)]),
        blocks.notice(BAD),
        blocks.foot([BAD]),
    ],
)
def test_text_is_escaped(html: str) -> None:
    assert "<img" not in html
    assert "</script>" not in html
    assert "&lt;img" in html


def test_a_table_names_its_rows_and_columns() -> None:
    html = blocks.table("times", ["hub", "walk"], [[Cell("a", "rail"), Cell("5", number=True)]])
    assert '<th scope="col">hub</th><th scope="col" class="figure">walk</th>' in html
    assert '<th scope="row" data-head="hub">a<small>rail</small></th>' in html
    assert '<td class="figure" data-head="walk">5</td>' in html
    assert "<caption>times</caption>" in html


def test_a_table_may_have_no_rows() -> None:
    assert "<tbody></tbody>" in blocks.table("times", ["hub"], [])


def test_a_card_holds_only_what_it_has() -> None:
    html = blocks.cards([Card("a", "5")])
    assert "note" not in html
    assert "unit" not in html


def test_a_short_remark_in_brackets_is_not_broken() -> None:
    assert '收<span class="whole">（超过）</span></h3>' in blocks.cards(
        [Card("2017年税收（超过）", "8")]
    )
    told = blocks.cards([Card("(<b>x</b>)", "8")])
    assert "<b>" not in told
