"""The files of a feed, from a folder or a zip, never unpacked onto the disk."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path, PurePosixPath

from geo.sources.gtfs.findings import Findings

LARGEST_BYTES = 4 * 1024**3
"""A feed that unpacks to more is not read: the whole Netherlands take about 2 GB."""

BOMB_BYTES, BOMB_RATIO = 64 * 1024**2, 250
"""A file that unpacks to more, and to so many times its size, is taken for a zip bomb; timetables
pack to a tenth or a thirtieth."""

Files = Mapping[str, Callable[[], bytes]]
"""By name, such as 'stops.txt': a function that reads the whole file."""


def files_of(path: Path, findings: Findings) -> Files:
    """The tables of a feed by name; notes what keeps it from being read."""
    try:
        if path.is_dir():
            return _of_folder(path, findings)
        with zipfile.ZipFile(path) as packed:
            return _of_zip(path, packed.infolist(), findings)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        problem, remedy = f"it is no zip that can be read ({error})", "Get the feed anew."
        findings.note("", problem, remedy, fatal=True)
    except OSError as error:
        reason = error.strerror or str(error)
        findings.note("", f"it cannot be read ({reason})", "Make it readable.", fatal=True)
    return {}


def _of_folder(path: Path, findings: Findings) -> Files:
    found = {entry.name: entry for entry in sorted(path.iterdir()) if entry.suffix == ".txt"}
    size = sum(entry.stat().st_size for entry in found.values() if entry.is_file())
    if _too_large(size, findings):
        return {}
    return {name: entry.read_bytes for name, entry in found.items() if entry.is_file()}


def _of_zip(path: Path, members: list[zipfile.ZipInfo], findings: Findings) -> Files:
    """The tables at the top of a zip, or in its only folder that holds any."""
    inside = [one for one in members if not one.is_dir() and _sound(one, findings)]
    tables = [one for one in inside if one.filename.endswith(".txt")]
    if _too_large(sum(one.file_size for one in tables), findings):
        return {}
    home = _home(one.filename for one in tables)
    if home != PurePosixPath():
        problem, remedy = f"its files lie in the folder {str(home)!r}", "Pack them without it."
        findings.note("", problem, remedy)
    at_home = {PurePosixPath(one.filename): one for one in tables}
    return {name.name: _reader(path, one) for name, one in at_home.items() if name.parent == home}


def _sound(member: zipfile.ZipInfo, findings: Findings) -> bool:
    """Whether a member may be read: no path that climbs out, no bomb, no password."""
    name = member.filename
    place = PurePosixPath(name.replace("\\", "/"))
    if place.is_absolute() or ".." in place.parts or ":" in place.parts[0]:
        problem = f"the path {name!r} leads out of it; that file is left out"
        findings.note("", problem, "Get the feed from a source that you trust.")
        return False
    ratio = member.file_size / max(member.compress_size, 1)
    if member.file_size > BOMB_BYTES and ratio > BOMB_RATIO:
        problem = f"it unpacks to {ratio:.0f} times its size, as no timetable does"
        findings.note(name, problem, "Get the feed from a source that you trust.", fatal=True)
        return False
    if member.flag_bits & 1:
        findings.note(name, "it is locked by a password", "Pack it without one.", fatal=True)
        return False
    return True


def _too_large(size: int, findings: Findings) -> bool:
    if size <= LARGEST_BYTES:
        return False
    problem = f"it unpacks to {size / 1024**3:.1f} GB, more than {LARGEST_BYTES / 1024**3:.0f} GB"
    findings.note("", problem, "Cut the feed to the town's surroundings.", fatal=True)
    return True


def _home(names: Iterable[str]) -> PurePosixPath:
    """The folder of stops.txt nearest to the top; the top where there is none."""
    homes = [PurePosixPath(name).parent for name in names if name.endswith("stops.txt")]
    return min(homes, key=lambda home: len(home.parts), default=PurePosixPath())


def _reader(path: Path, member: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        with zipfile.ZipFile(path) as packed:
            return packed.read(member)

    return read
