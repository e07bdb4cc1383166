"""The neighbourhood: what lies around a place, and how well every block is served."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
import streamlit as st

from geo import maps
from geo.errors import GeoError, OffNetwork
from geo.measures.blocks import NEAR_METRES
from geo.measures.coverage import reached
from geo.model import Floats, LifeCircle, Mode, Name, Period, Point, Spot
from geo.network.snap import Snapped
from geo.sources.amenities import AmenityList
from geo.study import Study
from ui import cached_living, kinds, show, state
from ui.cached_living import Blocks
from ui.frame import said
from ui.sentence import travel
from ui.sight import fit
from ui.words import words

CLASSES = 5
"""Colours of the map of coverage at most."""
CLOSE_ZOOM = 15


@dataclass(frozen=True, eq=False)
class Answer:
    """Seconds from the place to every amenity, (amenities,), and from every block to the nearest of
    each category of the definition, (categories, blocks); `trouble` says why there is no place."""

    spot: Spot | None
    mode: Mode
    circle: LifeCircle
    amenities: AmenityList
    blocks: Blocks
    near: Floats
    seconds: Floats
    trouble: GeoError | None = None

    @cached_property
    def categories(self) -> np.ndarray:
        """The category of every amenity."""
        return np.array([place.category for place in self.amenities.places], dtype=str)

    def of(self, category: str) -> Floats:
        """Seconds to every amenity of a category."""
        return self.near[self.categories == category]

    @property
    def missing(self) -> tuple[str, ...]:
        """The required categories of which the place reaches nothing within the limit."""
        limit = 60.0 * self.circle.minutes
        return tuple(one for one in self.circle.categories if not (self.of(one) <= limit).any())


def answer(study: Study, circle: LifeCircle) -> Answer:
    """All of it for what the view asks."""
    mode, gap = state.view().around, state.view().gap
    blocks, amenities = cached_living.blocks(study, mode), cached_living.listed(study)
    asked = (*circle.categories, *([gap] if gap and gap not in circle.categories else []))
    seconds = cached_living.seconds(study, mode, asked)
    try:
        spot, doors, where = _from(study, mode, blocks)
    except GeoError as trouble:
        nowhere = np.full(len(amenities), np.inf)
        return Answer(None, mode, circle, amenities, blocks, nowhere, seconds, trouble)
    near = cached_living.around_place(study, doors, mode, where)
    return Answer(spot, mode, circle, amenities, blocks, near, seconds)


def _from(study: Study, mode: Mode, blocks: Blocks) -> tuple[Spot, Snapped, object]:
    """The place that one looks from: a block by its entrances, a point, else the middle."""
    parcels, block, at = blocks.parcels, state.view().block, state.view().at
    numbers = np.flatnonzero(parcels.ids == block)
    if len(numbers):
        number = int(numbers[0])
        doors = blocks.gates.places.take(blocks.gates.parcel == number)
        within = shapely.point_on_surface(parcels.shapes[number])
        spot = Spot(block, parcels.name_of(number), Point(float(within.x), float(within.y)))
        if not len(doors):
            limit = study.network.snap_limit
            raise OffNetwork(spot.point.lon, spot.point.lat, mode.value, None, limit)
        return spot, doors, block
    point = at or study.town.centre
    key = "spot.point" if at else "living.middle"
    spot = Spot("here", Name(words("zh")[key], words("en")[key]), point)
    return spot, study.snap([point], mode), point


def sentence(found: Answer) -> tuple[str, str]:
    """How much of the life circle the place has, and what is missing."""
    if found.spot is None:
        return said()["living.nowhere"], ""
    whole, lacking = len(found.circle.categories), found.missing
    text = said()(
        "living.sentence",
        place=found.spot.name[said().language],
        way=travel(found.mode, Period.FREE, said()),
        n=whole - len(lacking),
        whole=whole,
        minutes=said().minutes(60 * found.circle.minutes),
    )
    small = said()("living.counted", km=f"{NEAR_METRES / 1000:.0f}")
    if lacking:
        what = said()["list.comma"].join(said().pick("category", one) for one in lacking)
        small = f"{said()('living.lacking', what=what)}\n{small}"
    return text, small


def layers(study: Study, found: Answer) -> list[Any]:
    """Blocks by what they reach, places of the chosen kinds, and the place itself."""
    tiles, language = state.view().tiles, said().language
    classes, labels, title = _classes(found)
    order = np.argsort(classes == -1, kind="stable")
    shapes = found.blocks.parcels.shapes
    drawn, *_ = maps.parcels_layer(shapes, classes, labels, title, order, tiles)
    laid = [drawn]
    if gap := state.view().gap:
        own = np.flatnonzero(found.categories == gap)
        places = [found.amenities.places[i] for i in own]
        points = np.array([shapely.Point(p.point.lon, p.point.lat) for p in places], object)
        names = [place.name[language] or place.kind[language] for place in places]
        vague = [place.accuracy == "illustrative" for place in places]
        laid.append(maps.features_layer(points, names, vague, tiles)[0])
    laid += show.places_layers(kinds.chosen(study))
    hubs = [show.spoken(hub) for hub in study.hubs]
    laid.append(maps.hubs_layer(hubs, (), said(), language, tiles))
    return [*laid, maps.spot_layer(found.spot, language, tiles)] if found.spot else laid


def _classes(found: Answer) -> tuple[np.ndarray, list[str], str]:
    """The class of every block, the labels (the last for those that fail), and a title."""
    gap, minutes = state.view().gap, found.circle.minutes
    if gap:
        asked = found.circle.categories
        row = found.seconds[asked.index(gap) if gap in asked else len(asked)]
        edges = thirds(minutes)
        classes = np.searchsorted(60.0 * np.array(edges), row)
        labels = [said().minutes(60 * edge) for edge in edges]
        classes = np.where(classes < len(edges), classes, -1)
        within = [said()("living.within", time=label) for label in labels]
        title = said().pick("category", gap)
        return classes, [*within, said()("living.beyond", time=labels[-1])], title
    whole = len(found.circle.categories)
    number = reached(found.seconds[:whole], minutes)
    least = max(1, whole - CLASSES + 1)
    labels = [said()("living.reaches", n=n, whole=whole) for n in range(whole, least - 1, -1)]
    classes = np.where(number >= least, whole - number, -1)
    return classes, [*labels, said()("living.fewer", n=least)], said()["living.coverage"]


def thirds(minutes: int) -> tuple[int, ...]:
    """A third, two thirds and all of the minutes: 5, 10 and 15 of a quarter of an hour."""
    return tuple(dict.fromkeys(max(1, round(minutes * part / 3)) for part in (1, 2, 3)))


def looks(found: Answer) -> tuple[Point, int]:
    """The whole neighbourhood."""
    west, south, east, north = shapely.total_bounds(found.blocks.parcels.shapes)
    return fit([Point(west, south), Point(east, north)], state.on_phone(), CLOSE_ZOOM)


def follow(found: Answer, point: Point | None) -> None:
    """A click looks from there: from the block, or from the point outside of all blocks."""
    if point is None:
        return
    shapes = found.blocks.parcels.shapes
    hit = shapely.STRtree(shapes).query(shapely.Point(point.lon, point.lat), "within")
    if len(hit):
        state.change(block=str(found.blocks.parcels.ids[int(hit[-1])]), at=None)
    else:
        state.change(at=point, block="")
    st.rerun()
