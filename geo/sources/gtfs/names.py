"""Names in both languages: what a feed says in its own, and its translations.txt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from geo.model import Name
from geo.sources.gtfs.opened import Tables
from geo.sources.gtfs.tables import Table

_HAN = re.compile(r"[\u3400-\u9fff]")
_SIMPLIFIED_FIRST = ("zh", "zh-cn", "zh-hans", "zh-hans-cn", "zh-sg")


class Names:
    """The translations of a feed, by table, field and record; `language` is the feed's own."""

    def __init__(self, tables: Tables) -> None:
        self.language = _language(tables)
        self._by_record: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        self._by_value: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
        _fill(tables["translations.txt"], self._by_record, self._by_value)

    def of(
        self, table: str, field: str, records: Sequence[str], texts: Sequence[str]
    ) -> list[Name]:
        """The names of some records, given their texts in the feed's own language."""
        return [
            self._name(text, self._found(table, field, record, text))
            for record, text in zip(records, texts, strict=True)
        ]

    def _found(self, table: str, field: str, record: str, text: str) -> Mapping[str, str]:
        """By record first, then by text; the old form of the file knows texts only."""
        none: dict[str, str] = {}
        return {
            **self._by_value.get(("", "", text), none),
            **self._by_value.get((table, field, text), none),
            **self._by_record.get((table, field, record), none),
        }

    def _name(self, text: str, found: Mapping[str, str]) -> Name:
        own = self.language or ("zh" if _HAN.search(text) else "en")
        zh = text if own == "zh" else found.get("zh", "")
        en = found.get("en", "") if own == "zh" else found.get("en", text)
        return Name(zh, en)


def _language(tables: Tables) -> str:
    """'zh', 'en' or another that the feed is written in; '' where it does not say, or has many."""
    for file, column in (("feed_info.txt", "feed_lang"), ("agency.txt", "agency_lang")):
        table = tables[file]
        said = {table.value(column, row).lower() for row in range(len(table))} - {""}
        if len(said) == 1:
            language = _plain(said.pop())
            return "" if language == "mul" else language
    return ""


def _plain(language: str) -> str:
    """'zh-Hans-CN' is 'zh'."""
    return re.split("[-_]", language, maxsplit=1)[0]


def _fill(
    table: Table,
    by_record: dict[tuple[str, str, str], dict[str, str]],
    by_value: dict[tuple[str, str, str], dict[str, str]],
) -> None:
    """Sort translations into Chinese and English; simplified Chinese goes before traditional."""
    columns = ("table_name", "field_name", "record_id", "field_value", "trans_id")
    kept = {name: table[name].to_pylist() for name in columns}
    languages = table["language" if "language" in table else "lang"].to_pylist()
    for row, said in enumerate(table["translation"].to_pylist()):
        tag = languages[row].lower().replace("_", "-")
        language = _plain(tag)
        if language not in ("zh", "en") or not said:
            continue
        where = (kept["table_name"][row], kept["field_name"][row])
        if kept["record_id"][row]:
            found = by_record[*where, kept["record_id"][row]]
        else:
            found = by_value[*where, kept["field_value"][row] or kept["trans_id"][row]]
        if language not in found or tag in _SIMPLIFIED_FIRST or tag == "en":
            found[language] = said
