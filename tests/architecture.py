"""The rules that every source file is held to, each as a function from a source to its faults."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MAX_LINES, MAX_PAGE_LINES, MAX_TEST_LINES = 300, 120, 450
ROLE_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
RUNS_CODE = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
LAW_ROOT = "geo"


@dataclass(frozen=True)
class Source:
    """One file of the project: its path from the project's root, and its text."""

    path: PurePosixPath
    text: str

    @property
    def top(self) -> str:
        return self.path.parts[0]

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def fault(self, line: int, problem: str) -> str:
        return f"{self.path}:{line}: {problem}"


Rule = Callable[[Source], list[str]]


def law_of(docstring: str) -> list[str]:
    """The parts of the engine in the order in which they may build on each other."""
    lines = [line.strip() for line in docstring.splitlines() if line.startswith("    ")]
    law = " ".join(lines).split(" < ")
    assert len(law) > 1 and all(map(str.isidentifier, law)), "no import law in the docstring"
    return law


def imports(source: Source) -> Iterator[tuple[int, str]]:
    """Line and full name of all that a file imports, inside functions and by name too."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, [_package(source, node.level), node.module]))
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"}:
            yield from ((node.lineno, str(name)) for name in _literals(node.args[:1]))


def _package(source: Source, level: int) -> str:
    return ".".join(source.path.parts[: len(source.path.parts) - level]) if level else ""


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _literals(nodes: Iterable[ast.expr]) -> Iterator[object]:
    return (node.value for node in nodes if isinstance(node, ast.Constant))


def _within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def import_law(law: list[str]) -> Rule:
    """Each part of the engine imports only from itself and from what stands to its left."""

    def rule(source: Source) -> list[str]:
        part = _part(source.path)
        if part is None:
            return []
        if part not in law:
            return [source.fault(1, f"'{part}' has no place in the import law")]
        allowed = law[: law.index(part) + 1]
        return [
            source.fault(line, f"{part} may not import {name}")
            for line, name in imports(source)
            if _within(name, LAW_ROOT)
            and name.split(".")[1:2]
            and name.split(".")[1] not in allowed
        ]

    return rule


def _part(path: PurePosixPath) -> str | None:
    if path.parts[0] != LAW_ROOT or path.parts == (LAW_ROOT, "__init__.py"):
        return None
    return path.parts[1].removesuffix(".py")


def only_in(home: str, *packages: str) -> Rule:
    """Some packages are imported in one part alone."""

    def rule(source: Source) -> list[str]:
        if _lies_in(source.path, home):
            return []
        return [
            source.fault(line, f"{name} is imported in {home} alone")
            for line, name in imports(source)
            if _within(name, *packages)
        ]

    return rule


def _lies_in(path: PurePosixPath, home: str) -> bool:
    return str(path) in {home, f"{home}.py"} or str(path).startswith(f"{home}/")


def engine_knows_no_screen(source: Source) -> list[str]:
    """The engine imports no screen."""
    if source.top != LAW_ROOT:
        return []
    return [
        source.fault(line, f"the engine may not import {name}")
        for line, name in imports(source)
        if _within(name, "streamlit", "streamlit_folium", "ui", "pages", "streamlit_app")
    ]


def pages_import_ui_only(source: Source) -> list[str]:
    """A page imports the screens' shared part and Streamlit."""
    if source.top != "pages":
        return []
    return [
        source.fault(line, f"a page may not import {name}")
        for line, name in imports(source)
        if not _within(name, "ui", "streamlit", "__future__")
    ]


def nobody_imports_a_page(source: Source) -> list[str]:
    """Pages are opened by the menu, never imported."""
    return [
        source.fault(line, f"{name}: nobody imports a page")
        for line, name in imports(source)
        if _within(name, "pages", "streamlit_app")
    ]


def attribute_only_in(home: str, pattern: str) -> Rule:
    """Some of Streamlit's attributes are used in one file alone."""
    matches = re.compile(pattern).fullmatch

    def rule(source: Source) -> list[str]:
        if str(source.path) == home:
            return []
        return [
            source.fault(node.lineno, f"{name} is used in {home} alone")
            for node in ast.walk(source.tree)
            for name in _attribute_names(node)
            if matches(name)
        ]

    return rule


def _attribute_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Attribute):
        return [node.attr]
    return [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []


def no_town_in_code(names: Iterable[str]) -> Rule:
    """No town's name stands in code: another town is another folder. Citations may name places."""
    pattern = re.compile("|".join(map(re.escape, sorted(names))), re.IGNORECASE)

    def rule(source: Source) -> list[str]:
        return [
            source.fault(number, f"a town's name stands in code: {match[0]}")
            for number, line in enumerate(_without_citations(source).splitlines(), 1)
            for match in pattern.finditer(line)
        ]

    return rule


def _without_citations(source: Source) -> str:
    """A file's text with the words of its [because] table, which cite studies, left blank."""
    if source.path.suffix != ".toml":
        return source.text
    table = re.compile(r"^\[because\]$.*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
    return table.sub(lambda found: "\n" * found[0].count("\n"), source.text)


def names_of_towns(data: Path) -> set[str]:
    """Ids and names, in both languages, of all bundled towns."""
    names = {"xiaoshan", "萧山", "hangzhou", "杭州"}
    for file in data.glob("*/town.toml"):
        names |= {file.parent.name, *tomllib.loads(file.read_text("utf-8"))["name"].values()}
    return {name for name in names if name}


def short_enough(source: Source) -> list[str]:
    """A long file is two things."""
    most = {"pages": MAX_PAGE_LINES, "tests": MAX_TEST_LINES, "benchmarks": MAX_TEST_LINES}
    limit = most.get(source.top, MAX_LINES)
    lines = len(source.text.splitlines())
    return [source.fault(lines, f"longer than {limit} lines: split it")] if lines > limit else []


def named_for_what_it_is(source: Source) -> list[str]:
    """Files and folders are named for what they hold, not for a role."""
    parts = {part.removesuffix(".py").strip("_") for part in source.path.parts}
    return [source.fault(1, f"'{part}' says nothing") for part in sorted(parts & ROLE_NAMES)]


def no_pickle(source: Source) -> list[str]:
    """Nothing is read that could run code."""
    faults = [
        source.fault(line, f"{name} can run what it reads")
        for line, name in imports(source)
        if _within(name, *RUNS_CODE)
    ]
    allowed = [
        source.fault(node.value.lineno, "allow_pickle can run what it reads")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle"
        if not (isinstance(node.value, ast.Constant) and node.value.value is False)
    ]
    evaluated = [
        source.fault(node.lineno, f"{node.func.id} runs what it is given")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id in {"eval", "exec"}
    ]
    return faults + allowed + evaluated


def states_what_it_needs(stated: set[str], own: set[str]) -> Rule:
    """Every package that is imported stands in the requirements, by the names it is imported by."""

    def rule(source: Source) -> list[str]:
        known = stated | own | set(sys.stdlib_module_names)
        return [
            source.fault(line, f"{name} does not stand in the requirements")
            for line, name in imports(source)
            if name.split(".")[0] not in known
        ]

    return rule


def pinned(requirements: str) -> dict[str, str]:
    """Name -> version of the lines of a requirements file; a line without '==' has version ''."""
    lines = (line.split("#")[0].strip() for line in requirements.splitlines())
    pairs = (line.partition("==") for line in lines if line and not line.startswith("-"))
    return {name.strip(): version.strip() for name, _, version in pairs}
