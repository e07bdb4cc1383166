from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.maps.text import safe_html, script_json
from tests.maps.hostile import HOSTILE

RISKY = set("<>&'`${}_(\u2028\u2029")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_a_script_holds_nothing_that_opens_anything(text: str) -> None:
    written = script_json(text)
    assert not RISKY & set(written)
    assert json.loads(written) == text


@given(
    st.recursive(
        st.text() | st.integers() | st.none(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_what_is_written_for_a_script_reads_back_the_same(value: object) -> None:
    assert json.loads(script_json(value)) == value


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text())))
def test_no_value_opens_a_template_or_ends_a_script(value: object) -> None:
    written = script_json(value)
    for opener in ("{{", "{%", "{#", "${", "`", "</", "<!"):
        assert opener not in written


@pytest.mark.parametrize("text", HOSTILE)
def test_text_as_markup_is_shown_literally(text: str) -> None:
    import html

    written = safe_html(text)
    assert not set("<>`${}\\'\"") & set(written)
    assert html.unescape(written) == text
