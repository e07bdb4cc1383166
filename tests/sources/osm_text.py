"""Small OpenStreetMap files written by hand, and ways taken apart again."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from geo.model import Ways

NODES = {1: (10.0, 50.0), 2: (10.001, 50.0), 3: (10.002, 50.0), 4: (10.002, 50.001)}


def node(number: int, lon: float, lat: float, **tags: str) -> str:
    return f'<node id="{number}" lon="{lon}" lat="{lat}" version="1">{_tags(tags)}</node>'


def way(number: int, refs: list[int], stamp: str = "", **tags: str) -> str:
    nodes = "".join(f'<nd ref="{ref}"/>' for ref in refs)
    when = f' timestamp="{stamp}"' if stamp else ""
    return f'<way id="{number}" version="1"{when}>{nodes}{_tags(tags)}</way>'


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k="{k.replace("__", ":")}" v="{v}"/>' for k, v in tags.items())


def osm(*things: str) -> str:
    return f"<?xml version='1.0'?><osm version='0.6'>{''.join(things)}</osm>"


ALL_NODES = [node(number, *place) for number, place in NODES.items()]


def write(folder: Path, *things: str, name: str = "roads.osm") -> Path:
    path = folder / name
    path.write_text(osm(*things), encoding="utf-8")
    return path


def runs(ways: Ways) -> list[list[tuple[float, float]]]:
    """The points of each way."""
    points = list(zip(ways.lon[ways.refs].tolist(), ways.lat[ways.refs].tolist(), strict=True))
    starts = ways.offsets.tolist()
    return [points[a:b] for a, b in pairwise(starts)]


def places(*numbers: int) -> list[tuple[float, float]]:
    return [NODES[number] for number in numbers]
