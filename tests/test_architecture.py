"""Every source file keeps the rules, and every rule can be broken."""

from __future__ import annotations

import ast
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

import pytest

from tests.architecture import (
    Rule,
    Source,
    attribute_only_in,
    engine_knows_no_screen,
    import_law,
    law_of,
    named_for_what_it_is,
    names_of_towns,
    no_pickle,
    no_town_in_code,
    nobody_imports_a_page,
    only_in,
    pages_import_ui_only,
    pinned,
    short_enough,
    states_what_it_needs,
)

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("geo", "ui", "pages", "streamlit_app.py")
ALL = (*PRODUCT, "tests", "benchmarks")
DATA_NOT_CODE = {"geo/sources/assumptions.toml"}


def sources(*tops: str, endings: tuple[str, ...] = (".py",)) -> list[Source]:
    paths = (
        path
        for top in tops
        for path in ([ROOT / top] if (ROOT / top).is_file() else sorted((ROOT / top).rglob("*")))
        if path.suffix in endings and path.is_file()
    )
    places = (path.relative_to(ROOT) for path in paths)
    return [
        Source(PurePosixPath(place), (ROOT / place).read_text("utf-8"))
        for place in places
        if not any(part.startswith(".") or part == "vendor" for part in place.parts)
    ]


def engine_law() -> list[str]:
    docstring = ast.get_docstring(ast.parse((ROOT / "geo/__init__.py").read_text("utf-8")))
    return law_of(docstring or "")


def stated_imports(*files: str) -> set[str]:
    """The names under which the packages of these requirements are imported."""
    stated = {
        name.lower().replace("_", "-")
        for file in files
        for name in pinned((ROOT / file).read_text("utf-8"))
    }
    return {
        module
        for module, distributions in packages_distributions().items()
        if any(name.lower().replace("_", "-") in stated for name in distributions)
    }


RULES: dict[str, Rule] = {
    "import law": import_law(engine_law()),
    "engine without a screen": engine_knows_no_screen,
    "pages import ui": pages_import_ui_only,
    "nobody imports a page": nobody_imports_a_page,
    "folium in maps": only_in("geo/maps", "folium", "branca"),
    "osmnx in sources": only_in("geo/sources", "osmnx", "networkx"),
    "caching in one file": attribute_only_in("ui/cached.py", "cache_(data|resource)"),
    "state in one file": attribute_only_in("ui/state.py", "session_state|query_params"),
    "no pickle": no_pickle,
    "names of modules": named_for_what_it_is,
}


@pytest.mark.parametrize("name", RULES)
def test_the_product_keeps_the_rule(name: str) -> None:
    assert [fault for source in sources(*PRODUCT) for fault in RULES[name](source)] == []


def test_every_file_is_short() -> None:
    assert [fault for source in sources(*ALL) for fault in short_enough(source)] == []


def test_no_town_stands_in_code() -> None:
    rule = no_town_in_code(names_of_towns(ROOT / "data"))
    code = [
        *sources(*PRODUCT, endings=(".py", ".toml", ".js", ".css")),
        *sources("static", endings=(".js", ".css", ".html")),
    ]
    assert [
        fault for source in code if str(source.path) not in DATA_NOT_CODE for fault in rule(source)
    ] == []


def test_what_is_imported_stands_in_the_requirements() -> None:
    own = {"geo", "ui", "streamlit_app", "tests", "benchmarks"}
    runs = states_what_it_needs(stated_imports("requirements.txt"), own)
    both = stated_imports("requirements.txt", "requirements-dev.txt")
    tests = states_what_it_needs(both, own)
    assert [fault for source in sources(*PRODUCT) for fault in runs(source)] == []
    assert [fault for source in sources("tests") for fault in tests(source)] == []


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_exact(file: str) -> None:
    versions = pinned((ROOT / file).read_text("utf-8"))
    assert versions
    assert [name for name, version in versions.items() if not version] == []


BROKEN: list[tuple[Rule, str, str]] = [
    (RULES["import law"], "geo/model.py", "from geo.maps import draw"),
    (RULES["import law"], "geo/network/build.py", "from geo import study"),
    (RULES["import law"], "geo/crs.py", "def f():\n    import geo.travel.matrix"),
    (RULES["import law"], "geo/sources/town.py", "from ..network import build"),
    (
        RULES["import law"],
        "geo/errors.py",
        "from importlib import import_module\nimport_module('geo.study')",
    ),
    (RULES["import law"], "geo/weather.py", "import numpy"),
    (RULES["engine without a screen"], "geo/export.py", "import streamlit as st"),
    (RULES["engine without a screen"], "geo/maps/base.py", "from ui.words import words"),
    (RULES["pages import ui"], "pages/town.py", "from geo.study import open_study"),
    (RULES["pages import ui"], "pages/town.py", "import pandas"),
    (RULES["nobody imports a page"], "ui/show.py", "from pages import town"),
    (RULES["folium in maps"], "ui/show.py", "import folium"),
    (RULES["folium in maps"], "geo/measures/bands.py", "from branca.element import Figure"),
    (RULES["osmnx in sources"], "geo/network/build.py", "def f():\n    import osmnx as ox"),
    (RULES["caching in one file"], "pages/town.py", "@st.cache_data\ndef f(): ..."),
    (RULES["caching in one file"], "ui/show.py", "from streamlit import cache_resource"),
    (RULES["state in one file"], "ui/ask.py", "st.session_state['x'] = 1"),
    (RULES["state in one file"], "pages/town.py", "x = st.query_params.get('x')"),
    (RULES["no pickle"], "geo/study.py", "import pickle"),
    (RULES["no pickle"], "geo/study.py", "np.load(file, allow_pickle=True)"),
    (RULES["no pickle"], "ui/state.py", "eval(text)"),
    (RULES["names of modules"], "geo/utils.py", ""),
    (RULES["names of modules"], "ui/helpers/text.py", ""),
    (short_enough, "geo/study.py", "x = 1\n" * 301),
    (short_enough, "pages/town.py", "x = 1\n" * 121),
    (short_enough, "tests/test_study.py", "x = 1\n" * 451),
    (no_town_in_code({"Springfield", "春田"}), "ui/state.py", "DEFAULT = 'springfield'"),
    (no_town_in_code({"Springfield", "春田"}), "ui/text/zh.toml", "title = '春田图集'"),
    (
        no_town_in_code({"Springfield"}),
        "ui/text/en.toml",
        "[because]\nwalk = 'a survey in Springfield'\n[page]\ntitle = 'Springfield'",
    ),
    (states_what_it_needs({"numpy"}, {"geo"}), "geo/model.py", "import torch"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_the_rule_can_be_broken(rule: Rule, path: str, text: str) -> None:
    assert len(rule(Source(PurePosixPath(path), text))) == 1


KEPT: list[tuple[Rule, str, str]] = [
    (RULES["import law"], "geo/network/build.py", "from geo.sources.roads import read_ways"),
    (RULES["import law"], "geo/network/build.py", "from . import snap"),
    (RULES["import law"], "geo/__main__.py", "from geo.export import write"),
    (RULES["pages import ui"], "pages/town.py", "import streamlit as st\nfrom ui import show"),
    (RULES["folium in maps"], "geo/maps/base.py", "import folium"),
    (RULES["osmnx in sources"], "geo/sources/osm.py", "import osmnx"),
    (RULES["caching in one file"], "ui/cached.py", "@st.cache_data\ndef f(): ..."),
    (RULES["state in one file"], "ui/state.py", "st.query_params['x'] = 'y'"),
    (RULES["no pickle"], "geo/study.py", "np.load(file, allow_pickle=False)"),
    (short_enough, "geo/study.py", "x = 1\n" * 300),
    (no_town_in_code({"Springfield"}), "ui/state.py", "DEFAULT = 'town'"),
]


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_the_rule_lets_good_sources_pass(rule: Rule, path: str, text: str) -> None:
    assert rule(Source(PurePosixPath(path), text)) == []


def test_the_law_is_read_from_the_engine_itself() -> None:
    law = engine_law()
    assert law[0] == "errors"
    assert law[-1] == "__main__"
    parts = {path.stem for path in (ROOT / "geo").iterdir() if path.name[0] not in "._"}
    assert parts <= set(law)


def test_an_unpinned_requirement_is_seen() -> None:
    assert pinned("numpy  # arrays\nscipy==1.17.1\n-r other.txt\n") == {
        "numpy": "",
        "scipy": "1.17.1",
    }
