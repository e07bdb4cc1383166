"""Every error of the engine is said in both languages, with what to do."""

from __future__ import annotations

import inspect
import re
from datetime import date
from pathlib import Path

import pytest

from geo import errors
from geo.errors import (
    CacheError,
    DownloadError,
    Fault,
    FeedError,
    GeoError,
    ImpossibleTour,
    NoRoute,
    NoService,
    OffNetwork,
    OutOfBounds,
    OutputError,
    QuestionError,
    SourceError,
    TourChange,
    TownError,
)
from geo.sources.gtfs import check_feed
from tests.sources.gtfs.broken import PASSED_OVER, USELESS
from tests.sources.gtfs.made_up import write_folder
from ui.trouble import in_words, rows, told
from ui.words import LANGUAGES, words

FAULT = Fault("town.toml", "centre", "is no point", "Write two numbers", fatal=False)
NAMES, DAY = {"zh": "那里", "en": "there"}, date(2026, 9, 2)
EXAMPLES: list[GeoError] = [
    TownError(Path("/towns/here"), [FAULT]),
    SourceError(Path("/towns/here/roads.pbf"), "is cut off", "Get it again", "block 3"),
    OffNetwork(1.0, 2.0, "walk", 1234.0, 300.0),
    OffNetwork(1.0, 2.0, "drive", None, 300.0),
    OffNetwork(1.0, 2.0, "bike", 80.0, 300.0, across_water=True),
    OutOfBounds(30.0, 120.0, (119.0, 29.0, 121.0, 31.0)),
    QuestionError("minutes", (), "Give some"),
    QuestionError("weather", "rain", "Wait"),
    NoRoute("a", "b", "ebike"),
    FeedError(Path("/towns/here/gtfs.zip"), [FAULT]),
    NoService(DAY, date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 24)),
    NoService(DAY, None, None, None),
    ImpossibleTour("a", NAMES, "", DAY, []),
    ImpossibleTour("a", NAMES, "09:00-10:00", DAY, [TourChange("return", 25, 66300.0)]),
    ImpossibleTour("a", NAMES, "", DAY, [TourChange("day", 1, DAY.toordinal() + 1.0)]),
    ImpossibleTour("", {}, "", DAY, [TourChange("start", 20, 31200.0)]),
    DownloadError("https://example.org", "answered 504", 3, "Try later"),
    CacheError(Path("/cache"), "is full", "Make room"),
    OutputError(Path("/out.csv"), "is locked", "Close it"),
    GeoError("something new"),
]


def test_every_class_has_an_example() -> None:
    classes = {
        kind
        for _, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, GeoError)
    }
    assert {type(error) for error in EXAMPLES} == classes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_is_said_in_the_readers_language(error: GeoError, language: str) -> None:
    text = told(error, words(language))
    assert text
    assert type(error).__name__ not in text
    assert "{" not in text
    assert bool(re.search(r"[\u4e00-\u9fff]", text)) == (language == "zh")


def test_how_far_is_said() -> None:
    far = OffNetwork(1.0, 2.0, "walk", 1234.0, 300.0)
    assert "1.2\u202f公里" in told(far, words("zh"))
    assert "0.3\u202f公里" in told(far, words("zh"))
    assert told(OffNetwork(1.0, 2.0, "walk", 80.0, 300.0, True), words("en")).count("water") == 1


def test_faults_become_rows() -> None:
    row = rows(TownError(Path("/towns/here"), [FAULT]), words("en"))[0]
    assert [cell.text for cell in row] == [
        "town.toml",
        "centre",
        "is no point",
        "Write two numbers",
    ]
    assert row[0].sub == "Note"
    assert rows(NoRoute("a", "b", "walk"), words("en")) == []
    assert len(rows(SourceError("x.csv", "is torn", "Mend it"), words("zh"))) == 1


SAID_BY_THE_ENGINE = [
    ("problem", "this key is missing"),
    ("problem", "unknown key 'naem'"),
    ("problem", "its coordinates 30.2, 120.2 are swapped"),
    ("problem", "it lies at 1.0, 2.0, outside the town's bounds"),
    ("problem", "there is no such file"),
    ("remedy", "Write centre = [longitude, latitude] in degrees."),
    ("remedy", "Did you mean 'surveyed'? Write one of surveyed, approximate, illustrative."),
    ("remedy", "Convert it to EPSG:4326, or state its CRS. Longitude comes first, in degrees."),
    ("where", "feature 3 (airport)"),
    ("where", "row 4"),
]


@pytest.mark.parametrize(("part", "text"), SAID_BY_THE_ENGINE)
def test_faults_are_said_in_chinese_too(part: str, text: str) -> None:
    assert in_words(part, text, words("en")) == text
    chinese = in_words(part, text, words("zh"))
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+", chinese)


@pytest.mark.parametrize("name", [*PASSED_OVER, *USELESS])
def test_faults_of_timetables_are_said_in_chinese(tmp_path: Path, name: str) -> None:
    tables = (PASSED_OVER | USELESS)[name][0]
    for fault in check_feed(write_folder(tmp_path / "feed", tables), DAY):
        for part in ("where", "problem", "remedy"):
            chinese = in_words(part, getattr(fault, part), words("zh"))
            assert not re.search(r"[a-z]+ [a-z]+", chinese.replace("1 June", "")), chinese


def test_the_nearest_day_is_said() -> None:
    error = NoService(DAY, date(2026, 6, 1), date(2026, 6, 30), date(2026, 6, 24))
    assert all("2026-06-24" in told(error, words(language)) for language in LANGUAGES)
    assert len(rows(FeedError(Path("gtfs.zip"), [FAULT]), words("zh"))) == 1


def test_an_unknown_fault_is_shown_as_it_is() -> None:
    assert in_words("problem", "it rains", words("zh")) == "it rains"
    assert in_words("problem", "{0} {x} {}", words("zh")) == "{0} {x} {}"
    assert "${alert(1)}" in in_words("problem", "unknown key '${alert(1)}'", words("zh"))
