"""Town folders made of real OpenStreetMap extracts: town.toml, a few hubs, the roads as they are.

`bounds` are in degrees (west, south, east, north); hubs stand where the cities have them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

HUB_COLUMNS = ("id", "name_zh", "name_en", "kind", "lon", "lat", "accuracy", "source", "as_of")
SOURCE = "OpenStreetMap"


@dataclass(frozen=True)
class RealTown:
    """What a test needs to know to write a town folder around an extract."""

    id: str
    name_zh: str
    name_en: str
    centre: tuple[float, float]
    bounds: tuple[float, float, float, float]
    metres: str
    timezone: str
    extract: str
    as_of: str
    hubs: tuple[tuple[str, str, str, str, float, float], ...]


PORTO = RealTown(
    id="porto",
    name_zh="波尔图",
    name_en="Porto",
    centre=(-8.6109, 41.1496),
    bounds=(-8.78, 40.98, -8.36, 41.40),
    metres="EPSG:32629",
    timezone="Europe/Lisbon",
    extract="porto.osm.pbf",
    as_of="2015-06-06",
    hubs=(
        ("airport", "波尔图机场", "Porto Airport", "airport", -8.6700, 41.2371),
        ("campanha", "坎帕尼扬站", "Campanhã", "railway", -8.5856, 41.1489),
        ("sao-bento", "圣本笃站", "São Bento", "railway", -8.6109, 41.1456),
    ),
)
HEIDELBERG = RealTown(
    id="heidelberg",
    name_zh="海德堡",
    name_en="Heidelberg",
    centre=(8.6945, 49.4094),
    bounds=(8.57, 49.35, 8.80, 49.47),
    metres="EPSG:32632",
    timezone="Europe/Berlin",
    extract="heidelberg/roads.osm.pbf",
    as_of="2024-09-08",
    hubs=(
        ("hauptbahnhof", "海德堡总站", "Heidelberg Hbf", "railway", 8.6755, 49.4037),
        ("bismarckplatz", "俾斯麦广场", "Bismarckplatz", "metro", 8.6929, 49.4103),
    ),
)
MONACO = RealTown(
    id="monaco",
    name_zh="摩纳哥",
    name_en="Monaco",
    centre=(7.4223, 43.7368),
    bounds=(7.38, 43.71, 7.46, 43.76),
    metres="EPSG:32632",
    timezone="Europe/Monaco",
    extract="monaco.osm.gz",
    as_of="2013-01-01",
    hubs=(("gare", "摩纳哥站", "Monaco-Monte-Carlo", "railway", 7.4194, 43.7384),),
)


def write_porto(parent: Path, extracts: Path) -> Path:
    """Write the folder of Porto under `parent`."""
    return write_town(parent, extracts, PORTO)


def write_heidelberg(parent: Path, extracts: Path) -> Path:
    """Write the folder of Heidelberg under `parent`."""
    return write_town(parent, extracts, HEIDELBERG)


def write_monaco(parent: Path, extracts: Path) -> Path:
    """Write the folder of Monaco under `parent`."""
    return write_town(parent, extracts, MONACO)


def write_town(parent: Path, extracts: Path, town: RealTown) -> Path:
    """Write `parent/<id>`: town.toml, hubs.csv and a link to the roads; return the folder."""
    folder = parent / town.id
    folder.mkdir(parents=True)
    extract = extracts / town.extract
    roads = f"roads{''.join(extract.suffixes)}"
    (folder / roads).symlink_to(extract)
    (folder / "town.toml").write_text(_town_toml(town, roads), "utf-8")
    with (folder / "hubs.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HUB_COLUMNS)
        writer.writerows((*hub, "approximate", SOURCE, town.as_of) for hub in town.hubs)
    return folder


def _town_toml(town: RealTown, roads: str) -> str:
    return f"""\
name = {{ zh = "{town.name_zh}", en = "{town.name_en}" }}
centre = {list(town.centre)}
bounds = {list(town.bounds)}
metres = "{town.metres}"
timezone = "{town.timezone}"

[files]
roads = "{roads}"
hubs = "hubs.csv"

{_source_toml(roads, town.as_of)}
{_source_toml("hubs.csv", town.as_of)}"""


def _source_toml(file: str, as_of: str) -> str:
    return f"""\
[[source]]
file = "{file}"
origin = {{ zh = "OpenStreetMap", en = "OpenStreetMap" }}
url = "https://www.openstreetmap.org"
licence = "ODbL 1.0"
as_of = "{as_of}"
accuracy = "approximate"
datum = "WGS-84"
"""
