"""An address says a view in a few words, and nonsense in it is left out."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.model import (
    PARCEL_KINDS,
    STREET_MODES,
    Combine,
    Direction,
    Mode,
    Pace,
    Period,
    Point,
    Within,
)
from ui.address import ACCESS, TOUR_MODES, Refusal, View, default_minutes, parse, written
from ui.readers import (
    MOST_BANDS,
    MOST_HUBS,
    MOST_LIMITS,
    MOST_SHORT,
    OwnVisit,
    read_minutes,
    read_point,
)

ALL = (
    *("hub", "at", "direction", "mode", "period", "minutes", "combine", "to", "places", "tiles"),
    *("doors", "depart", "window", "date", "percentile", "access", "then"),
    *("limits_of", "heading", "land", "weigh", "shade", "short", "circle", "walk"),
    *("tour", "must", "nice", "leave", "end", "begin", "back", "by", "pace"),
    *("order", "visits", "lunch", "after", "before"),
)


def test_an_empty_address_is_the_default_view() -> None:
    assert parse({}) == (View(), ())


def test_a_full_address_is_read() -> None:
    view, refused = parse(
        {
            "lang": "en",
            "town": "my-town",
            "hub": "airport,rail-east",
            "direction": "to",
            "mode": "walk",
            "period": "peak",
            "minutes": "20,10,30",
            "combine": "all",
            "to": "rail-south",
            "places": "food,health",
            "tiles": "amap",
        }
    )
    assert refused == ()
    assert view == View(
        lang="en",
        town="my-town",
        hub=("airport", "rail-east"),
        direction=Direction.TO,
        mode=Mode.WALK,
        period=Period.PEAK,
        minutes=(10, 20, 30),
        combine=Combine.ALL,
        to="rail-south",
        places=("food", "health"),
        tiles="amap",
    )


def test_a_point_stands_instead_of_hubs() -> None:
    view, _ = parse({"hub": "airport", "at": "120.24,30.21"})
    assert (view.hub, view.at) == ((), Point(120.24, 30.21))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("lang", "tlh"),
        ("town", "../../etc"),
        ("town", ""),
        ("hub", "a,<script>"),
        ("hub", ",".join(f"h{i}" for i in range(MOST_HUBS + 1))),
        ("at", "nowhere"),
        ("at", "1"),
        ("at", "1,2,3"),
        ("at", "200,30"),
        ("at", "nan,nan"),
        ("at", "inf,0"),
        ("direction", "sideways"),
        ("mode", "broomstick"),
        ("period", "tea-time"),
        ("minutes", "-1,10"),
        ("minutes", "1e9"),
        ("minutes", ""),
        ("minutes", "9" * 5000),
        ("minutes", ",".join(map(str, range(1, MOST_BANDS + 2)))),
        ("combine", "perhaps"),
        ("to", "a b"),
        ("tiles", "chalk"),
    ],
)
def test_nonsense_is_left_out_and_remembered(name: str, text: str) -> None:
    view, refused = parse({name: text})
    assert view == View()
    assert refused == (Refusal(name, text),)


def test_other_peoples_parameters_are_none_of_ours() -> None:
    assert parse({"utm_source": "x", "own": "1", "centre": "1,2"}) == (View(), ())


def test_only_what_differs_from_the_default_is_written() -> None:
    assert written(View(town="t"), ALL) == {"lang": "zh", "town": "t"}
    view = View(town="t", at=Point(120.24216, 30.20565), minutes=(5, 9), mode=Mode.BIKE)
    assert written(view, ALL) == {
        "lang": "zh",
        "town": "t",
        "at": "120.24216,30.20565",
        "mode": "bike",
        "minutes": "5,9",
    }
    assert "mode" not in written(view, ("tiles",))


WORDS = some.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)

MOMENTS = some.builds(time, some.integers(0, 23), some.integers(0, 59))
OWN_VISITS = some.builds(
    OwnVisit,
    id=WORDS,
    minutes=some.integers(0, 1440),
    hours=some.sampled_from(["", "0930-1700"]),
    score=some.sampled_from([0.0, 0.5, 3.0]),
)
LIMITS = some.one_of(
    some.builds(
        Within,
        WORDS,
        some.sampled_from([mode for mode in Mode if mode is not Mode.DRIVE]),
        some.integers(1, 90),
    ),
    some.builds(
        Within, WORDS, some.just(Mode.DRIVE), some.integers(1, 90), some.sampled_from(Period)
    ),
)


@given(
    some.builds(
        View,
        lang=some.sampled_from(["zh", "en"]),
        town=WORDS,
        hub=some.lists(WORDS, max_size=4, unique=True).map(tuple),
        at=some.none(),
        direction=some.sampled_from(Direction),
        mode=some.sampled_from(STREET_MODES),
        period=some.sampled_from(Period),
        minutes=some.sets(some.integers(1, 90), max_size=MOST_BANDS).map(
            lambda s: tuple(sorted(s))
        ),
        combine=some.sampled_from(Combine),
        tiles=some.sampled_from(["offline", "osm", "tianditu", "amap"]),
        own=some.just(False),
        centre=some.none(),
        zoom=some.none(),
        to=some.one_of(some.just(""), WORDS),
        places=some.lists(WORDS, max_size=4, unique=True).map(tuple),
        doors=some.booleans(),
        depart=MOMENTS,
        window=some.integers(1, 240),
        date=some.one_of(some.none(), some.dates()),
        percentile=some.integers(1, 99),
        access=some.sampled_from(ACCESS),
        then=some.booleans(),
        limits_of=some.lists(LIMITS, max_size=MOST_LIMITS).map(tuple),
        heading=some.sampled_from(Direction),
        land=some.sets(some.sampled_from(sorted(PARCEL_KINDS))).map(tuple),
        weigh=some.dictionaries(WORDS, some.sampled_from([0.0, 0.5, 3.0]), max_size=3).map(
            lambda weights: tuple(weights.items())
        ),
        shade=some.integers(0, MOST_LIMITS),
        short=some.lists(WORDS, max_size=MOST_SHORT, unique=True).map(tuple),
        circle=some.lists(WORDS, max_size=4, unique=True).map(tuple),
        walk=some.integers(1, 60),
        tour=some.one_of(some.just(""), WORDS),
        must=some.lists(WORDS, max_size=4, unique=True).map(tuple),
        nice=some.lists(WORDS, max_size=4, unique=True).map(tuple),
        leave=some.one_of(some.just(""), WORDS),
        end=some.one_of(some.just(""), WORDS),
        begin=some.one_of(some.none(), MOMENTS),
        back=some.one_of(some.none(), MOMENTS),
        order=some.lists(WORDS, max_size=4, unique=True).map(tuple),
        visits=some.lists(OWN_VISITS, max_size=3, unique_by=lambda one: one.id).map(tuple),
        lunch=some.sampled_from(["", "none", "1130-1330-60"]),
        after=some.one_of(some.none(), some.integers(0, 600)),
        before=some.one_of(some.none(), some.integers(0, 600)),
        picked=some.just(""),
        by=some.sampled_from(["", *TOUR_MODES]),
        pace=some.sampled_from(["", *Pace]),
    )
)
def test_what_is_written_reads_back_the_same(view: View) -> None:
    assert parse(written(view, ALL)) == (view, ())


@given(some.dictionaries(some.sampled_from([*ALL, "lang", "town"]), some.text(max_size=40)))
def test_no_address_breaks_anything(params: dict[str, str]) -> None:
    view, refused = parse(params)
    assert {one.name for one in refused} <= set(params)
    assert view.limits


def test_people_write_points_and_minutes_in_their_own_way() -> None:
    assert read_point(" 120.24， 30.21 ") == Point(120.24, 30.21)
    assert read_point("120.24 30.21") == Point(120.24, 30.21)
    assert read_minutes("30， 10,20") == (10, 20, 30)


def test_each_mode_has_its_limits() -> None:
    assert default_minutes(Mode.DRIVE) == (10, 20, 30)
    assert default_minutes(Mode.WALK) == (5, 10, 15)
    assert default_minutes(Mode.BIKE) == (15, 30, 45)
    assert View(mode=Mode.EBIKE).limits == (15, 30, 45)
