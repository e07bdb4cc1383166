"""town.toml is read strictly, and all that is wrong with it is told at once, with the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import SourceError, TownError
from geo.model import Accuracy, Name, Point
from geo.sources.town import find_town, list_towns, read_town
from tests.gridville import METRES, at, write_gridville
from tests.sources.folders import edit, says


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_gridville(tmp_path / "gridville")


def faults(folder: Path) -> tuple[object, ...]:
    with pytest.raises(TownError) as caught:
        read_town(folder)
    assert caught.value.folder == folder
    return caught.value.faults


def test_a_sound_town_is_read_whole(folder: Path) -> None:
    town = read_town(folder)
    assert (town.id, town.name) == ("gridville", Name("Gridville", "Gridville"))
    assert town.centre == at(1000, 1000)
    assert (town.metres, town.timezone, town.streets) == (METRES, "Europe/Paris", "all")
    assert dict(town.files) == {
        key: folder / f"{key}.geojson" for key in ("roads", "hubs", "water")
    }
    assert town.assumptions["speeds.walk"] == 4.8
    assert [source.file for source in town.sources] == ["roads", "hubs", "water"]
    assert town.sources[0].origin == Name("虚构", "made up")
    assert town.sources[0].accuracy is Accuracy.APPROXIMATE


def test_one_text_serves_both_languages_and_text_means_origin(folder: Path) -> None:
    edit(folder, 'name = { zh = "Gridville", en = "Gridville" }', 'name = "格子"')
    edit(folder, 'origin = { zh = "虚构", en = "made up" }', 'text = "OSM"')
    town = read_town(folder)
    assert town.name == Name("格子", "格子")
    assert town.sources[0].origin == Name("OSM", "OSM")


def test_a_source_may_name_the_file_instead_of_its_key(folder: Path) -> None:
    edit(folder, 'file = "hubs"', 'file = "hubs.geojson"')
    assert [source.file for source in read_town(folder).sources] == ["roads", "hubs", "water"]


def test_main_streets_and_own_speeds(folder: Path) -> None:
    edit(folder, "[files]", '[coverage]\nstreets = "main"\n[speeds]\nwalk = 5\n[files]')
    town = read_town(folder)
    assert town.streets == "main"
    assert town.assumptions["speeds.walk"] == 5


def test_a_byte_order_mark_and_a_toml_date_do_no_harm(folder: Path) -> None:
    edit(folder, 'as_of = "2026-01-01"', "as_of = 2026-01-01")
    text = (folder / "town.toml").read_text("utf-8")
    (folder / "town.toml").write_text(text, "utf-8-sig")
    assert read_town(folder).sources[0].as_of == "2026-01-01"


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("metres =", "meters =", ("meters: unknown key", "Did you mean 'metres'?")),
        ("metres =", "meters =", ("metres: this key is missing", "EPSG:32651")),
        ("[files]", '[files]\nhub = "x"', ("files, hub: unknown key", "Did you mean 'hubs'?")),
        ("[files]", "[files]\nzzz = 'x'", ("files, zzz", "Remove it; known here: roads, hubs")),
        ('file = "roads"', 'file = "road"', ("source 1, file", "Did you mean 'roads'?")),
        ('licence = "CC0-1.0"', "licence = 5", ("source 1, licence", "5")),
        ('"approximate"', '"aproximate"', ("source 1, accuracy", "Did you mean 'approximate'?")),
        ('datum = "WGS-84"', 'datum = "WGS84"', ("source 1, datum", "Did you mean 'WGS-84'?")),
        ('datum = "WGS-84"', 'datum = "GCJ-02"', ("source 1, datum", "Convert the file")),
        ('"2026-01-01"', '"01.02.2026"', ("source 1, as_of", "is no date", '"2026-09"')),
        ('"2026-01-01"', '"2026-13"', ("source 1, as_of", "month must be in 1..12")),
        ('origin = { zh = "虚构", en = "made up" }', "", ("origin: this key is missing",)),
        ("[files]", '[coverage]\nstreets = "some"\n[files]', ("coverage, streets", '"main"')),
        ('zh = "Gridville", en = "Gridville"', 'zh = "", en = " "', ("name", "is empty")),
        ("Europe/Paris", "Europe/Pari", ("timezone", "no known time zone")),
        ("Europe/Paris", "../etc/passwd", ("timezone", "no known time zone")),
        (METRES, "EPSG:999999", ("metres", "no known CRS")),
        (METRES, "EPSG:4326", ("metres", "does not measure in metres")),
        (METRES, "EPSG:2263", ("metres", "does not measure in metres")),
        (METRES, "EPSG:3857", ("metres", "a metre is not a metre", "EPSG:32631")),
        (METRES, "EPSG:32651", ("metres", "a metre is not a metre", "EPSG:32631")),
        ("[files]", "[speeds]\nwolk = 5\n[files]", ("speeds.wolk", "Did you mean 'speeds.walk'?")),
        ('"roads.geojson"', '"../roads.geojson"', ("roads.geojson", "outside the town's folder")),
        ('"roads.geojson"', '"/etc/passwd"', ("/etc/passwd", "outside the town's folder")),
        ('"roads.geojson"', '"town.toml"', ("town.toml", "cannot end like this", ".osm.pbf")),
        ('"roads.geojson"', '"."', ("files, roads", "it is a folder")),
        ('"roads.geojson"', '"raods.geojson"', ("raods.geojson", "no such file")),
        ("[files]", "[[files]]", ("files", "valid dictionary")),
        ("centre = [", "centre = [1, ", ("centre", "it holds 3 numbers")),
        ("centre = [", "centre = ['x', ", ("centre",)),
    ],
)
def test_each_slip_is_told_with_its_place_and_its_mend(
    folder: Path, old: str, new: str, parts: tuple[str, ...]
) -> None:
    edit(folder, old, new)
    says(faults(folder), *parts)


@pytest.mark.parametrize(
    ("bounds", "centre", "parts"),
    [
        ([3.0, 45.1, 3.1, 45.2], [45.15, 3.05], ("centre", "is swapped")),
        ([3.0, 45.1, 3.1, 45.2], [3.5, 45.15], ("centre", "outside the bounds")),
        ([3.1, 45.1, 3.0, 45.2], [3.05, 45.15], ("bounds", "out of order")),
        ([3.0, 45.2, 3.1, 45.1], [3.05, 45.15], ("bounds", "out of order")),
        ([3.0, 3.1, 45.1, 45.2], [3.05, 45.15], ("bounds", "span more than 3")),
        ([30.1, 120.1, 30.3, 120.5], [120.2, 30.2], ("bounds", "not degrees in this order")),
        ([45.1, 3.0, 45.2, 3.1], [3.05, 45.15], ("centre", "swapped")),
    ],
)
def test_bounds_and_centre_must_agree(
    folder: Path, bounds: list[float], centre: list[float], parts: tuple[str, ...]
) -> None:
    text = (folder / "town.toml").read_text("utf-8").splitlines()
    lines = [line for line in text if not line.startswith(("bounds", "centre"))]
    (folder / "town.toml").write_text(
        "\n".join([f"bounds = {bounds}", f"centre = {centre}", *lines])
    )
    found = [fault for fault in faults(folder) if fault.where != "metres"]  # type: ignore[attr-defined]
    says(found, *parts)


def test_broken_toml_is_told_by_its_line(folder: Path) -> None:
    edit(folder, "centre = [", "centre = ")
    fault = says(faults(folder), "it is no TOML")
    assert fault.where.startswith("line 2, column ")


def test_other_encodings_are_told(folder: Path) -> None:
    (folder / "town.toml").write_bytes('name = "萧山"'.encode("gbk"))
    says(faults(folder), "town.toml", "it is not UTF-8", "Save it as UTF-8")


def test_a_folder_without_town_toml(tmp_path: Path) -> None:
    says(faults(tmp_path), "town.toml", "the folder has no such file", "data/README.md")
    says(faults(tmp_path / "nowhere"), "there is no such folder")


def test_an_empty_file_and_an_unreadable_one(folder: Path) -> None:
    (folder / "roads.geojson").write_bytes(b"")
    (folder / "hubs.geojson").unlink()
    (folder / "hubs.geojson").symlink_to(folder / "nowhere")
    found = faults(folder)
    says(found, "roads.geojson", "it is empty")
    says(found, "hubs.geojson", "there is no such file")


def test_all_faults_come_at_once(folder: Path) -> None:
    edit(folder, "metres =", "meters =")
    edit(folder, "Europe/Paris", "Nowhere")
    edit(folder, "[files]", "[delays]\nsignal = 3\n[files]")
    edit(folder, 'file = "water"', 'file = "watr"')
    (folder / "hubs.geojson").unlink()
    found = faults(folder)
    for part in ("meters", "metres: this key", "Nowhere", "delays.signal", "watr", "hubs.geojson"):
        says(found, part)
    assert len(found) == 6


def test_a_town_is_found_by_id_or_path(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "no-town").mkdir()
    assert list_towns(tmp_path) == ("gridville",)
    assert list_towns(tmp_path / "nowhere") == ()
    assert find_town("gridville", tmp_path) == folder
    assert find_town(str(folder)) == folder
    assert find_town(str(folder / "town.toml")) == folder


def test_the_data_folder_can_be_elsewhere(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOWN_ATLAS_DATA", str(tmp_path))
    assert list_towns() == ("gridville",)
    assert find_town("gridville") == folder


@pytest.mark.parametrize("name", ["gridvile", "", "../x", "a\0b", "x" * 5000])
def test_an_unknown_town_is_told_with_the_known_ones(folder: Path, name: str) -> None:
    with pytest.raises(SourceError, match="gridville"):
        find_town(name, folder.parent)


def test_names_are_only_text(tmp_path: Path) -> None:
    hostile = "${alert(1)}</script><img onerror=x>`\\"
    folder = write_gridville(tmp_path / "hostile", town=hostile)
    town = read_town(folder)
    assert town.name == Name(hostile, hostile)
    assert isinstance(town.centre, Point)


def test_a_town_that_is_to_fetch_its_roads_may_lack_them(tmp_path: Path) -> None:
    folder = write_gridville(tmp_path / "town")
    (folder / "roads.geojson").unlink()
    with pytest.raises(TownError):
        read_town(folder)
    assert read_town(folder, lacking=["roads"]).files["roads"] == folder / "roads.geojson"
