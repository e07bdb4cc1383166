"""Valleys, enterprises and the tables beside them: read, made, and their faults told."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.errors import SourceError, TownError
from geo.model import Accuracy, Town
from geo.sources.check import check_folder
from geo.sources.industry import (
    read_enterprises,
    read_honours,
    read_projects,
    read_services,
    read_valleys,
)
from geo.sources.make_valleys import FILE, make_valleys, outlines_of
from geo.sources.town import list_towns, read_town
from tests.conftest import ROOT
from tests.gridville import at, write_gridville
from tests.sources.folders import add_layer, place, says

PROJECTS = "id,group,seq,name_zh,name_en,status,source,as_of\n"
HONOURS = "id,date,not_later,name_zh,name_en,source,as_of\n"
SERVICES = "id,kind,name_zh,name_en,source,as_of\n"
TOWNS = [read_town(ROOT / "data" / name) for name in list_towns(ROOT / "data")]


def test_a_town_without_any_of_them_has_none(tmp_path: Path) -> None:
    town = read_town(write_gridville(tmp_path / "t"))
    read = (read_valleys, read_enterprises, read_projects, read_honours, read_services)
    assert [each(town) for each in read] == [()] * 5


def test_an_enterprise_is_read(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "t")
    firm = place("acme", sector_zh="芯片", valley="east", role="anchor", building="B1")
    add_layer(folder, "enterprises", "enterprises.geojson", [firm])
    (found,) = read_enterprises(read_town(folder))
    assert (found.id, found.valley, found.role, found.building) == ("acme", "east", "anchor", "B1")
    assert (found.sector.zh, found.sector.en) == ("芯片", "芯片")


def test_a_valley_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "t")
    ring = shapely.Polygon([(p.lon, p.lat) for p in (at(0, 0), at(400, 0), at(400, 400))])
    east = place("east", sector_zh="芯片") | {"geometry": json.loads(shapely.to_geojson(ring))}
    add_layer(folder, "valleys", "valleys.geojson", [east])
    firms = [place("acme", valley="east"), place("bell", valley="west")]
    add_layer(folder, "enterprises", "enterprises.geojson", firms)
    fault = says(check_folder(folder)[0], "no valley 'west'")
    assert (fault.where, fault.fatal) == ("bell", False)


def test_tables_are_read_and_honours_stand_by_date(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "t")
    add_layer(folder, "projects", "p.csv", PROJECTS + "p1,platform,1,谷,Valley,planned,x,2018\n")
    rows = "b,2018-07,yes,晚,Late,x,2018\na,2016,,早,Early,x,2018\n"
    add_layer(folder, "honours", "h.csv", HONOURS + rows)
    add_layer(folder, "services", "s.csv", SERVICES + "s1,fund,基金,,x,2018\n")
    town = read_town(folder)
    assert [(one.id, one.not_later) for one in read_honours(town)] == [("a", False), ("b", True)]
    assert [(one.seq, one.status) for one in read_projects(town)] == [(1, "planned")]
    assert [one.name.en for one in read_services(town)] == ["基金"]


@pytest.mark.parametrize(
    ("key", "rows", "parts"),
    [
        ("projects", PROJECTS + "p,platform,0,谷,,planned,x,2018\n", ("row 2, seq", "whole")),
        ("projects", PROJECTS + "p,platform,1,谷,,soon,x,2018\n", ("row 2, status", "approved")),
        ("projects", PROJECTS + "p,platform,1,,,open,x,2018\n", ("row 2", "has no name")),
        ("honours", HONOURS + "h,once,,早,,x,2018\n", ("row 2, date", "2018-07-25")),
        ("honours", "id,name_zh,source,as_of\nh,早,x,2018\n", ("row 2, date", "is missing")),
        ("services", SERVICES + "s,fund,基金,,,2018\n", ("row 2, source", "where it comes")),
        ("services", SERVICES + "s,fund,甲,,x,2018\n" * 2, ("row 3", "stands already")),
    ],
)
def test_a_faulty_row_is_told(tmp_path: Path, key: str, rows: str, parts: tuple[str, ...]) -> None:
    folder = write_gridville(tmp_path / "t")
    add_layer(folder, key, f"{key}.csv", rows)
    says(check_folder(folder)[0], f"{key}.csv", *parts)
    read = {"projects": read_projects, "honours": read_honours, "services": read_services}[key]
    with pytest.raises(TownError, match=parts[1]):
        read(read_town(folder))


def test_outlines_share_no_ground_and_keep_to_the_blocks() -> None:
    blocks = np.array([shapely.box(0, 0, 600, 300), shapely.box(2000, 0, 2300, 300)], object)
    seeds = np.array([shapely.Point(100, 150), shapely.Point(500, 150)], object)
    west, east = outlines_of(seeds, blocks)
    assert west.intersection(east).area == 0
    assert west.equals(shapely.box(0, 0, 300, 300))
    assert east.equals(shapely.box(300, 0, 600, 300))


def test_valleys_need_parcels_first(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="names no parcels"):
        make_valleys(read_town(write_gridville(tmp_path / "t")))


@pytest.mark.parametrize("town", [town for town in TOWNS if "valleys" in town.files])
def test_the_bundled_valleys_are_what_the_script_makes(town: Town) -> None:
    assert town.files["valleys"].name == FILE
    assert town.files["valleys"].read_text("utf-8") == make_valleys(town)


@pytest.mark.parametrize("town", [town for town in TOWNS if "enterprises" in town.files])
def test_the_bundled_facts_fit_together(town: Town) -> None:
    valleys, firms = read_valleys(town), read_enterprises(town)
    ids = {valley.id for valley in valleys} | {firm.id for firm in firms}
    assert {valley.accuracy for valley in valleys} == {Accuracy.ILLUSTRATIVE}
    assert not any(firm.accuracy is Accuracy.SURVEYED for firm in firms)
    assert {p.about for p in read_projects(town) if p.group != "facility"} <= ids
    assert not [fault for fault in check_folder(town.folder)[0] if fault.fatal]
