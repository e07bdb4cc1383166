"""Real feeds: two of Porto Alegre, one of Heidelberg, and one that was broken on purpose."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geo.model import Timetable
from geo.sources.gtfs import Feed, check_feed, read_feed, timetable, valid_days
from tests.sources.folders import says

TUESDAY = date(2019, 5, 14)
MEMORY_MB = 200
TODAY = date(2026, 9, 2)


def rows(path: Path, file: str) -> list[dict[str, str]]:
    """A table of a feed, read in the plainest way."""
    with zipfile.ZipFile(path) as packed:
        text = packed.read(file).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def seconds(text: str) -> int:
    h, m, s = map(int, text.split(":"))
    return h * 3600 + m * 60 + s


@pytest.fixture(scope="module")
def porto_alegre(extracts: Path) -> Feed:
    folder = extracts / "porto_alegre"
    return read_feed([folder / "poa_eptc.zip", folder / "poa_trensurb.zip"])


@pytest.fixture(scope="module")
def tuesday(porto_alegre: Feed) -> Timetable:
    return timetable(porto_alegre, TUESDAY)


def test_both_feeds_of_porto_alegre_are_sound(porto_alegre: Feed) -> None:
    assert porto_alegre.faults == ()
    assert len(porto_alegre.stops) == 3986 + 24
    assert len(porto_alegre.trips) == 2374 + 1248
    assert valid_days(porto_alegre) == (date(2019, 4, 15), date(2019, 7, 15))


def test_a_tuesday_has_the_trips_of_its_services(extracts: Path, tuesday: Timetable) -> None:
    """Counted apart, from the tables read plainly; yesterday's and tomorrow's aside."""
    left = []
    for name in ("poa_eptc.zip", "poa_trensurb.zip"):
        path = extracts / "porto_alegre" / name
        services = {
            row["service_id"]
            for row in rows(path, "calendar.txt")
            if row["tuesday"] == "1" and row["start_date"] <= "20190514" <= row["end_date"]
        }
        trips = {t["trip_id"] for t in rows(path, "trips.txt") if t["service_id"] in services}
        first: dict[str, tuple[int, int]] = {}
        for call in rows(path, "stop_times.txt"):
            if call["trip_id"] in trips and call["departure_time"]:
                own = (int(call["stop_sequence"]), seconds(call["departure_time"]))
                first[call["trip_id"]] = min(first.get(call["trip_id"], own), own)
        left += [second for _, second in first.values()]
    found = np.concatenate([tuesday.times_of(p)[1][:, 0] for p in range(tuesday.patterns)])
    day = sorted(left)
    assert sorted(found[(found >= day[0]) & (found <= min(day[-1], 86_399))]) == [
        one for one in day if one <= 86_399
    ]


def test_runs_of_a_pattern_keep_their_order(tuesday: Timetable) -> None:
    for p in range(tuesday.patterns):
        arrivals, leaves = tuesday.times_of(p)
        assert (np.diff(arrivals, axis=0) >= 0).all() and (np.diff(leaves, axis=0) >= 0).all()
        assert (leaves >= arrivals).all()
        assert (arrivals[:, 1:] >= leaves[:, :-1]).all()


def test_times_between_lie_where_the_stops_do(porto_alegre: Feed) -> None:
    """Of a bus with times at its ends only, no stop takes longer than its share of the way."""
    calls = slice(*porto_alegre.trips.first_call[:2])
    stop, leaves = porto_alegre.calls.stop[calls], porto_alegre.calls.departure[calls]
    lon, lat = porto_alegre.stops.lon[stop], porto_alegre.stops.lat[stop]
    steps = np.hypot(np.diff(lon) * np.cos(np.radians(lat.mean())), np.diff(lat))
    shares = np.diff(leaves) / (leaves[-1] - leaves[0])
    assert np.abs(shares - steps / steps.sum()).max() < 0.001


def test_the_days_timetable_fits_into_the_memory(extracts: Path) -> None:
    """Of a process of its own, with Python and all its libraries in it."""
    folder = extracts / "porto_alegre"
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\nfrom datetime import date\nfrom pathlib import Path\n"
            "from geo.sources.gtfs import read_feed, timetable\n"
            "timetable(read_feed([Path(one) for one in sys.argv[1:]]), date(2019, 5, 14))\n"
            "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])",
            *(str(folder / name) for name in ("poa_eptc.zip", "poa_trensurb.zip")),
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).resolve().parents[3],
    )
    assert int(told.stdout) / 1024 < MEMORY_MB


def test_heidelberg(extracts: Path) -> None:
    feed = read_feed(extracts / "heidelberg" / "gtfs.zip")
    assert feed.faults == ()
    assert (len(feed.stops), len(feed.trips)) == (392, 1480)
    dates = rows(extracts / "heidelberg" / "gtfs.zip", "calendar_dates.txt")
    assert valid_days(feed) == (date(2022, 6, 12), date(2022, 12, 10))
    assert min(row["date"] for row in dates if row["exception_type"] == "1") >= "20220612"
    day = timetable(feed, date(2022, 7, 12))
    assert day.runs > 500
    assert not day.counted


def test_the_broken_feed_tells_what_is_broken(extracts: Path) -> None:
    path = extracts / "broken_gtfs.zip"
    faults = check_feed(path, TODAY)
    says(
        faults,
        "stops.txt, line 19",
        "parent_station '1000003' is no stop",
        "There are 13 such lines",
    )
    says(faults, "trips.txt, line 20", "route_id '-1001' does not stand in routes.txt")
    says(faults, "stop_times.txt, line 11", "stop_id '1130436' does not stand in stops.txt")
    says(faults, "stop_times.txt:", "183 more lines", "does not stand in stops.txt")
    says(faults, "trips.txt, line 65", "fewer than two calls")
    says(faults, "transfers.txt, line 4", "from_stop_id '1174410'")
    says(faults, "62 of its 401 trips can be used", "serves regardless")
    says(faults, "its dates have passed: it was valid from 2022-02-23 to 2022-04-06")
    kinds = {(fault.file, fault.fatal) for fault in faults}
    files = ("stops.txt", "trips.txt", "stop_times.txt", "transfers.txt")
    assert kinds == {("broken_gtfs.zip", False), *((f"{path.name}/{f}", False) for f in files)}


def test_what_the_broken_feed_lacks_is_as_its_tables_say(extracts: Path) -> None:
    """The counts in the faults, counted apart."""
    path = extracts / "broken_gtfs.zip"
    stops = {row["stop_id"] for row in rows(path, "stops.txt")}
    routes = {row["route_id"] for row in rows(path, "routes.txt")}
    trips = {t["trip_id"] for t in rows(path, "trips.txt") if t["route_id"] in routes}
    calls = [row for row in rows(path, "stop_times.txt") if row["trip_id"] in trips]
    kept = [row["trip_id"] for row in calls if row["stop_id"] in stops]
    feed = read_feed(path)
    assert len(feed.trips) == sum(kept.count(trip) >= 2 for trip in set(kept)) == 62
    assert len(feed.calls.stop) == len(kept)
    assert timetable(feed, date(2022, 3, 2)).runs == 62
