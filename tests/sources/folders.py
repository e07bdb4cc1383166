"""Town folders to spoil: Gridville, with a line of its town.toml or a file changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from geo.errors import Fault
from tests.gridville import at

Feature = dict[str, Any]


def edit(folder: Path, old: str, new: str) -> None:
    """Replace a text in town.toml; it must stand there."""
    toml = folder / "town.toml"
    text = toml.read_text("utf-8")
    assert old in text
    toml.write_text(text.replace(old, new, 1), "utf-8")


def add_layer(folder: Path, key: str, file: str, content: Any) -> None:
    """Write a file (GeoJSON of features, or text) and name it under [files]."""
    whole = {"type": "FeatureCollection", "features": content}
    text = content if isinstance(content, str) else json.dumps(whole, ensure_ascii=False)
    (folder / file).write_text(text, "utf-8")
    edit(folder, "[files]\n", f'[files]\n{key} = "{file}"\n')


def change(folder: Path, file: str, how: Callable[[list[Feature]], Any]) -> None:
    """Change the features of a GeoJSON file in place."""
    path = folder / file
    whole = json.loads(path.read_text("utf-8"))
    how(whole["features"])
    path.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")


def place(id: str = "cafe", x: float = 700, y: float = 700, **columns: Any) -> Feature:
    """A place of Gridville with all it needs; `columns` replace or add properties."""
    named = {"id": id, "name_zh": "咖啡", "name_en": "Café", "category": "food"}
    said = {"accuracy": "approximate", "source": "made up", "as_of": "2026-01-01"}
    geometry = {"type": "Point", "coordinates": [at(x, y).lon, at(x, y).lat]}
    return {"type": "Feature", "properties": named | said | columns, "geometry": geometry}


def says(faults: list[Fault] | tuple[Fault, ...], *parts: str) -> Fault:
    """The one fault whose text holds all the parts; fails, showing all, where it is not one."""
    found = [fault for fault in faults if all(part in str(fault) for part in parts)]
    assert len(found) == 1, (parts, [str(fault) for fault in faults])
    return found[0]
