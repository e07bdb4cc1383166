"""Which relations are turn restrictions for cars at all hours."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.sources.restrictions import kind_of
from geo.sources.roads import read_ways

XML = """<?xml version="1.0"?>
<osm version="0.6">
{nodes}
<way id="10" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
<way id="11" version="1"><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/></way>
<way id="12" version="1"><nd ref="2"/><nd ref="4"/><tag k="highway" v="primary"/></way>
<relation id="20" version="1">
  <member type="way" ref="10" role="from"/>
  <member type="{via}" ref="{ref}" role="via"/>
  <member type="way" ref="11" role="to"/>
  <member type="way" ref="12" role="to"/>
  <tag k="type" v="restriction"/><tag k="restriction" v="no_exit"/>
</relation>
</osm>"""


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"restriction": "no_left_turn"}, "no"),
        ({"restriction": "only_straight_on"}, "only"),
        ({"restriction": "no_u_turn"}, "no"),
        ({"restriction:motorcar": "no_right_turn"}, "no"),
        ({"restriction:hgv": "no_right_turn"}, None),
        ({"restriction": "no_left_turn", "except": "bicycle;bus"}, "no"),
        ({"restriction": "no_left_turn", "except": "psv; motorcar"}, None),
        ({"restriction": "no_left_turn", "hour_on": "7:00"}, None),
        ({"restriction:conditional": "no_left_turn @ (07:00-09:00)"}, None),
        ({"restriction": "give_way"}, None),
        ({}, None),
    ],
)
def test_what_holds_for_cars_at_all_hours(tags, kind):
    assert kind_of(tags) == kind


def write(path: Path, via: str, ref: int) -> Path:
    nodes = "".join(
        f'<node id="{i}" version="1" lon="{8 + i / 1000}" lat="50"/>' for i in range(1, 5)
    )
    path.write_text(XML.format(nodes=nodes, via=via, ref=ref), "utf-8")
    return path


def test_a_ban_into_several_ways_is_several(tmp_path):
    ways = read_ways(write(tmp_path / "a.osm", "node", 2))
    told = {(rule.before, rule.after, rule.only) for rule in ways.restrictions}
    assert told == {("10", "11", False), ("10", "12", False)}
    (via,) = {rule.via for rule in ways.restrictions}
    assert ways.lon[via] == pytest.approx(8.002)


def test_the_node_keeps_its_place_when_ways_are_cut_to_bounds(tmp_path):
    ways = read_ways(write(tmp_path / "a.osm", "node", 2), (8.0015, 49.9, 8.1, 50.1))
    assert len(ways.restrictions) == 2
    assert [ways.lon[rule.via] for rule in ways.restrictions] == pytest.approx([8.002] * 2)


def test_a_ban_over_a_way_or_an_absent_node_is_left_out(tmp_path):
    assert read_ways(write(tmp_path / "a.osm", "way", 11)).restrictions == ()
    assert read_ways(write(tmp_path / "b.osm", "node", 99)).restrictions == ()


def test_real_extracts_hold_them(extracts):
    # Counted apart with osmium: relations over a node, for cars, whose node the streets use.
    assert len(read_ways(extracts / "porto.osm.pbf").restrictions) == 349
