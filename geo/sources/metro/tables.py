"""Stations and trips -> the tables of a GTFS feed, as rows in a fixed order.

The tables and their columns are those of the GTFS Schedule Reference of March 2026. A text in two
languages stands in its table in Chinese, and in English in translations.txt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from geo.model import Name
from geo.sources.metro.facts import Exit, Facts, Station
from geo.sources.metro.plan import Feed, Plan
from geo.sources.metro.trips import Trip

Row = Mapping[str, str | Name]
Tables = Mapping[str, Sequence[Row]]
"""Rows by the name of their file, such as 'stops.txt'."""

DAILY = "daily"
_METRO = "1"
_STOP, _STATION, _ENTRANCE = "0", "1", "2"
_NAMED_BY = {
    "agency": "agency_id",
    "attributions": "attribution_id",
    "routes": "route_id",
    "stops": "stop_id",
    "trips": "trip_id",
}


def tables_of(facts: Facts, trips: Sequence[Trip], plan: Plan, feed: Feed) -> Tables:
    """Every table of a feed of these trips that has a row."""
    served = served_by(trips)
    tables: dict[str, list[Row]] = {
        "agency": [_agency(plan)],
        "attributions": list(_attributions(plan)),
        "calendar": [_calendar(feed)],
        "feed_info": [_feed_info(plan, feed)],
        "frequencies": [row for trip in trips for row in _frequencies(facts, trip)],
        "routes": list(_routes(facts, trips, plan, feed)),
        "stop_times": [row for trip in trips for row in _stop_times(facts, trip, feed)],
        "stops": [*_stations(facts, served, plan), *_entrances(facts, served, plan)],
        "transfers": list(_transfers(facts, served)),
        "trips": [_trip(facts, trip) for trip in trips],
    }
    tables["translations"] = list(_translations(tables))
    return {f"{name}.txt": tables[name] for name in sorted(tables) if tables[name]}


def served_by(trips: Sequence[Trip]) -> dict[str, tuple[str, ...]]:
    """The lines that stop at each station."""
    served: dict[str, dict[str, None]] = {}
    for trip in trips:
        for name in trip.leg.stations:
            served.setdefault(name, {})[trip.leg.line] = None
    return {name: tuple(lines) for name, lines in served.items()}


def clock(seconds: int) -> str:
    """Seconds after midnight as HH:MM:SS, past 24 hours too."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def text_colour(colour: str) -> str:
    """Black or white, whichever has the greater contrast on '#RRGGBB' (WCAG 2.1)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "000000" if (light + 0.05) ** 2 > 1.05 * 0.05 else "FFFFFF"


def _agency(plan: Plan) -> Row:
    return {
        "agency_id": plan.agency_id,
        "agency_name": plan.agency,
        "agency_url": plan.agency_url,
        "agency_timezone": plan.timezone,
        "agency_lang": "zh",
    }


def _feed_info(plan: Plan, feed: Feed) -> Row:
    return {
        "feed_publisher_name": plan.publisher,
        "feed_publisher_url": plan.publisher_url,
        "feed_lang": "zh",
        "default_lang": "zh",
        "feed_start_date": f"{feed.start:%Y%m%d}",
        "feed_end_date": f"{feed.end:%Y%m%d}",
        "feed_version": feed.version,
    }


def _attributions(plan: Plan) -> Iterator[Row]:
    for id, name in plan.attributions.items():
        yield {"attribution_id": id, "organization_name": name, "is_producer": "1"}


def _calendar(feed: Feed) -> Row:
    """Every day of the week is alike."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    dates = {"start_date": f"{feed.start:%Y%m%d}", "end_date": f"{feed.end:%Y%m%d}"}
    return {"service_id": DAILY, **dict.fromkeys(days, "1"), **dates}


def _routes(facts: Facts, trips: Sequence[Trip], plan: Plan, feed: Feed) -> Iterator[Row]:
    for order, line in enumerate(dict.fromkeys(trip.leg.line for trip in trips), 1):
        colour = facts.colours[line]
        yield {
            "route_id": _route_id(line),
            "agency_id": plan.agency_id,
            "route_short_name": line,
            "route_long_name": plan.word("line", Name(line, line)),
            "route_desc": feed.about,
            "route_type": _METRO,
            "route_color": colour.removeprefix("#"),
            "route_text_color": text_colour(colour),
            "route_sort_order": str(order),
        }


def _route_id(line: str) -> str:
    return f"line-{line}"


def _stations(facts: Facts, served: Mapping[str, Sequence[str]], plan: Plan) -> Iterator[Row]:
    """Each station and a platform in it for each of its lines, all at its centre."""
    for name, lines in served.items():
        station = facts.stations[name]
        whole = {"location_type": _STATION, "parent_station": "", "platform_code": ""}
        yield _stop(station.id, station.name, station.lon, station.lat, Name("", "")) | whole
        for line in lines:
            said = plan.word("platform", plan.word("line", Name(line, line)))
            id = _platform_id(station, line)
            platform = _stop(id, station.name, station.lon, station.lat, said)
            yield platform | {
                "location_type": _STOP,
                "parent_station": station.id,
                "platform_code": line,
            }


def _platform_id(station: Station, line: str) -> str:
    return f"{station.id}-line-{line}"


def _entrances(facts: Facts, served: Mapping[str, Sequence[str]], plan: Plan) -> Iterator[Row]:
    """The doors that lead to a line of this network."""
    for door in facts.exits:
        if set(door.lines) & set(served.get(door.station, ())):
            station = facts.stations[door.station]
            id = f"{station.id}-exit-{door.code.lower()}"
            yield _stop(id, _exit_name(door, plan), door.lon, door.lat, door.note) | {
                "location_type": _ENTRANCE,
                "parent_station": station.id,
                "platform_code": "",
            }


def _exit_name(door: Exit, plan: Plan) -> Name:
    return door.name if door.name.zh else plan.word("exit", Name(door.code, door.code))


def _stop(id: str, name: Name, lon: float, lat: float, said: Name) -> dict[str, str | Name]:
    place = {"stop_lat": f"{lat:.6f}", "stop_lon": f"{lon:.6f}"}
    return {"stop_id": id, "stop_name": name, "stop_desc": said, **place}


def trip_id(facts: Facts, trip: Trip) -> str:
    """Such as 'line-1-main-out', 'line-1-main-out-early-xixing' or 'line-1-main-back-last'."""
    parts = [_route_id(trip.leg.line), trip.leg.service, ("out", "back")[trip.leg.direction]]
    if trip.kind != "regular":
        parts.append(trip.kind)
    if trip.start:
        parts.append(facts.stations[trip.leg.stations[trip.start]].id.removeprefix("station-"))
    return "-".join(parts)


def _trip(facts: Facts, trip: Trip) -> Row:
    return {
        "route_id": _route_id(trip.leg.line),
        "service_id": DAILY,
        "trip_id": trip_id(facts, trip),
        "trip_headsign": facts.stations[trip.leg.stations[-1]].name,
        "direction_id": str(trip.leg.direction),
    }


def _stop_times(facts: Facts, trip: Trip, feed: Feed) -> Iterator[Row]:
    """Trains are taken to leave as they arrive: run times hold the stops. timepoint=0 marks where
    no train is published, or none of this network."""
    leg = trip.leg
    for number, time in enumerate(trip.times):
        at = trip.start + number
        guessed = feed.assumed or leg.guessed[at]
        yield {
            "trip_id": trip_id(facts, trip),
            "arrival_time": clock(time),
            "departure_time": clock(time),
            "stop_id": _platform_id(facts.stations[leg.stations[at]], leg.line),
            "stop_sequence": str(number + 1),
            "timepoint": "0" if guessed else "1",
        }


def _frequencies(facts: Facts, trip: Trip) -> Iterator[Row]:
    for block in trip.blocks:
        yield {
            "trip_id": trip_id(facts, trip),
            "start_time": clock(block.start),
            "end_time": clock(block.end),
            "headway_secs": str(block.headway),
            "exact_times": "1",
        }


def _transfers(facts: Facts, served: Mapping[str, Sequence[str]]) -> Iterator[Row]:
    """Between the platforms of one station, and of stations that are one interchange."""
    pairs = [(name, name, facts.changes["*", "*"]) for name in served]
    for (start, end), seconds in facts.changes.items():
        if start in served and end in served:
            pairs += [(start, end, seconds), (end, start, seconds)]
    for start, end, seconds in pairs:
        for line in served[start]:
            for other in served[end]:
                if (start, line) != (end, other):
                    yield {
                        "from_stop_id": _platform_id(facts.stations[start], line),
                        "to_stop_id": _platform_id(facts.stations[end], other),
                        "transfer_type": "2",
                        "min_transfer_time": str(seconds),
                    }


def _translations(tables: Mapping[str, Sequence[Row]]) -> Iterator[Row]:
    for table, key in {**_NAMED_BY, "feed_info": ""}.items():
        for row in tables[table]:
            for column, text in row.items():
                if isinstance(text, Name) and text.en:
                    yield {
                        "table_name": table,
                        "field_name": column,
                        "language": "en",
                        "translation": text.en,
                        "record_id": str(row[key]) if key else "",
                    }
