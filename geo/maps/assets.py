"""The browser's libraries, put beside the app once, so that no map asks a CDN for anything.

They come as Python packages (XStatic-*). Streamlit serves the folder `static` of the app as
`app/static/`; the map lives in a frame whose address is `<base path>/component/<name>/index.html`,
so that `../../app/static` reaches it from there under any base path and behind any proxy.
"""

from __future__ import annotations

import hashlib
import importlib
import mimetypes
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from geo.errors import CacheError

STATIC = Path(__file__).resolve().parents[2] / "static"
"""The app's static folder on the disk."""
FRAME_STATIC_URL = "../../app/static"
"""The app's static folder as seen from the frame of a map, whatever the server's base path."""


@dataclass(frozen=True, slots=True)
class Library:
    """One library of the browser: its package, and the scripts and styles of it, in order."""

    name: str
    package: str
    module: str
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()

    @property
    def folder(self) -> str:
        return f"vendor/{self.name}-{version(self.package)}"


LEAFLET = Library(
    "leaflet", "XStatic-Leaflet", "xstatic.pkg.leaflet", ("leaflet.js",), ("leaflet.css",)
)
MARKER_CLUSTER = Library(
    "markercluster",
    "XStatic-Leaflet-MarkerCluster",
    "xstatic.pkg.leaflet_markercluster",
    ("leaflet.markercluster.js",),
    ("MarkerCluster.css", "MarkerCluster.Default.css"),
)
JQUERY = Library("jquery", "XStatic-jQuery", "xstatic.pkg.jquery", ("jquery.min.js",))
FONT_AWESOME = Library(
    "font-awesome",
    "XStatic-Font-Awesome",
    "xstatic.pkg.font_awesome",
    styles=("css/all.min.css",),
)
LIBRARIES = (LEAFLET, MARKER_CLUSTER, JQUERY, FONT_AWESOME)
_ON_A_MAP = (LEAFLET, MARKER_CLUSTER)

# The atlas's own, in the order in which they build on each other.
_OWN_SCRIPTS = tuple(
    f"atlas/{name}.js" for name in ("sheet", "labels", "controls", "crowd", "drawing", "base")
)
_OWN_STYLES = ("atlas/atlas.css",)


def prepare_assets(static: Path = STATIC) -> str:
    """Put every library under `static/vendor/` and say where a map's frame finds that folder.

    What is there stays, and two at once do no harm. Raises CacheError where it cannot be written.
    """
    mimetypes.add_type("text/javascript", ".js")  # some machines' own tables say text/plain
    try:
        for library in LIBRARIES:
            _place(library, static)
    except OSError as error:
        raise CacheError(
            static, f"the map's libraries cannot be put here ({error})", "Make it writable."
        ) from error
    return FRAME_STATIC_URL


def script_urls(static_url: str, libraries: tuple[Library, ...] = _ON_A_MAP) -> list[str]:
    """Addresses of the scripts of `libraries` and then of the atlas, in loading order."""
    vendor = [f"{library.folder}/{file}" for library in libraries for file in library.scripts]
    return [f"{static_url}/{file}" for file in vendor] + _own(static_url, _OWN_SCRIPTS)


def style_urls(static_url: str, libraries: tuple[Library, ...] = _ON_A_MAP) -> list[str]:
    """Addresses of the style sheets of `libraries` and then of the atlas."""
    vendor = [f"{library.folder}/{file}" for library in libraries for file in library.styles]
    return [f"{static_url}/{file}" for file in vendor] + _own(static_url, _OWN_STYLES)


def _place(library: Library, static: Path) -> None:
    target = static / library.folder
    if target.is_dir():
        return
    source = Path(str(importlib.import_module(library.module).BASE_DIR))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        shutil.copytree(source, fresh, dirs_exist_ok=True)
        fresh.chmod(0o755)
        fresh.rename(target)
    except OSError:
        if not target.is_dir():  # otherwise another process was quicker, and its copy is as good
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _own(static_url: str, files: tuple[str, ...]) -> list[str]:
    return [f"{static_url}/{file}?v={_digest(file)}" for file in files]


@lru_cache(maxsize=32)
def _digest(file: str) -> str:
    return hashlib.sha256((STATIC / file).read_bytes()).hexdigest()[:8]
