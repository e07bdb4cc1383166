"""Search by name: each way of typing finds it, the best fit first, and oddities find nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.measures.named import named_of
from geo.measures.search import Index, index_of, search
from geo.model import Name, Named, Point
from geo.sources.town import list_towns, read_town
from tests.conftest import ROOT
from tests.gridville import write_gridville

AT = Point(120.0, 30.0)


def index(*names: tuple[str, str]) -> Index:
    return index_of([Named("place", zh or en, Name(zh, en), AT) for zh, en in names])


TOWN = index(
    *(("科大讯飞", "iFlytek"), ("萧山图书馆", "Xiaoshan Library"), ("重庆路", "Chongqing Road")),
    *(("中国银行", "Bank of China"), ("行思无界", ""), ("创业咖啡", "Startup Café")),
    *(("绿城", "Greentown"), ("", "Comlibra Electronic Co., Ltd"), ("钱江世纪公园", "Park")),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        *(("讯飞", "科大讯飞"), ("kedaxunfei", "科大讯飞"), ("xunfei", "科大讯飞")),
        *(("kdxf", "科大讯飞"), ("xf", "科大讯飞"), ("IFLYTEK", "科大讯飞"), ("fly", "科大讯飞")),
        *(("xiaoshan", "萧山图书馆"), ("xiao shan", "萧山图书馆"), ("tsg", "萧山图书馆")),
        *(("chongqing", "重庆路"), ("yinhang", "中国银行"), ("zgyh", "中国银行")),
        *(("xingsi", "行思无界"), ("hangsi", "行思无界"), ("cafe", "创业咖啡")),
        *(("lvcheng", "绿城"), ("lucheng", "绿城"), ("ＩＦＬＹＴＥＫ", "科大讯飞")),
        ("china bank", "中国银行"),
        ("comlibra", "Comlibra Electronic Co., Ltd"),
    ],
)
def test_each_way_of_typing_finds_it_first(typed: str, found: str) -> None:
    assert search(TOWN, typed)[0].id == found


@pytest.mark.parametrize("typed", ["", "  ", "!?", "zhongqing", "\n", "xyzzy", ".*", "科" * 500])
def test_what_fits_nothing_finds_nothing(typed: str) -> None:
    assert search(TOWN, typed) == ()


def test_pinyin_is_matched_from_a_syllable_on() -> None:
    assert search(index(("西安", ""), ("钱江", "")), "ian") == ()


def test_the_whole_name_comes_first_then_its_beginning_then_a_word_of_it() -> None:
    names = ["大运河公园", "公园东路", "公园", "公园路"]
    found = search(index(*((name, "") for name in names)), "公园")
    assert [hit.id for hit in found] == ["公园", "公园路", "公园东路", "大运河公园"]


def test_a_common_reading_comes_before_a_rare_one() -> None:
    found = search(index(("行思", ""), ("航司", "")), "hangsi")
    assert [hit.id for hit in found] == ["航司", "行思"]


def test_no_more_than_asked_for_and_none_of_nothing() -> None:
    assert len(search(index(*((f"路{i}", "") for i in range(30))), "路", limit=5)) == 5
    assert search(index_of([]), "a") == ()


def test_what_has_no_place_is_found_without_one() -> None:
    (hit,) = search(index_of([Named("service", "fund", Name("基金", "Fund"), None)]), "jijin")
    assert (hit.kind, hit.lon, hit.lat) == ("service", None, None)


def test_a_plain_town_has_its_hubs(tmp_path: Path) -> None:
    found = named_of(read_town(write_gridville(tmp_path / "t")))
    assert {(one.kind, one.id) for one in found} == {
        *(("hub", "station"), ("hub", "airport"), ("hub", "north"))
    }


def test_a_bundled_town_is_found_by_its_own_names() -> None:
    for id in list_towns(ROOT / "data"):
        found = named_of(read_town(ROOT / "data" / id))
        assert len({(one.kind, one.id) for one in found}) == len(found)
        built = index_of(found)
        for one in found[:: max(1, len(found) // 60)]:
            tied = [hit.name for hit in search(built, one.name.zh)]
            assert one.name in tied


def test_letters_in_order_find_a_name_where_nothing_else_does() -> None:
    east = index(("城市火车东站", "City East Railway Station"))
    assert [hit.name.zh for hit in search(east, "城市东站")] == ["城市火车东站"]
    assert search(east, "东市城") == ()
    assert search(east, "ctyest") == ()  # Latin letters stand so in nearly every name
