"""A town's parcels made from its own files: `python -m geo.sources.make_parcels TOWN`.

Land-use areas keep their outline and get the class of GB 50137 that theirs stands for; within
BLOCK_METRES of the town's centre the land between the streets, where no use is mapped, becomes
blocks of unknown use. The same files give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.crs import in_degrees, in_metres, in_metres_all, to_metres
from geo.errors import GeoError, SourceError
from geo.model import UNKNOWN, Accuracy, Town
from geo.sources.blocks import Shapes, blocks, half_widths
from geo.sources.layers import read_layer
from geo.sources.parcels.overlaps import overlaps, without_overlaps
from geo.sources.roads import read_ways
from geo.sources.town import find_town, read_town
from geo.sources.ways import lines_of_ways
from geo.sources.written import DIGITS, feature

BLOCK_METRES = 3000.0
FILE = "parcels.geojson"
_LET_OUT = ("B", "M")  # the classes of land on which a tenant may look for space
_STATUSES = (
    ("可租（示意）", "to let (illustrative)"),
    ("已租（示意）", "let (illustrative)"),
    ("在建（示意）", "being built (illustrative)"),
)
_LEAST_FLOOR, _MORE_FLOOR = 0.05, 0.45  # of the parcel's ground, per drawn byte of 255
_SAMPLE_NOTE = "示意，不是真实信息 / illustrative, not a fact"
Row = dict[str, Any]


def make_parcels(town: Town) -> str:
    """The town's parcels as the text of a GeoJSON file, a feature a line.

    Raises TownError or SourceError for files of the town that cannot be read.
    """
    if "landuse" not in town.files:
        remedy = 'Name a file of land-use areas under [files], landuse = "landuse.geojson".'
        raise SourceError(town.folder / "town.toml", "it names no landuse", remedy)
    areas = _apart(read_layer(town, "landuse"), town)
    rows = [*_of_areas(town, areas), *_of_blocks(town, areas)]
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def class_of(said: str) -> str:
    """The code of GB 50137 for a class of OpenStreetMap, UNKNOWN for one not in the list."""
    text = Path(__file__).with_name("map_classes.toml").read_text("utf-8")
    return str(tomllib.loads(text).get(said, UNKNOWN))


def _apart(areas: Any, town: Town) -> Any:
    """Areas that share no ground: where two overlap, the smaller keeps it."""
    metric = in_metres_all(areas.geometry.to_numpy(), town.metres)
    found = overlaps(metric, len(metric) ** 2)
    shapes = areas.geometry.to_numpy().copy()
    cut = np.unique(found.larger)
    shapes[cut] = in_metres_all(without_overlaps(metric, found)[cut], town.metres, back=True)
    return areas.set_geometry(shapes, crs=areas.crs)


def _of_areas(town: Town, areas: Any) -> Iterator[Row]:
    for row, shape in zip(areas.to_dict("records"), areas.geometry.to_numpy(), strict=True):
        said = {
            "id": row["id"],
            "land_use": class_of(row.get("class", "")),
            "map_class": row.get("class", ""),
            "origin": "land-use",
            "area_ha": _hectares(shape, town),
            "accuracy": row["accuracy"],
            "source": row["source"],
            "as_of": row["as_of"],
        }
        yield feature(said | _sample(said), shape)


def _of_blocks(town: Town, areas: Any) -> Iterator[Row]:
    roads, half_metres, as_of = _roads(town)
    x, y = to_metres(town.centre.lon, town.centre.lat, town.metres)
    ground = shapely.Point(float(x), float(y)).buffer(BLOCK_METRES, quad_segs=32)
    taken = [read_layer(town, key).geometry.to_numpy() for key in ("water", "green")]
    taken.append(areas.geometry.to_numpy())
    metric = in_metres_all(np.concatenate(taken), town.metres)
    found = blocks(ground, roads, half_metres, metric)
    source = next((s.origin for s in town.sources if s.file == "roads"), town.name)
    for number, block in enumerate(_in_order(found, town), 1):
        yield feature(
            {
                "id": f"b{number}",
                "land_use": UNKNOWN,
                "origin": "block",
                "area_ha": _hectares(block, town),
                "accuracy": Accuracy.APPROXIMATE.value,
                "source": source.en or source.zh,
                "as_of": as_of,
            },
            block,
        )


def _roads(town: Town) -> tuple[Shapes, Any, str]:
    """The town's roads above ground as lines in metres, half their widths, and their date."""
    ways = read_ways(town.files["roads"], town.bounds)
    kept = [
        i for i, tags in enumerate(ways.tags) if tags.get("highway") and not _below_ground(tags)
    ]
    lines = lines_of_ways(ways, town.metres)[kept]
    classes = [ways.tags[i]["highway"] for i in kept]
    said = next((source.as_of for source in town.sources if source.file == "roads"), "")
    return lines, half_widths(classes), ways.as_of or said


def _below_ground(tags: dict[str, str]) -> bool:
    return tags.get("tunnel", "no") != "no"


def _in_order(found: Shapes, town: Town) -> list[Any]:
    """Blocks in rounded degrees, from west to east and south to north; what rounding spoils is
    repaired."""
    exact = (in_degrees(shape, town.metres) for shape in found)
    rounded = [shapely.set_precision(shape, 10**-DIGITS) for shape in exact]
    whole = [part for shape in rounded for part in shapely.get_parts(shape)]
    fit = [shapely.normalize(part) for part in whole if part.geom_type == "Polygon"]
    return sorted(fit, key=lambda shape: (shape.bounds, shape.wkb))


def _hectares(shape: Any, town: Town) -> float:
    return round(float(shapely.area(in_metres(shape, town.metres))) / 1e4, 2)


def _sample(said: Row) -> Row:
    """Status and lettable floor space of land for business: an illustration, and no rents.

    The rule: of the SHA-256 of the parcel's id the first byte picks one of three statuses, the
    second a share of the parcel's ground between 5 and 50 % as floor space, to 100 m².
    """
    if said["land_use"][0] not in _LET_OUT:
        return {}
    drawn = hashlib.sha256(str(said["id"]).encode()).digest()
    zh, en = _STATUSES[drawn[0] % len(_STATUSES)]
    floor = said["area_ha"] * 1e4 * (_LEAST_FLOOR + drawn[1] / 255 * _MORE_FLOOR)
    return {
        "sample_status_zh": zh,
        "sample_status_en": en,
        "sample_floor_m2": int(round(floor, -2)),
        "sample_accuracy": Accuracy.ILLUSTRATIVE.value,
        "sample_note": _SAMPLE_NOTE,
    }


def main(typed: list[str] | None = None) -> int:
    """Write the parcels of a town into its folder; exit status 1 with one line for a GeoError."""
    parser = argparse.ArgumentParser(prog="python -m geo.sources.make_parcels", description=__doc__)
    parser.add_argument("town", help="a town folder, or the name of one in data/")
    try:
        folder = find_town(parser.parse_args(typed).town)
        text = make_parcels(read_town(folder, lacking=("parcels",)))
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    (folder / FILE).write_text(text, encoding="utf-8")
    print(f"{folder / FILE}: {text.count(chr(10)) - 2} parcels")
    return 0


if __name__ == "__main__":
    sys.exit(main())
