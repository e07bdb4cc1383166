"""Real extracts as towns: written, built and opened for the time of a measurement."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from geo.crs import to_degrees
from geo.model import Ints, Mode, Name, Spot
from geo.network.graph import largest_part
from geo.study import Study, open_study
from tests.real_towns import HEIDELBERG, MONACO, PORTO, RealTown, write_town

ROOT = Path(__file__).resolve().parent.parent
EXTRACTS = Path(os.environ.get("TOWN_TEST_DATA", ROOT.parent / "shared" / "osm"))
PORTO_ALEGRE = RealTown(
    id="porto-alegre",
    name_zh="阿雷格里港",
    name_en="Porto Alegre",
    centre=(-51.2190, -30.0346),
    bounds=(-51.31, -30.28, -51.00, -29.93),
    metres="EPSG:32722",
    timezone="America/Sao_Paulo",
    extract="porto_alegre/roads.osm.pbf",
    as_of="2019-01-01",
    hubs=(("mercado", "公共市场站", "Mercado", "railway", -51.2282, -30.0277),),
)
TOWNS = (MONACO, PORTO_ALEGRE, HEIDELBERG, PORTO)
DEFAULT_MINUTES = {Mode.WALK: (5, 10, 15), Mode.BIKE: (15, 30, 45), Mode.DRIVE: (10, 20, 30)}
CENTRE = Name("中心", "centre")


@contextmanager
def written(town: RealTown) -> Iterator[tuple[Path, Path]]:
    """A town's folder, and one to work in; the cache lies there too, and all goes with the run."""
    if not EXTRACTS.is_dir():
        raise SystemExit(f"no real extracts at {EXTRACTS}; set TOWN_TEST_DATA to their folder")
    before = os.environ.get("TOWN_ATLAS_CACHE")
    with tempfile.TemporaryDirectory(prefix="town-atlas-bench-") as name:
        os.environ["TOWN_ATLAS_CACHE"] = str(Path(name) / "cache")
        try:
            yield write_town(Path(name), EXTRACTS, town), Path(name)
        finally:
            os.environ.pop("TOWN_ATLAS_CACHE")
            if before is not None:
                os.environ["TOWN_ATLAS_CACHE"] = before


@contextmanager
def opened(town: RealTown) -> Iterator[tuple[Study, Path]]:
    """A town built and opened, and a folder to work in."""
    with written(town) as (folder, workplace):
        yield open_study(folder), workplace


def centre(study: Study) -> Spot:
    """The town's centre as a place to ask about."""
    return Spot("centre", CENTRE, study.town.centre)


def street_nodes(study: Study, mode: Mode) -> Ints:
    """The junctions on the map where a mode may enter and leave the streets, shape (junctions,)."""
    network = study.network
    doors = network.doors(mode)
    known = np.zeros(network.nodes, bool)
    known[network.start[doors]] = known[network.end[doors]] = True
    lon, lat = to_degrees(network.x, network.y, study.town.metres)
    west, south, east, north = study.town.bounds
    known &= (lon > west) & (lon < east) & (lat > south) & (lat < north)
    return np.flatnonzero(known & largest_part(network, mode))
