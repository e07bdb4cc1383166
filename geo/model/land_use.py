"""Classes of urban land as GB 50137-2011 codes them, with their names in both languages.

The Chinese names are the standard's own (城市用地分类与规划建设用地标准, table 3.3.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from geo.model.basics import Name

_CODE = re.compile(r"([A-Za-z])([0-9]{0,3})(?![A-Za-z0-9])")

UNKNOWN = "unknown"
"""The class of land of which nothing says what it is used for; it is never guessed."""

LAND_USES: Mapping[str, Name] = {
    "R": Name("居住用地", "Residential"),
    "R1": Name("一类居住用地", "Residential, class 1"),
    "R2": Name("二类居住用地", "Residential, class 2"),
    "R3": Name("三类居住用地", "Residential, class 3"),
    "A": Name("公共管理与公共服务用地", "Administration and public services"),
    "A1": Name("行政办公用地", "Administration"),
    "A2": Name("文化设施用地", "Culture"),
    "A3": Name("教育科研用地", "Education and research"),
    "A31": Name("高等院校用地", "Higher education"),
    "A32": Name("中等专业学校用地", "Vocational schools"),
    "A33": Name("中小学用地", "Primary and secondary schools"),
    "A34": Name("特殊教育用地", "Special education"),
    "A35": Name("科研用地", "Research"),
    "A4": Name("体育用地", "Sports"),
    "A5": Name("医疗卫生用地", "Health"),
    "A51": Name("医院用地", "Hospitals"),
    "A6": Name("社会福利设施用地", "Social welfare"),
    "A7": Name("文物古迹用地", "Heritage"),
    "A8": Name("外事用地", "Foreign missions"),
    "A9": Name("宗教设施用地", "Religion"),
    "B": Name("商业服务业设施用地", "Commerce and business"),
    "B1": Name("商业用地", "Commerce"),
    "B2": Name("商务用地", "Business offices"),
    "B3": Name("娱乐康体用地", "Entertainment and recreation"),
    "B4": Name("公用设施营业网点用地", "Utility service points"),
    "B9": Name("其他服务设施用地", "Other services"),
    "M": Name("工业用地", "Industry"),
    "M1": Name("一类工业用地", "Industry, class 1"),
    "M2": Name("二类工业用地", "Industry, class 2"),
    "M3": Name("三类工业用地", "Industry, class 3"),
    "W": Name("物流仓储用地", "Logistics and warehouses"),
    "W1": Name("一类物流仓储用地", "Logistics and warehouses, class 1"),
    "W2": Name("二类物流仓储用地", "Logistics and warehouses, class 2"),
    "W3": Name("三类物流仓储用地", "Logistics and warehouses, class 3"),
    "S": Name("道路与交通设施用地", "Roads and transport"),
    "S1": Name("城市道路用地", "Urban roads"),
    "S2": Name("城市轨道交通用地", "Urban rail"),
    "S3": Name("交通枢纽用地", "Transport hubs"),
    "S4": Name("交通场站用地", "Transport depots and car parks"),
    "S9": Name("其他交通设施用地", "Other transport"),
    "U": Name("公用设施用地", "Utilities"),
    "U1": Name("供应设施用地", "Supply"),
    "U2": Name("环境设施用地", "Sanitation"),
    "U3": Name("安全设施用地", "Safety"),
    "U9": Name("其他公用设施用地", "Other utilities"),
    "G": Name("绿地与广场用地", "Green space and squares"),
    "G1": Name("公园绿地", "Parks"),
    "G2": Name("防护绿地", "Protective green"),
    "G3": Name("广场用地", "Squares"),
    "H": Name("建设用地", "Built-up land"),
    "E": Name("非建设用地", "Land not built up"),
    "E1": Name("水域", "Water"),
    "E2": Name("农林用地", "Farmland and forest"),
    "E9": Name("其他非建设用地", "Other land not built up"),
    UNKNOWN: Name("用途不明", "Use unknown"),
}
"""Code -> name, main classes before their parts."""


def land_use_of(text: str) -> str | None:
    """The code that a text gives: a code ('A33', 'b1', 'R2 二类居住用地'), a Chinese name of the
    standard, or nothing ('' is UNKNOWN). None where the text says something else.

    A finer code than the table holds ('M11', 'R21') counts as the class it is part of.
    """
    said = text.strip()
    if not said or said.lower() == UNKNOWN:
        return UNKNOWN
    found = _CODE.match(said)
    return (_known(found[1].upper(), found[2]) if found else None) or _by_name(said)


def _known(letter: str, digits: str) -> str | None:
    """The longest code of the table that begins the one given."""
    codes = (letter + digits[:length] for length in range(len(digits), -1, -1))
    return next((code for code in codes if code in LAND_USES), None)


def _by_name(text: str) -> str | None:
    return next((code for code, name in LAND_USES.items() if name.zh == text), None)
