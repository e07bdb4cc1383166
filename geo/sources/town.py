"""Town folders: finding them, and reading town.toml with every fault of it at once."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from geo.errors import Fault, SourceError, TownError
from geo.model import Assumptions, Name, Point, Source, Town
from geo.sources.assumptions import SECTIONS, default_assumptions, override
from geo.sources.schema import FILE_KEYS, TIMETABLES, SourceTable, TownTable, faults_of
from geo.sources.soundness import (
    TOML,
    bounds_faults,
    file_faults,
    key_of,
    layer_of,
    metres_faults,
    source_faults,
    timezone_faults,
)

_DATA = Path(__file__).resolve().parents[2] / "data"


def data_folder() -> Path:
    """Where the towns lie: $TOWN_ATLAS_DATA, or data/ beside the engine."""
    chosen = os.environ.get("TOWN_ATLAS_DATA")
    return Path(chosen) if chosen else _DATA


def list_towns(data: Path | None = None) -> tuple[str, ...]:
    """The ids of the towns in `data`: folders with a town.toml, in alphabetical order."""
    folder = data or data_folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry.parent.name for entry in folder.glob(f"*/{TOML}")))


def find_town(name_or_path: str, data: Path | None = None) -> Path:
    """The folder of a town given by its id under `data` or by any path; raises SourceError."""
    known = list_towns(data)
    if name_or_path in known:
        return (data or data_folder()) / name_or_path
    path = Path(name_or_path).expanduser()
    try:
        found = bool(name_or_path.strip()) and path.is_dir()
    except (OSError, ValueError):
        found = False
    if found:
        return path
    if path.name == TOML and path.is_file():
        return path.parent
    near = get_close_matches(name_or_path, known, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    listed = ", ".join(known) or "none"
    raise SourceError(
        name_or_path,
        "there is no such town",
        f"{hint}Give a town folder or one of these ids: {listed}.",
    )


def read_town(folder: Path, lacking: Collection[str] = ()) -> Town:
    """What the folder's town.toml says; raises TownError with every fault of it.

    The files of the keys `lacking` need not be there yet.
    """
    town, faults = survey_town(folder, lacking)
    if town is None or faults:
        raise TownError(folder, faults)
    return town


def survey_town(folder: Path, lacking: Collection[str] = ()) -> tuple[Town | None, list[Fault]]:
    """What can be read of town.toml, None where it is too broken to say, and every fault of it."""
    faults: list[Fault] = []
    table = _table(folder, faults)
    if table is None:
        return None, faults
    said = _validated(table, faults)
    assumptions, wrong = _assumptions(table)
    files = _files(table)
    there = {key: path for key, path in files.items() if key not in lacking}
    wrong += [*metres_faults(table), *file_faults(folder, there), *source_faults(table, files)]
    wrong += [*bounds_faults(table), *timezone_faults(table)]
    told = {(fault.file, fault.where) for fault in faults}
    faults += [fault for fault in wrong if (fault.file, fault.where) not in told]
    return (_town(folder, said, files, assumptions) if said else None), faults


def _validated(table: dict[str, Any], faults: list[Fault]) -> TownTable | None:
    """The table as its model, or None and its faults. What is still sound is checked all the same:
    the checks below look at the plain table and pass over what has no right shape."""
    try:
        return TownTable.model_validate(table)
    except ValidationError as error:
        faults += faults_of(error, TOML)
        return None


def _files(table: dict[str, Any]) -> dict[str, str]:
    """The paths by their keys; of several feeds the second is 'transit 2', and so on."""
    named = table.get("files")
    named = named if isinstance(named, dict) else {}
    for layer in TIMETABLES:
        feeds = named.get(layer)
        several = feeds if isinstance(feeds, list) else []
        named = named | {f"{layer} {i}" if i > 1 else layer: v for i, v in enumerate(several, 1)}
    return {
        k: v.strip() for k, v in named.items() if layer_of(k) in FILE_KEYS and isinstance(v, str)
    }


def _table(folder: Path, faults: list[Fault]) -> dict[str, Any] | None:
    path = folder / TOML
    if not folder.is_dir():
        faults.append(Fault(str(folder), "", "there is no such folder", "Give a town folder."))
        return None
    if not path.is_file():
        remedy = "Write one as data/README.md says, or give the folder that holds it."
        faults.append(Fault(TOML, "", "the folder has no such file", remedy))
        return None
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        faults.append(Fault(TOML, f"byte {error.start}", "it is not UTF-8", "Save it as UTF-8."))
    except tomllib.TOMLDecodeError as error:
        problem, _, place = str(error).rstrip(")").partition(" (at ")
        problem = f"it is no TOML: {problem[:1].lower()}{problem[1:]}"
        faults.append(Fault(TOML, place, problem, "Mend this line, or look at it in an editor."))
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        faults.append(Fault(TOML, "", problem, "Make it readable."))
    return None


def _assumptions(table: dict[str, Any]) -> tuple[Assumptions, list[Fault]]:
    tables = {key: table[key] for key in SECTIONS if isinstance(table.get(key), dict)}
    return override(default_assumptions(), tables, TOML)


def _town(folder: Path, said: TownTable, files: dict[str, str], assumptions: Assumptions) -> Town:
    west, south, east, north = said.bounds
    return Town(
        id=folder.resolve().name,
        folder=folder,
        name=said.name.as_name(),
        centre=Point(*said.centre),
        bounds=(west, south, east, north),
        metres=said.metres,
        timezone=said.timezone,
        files={key: folder / os.path.normpath(path) for key, path in files.items()},
        streets=said.coverage.streets,
        drives_on=said.drives_on,
        assumptions=assumptions,
        sources=tuple(_source(source, files) for source in said.source),
        attribution=said.attribution.as_name() if said.attribution else Name("", ""),
        about=said.about.as_name() if said.about else Name("", ""),
    )


def _source(said: SourceTable, files: dict[str, str]) -> Source:
    return Source(
        file=key_of(said.file, files) or said.file,
        origin=said.origin.as_name(),
        licence=said.licence,
        as_of=said.as_of,
        accuracy=said.accuracy,
        datum=said.datum,
        url=said.url,
        note=said.note.as_name() if said.note else Name("", ""),
    )
