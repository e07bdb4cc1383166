"""A zip of parcels -> the one file in it, or the parts of a Shapefile, all in memory."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from geo.errors import SourceError
from geo.sources.parcels.limits import MEGABYTE, Limits

_NEEDED, _OPTIONAL = (".shp", ".shx", ".dbf"), (".prj", ".cpg")
_ALONE = (".geojson", ".json", ".gpkg", ".csv", ".fgb")
_ANEW = "Pack the file anew."


@dataclass(frozen=True)
class Shapefile:
    """A Shapefile's parts, packed anew under plain names; `encoding` of its texts, None where the
    file says itself."""

    zipped: bytes
    encoding: str | None


@dataclass(frozen=True)
class Unpacked:
    """Any other file that was alone in the zip."""

    name: str
    data: bytes


def unpacked(data: bytes, name: str, limits: Limits) -> Shapefile | Unpacked:
    """What a zip holds; raises SourceError for one that is broken, climbs out, or is a bomb."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = _entries(packed, name, limits)
            outlines = [path for path in entries if path.suffix.lower() == ".shp"]
            if outlines:
                return _shapefile(packed, name, entries, outlines)
            return _alone(packed, name, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise SourceError(name, f"it is no zip that can be read ({error})", _ANEW) from error
    except RuntimeError as error:  # which zipfile raises for a password
        raise SourceError(name, "it is locked with a password", "Pack it without one.") from error


Entries = dict[PurePosixPath, zipfile.ZipInfo]


def _entries(packed: zipfile.ZipFile, name: str, limits: Limits) -> Entries:
    infos = [info for info in packed.infolist() if not info.is_dir()]
    if len(infos) > limits.zip_entries:
        problem = f"it holds more than {limits.zip_entries} files"
        raise SourceError(name, problem, "Pack one file of parcels alone.")
    for info in infos:
        plain = info.orig_filename.replace("\\", "/")
        if plain.startswith("/") or ".." in plain.split("/") or ":" in plain.split("/")[0]:
            problem = f"{info.orig_filename[:80]!r} in it lies outside of its folder"
            raise SourceError(name, problem, "Do not trust this file; pack your own.")
    whole = sum(info.file_size for info in infos)
    if whole > limits.unpacked_bytes:
        most = limits.unpacked_bytes / MEGABYTE
        problem = f"it unpacks to {whole / MEGABYTE:.0f} MB, more than {most:g} MB"
        raise SourceError(name, problem, "Cut it down to the town, or simplify its outlines.")
    paths = {PurePosixPath(info.filename.replace("\\", "/")): info for info in infos}
    return {path: info for path, info in paths.items() if not _is_litter(path)}


def _is_litter(path: PurePosixPath) -> bool:
    return "__MACOSX" in path.parts or path.name.startswith(".")


def _shapefile(
    packed: zipfile.ZipFile, name: str, entries: Entries, outlines: list[PurePosixPath]
) -> Shapefile:
    if len(outlines) > 1:
        problem = f"it holds {len(outlines)} Shapefiles"
        raise SourceError(name, problem, "Pack the one with the parcels alone.")
    stem = outlines[0].with_suffix("")
    parts = {
        path.suffix.lower(): packed.read(info)
        for path, info in entries.items()
        if path.with_suffix("") == stem and path.suffix.lower() in _NEEDED + _OPTIONAL
    }
    return shapefile_of(parts, name, stem.name)


def shapefile_of(parts: dict[str, bytes], name: str, stem: str) -> Shapefile:
    """A Shapefile of its parts, by their endings; raises SourceError where one is missing."""
    missing = [f"{stem}{end}" for end in _NEEDED if end not in parts]
    if missing:
        remedy = "A Shapefile is several files; pack .shp, .shx, .dbf and .prj together."
        raise SourceError(name, f"the Shapefile lacks {', '.join(missing)}", remedy)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as anew:
        for end, content in parts.items():
            anew.writestr(f"parcels{end}", content)
    says_itself = ".cpg" in parts or parts[".dbf"][29:30] not in (b"", b"\0")
    return Shapefile(buffer.getvalue(), None if says_itself else _encoding(parts[".dbf"]))


def _encoding(table: bytes) -> str:
    """UTF-8 where the texts can be it, else what Chinese editions of Windows write."""
    try:
        table[int.from_bytes(table[8:10], "little") :].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _alone(packed: zipfile.ZipFile, name: str, entries: Entries) -> Unpacked:
    known = [path for path in entries if path.suffix.lower() in _ALONE]
    if len(known) != 1:
        problem = "it holds no file of parcels" if not known else f"it holds {len(known)} files"
        raise SourceError(name, problem, "Pack one Shapefile, GeoJSON, GeoPackage or CSV.")
    return Unpacked(known[0].name, packed.read(entries[known[0]]))
