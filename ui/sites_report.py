"""The site report: the shortlist as one file to print, in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from geo import export
from geo.crs import in_metres_all, to_degrees, to_metres
from geo.errors import GeoError
from geo.export.picture import Mark, picture
from geo.export.site_page import Block, Report, Sheet, report_html
from geo.maps.colours import CHOSEN
from geo.model import Direction, Mode, Name, Point, Spot, as_spot
from geo.study import Study
from ui import cached, cached_sites, journeys, sites, timing
from ui.frame import said
from ui.sites import Answer, use_of
from ui.sites_ask import target_name, way_name
from ui.words import bare_minutes

AROUND_MINUTES = 15
OVERVIEW_METRES, NEAR_METRES = 12_000.0, 2_400.0
MOST_NAMES = 4


def report(study: Study, answer: Answer, short: Sequence[int]) -> bytes:
    """The report on these parcels as HTML."""
    words, language = said(), said().language
    credit = export.credit_of(study.town, study.data_as_of, study.digest, language)
    text, small = sites.sentence(study, answer)
    now = datetime.now(ZoneInfo(study.town.timezone))
    made = words("report.made", date=now.strftime("%Y-%m-%d"), as_of=study.data_as_of or "–")
    metric = in_metres_all(answer.parcels.shapes[list(short)], study.town.metres)
    whole = Report(
        language,
        words("report.title", town=study.town.name[language]),
        [text, small, made],
        _overview(study, answer, short, metric),
        _summary(study, answer, short),
        [
            _sheet(study, answer, parcel, number, shape)
            for number, (parcel, shape) in enumerate(zip(short, metric, strict=True), 1)
        ],
        [
            credit.attribution,
            words["list.clause"].join(credit.sources),
            words("report.version", digest=credit.digest),
            words["report.assumed"],
            *([words["sites.sampled"]] if answer.parcels.sampled[list(short)].any() else []),
        ],
    )
    return report_html(whole)


def _overview(study: Study, answer: Answer, short: Sequence[int], metric: np.ndarray) -> str:
    middles = shapely.get_coordinates(shapely.point_on_surface(metric))
    own = [
        Mark(x, y, answer.parcels.name_of(parcel)[said().language], CHOSEN, str(number))
        for number, (parcel, (x, y)) in enumerate(zip(short, middles.tolist(), strict=True), 1)
    ]
    return picture(
        study, list(metric), [*_hub_marks(study), *own], said()["report.overview"], OVERVIEW_METRES
    )


def _hub_marks(study: Study) -> list[Mark]:
    points = [hub.point for hub in study.hubs]
    x, y = to_metres([p.lon for p in points], [p.lat for p in points], study.town.metres)
    named = zip(study.hubs, x.tolist(), y.tolist(), strict=True)
    return [Mark(a, b, hub.name[said().language]) for hub, a, b in named]


def _summary(study: Study, answer: Answer, short: Sequence[int]) -> Block:
    """Every parcel with its minutes for each limit."""
    found, parcels = answer.found, answer.parcels
    heads = [
        f"{target_name(study, limit.target, said())} · "
        f"{way_name(limit.mode, limit.period, said())} ≤ {limit.minutes}"
        for limit in found.limits
    ]
    rows = [
        [
            f"{number} {parcels.name_of(i)[said().language]}",
            said()("number.hectares", n=f"{parcels.area_ha[i]:.1f}"),
            *(bare_minutes(sites.known(seconds)) for seconds in found.seconds[:, i]),
        ]
        for number, i in enumerate(short, 1)
    ]
    head = [said()["sites.parcel"], said()["sites.area"], *heads]
    return Block(said()["sites.shortlist"], head, rows, 1, said()["report.minutes"])


def _sheet(study: Study, answer: Answer, parcel: int, number: int, shape: object) -> Sheet:
    parcels, words = answer.parcels, said()
    area = words("number.hectares", n=f"{parcels.area_ha[parcel]:.1f}")
    name = f"{number} {parcels.name_of(parcel)[words.language]}"
    source = ", ".join(filter(None, [str(parcels.source[parcel]), str(parcels.as_of[parcel])]))
    accuracy = parcels.accuracy[parcel]
    facts = [
        " · ".join([use_of(parcels, parcel), area, words[f"accuracy_word.{accuracy}"]]),
        words("report.source", source=source or "–"),
        *filter(None, [sites.sample_text(parcels, parcel)]),
    ]
    drawn = picture(study, [shape], _hub_marks(study), name, NEAR_METRES)
    blocks = [
        _times(study, answer, parcel),
        *_itineraries(study, shape),
        _around(study, answer, parcel),
    ]
    return Sheet(name, facts, drawn, blocks)


def _times(study: Study, answer: Answer, parcel: int) -> Block:
    """Minutes to every target of the limits, by every mode and period."""
    times = sites.compared(study, answer, [parcel])
    by_target: dict[str, dict[str, str]] = defaultdict(dict)
    for (target, way), (minutes,) in times.items():
        by_target[target][way_name(*way, said())] = bare_minutes(60 * minutes)
    heads = list(next(iter(by_target.values()), {}))
    rows = [
        [target_name(study, target, said()), *(told[head] for head in heads)]
        for target, told in by_target.items()
    ]
    return Block(said()["report.times"], [said()["sites.what"], *heads], rows, 1)


def _itineraries(study: Study, shape: object) -> list[Block]:
    """By public transport to the airport and the railway stations, leg by leg."""
    when = timing.when(study)
    if when is None:
        return []
    spot = _spot(study, shape)
    rows = []
    for hub in study.hubs:
        if hub.kind not in ("airport", "rail"):
            continue
        try:
            way = cached.journey(study, spot, as_spot(hub), Mode.TRANSIT, when, Direction.FROM)
        except GeoError:
            continue
        rows.append(
            [hub.name[said().language], journeys.in_one_line(way), said().minutes(way.seconds)]
        )
    title = said()("report.by_transit", time=journeys.clock(when.depart), day=when.day.isoformat())
    heads = [said()["times.hub"], said()["report.way"], said()["number.minute"]]
    return [Block(title, heads, rows, 2)]


def _spot(study: Study, shape: object) -> Spot:
    x, y = shapely.get_coordinates(shapely.point_on_surface(shape))[0]
    lon, lat = to_degrees(x, y, study.town.metres)
    return Spot("parcel", Name("", ""), Point(float(lon), float(lat)))


def _around(study: Study, answer: Answer, parcel: int) -> Block:
    """What lies around it on foot, by category."""
    near = cached_sites.places_near(
        study, answer.parcels, answer.land.key, answer.land.own, parcel, AROUND_MINUTES
    )
    names: dict[str, list[str]] = defaultdict(list)
    for seconds, place in near:
        text = f"{place.name[said().language]} {said().minutes(seconds)}"
        names[place.category].append(text)
    rows = [
        [
            said().pick("category", category),
            str(len(texts)),
            said()["list.comma"].join(texts[:MOST_NAMES]),
        ]
        for category, texts in names.items()
    ]
    heads = [said()["report.category"], said()["report.count"], said()["report.nearest"]]
    title = said()("report.around", minutes=AROUND_MINUTES)
    empty = [[said()["report.nothing"], "0", ""]]
    return Block(title, heads, rows or empty, 99)
