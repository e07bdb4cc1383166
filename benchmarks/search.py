"""Search by name: 10,000 made-up enterprises, typed in Chinese, pinyin, initials and English."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.measuring import Row, median_seconds
from geo.maps import firms_layer
from geo.measures.industry import chosen, index_of_enterprises
from geo.model import Accuracy, Enterprise, Name, Point
from geo.sources.town import read_town

TOWN = Path(__file__).resolve().parents[1] / "data" / "xiaoshan-infoport"
COUNT = 10_000
TYPED = ("讯飞", "kedaxunfei", "zhuhang", "hzxf", "technology", "zxq", "smart health")
_SECTORS = (Name("人工智能", "AI"), Name("医疗", "medicine"), Name("金融", "finance"))
_CHINESE = "科讯飞智慧云数安微医联信达创海华新东方明中通银行重长乐萧山港湾芯光电网"
_ENGLISH = ("Smart", "Cloud", "Health", "Micro", "Data", "East", "Bay", "Light", "Union", "Chip")


def rows() -> Iterator[Row]:
    """All rows of the group."""
    firms = enterprises(COUNT)
    took = median_seconds(lambda: index_of_enterprises(firms, {}), runs=1)
    yield Row(f"Index of {COUNT} enterprises, built once", took, "s", 1)
    index = index_of_enterprises(firms, {})
    for typed in TYPED:
        spent = median_seconds(lambda typed=typed: chosen(firms, index, typed), runs=15, warm=2)  # type: ignore[misc]
        yield Row(f"{COUNT} enterprises: {typed!r}", 1000 * spent, "ms", 15, at_most=50)
    slowest = max(
        median_seconds(lambda letter=letter: chosen(firms, index, letter), runs=5, warm=1)  # type: ignore[misc]
        for letter in string.ascii_lowercase
    )
    what = f"{COUNT} enterprises: the slowest single letter"
    yield Row(what, 1000 * slowest, "ms", 5, at_most=50)
    group = firms_layer(firms, read_town(TOWN), "zh")
    sent = sum(len(child.content.encode()) for child in group._children.values())
    yield Row(f"{COUNT} enterprises drawn", sent / 1e6, "MB", 1, at_most=1)


def enterprises(count: int) -> list[Enterprise]:
    """So many firms with names as firms have them, always the same."""
    rng = np.random.default_rng(7)
    found = []
    for i in range(count):
        zh = "".join(rng.choice(list(_CHINESE), int(rng.integers(2, 5))))
        en = " ".join(rng.choice(_ENGLISH, 2))
        name = Name(f"杭州{zh}科技有限公司", f"Hangzhou {en} Technology {i} Co., Ltd")
        sector = _SECTORS[int(rng.integers(len(_SECTORS)))]
        point = Point(*rng.uniform((120.23, 30.19), (120.26, 30.21)).tolist())
        role = Name("入驻", "resident")
        found.append(
            Enterprise(
                f"e{i}",
                name,
                "",
                sector,
                "",
                "tenant",
                role,
                f"启迪路{i % 400}号",
                "B1",
                point,
                Accuracy.ILLUSTRATIVE,
                "made up",
                "2026",
            )
        )
    return found
