"""OpenStreetMap -> a town's streets, water and places, from an Overpass server or a local extract.

What arrives is put into a folder of its own inside the town's folder. Rewriting town.toml, in one
step and last of all, makes it the town's; until then, and after any failure, nothing has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import SourceError
from geo.model import Progress, Town, no_progress
from geo.sources.clip import clip_layers, clip_streets, write_features
from geo.sources.layers import read_layer
from geo.sources.merge import merged
from geo.sources.osm_file import ENDINGS
from geo.sources.overpass import Patience, download, server_of
from geo.sources.roads import read_ways
from geo.sources.soundness import TOML
from geo.sources.town import read_town
from geo.sources.town_toml import Fetched, rewritten

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

KEPT = "town.toml.before-fetch"
"""How town.toml is kept as it was before the first fetch; the files that it names stay, too."""

_STREETS, _WATER, _PLACES = "roads.osm.pbf", "water.geojson", "places.geojson"
_OURS = re.compile(r"osm-[0-9a-f]{8}")


@dataclass(frozen=True)
class FetchReport:
    """What a fetch brought: features by layer, the data's date ('' where unknown), the new file of
    each layer (none where nothing was found, then the town's own stays), and how many of the town's
    own places stand beside those fetched."""

    counts: Mapping[str, int]
    as_of: str
    files: Mapping[str, Path]
    own_places: int


def fetch(
    town: Town,
    osm_file: Path | None = None,
    endpoint: str | None = None,
    progress: Progress = no_progress,
    patience: Patience | None = None,
) -> FetchReport:
    """Replace the town's roads, water and places by OpenStreetMap's within its bounds.

    They come from the Overpass server at `endpoint`, or from the extract `osm_file`. The town's own
    places stay beside those fetched. Raises DownloadError or SourceError, and TownError where the
    town's places cannot be read; then nothing has changed.
    """
    if osm_file is not None and not osm_file.name.lower().endswith(ENDINGS):
        raise SourceError(osm_file, "its ending is not known", f"Known are {', '.join(ENDINGS)}.")
    own = read_layer(town, "places")
    try:
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=town.folder) as made:
            extract = osm_file or Path(made) / "download.osm.pbf"
            if osm_file is None:
                download(town.bounds, extract, endpoint, patience, progress)
            ready = Path(made) / "ready"
            ready.mkdir()
            counts, as_of, kept = _clip(town, extract, own, ready, progress)
            place = osm_file.name if osm_file else server_of(endpoint)
            files = _swap(town, ready, Fetched(as_of, place, kept > 0))
    except OSError as error:
        problem = f"it cannot be written to ({error.strerror or error})"
        remedy = "Make it writable, with room for a few hundred megabytes."
        raise SourceError(town.folder, problem, remedy) from error
    return FetchReport(counts, as_of, files, kept)


def _clip(
    town: Town, extract: Path, own: GeoDataFrame, ready: Path, progress: Progress
) -> tuple[dict[str, int], str, int]:
    """Put the layers that hold anything into `ready`; the streets are read once as the town will.

    Gives features by layer, the data's date and how many of the town's own places stand among them.
    """
    progress("clip", 0.0)
    streets, as_of = clip_streets(extract, town.bounds, ready / _STREETS)
    read_ways(ready / _STREETS, town.bounds)
    progress("clip", 0.5)
    # Every feature must have a date: without one in the data it is today's.
    water, places = clip_layers(extract, town.bounds, as_of or date.today().isoformat())
    beside, kept = merged(own, places, town.metres)
    for name, features in ((_WATER, water), (_PLACES, beside if places else [])):
        if features:
            write_features(ready / name, features)
    progress("clip", 1.0)
    return {"roads": streets, "water": len(water), "places": len(places)}, as_of, kept


def _swap(town: Town, ready: Path, fetched: Fetched) -> dict[str, Path]:
    """Make the ready files the town's, in one last step; then drop those of an earlier fetch."""
    names = {"roads": _STREETS, "water": _WATER, "places": _PLACES}
    names = {key: name for key, name in names.items() if (ready / name).is_file()}
    home = town.folder / f"osm-{_digest(ready)}"
    new_home = not home.exists()
    if new_home:
        ready.rename(home)
    try:
        _adopt(town.folder, {key: f"{home.name}/{name}" for key, name in names.items()}, fetched)
    except BaseException:
        if new_home:
            shutil.rmtree(home, ignore_errors=True)
        raise
    for folder in _homes(town) - _homes(read_town(town.folder)):
        shutil.rmtree(folder, ignore_errors=True)
    return {key: home / name for key, name in names.items()}


def _adopt(folder: Path, paths: Mapping[str, str], fetched: Fetched) -> None:
    """Rewrite town.toml, by a new file put in its place at once; the first one is kept."""
    toml = folder / TOML
    text = toml.read_text(encoding="utf-8-sig")
    new = toml.with_name(f".{TOML}.{os.getpid()}")
    try:
        new.write_text(rewritten(text, paths, fetched), encoding="utf-8")
        if not (folder / KEPT).exists():
            (folder / KEPT).write_text(text, encoding="utf-8")
        new.replace(toml)
    finally:
        new.unlink(missing_ok=True)


def _homes(town: Town) -> set[Path]:
    """The folders of fetched files that the town names."""
    folders = {path.parent for path in town.files.values()}
    return {one for one in folders if one.parent == town.folder and _OURS.fullmatch(one.name)}


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:8]
