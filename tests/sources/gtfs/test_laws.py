"""What holds of whatever trips a feed has."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.errors import FeedError, NoService
from geo.model import Floats
from geo.sources.gtfs import check_feed, read_feed, timetable
from geo.sources.gtfs.fields import NO_TIME
from geo.sources.gtfs.interpolation import fill, progress
from geo.sources.gtfs.patterns import in_file
from tests.sources.gtfs.made_up import FEED, write_folder

MONDAY = date(2026, 6, 8)
WHOLE = FEED | {
    "calendar_dates.txt": "service_id,date,exception_type\nweek,20260605,2\nfri,20260608,1\n",
    "transfers.txt": "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nS,S,2,60\nA,B,3,\n",
    "translations.txt": "table_name,field_name,language,translation,record_id\n"
    "stops,stop_name,zh,甲,A\n",
}
WAITS = arrays(
    np.int32, st.tuples(st.integers(1, 8), st.integers(2, 5)), elements=st.integers(0, 9)
)


@given(WAITS, st.data())
def test_runs_are_parted_so_that_none_overtakes(steps: np.ndarray, data: st.DataObject) -> None:
    starts = data.draw(arrays(np.int32, (len(steps), 1), elements=st.integers(0, 20)))
    arrivals = np.cumsum(steps, axis=1, dtype=np.int32) + starts
    departures = arrivals + 1
    parts = list(in_file(arrivals, departures))
    assert sorted(np.concatenate(parts)) == list(range(len(steps)))
    for rows in parts:
        assert (np.diff(arrivals[rows], axis=0) >= 0).all()
        assert (np.diff(departures[rows], axis=0) >= 0).all()


@st.composite
def trips(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, Floats]:
    """Trips with times at their ends and here and there between: trip, stop, time, stated way."""
    trip, times, stops = [], [], []
    for number in range(draw(st.integers(1, 4))):
        length = draw(st.integers(2, 6))
        own = np.cumsum(draw(st.lists(st.integers(0, 300), min_size=length, max_size=length)))
        given_ = [True, *draw(st.lists(st.booleans(), min_size=length - 2, max_size=length - 2))]
        times += [int(t) if g else NO_TIME for t, g in zip(own, [*given_, True], strict=True)]
        trip += [number] * length
        stops += draw(st.lists(st.integers(-1, 4), min_size=length, max_size=length))
    ways = st.one_of(st.just(float("nan")), st.integers(0, 9).map(float))
    stated = draw(st.lists(ways, min_size=len(trip), max_size=len(trip)))
    columns = (np.array(column, np.int64) for column in (trip, stops))
    return (*columns, np.array(times, np.int32), np.array(stated))


@given(trips())
def test_times_filled_in_lie_in_order_between_those_given(
    made_up: tuple[np.ndarray, np.ndarray, np.ndarray, Floats],
) -> None:
    """Wherever the stops are, known or not, and whatever the file says of the way."""
    trip, stop, times, stated = made_up
    lon, lat = np.array([0.0, 0.0, 0.01, 0.02, 0.05]), np.zeros(5)
    ways = progress(trip, stop, lon, lat, stated)
    arrivals, departures = fill(trip, ways, times, times)
    known = times != NO_TIME
    assert (arrivals[known] == times[known]).all()
    assert (arrivals == departures).all()
    same = trip[1:] == trip[:-1]
    assert (np.diff(arrivals)[same] >= 0).all()


CELLS = st.one_of(
    st.sampled_from(["", " ", "0", "1", "-1", "x", "1e400", "nan", "25:99:00", "999:00:00", "A"]),
    st.sampled_from(["20260605", "00010101", "99999999", '"', '"a\n"', "b1", "S", "2", "\x00"]),
    st.text(max_size=6),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_feed_it_is_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """A few cells of a sound feed replaced, lines doubled, dropped or cut: never another error."""
    tables = WHOLE | {}
    for _ in range(data.draw(st.integers(1, 4))):
        file = data.draw(st.sampled_from(sorted(tables)))
        lines = [line.split(",") for line in tables[file].splitlines()]
        line = data.draw(st.sampled_from(lines))
        how = data.draw(st.sampled_from(["cell", "cell", "cell", "double", "drop", "cut"]))
        if how == "cell":
            line[data.draw(st.integers(0, len(line) - 1))] = data.draw(CELLS)
        elif how == "double":
            lines.append(list(line))
        elif how == "drop":
            lines.remove(line)
        else:
            line.pop()
        tables[file] = "\n".join(map(",".join, lines or [[""]])) + "\n"
    folder = tmp_path_factory.mktemp("feed")
    write_folder(folder, {k: v.encode("utf-8", "surrogatepass") for k, v in tables.items()})
    faults = check_feed(folder, MONDAY)
    try:
        feed = read_feed(folder)
        table = timetable(feed, MONDAY)
    except FeedError as error:
        assert any(fault.fatal for fault in error.faults)
        return
    except NoService as error:
        assert error.nearest is not None
        return
    assert not any(fault.fatal for fault in faults)
    for pattern in range(table.patterns):
        arrivals, departures = table.times_of(pattern)
        assert (departures >= arrivals).all()
        assert (arrivals[:, 1:] >= departures[:, :-1]).all()
