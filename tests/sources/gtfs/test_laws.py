"""What holds of whatever trips a feed has."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from geo.model import Floats
from geo.sources.gtfs.fields import NO_TIME
from geo.sources.gtfs.interpolation import fill, progress
from geo.sources.gtfs.patterns import in_file

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
