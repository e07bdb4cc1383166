"""The search by itself: what it finds, and what it says where it finds nothing."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import PATIENCE_SECONDS
from tests.pages.test_pages import html, unforeseen


def search_alone() -> None:
    """The field without a page around it: a test's second run skips the frame of the pages."""
    from tests.conftest import ROOT
    from ui import finder, state

    state.begin("zh")
    finder.box(ROOT / "data" / "xiaoshan-infoport")


def typed(text: str, language: str = "en") -> AppTest:
    app = AppTest.from_function(search_alone, default_timeout=PATIENCE_SECONDS)
    app.query_params["lang"] = language
    app.run()
    return app.text_input[0].set_value(text).run()


def hits(app: AppTest) -> list[str]:
    return [one.label for one in app.button if one.key and ".search." in one.key]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("讯飞", "科大讯飞"),
        ("kdxf", "科大讯飞"),
        ("萧山机场", "杭州萧山国际机场"),
        ("airport", "机场"),
        ("xianghu", "湘湖"),
        ("rengongzhineng", "中国人工智能谷"),
    ],
)
def test_it_is_typed_in_any_way(text: str, found: str) -> None:
    app = typed(text, "zh")
    assert not unforeseen(app)
    assert any(found in label for label in hits(app)), hits(app)


def test_what_was_found_stays_until_it_is_taken_off() -> None:
    app = typed("iflytek")
    app.button[0].click().run()
    assert not unforeseen(app)
    assert hits(app) == []
    assert [one.label for one in app.button] == ["iFlytek"]
    app.button[0].click().run()
    assert not app.button


def test_nothing_found_says_how_to_go_on() -> None:
    app = typed("<b>no*such</b>")
    assert not unforeseen(app)
    assert "Nothing here is called '<b>no*such</b>'" in html(app)
