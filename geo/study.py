"""A town opened: read, checked, and its network built or loaded from the cache."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from dataclasses import dataclass
from functools import cached_property
from glob import escape
from pathlib import Path

import numpy as np
import shapely

from geo.crs import in_degrees, to_metres
from geo.errors import CacheError, OffNetwork, OutOfBounds
from geo.model import (
    STREET_MODES,
    Floats,
    Hub,
    Mode,
    Period,
    Place,
    Point,
    Progress,
    Town,
    no_progress,
)
from geo.network.build import BUILDER_VERSION, build
from geo.network.graph import Network, load, save
from geo.network.reach import Reach, load_reach, make_reach, save_reach
from geo.network.rules import CODE
from geo.network.snap import Snapped, Snapper
from geo.sources.layers import read_hubs, read_layer, read_places
from geo.sources.roads import read_ways
from geo.sources.town import read_town

KEPT = 3
"""How many older builds of a town stay in the cache: other processes may still read them."""

_ABANDONED_SECONDS = 86_400.0
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    shapely.errors.ShapelyError,
)


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """A town ready for questions; `built` says whether its network was built just now.

    `water` is one geometry in local metres; `digest` knows all that answers depend on: the network
    and, where the town has them, its timetables.
    """

    town: Town
    hubs: tuple[Hub, ...]
    network: Network
    reach: Reach
    water: shapely.Geometry
    digest: str
    data_as_of: str
    built: bool
    cache: Path

    @cached_property
    def snapper(self) -> Snapper:
        """Joins places to the network."""
        return Snapper(self.network, self.water)

    @cached_property
    def water_in_degrees(self) -> shapely.Geometry:
        """The same water in degrees."""
        return in_degrees(self.water, self.town.metres)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Everything with a name and a position that is no hub."""
        return read_places(self.town)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Bytes of every file of the build in the cache."""
        files = [file for file in sorted(self.cache.iterdir()) if file.is_file()]
        return {file.name: file.stat().st_size for file in files}

    def locate(self, points: list[Point]) -> tuple[Floats, Floats]:
        """The points in local metres; raises OutOfBounds for one outside the town's map."""
        for point in points:
            if not self.town.holds(point):
                raise OutOfBounds(point.lon, point.lat, self.town.bounds)
        lon, lat = [point.lon for point in points], [point.lat for point in points]
        return to_metres(lon, lat, self.town.metres)

    def snap(self, points: list[Point], mode: Mode) -> Snapped:
        """Join points to the network; raises OutOfBounds, or OffNetwork for one that joins none."""
        snapped = self.snapper.snap(*self.locate(points), mode)
        for i in np.flatnonzero(~snapped.joined).tolist():
            metres = None if np.isnan(snapped.metres[i]) else float(snapped.metres[i])
            raise OffNetwork(
                points[i].lon,
                points[i].lat,
                mode.value,
                metres,
                self.network.snap_limit,
                bool(snapped.across_water[i]),
            )
        return snapped


@dataclass(frozen=True)
class StudySummary:
    """The network in figures; a street that several modes share counts for each."""

    nodes: int
    links: int
    junctions: int
    signals: int
    km: dict[str, float]
    assumed_km: float


def open_study(folder: Path, progress: Progress = no_progress) -> Study:
    """Open a town folder: from the cache where its inputs are unchanged, else built anew.

    Raises TownError for a folder that cannot be used, SourceError for a file that cannot be read,
    CacheError where the cache cannot be written, or neither read nor replaced.
    """
    progress("read", 0.0)
    town = read_town(folder)
    hubs = read_hubs(town)
    network_digest = _digest(town)
    digest = _with_timetables(network_digest, town)
    home = cache_folder() / f"{town.id}-{network_digest}"
    built = not home.is_dir()
    if built:
        _build_into(home, town, progress)
    progress("open", 0.95)
    try:
        network, reach, water, as_of = _load(home)
    except _UNREADABLE:
        # Somebody cut a file short: what can be built again needs no mending by hand.
        shutil.rmtree(home, ignore_errors=True)
        _build_into(home, town, progress)
        built = True
        network, reach, water, as_of = _load_new(home)
    progress("ready", 1.0)
    as_of = as_of or _stated_date(town)
    return Study(town, hubs, network, reach, water, digest, as_of, built, home)


def _load(home: Path) -> tuple[Network, Reach, shapely.Geometry, str]:
    notes = json.loads((home / "study.json").read_text(encoding="utf-8"))
    water = shapely.from_wkb((home / "water.wkb").read_bytes())
    return load(home), load_reach(home), water, str(notes["data_as_of"])


def _load_new(home: Path) -> tuple[Network, Reach, shapely.Geometry, str]:
    """Load what was built just now, unless an older, broken one could not be cleared away."""
    try:
        return _load(home)
    except _UNREADABLE as error:
        remedy = "Remove it, or set TOWN_ATLAS_CACHE elsewhere"
        raise CacheError(home, f"it can neither be read nor replaced ({error})", remedy) from error


def summary(study: Study) -> StudySummary:
    """Count what the network holds."""
    network = study.network
    mapped = network.code != CODE["assumed"]
    km = {}
    for mode in STREET_MODES:
        along, against = network.travel_of(mode, Period.FREE)
        usable = (np.isfinite(along) | np.isfinite(against)) & mapped
        km[mode.value] = float(network.metres[usable].sum() / 1000)
    ends = np.bincount(np.concatenate([network.start[mapped], network.end[mapped]]))
    return StudySummary(
        nodes=network.nodes,
        links=network.links,
        junctions=int((ends >= 3).sum()),
        signals=len(np.unique(network.lit[network.lit >= 0])),
        km=km,
        assumed_km=float(network.metres[~mapped].sum() / 1000),
    )


def cache_folder() -> Path:
    """Where built studies are kept: $TOWN_ATLAS_CACHE, or .cache beside the engine."""
    chosen = os.environ.get("TOWN_ATLAS_CACHE")
    return Path(chosen) if chosen else Path(__file__).resolve().parent.parent / ".cache" / "studies"


def _digest(town: Town) -> str:
    """What the network depends on, as 16 hexadecimal digits."""
    known = hashlib.sha256()
    facts = [BUILDER_VERSION, town.bounds, town.metres, town.streets, town.drives_on]
    facts.append({k: v for k, v in dict(town.assumptions).items() if not k.startswith("transit.")})
    known.update(json.dumps(facts, sort_keys=True, default=str).encode())
    for key in ("roads", "water"):
        if key in town.files:
            with town.files[key].open("rb") as file:
                known.update(hashlib.file_digest(file, "sha256").digest())
    return known.hexdigest()[:16]


def _with_timetables(digest: str, town: Town) -> str:
    """The same digest for a town without timetables, else one that knows them too: another feed
    makes other answers, but no other network."""
    feeds = [*town.feeds, *town.feeds_then]
    if not feeds:
        return digest
    transit = {k: v for k, v in dict(town.assumptions).items() if k.startswith("transit.")}
    known = hashlib.sha256(f"{digest} {json.dumps(transit, sort_keys=True)}".encode())
    for feed in feeds:
        for path in sorted(feed.glob("*.txt")) if feed.is_dir() else [feed]:
            with path.open("rb") as file:
                known.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
    return known.hexdigest()[:16]


def _build_into(home: Path, town: Town, progress: Progress) -> None:
    """Build a town's network beside its place in the cache, then put it there in one step.

    A killed build leaves only a temporary folder; of two builds at once the first to end stays.
    """
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{town.id}-", dir=home.parent))
    except OSError as error:
        raise CacheError(
            home.parent,
            f"it cannot be written ({error.strerror})",
            "Set TOWN_ATLAS_CACHE elsewhere",
        ) from error
    try:
        _build(workshop, town, progress)
        workshop.chmod(0o755)  # what one user has built, others may read
        try:
            workshop.rename(home)
        except OSError:
            if not home.is_dir():
                raise
    except OSError as error:
        raise CacheError(
            home, f"it cannot be written ({error.strerror})", "Free some space on the disk"
        ) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    _forget_old(home, town)


def _build(workshop: Path, town: Town, progress: Progress) -> None:
    progress("roads", 0.05)
    ways = read_ways(town.files["roads"], town.bounds)
    water = _read_water(town)
    progress("network", 0.3)
    network = build(ways, town, water, lambda step, done: progress(step, 0.3 + 0.3 * done))
    progress("reach", 0.6)
    save(network, workshop)
    save_reach(make_reach(network, town, water), workshop)
    (workshop / "water.wkb").write_bytes(shapely.to_wkb(water))
    notes = json.dumps({"data_as_of": ways.as_of})
    (workshop / "study.json").write_text(notes, encoding="utf-8")


def _stated_date(town: Town) -> str:
    """The date that the town states for its roads, for files that hold none."""
    names = {"roads", town.files["roads"].name}
    return next((source.as_of for source in town.sources if source.file in names), "")


def _read_water(town: Town) -> shapely.Geometry:
    """All water of the town as one geometry in local metres."""
    frame = read_layer(town, "water")
    if frame.empty:
        return shapely.MultiPolygon()
    shapes = frame.geometry.to_crs(town.metres).to_numpy()
    areas = shapes[np.isin(shapely.get_type_id(shapes), [3, 6])]
    return shapely.union_all(shapely.make_valid(areas))


def _forget_old(home: Path, town: Town) -> None:
    """Drop all but the newest few builds of the same town."""
    for workshop in home.parent.glob(f".{escape(town.id)}-*"):
        if time.time() - workshop.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(workshop, ignore_errors=True)  # left behind by a build that was killed
    others = [f for f in home.parent.glob(f"{escape(town.id)}-*") if f != home and f.is_dir()]
    others = [f for f in others if len(f.name) == len(town.id) + 17]
    others.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in others[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
