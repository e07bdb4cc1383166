"""Every word is there in both languages, is used, and numbers are written as people read them."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from geo.maps import WORDS
from geo.model import STREET_MODES, Direction, Period
from geo.sources.assumptions import default_assumptions
from ui.words import LANGUAGES, bare_minutes, first_sentence, gap, plain, thousands, words

ROOT = Path(__file__).resolve().parents[2]
SCREEN = [
    *sorted((ROOT / "ui").glob("*.py")),
    *sorted((ROOT / "pages").glob("*.py")),
]
USED_BY_MAPS = {"hub", "category"}
NARROW = "\u202f"


def _patterns(tree: ast.AST) -> set[str]:
    """What keys the code can name: constants, filled strings, and whole groups."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.add(re.escape(node.value))
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else r"[\w-]+"
                for part in node.values
            ]
            if re.match(r"\w+\\\.", parts[0]):  # '{group}.{member}' alone names no key
                found.add("".join(parts))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            group = node.args[0] if node.args else None
            if node.func.attr in {"pick", "under"} and isinstance(group, ast.Constant):
                found.add(rf"{re.escape(str(group.value))}\..+")
    return found


def test_both_languages_have_the_same_keys() -> None:
    assert set(words("zh")) == set(words("en"))


def test_both_languages_fill_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    differing = [
        key
        for key in words("zh")
        if places(words("zh")[key]) != places(words("en")[key]) and not key.startswith("answer.")
    ]
    assert differing == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("只有主干路，概化到约30米。单行由推断。", "只有主干路，概化到约30米。"),
        ("Main roads, to 1.5 km. Names are inferred.", "Main roads, to 1.5 km."),
        ("No stop at all", "No stop at all"),
        ("", ""),
    ],
)
def test_a_note_is_cut_after_its_first_sentence(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_no_text_is_empty() -> None:
    assert [key for lang in LANGUAGES for key, text in words(lang).items() if not text] == []


def test_every_key_is_used() -> None:
    patterns = {p for file in SCREEN for p in _patterns(ast.parse(file.read_text("utf-8")))}
    patterns |= {re.escape(key) for key in WORDS} | {rf"{group}\..+" for group in USED_BY_MAPS}
    used = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(patterns)))
    assert [key for key in words("zh") if not used.fullmatch(key)] == []


def test_every_key_that_the_code_names_exists() -> None:
    groups = {key.split(".")[0] for key in words("zh")}
    named = {
        node.value
        for file in SCREEN
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", node.value)
        and node.value.split(".")[0] in groups
        and not node.value.endswith("_")  # the head of a filled string
    }
    assert sorted(named - set(words("zh"))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_maps_find_their_words(language: str) -> None:
    assert set(WORDS) <= set(words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mode_direction_and_period_has_a_word(language: str) -> None:
    said = words(language)
    assert {f"mode.{mode}" for mode in STREET_MODES} <= set(said)
    assert {f"direction.{way}" for way in Direction} <= set(said)
    assert {f"travel.drive-{period}" for period in Period} <= set(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_assumption_has_a_name(language: str) -> None:
    keys = {key.replace(".", "_").replace("-", "_") for key in default_assumptions()}
    assert sorted(keys - set(words(language).under("assumption"))) == []


KEPT_IN_ENGLISH = (
    "OpenStreetMap contributors, ODbL",
    r"OpenTripPlanner|openrouteservice|GraphHopper|Valhalla",
    r"(?:doi|hdl) [\w./]+",
    r"town\.toml|figures\.csv|places\.geojson|python -m geo fetch|data",
    r"\{\w+\}|[A-Z]\w*",
)


def test_the_chinese_page_holds_no_english_sentence() -> None:
    kept = re.compile("|".join(KEPT_IN_ENGLISH))
    rest = {key: kept.sub("", text) for key, text in words("zh").items()}
    assert [key for key, text in rest.items() if re.search(r"[A-Za-z]{3,}", text)] == []


def test_a_thin_gap_stands_between_chinese_and_figures() -> None:
    assert gap("约30分钟") == "约\u200930\u2009分钟"
    assert gap("约 30 分钟") == "约\u200930\u2009分钟"
    assert gap("no change 3 min") == "no change 3 min"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "<1"),
        (59.9, "<1"),
        (60, "1"),
        (23.4 * 60, "23"),
        (1234 * 60, "1,234"),
        (float("nan"), "–"),
    ],
)
def test_minutes_are_whole(seconds: float, text: str) -> None:
    assert bare_minutes(seconds) == text


def test_numbers_carry_their_units() -> None:
    zh, en = words("zh"), words("en")
    assert zh.minutes(23 * 60) == f"23{NARROW}分钟"
    assert zh.minutes(30) == f"<1{NARROW}分钟"
    assert en.minutes(23 * 60) == "23\u00a0min"
    assert zh.distance(1234) == f"1.2{NARROW}公里"
    assert zh.distance(39.6) == f"40{NARROW}米"
    assert zh.area(118.4) == f"118{NARROW}km²"
    assert zh.area(2760) == f"2,760{NARROW}km²"
    assert zh.area(0.4) == f"<1{NARROW}km²"
    assert zh.more_minutes(9 * 60) == f"+9{NARROW}分钟"
    assert zh.more_minutes(-9 * 60) == f"−9{NARROW}分钟"
    assert thousands(0.704) == "0.704"
    assert thousands(11967.0) == "11,967"


def test_large_numbers_are_counted_as_each_language_does() -> None:
    zh, en = words("zh"), words("en")
    assert zh.large(704_000_000) == ("7.04", "亿")
    assert zh.large(20_000) == ("2", "万")
    assert zh.large(1702) == ("1,702", "")
    assert en.large(704_000_000) == ("704", "million")
    assert en.large(12_000_000_000) == ("12", "billion")
    assert en.large(20_000) == ("20,000", "")


def test_a_source_is_named_in_the_readers_language() -> None:
    assert words("zh").own("Zhejiang Daily 浙江日报") == "浙江日报"
    assert words("en").own("Zhejiang Daily 浙江日报") == "Zhejiang Daily"
    assert words("zh").own("OpenStreetMap") == "OpenStreetMap"
    assert words("en").own("浙江日报") == "浙江日报"


def test_lists_are_spoken() -> None:
    assert words("zh").join(["甲", "乙", "丙"]) == "甲、乙和丙"
    assert words("en").join(["a", "b", "c"]) == "a, b and c"
    assert words("en").join(["a"]) == "a"


def test_an_unknown_member_of_a_set_has_a_word() -> None:
    assert words("en").pick("hub", "heliport") == "Hub"


@pytest.mark.parametrize("text", ["a*b*", "[x](javascript:1)", "$x$", ":red[x]", "`${alert(1)}`"])
def test_names_show_literally_in_markdown(text: str) -> None:
    shown = plain(text)
    assert re.sub(r"\\(.)", r"\1", shown) == text
    assert not re.search(r"(?<!\\)[\[\]$`*:]", shown)
