"""How true bands are, method by method: each held against the times of its own engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from benchmarks.bands_recipe import street_buffers, street_hull
from benchmarks.extracts import DEFAULT_MINUTES, HEIDELBERG, PORTO, centre, opened
from benchmarks.measuring import Row
from benchmarks.peers import Peer
from benchmarks.truth import Agreement, Sample, draw, judge, widened
from geo.crs import in_degrees
from geo.measures.isochrone import isochrone
from geo.model import Direction, IsochroneQuestion, Mode, Period
from geo.study import Study
from geo.travel.streets import search

POINTS = 4000
GOAL = 98.5
MODES = (Mode.WALK, Mode.DRIVE)
COSTINGS = {Mode.WALK: "pedestrian", Mode.BIKE: "bicycle", Mode.DRIVE: "auto"}
Bands = list[shapely.Geometry]


def rows() -> Iterator[Row]:
    """All rows of the group: agreement of ours with that of the others beside it."""
    for town in (PORTO, HEIDELBERG):
        with opened(town) as (study, folder), Peer("valhalla", folder / "valhalla") as valhalla:
            valhalla.ask("build", extract=str(study.town.files["roads"]))
            for mode in MODES:
                yield from _compare(study, valhalla, mode)


def ask_of(study: Study, mode: Mode) -> IsochroneQuestion:
    """The default bands of a mode from a town's centre, in free flow."""
    minutes = DEFAULT_MINUTES[mode]
    return IsochroneQuestion((centre(study),), mode, minutes, Direction.FROM, Period.FREE)


def costing_options(study: Study) -> dict[str, dict[str, float]]:
    """Valhalla's options that bring its speeds on foot and by bicycle to ours, by costing."""
    kmh = study.town.assumptions
    return {
        "auto": {},
        "pedestrian": {"walking_speed": kmh["speeds.walk"]},
        "bicycle": {"cycling_speed": kmh["speeds.bike"]},
    }


def valhalla_question(study: Study, question: IsochroneQuestion) -> dict[str, Any]:
    """The same question in Valhalla's words, all else as it is by default."""
    costing = COSTINGS[question.mode]
    point = question.spots[0].point
    return {
        "locations": [{"lon": point.lon, "lat": point.lat}],
        "costing": costing,
        "costing_options": {costing: costing_options(study)[costing]},
        "contours": [{"time": minutes} for minutes in question.minutes],
        "polygons": True,
    }


def _compare(study: Study, valhalla: Peer, mode: Mode) -> Iterator[Row]:
    question = ask_of(study, mode)
    ours = [band.polygon for band in isochrone(study, question).bands]
    sample = draw(study, question, widened(ours[-1], study), POINTS)
    theirs = _valhalla_bands(study, valhalla, question)
    their_sample = _valhalla_times(
        study, valhalla, question, draw(study, question, widened(theirs[-1], study), POINTS)
    )
    hulls, buffers = _recipe_bands(study, question)
    others = {
        "convex hull": (hulls, sample),
        "OSMnx example": (buffers, sample),
        "Valhalla": (theirs, their_sample),
    }
    for i, minutes in enumerate(question.minutes):
        mine = judge(sample, ours[i], minutes)
        judged = {name: judge(at, bands[i], minutes) for name, (bands, at) in others.items()}
        best = max(judged, key=lambda name: judged[name].share)
        notes = [f"{name} {_told(judged[name], others[name][0][i])}" for name in judged]
        yield Row(
            f"{study.town.name.en}, {mode}, {minutes} min: points that agree",
            100 * mine.share,
            "%",
            POINTS,
            at_least=GOAL,
            peer=best,
            peer_value=100 * judged[best].share,
            note="; ".join([f"ours {_told(mine, ours[i])}", *notes]),
        )
        yield Row(
            f"{study.town.name.en}, {mode}, {minutes} min: vertices",
            _vertices(ours[i]),
            "",
            at_most=_vertices(theirs[i]),
            peer="Valhalla",
            peer_value=_vertices(theirs[i]),
        )


def _told(found: Agreement, band: shapely.Geometry) -> str:
    return (
        f"{100 * found.share:.1f} %, near {100 * found.near_share:.1f} %, "
        f"{found.wrong_minutes:.2f} min, {_vertices(band)} vertices"
    )


def _vertices(band: shapely.Geometry) -> int:
    return int(shapely.get_num_coordinates(band))


def _recipe_bands(study: Study, question: IsochroneQuestion) -> tuple[Bands, Bands]:
    """Hulls and buffers over the very times that our own bands are drawn from."""
    network = study.network
    snapped = study.snap([spot.point for spot in question.spots], question.mode)
    [field] = search(network, snapped, question.mode, question.period, question.direction)
    along, against = network.travel_of(question.mode, question.period)
    usable = np.isfinite(along) | np.isfinite(against)
    hulls, buffers = [], []
    for minutes in question.minutes:
        reached = field.at_nodes <= 60 * minutes
        links = usable & reached[network.start] & reached[network.end]
        nodes = np.asarray(shapely.points(network.x[reached], network.y[reached]))
        for made, shape in (
            (hulls, street_hull(nodes)),
            (buffers, street_buffers(nodes, network.shapes[links])),
        ):
            made.append(in_degrees(shape, study.town.metres))
    return hulls, buffers


def _valhalla_bands(study: Study, valhalla: Peer, question: IsochroneQuestion) -> Bands:
    answer = valhalla.ask("bands", question=valhalla_question(study, question), runs=1)
    features = answer["geojson"]["features"]
    features.sort(key=lambda feature: feature["properties"]["contour"])
    return [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]


def _valhalla_times(
    study: Study, valhalla: Peer, question: IsochroneQuestion, sample: Sample
) -> Sample:
    """The points with Valhalla's own seconds to each, infinite where it finds no way."""
    asked = valhalla_question(study, question)
    places = np.column_stack([sample.lon, sample.lat]).tolist()
    matrix = {
        "sources": asked["locations"],
        "targets": [{"lon": lon, "lat": lat} for lon, lat in places],
        "costing": asked["costing"],
        "costing_options": asked["costing_options"],
        "verbose": False,
    }
    [times] = valhalla.ask("matrix", question=matrix, runs=1)["times"]
    return replace(sample, seconds=np.array([np.inf if t is None else t for t in times], float))
