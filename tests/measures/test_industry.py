"""Enterprises are found by all that is known of them, and by nothing else."""

from __future__ import annotations

import pytest
import shapely

from geo.measures.industry import chosen, index_of_enterprises
from geo.model import Accuracy, Enterprise, Name, Point, Valley

AI = Valley(
    "ai",
    Name("人工智能谷", "AI Valley"),
    "valley",
    Name("", ""),
    shapely.box(0, 0, 1, 1),
    Accuracy.ILLUSTRATIVE,
    "paper",
    "2018",
)


def firm(id: str, name: Name, sector: Name, **more: str) -> Enterprise:
    return Enterprise(
        id,
        name,
        more.get("also", ""),
        sector,
        more.get("valley", ""),
        more.get("role", "tenant"),
        Name(more.get("role_zh", "入驻"), more.get("role_en", "resident")),
        more.get("address", ""),
        more.get("building", ""),
        Point(0.5, 0.5),
        Accuracy.ILLUSTRATIVE,
        "paper",
        "2018",
    )


FIRMS = (
    firm(
        "iflytek",
        Name("科大讯飞", "iFlytek"),
        Name("语音识别", "speech"),
        valley="ai",
        role="headquarters",
        role_zh="总部项目",
        role_en="headquarters",
    ),
    firm("laser", Name("奥创光子", "Aochuang Photonics"), Name("激光", "lasers"), building="B1"),
    firm("bank", Name("中国银行", "Bank of China"), Name("金融", "finance"), address="启迪路198号"),
)
INDEX = index_of_enterprises(FIRMS, {"ai": AI})


def ids(text: str = "", valley: str = "", role: str = "") -> list[str]:
    return [one.id for one in chosen(FIRMS, INDEX, text, valley, role)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("讯飞", "iflytek"),
        ("IFLYTEK", "iflytek"),
        ("xunfei", "iflytek"),
        ("kdxf", "iflytek"),
        ("语音", "iflytek"),
        ("人工智能谷", "iflytek"),
        ("总部", "iflytek"),
        ("lasers", "laser"),
        ("B1", "laser"),
        ("启迪路", "bank"),
    ],
)
def test_an_enterprise_is_found_by_what_is_known_of_it(text: str, found: str) -> None:
    assert ids(text) == [found]


def test_without_a_question_all_stand_in_the_order_of_the_file() -> None:
    assert ids() == ["iflytek", "laser", "bank"]
    assert ids("  ") == ["iflytek", "laser", "bank"]


def test_valley_and_role_narrow_down() -> None:
    assert ids(valley="ai") == ["iflytek"]
    assert ids(role="tenant") == ["laser", "bank"]
    assert ids("银行", valley="ai") == []
    assert ids("没有这家") == []
