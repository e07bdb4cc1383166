"""Every word on the screen, by key, in Chinese and English; and how numbers are written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

from geo.maps.datum import Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
TEXT = Path(__file__).parent / "text"

_CJK = r"[\u3400-\u9fff]"
_GAP = re.compile(rf"(?<={_CJK}) ?(?=[0-9A-Za-z<+])|(?<=[0-9A-Za-z²%+]) ?(?={_CJK})")
_BOTH = re.compile(rf"([ -~]+?) ({_CJK}.*)")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>:&@^=\"'/])")


class Words(Mapping[str, str]):
    """The words of one language: `words["key"]` is a text, `words("key", n=3)` a filled one."""

    def __init__(self, language: Language, texts: Mapping[str, str]) -> None:
        self.language, self._texts = language, texts

    def __getitem__(self, key: str) -> str:
        return self._texts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __call__(self, key: str, **values: object) -> str:
        """The text under `key` with its places filled; numbers come in already written."""
        return gap(self._texts[key].format(**values))

    def pick(self, group: str, member: str) -> str:
        """The word for a member of an open set, or that of `group.other` where there is none."""
        return gap(self._texts.get(f"{group}.{member}", self._texts[f"{group}.other"]))

    def under(self, group: str) -> dict[str, str]:
        """The texts whose keys begin with `group.`, by the rest of the key."""
        head = f"{group}."
        return {key[len(head) :]: text for key, text in self.items() if key.startswith(head)}

    def join(self, names: list[str]) -> str:
        """A list as one speaks it: 'a, b and c'."""
        if len(names) < 2:
            return "".join(names)
        return self._texts["list.last"].join(
            [self._texts["list.comma"].join(names[:-1]), names[-1]]
        )

    def minutes(self, seconds: float) -> str:
        """A time in whole minutes, such as '23 min' or '<1 min'; a dash where there is none."""
        return self("number.minutes", n=bare_minutes(seconds)) if not isnan(seconds) else "–"

    def more_minutes(self, seconds: float) -> str:
        """A difference of times in whole minutes with its sign."""
        return self("number.minutes", n=f"{round(seconds / 60):+d}".replace("-", "−"))

    def large(self, number: float) -> tuple[str, str]:
        """A number short enough for a card, and what it is counted in: ('7.04', '亿')."""
        scales = (self["scale.larger"].split(" "), self["scale.large"].split(" "))
        for size, name in scales:
            if abs(number) >= float(size):
                return thousands(round(number / float(size), 2)), name
        return thousands(number), ""

    def own(self, text: str) -> str:
        """The reader's part of a text that says the same in English and then in Chinese; of several
        such texts with '; ' between, that of each."""
        return self["list.clause"].join(map(self._own, text.split("; ")))

    def _own(self, text: str) -> str:
        if found := _BOTH.fullmatch(text):
            return found[2] if self.language == "zh" else found[1]
        return text

    def distance(self, metres: float) -> str:
        """A distance in kilometres to 0.1, or in metres below 100 m."""
        if metres < 100:
            return self("number.metres", n=thousands(round(metres)))
        return self("number.km", n=f"{metres / 1000:,.1f}")

    def area(self, square_km: float) -> str:
        """An area in whole square kilometres."""
        return self("number.km2", n="<1" if square_km < 1 else thousands(round(square_km)))


@cache
def words(language: Language) -> Words:
    """The words of 'zh' or 'en'."""
    with (TEXT / f"{language}.toml").open("rb") as file:
        return Words(language, dict(_flat(tomllib.load(file))))


def _flat(table: Mapping[str, Any], head: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{key}.")
        else:
            yield head + key, value


def gap(text: str) -> str:
    """The text with a thin gap wherever Chinese meets Latin letters or figures."""
    return _GAP.sub("\u2009", text)


def first_sentence(text: str) -> str:
    """A text up to its first full stop, Chinese or English; a stop within a number is none."""
    return re.split(r"(?<=。)|(?<=[.!?])\s", text, maxsplit=1)[0]


def bare_minutes(seconds: float) -> str:
    """Whole minutes without their unit; '–' where there is no time."""
    if isnan(seconds):
        return "–"
    return "<1" if seconds < 60 else thousands(round(seconds / 60))


def thousands(number: float) -> str:
    """A number with its thousands set apart, whole where it is whole."""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.10g}"


def plain(text: str) -> str:
    """Text from data as Markdown that shows exactly it, for labels that take Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
