"""A bus for Gridville, as a feed: along y = 400 from x = 200 to x = 1800 in 10 minutes, by x = 1000
after 5, eastwards on the days of a working week, every 10 minutes from 07:05 to 22:05."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.gridville import at, write_gridville
from tests.sources.gtfs.made_up import write_folder

TUESDAY, SUNDAY = date(2026, 6, 2), date(2026, 6, 7)
STOPS = {"west": (200, 400), "middle": (1000, 400), "east": (1800, 400)}


def write_bus_town(folder: Path) -> Path:
    """Gridville with the bus, as a town folder."""
    write_gridville(folder)
    write_folder(folder / "transit", _feed())
    config = folder / "town.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(
        text.replace("[files]\n", '[files]\ntransit = "transit"\n', 1), encoding="utf-8"
    )
    return folder


def _feed() -> dict[str, str]:
    stops = [(name, at(*xy)) for name, xy in STOPS.items()]
    calls = zip(STOPS, ("07:05:00", "07:10:00", "07:15:00"), strict=True)
    return {
        "agency.txt": "agency_name,agency_url,agency_timezone\nX,https://example.org,Europe/Paris\n",
        "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\n"
        + "".join(f"{name},{name},{point.lat},{point.lon}\n" for name, point in stops),
        "routes.txt": "route_id,route_short_name,route_type,route_color\nbus,5,3,fc0601\n",
        "trips.txt": "route_id,service_id,trip_id,trip_headsign\nbus,week,b,Eastgate\n",
        "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        + "".join(f"b,{time},{time},{stop},{i}\n" for i, (stop, time) in enumerate(calls)),
        "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
        "start_date,end_date\nweek,1,1,1,1,1,0,0,20260601,20260630\n",
        "frequencies.txt": "trip_id,start_time,end_time,headway_secs,exact_times\n"
        "b,07:05:00,22:06:00,600,1\n",
    }
