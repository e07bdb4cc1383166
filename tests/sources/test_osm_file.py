"""OpenStreetMap files are read whatever their order, gaps and repeats, or refused with a reason."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import numpy as np
import osmium
import pytest

from geo.errors import SourceError
from geo.sources.osm_file import read_numbered, read_osm
from tests.sources.osm_text import ALL_NODES, NODES, node, osm, places, runs, way, write


def test_a_street_keeps_the_tags_that_routing_needs_and_no_others(tmp_path: Path) -> None:
    tags = {"highway": "primary", "oneway__bicycle": "no", "name__zh": "一路", "lit": "yes"}
    ways = read_osm(write(tmp_path, *ALL_NODES, way(7, [1, 2, 3], **tags)))
    assert ways.ids == ["7"]
    assert ways.tags == [{"highway": "primary", "oneway:bicycle": "no", "name:zh": "一路"}]
    assert runs(ways) == [places(1, 2, 3)]
    assert len(ways.lon) == 3  # the fourth node is on no street


def test_ways_meet_where_they_share_a_node(tmp_path: Path) -> None:
    one, two = way(1, [1, 2, 3], highway="service"), way(2, [4, 3], highway="steps")
    ways = read_osm(write(tmp_path, *ALL_NODES, one, two))
    assert ways.refs[2] == ways.refs[4]
    assert len(ways.lon) == 4


@pytest.mark.parametrize(
    ("tags", "kept"),
    [
        ({"highway": "corridor"}, True),
        ({"highway": "track"}, True),
        ({"highway": "construction"}, False),
        ({"highway": "proposed"}, False),
        ({"highway": "razed"}, False),
        ({"highway": "platform"}, False),
        ({"highway": "platform", "foot": "yes"}, True),
        ({"route": "ferry", "duration": "00:20"}, True),
        ({"highway": "construction", "route": "ferry"}, False),
        ({"route": "bus"}, False),
        ({"building": "yes"}, False),
    ],
)
def test_only_what_some_mode_may_use_is_a_street(
    tmp_path: Path, tags: dict[str, str], kept: bool
) -> None:
    street = way(1, [1, 2], highway="residential")
    ways = read_osm(write(tmp_path, *ALL_NODES, street, way(2, [2, 3], **tags)))
    assert ways.ids == (["1", "2"] if kept else ["1"])


def test_node_tags_that_matter_are_kept_for_nodes_of_streets(tmp_path: Path) -> None:
    lights = node(2, *NODES[2], highway="traffic_signals", traffic_signals__direction="forward")
    gate = node(3, *NODES[3], barrier="gate", access="private", colour="red")
    tree = node(1, *NODES[1], natural="tree")
    apart = node(4, *NODES[4], barrier="bollard")
    street = way(1, [1, 2, 3], highway="residential")
    ways = read_osm(write(tmp_path, tree, lights, gate, apart, street))
    assert ways.node_tags == {
        1: {"highway": "traffic_signals", "traffic_signals:direction": "forward"},
        2: {"barrier": "gate", "access": "private"},
    }


def test_the_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    street = way(1, [1, 2, 3], highway="residential")
    turned = read_osm(write(tmp_path, street, *reversed(ALL_NODES)))
    assert runs(turned) == [places(1, 2, 3)]
    assert turned.notes == ()


def test_of_repeated_nodes_and_ways_the_last_counts(tmp_path: Path) -> None:
    wrong = node(2, 11.0, 51.0)
    old, new = way(1, [1, 2], highway="track"), way(1, [1, 2, 3], highway="primary")
    ways = read_osm(write(tmp_path, wrong, *ALL_NODES, old, new))
    assert runs(ways) == [places(1, 2, 3)]
    assert ways.tags == [{"highway": "primary"}]
    assert sorted(note.split(";")[0] for note in ways.notes) == [
        "1 nodes stand in the file twice",
        "1 ways stand in the file twice",
    ]


def test_a_way_falls_apart_at_missing_nodes(tmp_path: Path) -> None:
    street = way(1, [1, 2, 99, 3, 4], highway="residential")
    lone = way(2, [98, 1, 97], highway="residential")
    ways = read_osm(write(tmp_path, *ALL_NODES, street, lone))
    assert runs(ways) == [places(1, 2), places(3, 4)]
    assert ways.ids == ["1", "1"]
    assert ways.notes == ("3 nodes of ways are not in the file; the ways fall apart there",)


def test_nodes_off_the_globe_count_as_missing(tmp_path: Path) -> None:
    street = way(1, [1, 2, 5], highway="residential")
    ways = read_osm(write(tmp_path, *ALL_NODES, node(5, 10.0, 95.0), street))
    assert runs(ways) == [places(1, 2)]


def test_repeated_and_single_nodes_in_a_way(tmp_path: Path) -> None:
    doubled = way(1, [1, 1, 2, 2, 2, 1], highway="residential")
    single, stuttering = way(2, [3], highway="service"), way(3, [4, 4], highway="service")
    ways = read_osm(write(tmp_path, *ALL_NODES, single, doubled, stuttering))
    assert runs(ways) == [places(1, 2, 1)]


def test_negative_numbers_of_editors(tmp_path: Path) -> None:
    mine = node(-5, 10.005, 50.0)
    ways, numbers = read_numbered(
        write(tmp_path, *ALL_NODES, mine, way(-1, [1, -5], highway="path"))
    )
    assert runs(ways) == [[NODES[1], (10.005, 50.0)]]
    assert numbers.tolist() == [-5, 1]


def test_deleted_ways_are_no_streets(tmp_path: Path) -> None:
    gone = way(2, [2, 3], highway="primary").replace("<way ", '<way visible="false" ')
    ways = read_osm(write(tmp_path, *ALL_NODES, way(1, [1, 2], highway="primary"), gone))
    assert ways.ids == ["1"]


def test_the_date_is_the_newest_streets_where_the_head_has_none(tmp_path: Path) -> None:
    old = way(1, [1, 2], "2019-03-04T10:00:00Z", highway="residential")
    new = way(2, [2, 3], "2021-05-06T10:00:00Z", highway="residential")
    assert read_osm(write(tmp_path, *ALL_NODES, new, old)).as_of == "2021-05-06"
    assert read_osm(write(tmp_path, *ALL_NODES, way(1, [1, 2], highway="path"))).as_of == ""


def test_every_kind_of_file_gives_the_same(tmp_path: Path) -> None:
    plain = write(tmp_path, *ALL_NODES, way(1, [1, 2, 3], highway="residential"))
    packed, tight = tmp_path / "roads.osm.gz", tmp_path / "ROADS.OSM.BZ2"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    tight.write_bytes(bz2.compress(plain.read_bytes()))
    binary = tmp_path / "roads.osm.pbf"
    with osmium.SimpleWriter(str(binary)) as writer:
        for thing in osmium.FileProcessor(str(plain)):
            writer.add(thing)
    for path in (packed, tight, binary):
        ways = read_osm(path)
        assert runs(ways) == [places(1, 2, 3)]
        assert ways.tags == [{"highway": "residential"}]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("empty.osm.pbf", b"", "cannot be read as OpenStreetMap"),
        ("text.osm.pbf", b"no such thing as OpenStreetMap", "cannot be read as OpenStreetMap"),
        ("empty.osm", b"", "cannot be read as OpenStreetMap"),
        ("page.osm", b"<html></html>", "cannot be read as OpenStreetMap"),
        ("cut.osm", osm(*ALL_NODES).encode()[:-9], "cannot be read as OpenStreetMap"),
        ("words.osm", osm(node(1, 0, 0).replace('"1"', '"x"')).encode(), "OpenStreetMap"),
        ("plain.osm.gz", osm().encode()[:9], "cannot be read as OpenStreetMap"),
        ("cut.osm.gz", gzip.compress(osm(*ALL_NODES).encode(), mtime=0)[:60], "cannot be read"),
        ("nothing.osm", osm().encode(), "it is empty"),
        ("trees.osm", osm(*ALL_NODES).encode(), "it holds no street"),
        ("bare.osm", osm(way(1, [1, 2], highway="path")).encode(), "nodes are not in the file"),
    ],
)
def test_a_file_of_no_use_says_why(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        read_osm(path)
    assert name in str(caught.value)
    assert problem in caught.value.problem or problem in str(caught.value)
    assert caught.value.remedy.endswith(".")


def test_a_truncated_extract_says_what_to_do(extracts: Path, tmp_path: Path) -> None:
    whole = (extracts / "porto.osm.pbf").read_bytes()
    cut = tmp_path / "porto.osm.pbf"
    for share in (0.01, 0.5, 0.99):
        cut.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(SourceError, match="Download the file again"):
            read_osm(cut)


@pytest.mark.parametrize(
    ("name", "ways", "nodes", "tagged", "as_of"),
    [
        ("monaco.osm.gz", 866, 4770, 242, "2012-06-29"),
        ("heidelberg/roads.osm.pbf", 25309, 179192, 3151, "2024-09-08"),
        ("porto.osm.pbf", 51194, 345950, 4292, "2015-06-06"),
    ],
)
def test_real_extracts(
    extracts: Path, name: str, ways: int, nodes: int, tagged: int, as_of: str
) -> None:
    read = read_osm(extracts / name)
    assert (len(read), len(read.lon), len(read.node_tags)) == (ways, nodes, tagged)
    assert (read.as_of, read.notes) == (as_of, ())
    assert read.offsets[0] == 0
    assert read.offsets[-1] == len(read.refs)
    assert (np.diff(read.offsets) > 1).all()


def test_a_real_street_agrees_with_osmium_itself(extracts: Path) -> None:
    path = extracts / "monaco.osm.gz"
    read = dict(zip((ways := read_osm(path)).ids, runs(ways), strict=True))
    for thing in osmium.FileProcessor(str(path)).with_locations():
        if thing.is_way() and str(thing.id) in read:
            points = [(place.lon, place.lat) for place in thing.nodes]
            assert read.pop(str(thing.id)) == pytest.approx(np.array(points), abs=1e-9)
    assert not read
