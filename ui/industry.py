"""Valleys and enterprises of a town: what its folder tells, which are looked at, and the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely
import streamlit as st

from geo import maps
from geo.measures.industry import chosen, index_of_enterprises
from geo.measures.search import Index
from geo.model import Enterprise, Honour, Point, Project, TownService, Valley
from geo.sources.industry import (
    read_enterprises,
    read_honours,
    read_projects,
    read_services,
    read_valleys,
)
from geo.study import Study
from ui import cached, show, state
from ui.frame import said
from ui.sight import fit
from ui.words import first_sentence, thousands

NEAR_DEGREES = 2e-5
CLOSE_ZOOM = 17


@dataclass(frozen=True)
class Industry:
    """All that a town's folder tells of its trade."""

    valleys: tuple[Valley, ...]
    firms: tuple[Enterprise, ...]
    projects: tuple[Project, ...]
    honours: tuple[Honour, ...]
    services: tuple[TownService, ...]

    @cached_property
    def index(self) -> Index:
        """The enterprises by what is known of them."""
        return index_of_enterprises(self.firms, self.by_id)

    @cached_property
    def by_id(self) -> Mapping[str, Valley]:
        """The valleys by their ids."""
        return {valley.id: valley for valley in self.valleys}

    @property
    def empty(self) -> bool:
        """Whether the folder tells nothing of all this."""
        return not (self.valleys or self.firms or self.projects or self.honours or self.services)


def of(study: Study) -> Industry:
    """What the town's folder tells; raises TownError or SourceError."""
    town = study.town

    def read() -> Industry:
        return Industry(
            read_valleys(town),
            read_enterprises(town),
            read_projects(town),
            read_honours(town),
            read_services(town),
        )

    return cached.held(read, "industry", study.digest, cached.stamp(town.folder))


def found(whole: Industry) -> tuple[Enterprise, ...]:
    """The enterprises asked for."""
    asked = state.view()
    return chosen(whole.firms, whole.index, asked.find, asked.valley, asked.role)


def looked_at(whole: Industry) -> Enterprise | None:
    """The enterprise that the reader chose."""
    return next((firm for firm in whole.firms if firm.id == state.view().firm), None)


def sentence(study: Study, whole: Industry, firms: tuple[Enterprise, ...]) -> tuple[str, str]:
    """How many valleys and enterprises there are, or which enterprise is looked at."""
    firm, language = looked_at(whole), said().language
    if firm:
        valley = whole.by_id.get(firm.valley)
        where = valley.name[language] if valley else said()["industry.no_valley"]
        sector = firm.sector[language] or said()["industry.no_sector"]
        return said()("industry.firm", firm=firm.name[language], valley=where, sector=sector), ""
    asked = state.view()
    source = next((one for one in study.town.sources if one.file == "enterprises"), None)
    small = first_sentence(source.note[language]) if source else ""
    if asked.find or asked.valley or asked.role:
        counts = {"n": thousands(len(firms)), "whole": thousands(len(whole.firms))}
        return said()("industry.some", **counts), small
    hubs = sum(valley.kind == "hub" for valley in whole.valleys)
    counts = {"hubs": hubs, "n": len(whole.valleys) - hubs, "firms": thousands(len(whole.firms))}
    return said()("industry.sentence", **counts), small


def layers(study: Study, whole: Industry, firms: tuple[Enterprise, ...]) -> list[Any]:
    """The valleys, the enterprises asked for, and the one looked at."""
    tiles, language, firm = state.view().tiles, said().language, looked_at(whole)
    valley = firm.valley if firm else state.view().valley
    laid = [maps.valleys_layer(whole.valleys, valley, said(), language, tiles)]
    laid.append(maps.firms_layer(firms, study.town, language, tiles))
    hubs = [show.spoken(hub) for hub in study.hubs]
    laid.append(maps.hubs_layer(hubs, (), said(), language, tiles))
    if firm:
        laid.append(maps.firm_layer(show.spoken_firm(firm), said(), language, tiles))
    return laid


def looks(study: Study, whole: Industry) -> tuple[Point, int]:
    """Where the map looks first, and from how near."""
    if firm := looked_at(whole):
        return firm.point, CLOSE_ZOOM
    shapes = [valley.outline for valley in whole.valleys]
    if not shapes:
        return study.town.centre, CLOSE_ZOOM - 2
    west, south, east, north = shapely.union_all(shapes).bounds
    return fit([Point(west, south), Point(east, north)], state.on_phone(), CLOSE_ZOOM - 1)


def follow(study: Study, firms: tuple[Enterprise, ...], whole: Industry, at: Point | None) -> None:
    """A click on an enterprise looks at it; one into a valley shows those of the valley."""
    if at is None:
        return
    for firm, (lon, lat) in zip(firms, maps.shown_at(firms, study.town), strict=True):
        if max(abs(lon - at.lon), abs(lat - at.lat)) <= NEAR_DEGREES:
            look_at(firm.id)
            st.rerun(scope="fragment")
    here = shapely.Point(at.lon, at.lat)
    for valley in whole.valleys:
        if valley.outline.contains(here):
            asked = state.view()
            state.change(firm="", valley="" if asked.valley == valley.id else valley.id)
            st.rerun()


def look_at(id: str) -> None:
    """Look at an enterprise, or at none."""
    state.change(firm=id)
