"""Search by name: 10,000 made-up enterprises, typed in Chinese, pinyin, initials and English."""

from __future__ import annotations

import string
from collections.abc import Iterator

import numpy as np

from benchmarks.measuring import Row, median_seconds
from geo.measures.search import index_of, search
from geo.model import Name, Named, Point

COUNT = 10_000
TYPED = ("讯飞", "kedaxunfei", "zhuhang", "hzxf", "technology", "zxq", "smart health")
_CHINESE = "科讯飞智慧云数安微医联信达创海华新东方明中通银行重长乐萧山港湾芯光电网"
_ENGLISH = ("Smart", "Cloud", "Health", "Micro", "Data", "East", "Bay", "Light", "Union", "Chip")


def rows() -> Iterator[Row]:
    """All rows of the group."""
    entries = enterprises(COUNT)
    took = median_seconds(lambda: index_of(entries), runs=1)
    yield Row(f"Index of {COUNT} enterprises, built once", took, "s", 1)
    index = index_of(entries)
    for typed in TYPED:
        spent = median_seconds(lambda typed=typed: search(index, typed), runs=15, warm=2)  # type: ignore[misc]
        yield Row(f"{COUNT} enterprises: {typed!r}", 1000 * spent, "ms", 15, at_most=50)
    slowest = max(
        median_seconds(lambda letter=letter: search(index, letter), runs=5, warm=1)  # type: ignore[misc]
        for letter in string.ascii_lowercase
    )
    yield Row(
        f"{COUNT} enterprises: the slowest single letter", 1000 * slowest, "ms", 5, at_most=50
    )


def enterprises(count: int) -> list[Named]:
    """So many firms with names as firms have them, always the same."""
    rng = np.random.default_rng(7)
    found = []
    for i in range(count):
        zh = "".join(rng.choice(list(_CHINESE), int(rng.integers(2, 5))))
        en = " ".join(rng.choice(_ENGLISH, 2))
        name = Name(f"杭州{zh}科技有限公司", f"Hangzhou {en} Technology {i} Co., Ltd")
        found.append(Named("enterprise", f"e{i}", name, Point(120.2, 30.2)))
    return found
