"""A small feed to spoil: three stops and a station, a day line, a night line and a metro.

The bus runs on weekdays of June 2026, A 08:00 - B - S1 08:20; the night bus on Fridays,
A 23:50 - S1 24:20; the metro every ten minutes from 06:00 to 07:00, S2 - C in five minutes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

FEED = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone,agency_lang\n"
    "x,X,https://example.org,Asia/Shanghai,en\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n"
    "A,Alpha,30.00,120.00,,\n"
    "B,Beta,30.00,120.01,0,\n"
    "C,Gamma,30.00,120.05,0,\n"
    "S,Station,30.00,120.03,1,\n"
    "S1,Platform 1,30.0001,120.03,0,S\n"
    "S2,Platform 2,30.0002,120.03,0,S\n"
    "E,Exit E,30.0010,120.031,2,S\n",
    "routes.txt": "route_id,route_short_name,route_long_name,route_type,route_color\n"
    "bus,1,Alpha - Station,3,\n"
    "night,N,,3,fc0601\n"
    "metro,M,,1,0000FF\n",
    "trips.txt": "route_id,service_id,trip_id,trip_headsign\n"
    "bus,week,b1,Station\n"
    "night,fri,n1,\n"
    "metro,week,m1,Gamma\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "b1,08:00:00,08:00:00,A,1\n"
    "b1,,,B,2\n"
    "b1,08:20:00,08:21:00,S1,3\n"
    "n1,23:50:00,23:50:00,A,1\n"
    "n1,24:20:00,24:20:00,S1,2\n"
    "m1,00:00:00,00:00:00,S2,1\n"
    "m1,00:05:00,00:05:00,C,2\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
    "start_date,end_date\n"
    "week,1,1,1,1,1,0,0,20260601,20260630\n"
    "fri,0,0,0,0,1,0,0,20260601,20260630\n",
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nm1,06:00:00,07:00:00,600\n",
}


def with_lines(file: str, *lines: str, to: Mapping[str, str] = FEED) -> dict[str, str]:
    """The feed with some lines more in one file."""
    return {**to, file: to[file] + "".join(f"{line}\n" for line in lines)}


def with_text(file: str, old: str, new: str, to: Mapping[str, str] = FEED) -> dict[str, str]:
    """The feed with one text of a file replaced, which must stand there."""
    assert old in to[file]
    return {**to, file: to[file].replace(old, new, 1)}


def write_folder(folder: Path, tables: Mapping[str, str | bytes] = FEED) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def write_zip(path: Path, tables: Mapping[str, str | bytes] = FEED, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in tables.items():
            packed.writestr(f"{inside}{name}", text)
    return path
