"""A town.toml rewritten to name fetched files; all else in it, comments too, stays as it was."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT

from geo.errors import SourceError
from geo.model import Name
from geo.sources.schema import TownTable
from geo.sources.soundness import TOML, key_of

_FETCHED = "OpenStreetMap, fetched from "
_COPYRIGHT = "https://www.openstreetmap.org/copyright"
_CREDIT = Name("© OpenStreetMap 贡献者，ODbL", "© OpenStreetMap contributors, ODbL")
_SEA = Name(
    "不含海面：OpenStreetMap 只有海岸线。", "Without the sea: OpenStreetMap has only its coastline."
)


@dataclass(frozen=True)
class Fetched:
    """What the new entries say: the data's date ('' where unknown), the server or file that they
    come from, and whether the town's own places stand beside the fetched ones."""

    as_of: str
    place: str
    own_places: bool


def rewritten(text: str, paths: Mapping[str, str], fetched: Fetched) -> str:
    """The text of town.toml with `paths` under [files], streets = "all", and a [[source]] for each.

    Raises SourceError where the result would not be a town.toml; then nothing has been written.
    """
    try:
        document = tomlkit.parse(text)
        before = {key: str(path) for key, path in document.unwrap()["files"].items()}
        _set_files(document, paths)
        _set_sources(document, paths, before, fetched)
        _set_credit(document)
        new = tomlkit.dumps(document)
        TownTable.model_validate(tomllib.loads(new))
    except (TOMLKitError, ValueError, KeyError, TypeError) as error:
        problem = f"it cannot be rewritten ({' '.join(str(error).split())})"
        raise SourceError(
            TOML, problem, "Write its tables plainly, as [files] and so on."
        ) from error
    return new


def _set_files(document: Any, paths: Mapping[str, str]) -> None:
    for key, path in paths.items():
        document["files"][key] = path
    if "coverage" not in document:
        document["coverage"] = tomlkit.table()
    document["coverage"]["streets"] = "all"


def _set_sources(
    document: Any, paths: Mapping[str, str], before: dict[str, str], fetched: Fetched
) -> None:
    """Drop what told of the files replaced, and tell of the new ones; the town's own places keep
    their sources, in the datum that they are now in."""
    entries = document.get("source")
    if not isinstance(entries, AoT):  # none yet, or a plain array of tables in one line
        listed = entries.unwrap() if entries is not None else []
        entries = document["source"] = tomlkit.aot()
        for entry in listed:
            entries.append(tomlkit.item(entry))
    earlier: dict[str, Any] = {}
    for number in reversed(range(len(entries))):
        entry = entries[number]
        key = key_of(str(entry["file"]), before)
        if key is None or key not in paths:
            continue
        if _is_ours(entry):
            earlier[key] = entry
        elif key == "places" and fetched.own_places:
            entry["file"], entry["datum"] = key, "WGS-84"
        else:
            del entries[number]
    for key in paths:
        if key not in earlier:
            if len(entries) and not entries[-1].as_string().endswith("\n\n"):
                entries[-1].add(tomlkit.nl())
            entries.append(tomlkit.table())
            earlier[key] = entries[-1]
        _tell(earlier[key], key, fetched)


def _is_ours(entry: Any) -> bool:
    """Whether an earlier fetch wrote this entry."""
    origin = entry.get("origin", entry.get("text", ""))
    told = str(origin.get("en", "")) if isinstance(origin, Mapping) else str(origin)
    return told.startswith(_FETCHED)


def _tell(entry: Any, key: str, fetched: Fetched) -> None:
    """Fill in the source of a fetched file."""
    place, new = fetched.place, not entry
    entry["file"] = key
    entry["origin"] = _both(Name(f"OpenStreetMap，取自 {place}", f"{_FETCHED}{place}"))
    entry["url"] = _COPYRIGHT
    entry["licence"] = "ODbL 1.0"
    entry["as_of"] = fetched.as_of
    entry["accuracy"] = "surveyed"
    entry["datum"] = "WGS-84"
    if key == "water":
        entry["note"] = _both(_SEA)
    if new:
        entry.add(tomlkit.nl())


def _both(name: Name) -> Any:
    both = tomlkit.inline_table()
    both.update({"zh": name.zh, "en": name.en})
    return both


def _set_credit(document: Any) -> None:
    """OpenStreetMap's credit, put before the town's own where that does not name it."""
    said = document.get("attribution")
    if said is None:
        document["attribution"] = tomlkit.table()
        document["attribution"].update({"zh": _CREDIT.zh, "en": _CREDIT.en})
    elif isinstance(said, str):
        if "OpenStreetMap" not in said:
            document["attribution"] = f"{_CREDIT.en}; {said}"
    else:
        for language, apart in (("zh", "；"), ("en", "; ")):
            own = str(said.get(language, ""))
            if "OpenStreetMap" not in own:
                credit = _CREDIT[language]
                said[language] = f"{credit}{apart}{own}" if own else credit
