"""Texts from data -> texts that every format holds and no spreadsheet runs."""

from __future__ import annotations

import re
from typing import Any

# What XML 1.0 (section 2.2) cannot hold, and what Excel, Calc and WPS take for a formula's start.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def plain(text: str) -> str:
    """`text` without what no file format holds: control characters and halves of surrogates."""
    return _UNWRITABLE.sub("", text.encode("utf-8", "replace").decode())


def defused(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it.

    The advice is OWASP's ('CSV Injection'); numbers, also those written as text, stay.
    """
    if not isinstance(value, str) or not _FORMULA.match(value) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"
