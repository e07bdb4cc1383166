"""Towns that nobody would want: names that are programs, and folders that are broken."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.gridville import at, write_gridville

HOSTILE = (
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "`${window.pwned=1}`",
    "\\';window.pwned=1;//",
    "{{7*7}}{%raw%}",
    "[a](javascript:alert(1)) **b** :red[c] $d$",
)
"""Each would run, or turn into something else, where text from data is not taken as text."""

BROKEN = ("no-roads", "not-toml", "typo", "torn-roads")


def write_hostile_town(data: Path) -> Path:
    """Write `data/hostile`: Gridville with a program for every name that a page could show."""
    folder = write_gridville(data / "hostile", town="".join(HOSTILE[:3]))
    for name in ("roads.geojson", "hubs.geojson", "water.geojson"):
        _rename(folder / name)
    _add_layer(folder, "places", "Point", at(700, 700), category="sight", kind="sight")
    _add_layer(folder, "metro_stations", "Point", at(900, 900), lines=HOSTILE[0])
    _add_layer(folder, "metro_lines", "LineString", at(0, 0), at(900, 900), colour=HOSTILE[0])
    with (folder / "figures.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("id", "name_zh", "name_en", "value", "unit_zh", "unit_en", "as_of", "source")
        )
        for i, text in enumerate(HOSTILE):
            writer.writerow((f"f{i}", text, text, 10 * i, text, text, "2026", text))
    _tell_of(folder, "figures", "figures.csv")
    return folder


def _rename(file: Path) -> None:
    whole = json.loads(file.read_text("utf-8"))
    for i, feature in enumerate(whole["features"]):
        text = HOSTILE[i % len(HOSTILE)]
        feature["properties"] |= {"name_zh": text, "name_en": text, "source": text}
    file.write_text(json.dumps(whole, ensure_ascii=False), "utf-8")


def _add_layer(folder: Path, key: str, kind: str, /, *line: Any, **columns: str) -> None:
    """Add a layer of one feature for each hostile name, side by side."""
    features = []
    for i, text in enumerate(HOSTILE):
        points = [[point.lon + i * 0.001, point.lat] for point in line]
        named = {"id": f"{key}-{i}", "name_zh": text, "name_en": text, "source": text}
        said = {"accuracy": "illustrative", "as_of": "2026-01-01", **columns}
        geometry = {"type": kind, "coordinates": points[0] if kind == "Point" else points}
        features.append({"type": "Feature", "properties": named | said, "geometry": geometry})
    whole = {"type": "FeatureCollection", "features": features}
    (folder / f"{key}.geojson").write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    _tell_of(folder, key, f"{key}.geojson")


def _tell_of(folder: Path, key: str, file: str) -> None:
    """Name a new file in the town's town.toml."""
    toml = folder / "town.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace("[files]\n", f'[files]\n{key} = "{file}"\n'), "utf-8")


def write_broken_towns(data: Path) -> None:
    """Write one folder for each of BROKEN, each broken in its own way."""
    (write_gridville(data / "no-roads") / "roads.geojson").unlink()
    (write_gridville(data / "not-toml") / "town.toml").write_text("name = [unclosed", "utf-8")
    typo = write_gridville(data / "typo") / "town.toml"
    typo.write_text(typo.read_text("utf-8").replace("metres =", "meters ="), "utf-8")
    torn = write_gridville(data / "torn-roads") / "roads.geojson"
    torn.write_text(torn.read_text("utf-8")[:500], "utf-8")
