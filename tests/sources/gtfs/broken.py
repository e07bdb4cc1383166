"""Feeds with one thing wrong in each: its tables, and what the fault must say."""

from __future__ import annotations

from typing import Any

from tests.sources.gtfs.made_up import FEED, with_lines, with_text

TRANSFERS = "from_stop_id,to_stop_id,transfer_type,min_transfer_time,from_trip_id\n"

PASSED_OVER: dict[str, tuple[Any, ...]] = {
    "no stop_id": (with_lines("stops.txt", ",X,30,120,,"), "stops.txt, line 9", "no stop_id"),
    "stop twice": (with_lines("stops.txt", "A,X,30,120,,"), "stops.txt, line 9", "'A' stands"),
    "sea": (with_text("stops.txt", "30.00,120.01", "0,0"), "stops.txt, line 3", "lies at 0, 0"),
    "no place": (with_text("stops.txt", "30.00,120.01", ","), "line 3", "'B' has no position"),
    "latitude": (with_text("stops.txt", "30.00,120.01", "95,1"), "line 3", "stop_lat '95'"),
    "no number": (with_text("stops.txt", "30.00,120.01", "x,1"), "line 3", "stop_lat 'x'"),
    "parent": (with_text("stops.txt", "0,S\nS2", "0,T\nS2"), "line 6", "'T' is no stop"),
    "no station": (with_text("stops.txt", "0,S\nS2", "0,A\nS2"), "line 6", "'A' is no station"),
    "lone door": (with_text("stops.txt", "2,S", "2,"), "line 8", "needs a parent_station"),
    "kind": (with_text("stops.txt", "120.01,0", "120.01,9"), "line 3", "location_type '9'"),
    "route twice": (with_lines("routes.txt", "bus,,X,3,"), "routes.txt, line 5", "'bus' stands"),
    "route type": (with_text("routes.txt", "Station,3", "Station,x"), "line 2", "type 'x'"),
    "colour": (with_text("routes.txt", "fc0601", "red"), "line 3", "'red' is no colour"),
    "route": (with_text("trips.txt", "metro,", "tram,"), "trips.txt, line 4", "'tram' does not"),
    "service": (with_text("trips.txt", ",fri", ",sat"), "trips.txt, line 3", "'sat' does not"),
    "trip twice": (with_lines("trips.txt", "bus,week,b1,"), "trips.txt, line 5", "'b1' stands"),
    "no calls": (with_lines("trips.txt", "bus,week,b9,"), "trips.txt, line 5", "fewer than two"),
    "trip": (with_lines("stop_times.txt", "x,9:00:00,,A,1"), "stop_times.txt, line 9", "'x'"),
    "stop": (with_text("stop_times.txt", ",B,", ",X,"), "stop_times.txt, line 3", "'X' does not"),
    "time": (with_text("stop_times.txt", ",,B", "8:61:00,,B"), "line 3", "time '8:61:00' is no"),
    "back": (with_text("stop_times.txt", "24:20:00,24", "3:20:00,24"), "line 6", "back in time"),
    "leaves early": (with_text("stop_times.txt", "08:21", "08:19"), "line 4", "back in time"),
    "one call": (with_text("stop_times.txt", "S1,2", "X,2"), "line 5", "no other call"),
    "open end": (with_text("stop_times.txt", "24:20:00,24:20:00", ","), "line 6", "without a time"),
    "sequence": (with_text("stop_times.txt", "A,1", "A,x"), "line 2", "stop_sequence 'x'"),
    "same place": (with_text("stop_times.txt", "S1,3", "S1,1"), "line 4", "'b1' has this stop_seq"),
    "weekday": (with_text("calendar.txt", "0,0,20260601", "2,0,20260601"), "line 2", "saturday"),
    "date": (with_text("calendar.txt", "20260630", "20260631"), "calendar.txt, line 2", "end_date"),
    "no days": (with_text("calendar.txt", "0,0,0,0,1,0", "0,0,0,0,0,0"), "'fri' has trips but"),
    "turned": (with_text("calendar.txt", "20260601", "20270601"), "line 2", "before it begins"),
    "service twice": (
        with_lines("calendar.txt", "fri,1,1,1,1,1,1,1,20260601,20260630"),
        "calendar.txt, line 4",
        "'fri' stands already",
    ),
    "exception": (
        FEED | {"calendar_dates.txt": "service_id,date,exception_type\nweek,20260601,3\n"},
        "calendar_dates.txt, line 2",
        "'3' is neither",
    ),
    "no date": (
        FEED | {"calendar_dates.txt": "service_id,date,exception_type\nweek,1 June,1\n"},
        "calendar_dates.txt, line 2",
        "'1 June' is no date",
    ),
    "headway": (with_text("frequencies.txt", "600", "0"), "frequencies.txt, line 2", "'0' is no"),
    "period": (with_text("frequencies.txt", "07:", "05:"), "line 2", "before it begins"),
    "start": (with_text("frequencies.txt", "06:00", "6h"), "line 2", "start_time '6h:00' is no"),
    "overlap": (
        with_lines("frequencies.txt", "m1,06:30:00,08:00:00,300"),
        "frequencies.txt, line 3",
        "overlaps",
    ),
    "exact": (
        with_text(
            "frequencies.txt",
            "600",
            "600,7",
            to=with_text("frequencies.txt", "ecs", "ecs,exact_times"),
        ),
        "frequencies.txt, line 2",
        "exact_times '7'",
    ),
    "headway of none": (
        with_lines("frequencies.txt", "m9,06:30:00,08:00:00,300"),
        "frequencies.txt, line 3",
        "'m9' does not stand in trips.txt",
    ),
    "change": (FEED | {"transfers.txt": f"{TRANSFERS}A,X,0,,\n"}, "transfers.txt, line 2", "'X'"),
    "change time": (FEED | {"transfers.txt": f"{TRANSFERS}A,B,2,,\n"}, "line 2", "min_transfer"),
    "change kind": (FEED | {"transfers.txt": f"{TRANSFERS}A,B,8,,\n"}, "line 2", "type '8'"),
    "seated": (FEED | {"transfers.txt": f"{TRANSFERS}A,B,4,,b1\n"}, "1 changes without leaving"),
    "for one trip": (FEED | {"transfers.txt": f"{TRANSFERS}A,B,0,,b1\n"}, "certain lines or trips"),
    "cells": (with_lines("stops.txt", "D,X,30,120,0,,,7"), "stops.txt, line 9", "more cells"),
    "few cells": (with_lines("stops.txt", "D,X,30,120"), "stops.txt, line 9", "fewer cells"),
    "column twice": (
        with_text("stops.txt", "location_type", "stop_name"),
        "line 1",
        "stands twice",
    ),
    "optional column": (
        FEED | {"transfers.txt": "from_stop_id,to_stop\nA,B\n"},
        "transfers.txt, line 1",
        "no column 'to_stop_id'",
        "Did you mean 'to_stop'? Add it. Without it the file is not read.",
    ),
    "letters": (
        FEED | {"stops.txt": FEED["stops.txt"].replace("Beta", "Bêta").encode("latin-1")},
        "stops.txt, line 3",
        "not UTF-8",
    ),
    "zones": (with_lines("agency.txt", "y,Y,https://example.org,Asia/Tokyo,en"), "Asia/Tokyo"),
}

USELESS: dict[str, tuple[Any, ...]] = {
    "no stops": ({k: v for k, v in FEED.items() if k != "stops.txt"}, "stops.txt: the feed has no"),
    "misnamed": (
        {k.replace("routes", "route"): v for k, v in FEED.items()},
        "routes.txt: the feed has no such file",
        "Did you mean 'route.txt'?",
    ),
    "no calendar": ({k: v for k, v in FEED.items() if k != "calendar.txt"}, "has neither this"),
    "no column": (with_text("trips.txt", "trip_id", "id"), "trips.txt, line 1", "'trip_id'"),
    "headways": (with_text("frequencies.txt", "headway_secs", "every"), "line 1", "'headway_secs'"),
    "empty file": (FEED | {"trips.txt": ""}, "trips.txt: it is empty"),
    "no trips": (FEED | {"trips.txt": "route_id,service_id,trip_id\n"}, "no trip in it"),
    "nothing": ({}, "stop_times.txt: the feed has no such file"),
    "never": (
        FEED | {"calendar.txt": FEED["calendar.txt"].replace("2026060", "2027060")},
        "none of its trips ever runs",
    ),
}
