"""Valleys as areas, made of street blocks: `python -m geo.sources.make_valleys TOWN`.

The folder's `valleys.csv` gives each valley a seed, `lon` and `lat`. A valley takes what lies
nearer to its seed than to any other of the blocks and land for business (classes A, B, M) that
come within REACH_METRES of it. Nobody knows the true outlines: all are illustrative. The same
files give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.crs import in_degrees, in_metres, in_metres_all
from geo.errors import GeoError, SourceError
from geo.model import UNKNOWN, Accuracy, Town
from geo.sources.blocks import without_threads
from geo.sources.features import read_features
from geo.sources.layers import read_layer
from geo.sources.town import find_town, read_town
from geo.sources.written import DIGITS, feature

REACH_METRES = 200.0
SEEDS, FILE = "valleys.csv", "valleys.geojson"
_OTHER_USES = ("A", "B", "M")
_LEFT_OUT = ("lon", "lat")


def make_valleys(town: Town) -> str:
    """The town's valleys as the text of a GeoJSON file, a feature a line.

    Raises SourceError where there are no seeds or parcels, or a seed that no block is near.
    """
    path = town.folder / SEEDS
    if "parcels" not in town.files:
        raise SourceError(town.folder / "town.toml", "it names no parcels", "Make parcels first.")
    seeds = read_features(path)
    if seeds.faults or not seeds.rows:
        remedy = "Give each valley a row with id, name_zh, name_en, lon, lat."
        problem = seeds.faults[0].problem if seeds.faults else "it holds no valleys"
        raise SourceError(path, problem, remedy)
    points = in_metres_all(seeds.shapes, town.metres)
    outlines = outlines_of(points, _blocks(town))
    lines = []
    for row, where, shape in zip(seeds.rows, seeds.where, outlines, strict=True):
        if shape.is_empty:
            raise SourceError(path, "no block is near its seed", "Move its lon and lat.", where)
        lines.append(_line(row, shape, town))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def outlines_of(seeds: Any, blocks: Any) -> list[Any]:
    """An area for each seed, (seeds,) of points and blocks as polygons, all in metres."""
    cells = _cells(seeds, shapely.union_all(blocks))
    return [_outline(seed, cell, blocks) for seed, cell in zip(seeds.tolist(), cells, strict=True)]


def _outline(seed: Any, cell: Any, blocks: Any) -> Any:
    pieces = shapely.get_parts(shapely.intersection(blocks, cell))
    near = shapely.dwithin(pieces, seed, REACH_METRES)
    return without_threads(shapely.union_all(pieces[near]))


def _cells(seeds: Any, ground: Any) -> Iterator[Any]:
    """What of `ground`'s box lies nearer to each seed than to the others, in the seeds' order."""
    if len(seeds) == 1:
        yield shapely.box(*ground.bounds)
        return
    found = shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=ground)
    parts = shapely.get_parts(found)
    for seed in seeds:
        yield parts[np.flatnonzero(shapely.contains(parts, seed))[0]]


def _blocks(town: Town) -> Any:
    land = read_layer(town, "parcels")
    uses = land["land_use"].to_numpy(str)
    kept = (uses == UNKNOWN) | np.isin([use[:1] for use in uses], _OTHER_USES)
    return in_metres_all(land.geometry.to_numpy()[kept], town.metres)


def _line(row: Any, shape: Any, town: Town) -> str:
    degrees = shapely.set_precision(in_degrees(shape, town.metres), 10**-DIGITS)
    said = {key: value for key, value in row.items() if key not in _LEFT_OUT}
    said["accuracy"] = Accuracy.ILLUSTRATIVE.value
    said["area_ha"] = round(shapely.area(in_metres(degrees, town.metres)) / 1e4, 1)
    whole = feature(said, shapely.normalize(degrees))
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def main(typed: list[str] | None = None) -> int:
    """Write the valleys of a town into its folder; exit status 1 with one line for a GeoError."""
    parser = argparse.ArgumentParser(prog="python -m geo.sources.make_valleys", description=__doc__)
    parser.add_argument("town", help="a town folder, or the name of one in data/")
    try:
        folder = find_town(parser.parse_args(typed).town)
        written = make_valleys(read_town(folder, lacking=("valleys",)))
    except GeoError as error:
        print(error, file=sys.stderr)
        return 1
    (Path(folder) / FILE).write_text(written, encoding="utf-8")
    print(f"{folder / FILE}: {written.count(chr(10)) - 2} valleys")
    return 0


if __name__ == "__main__":
    sys.exit(main())
