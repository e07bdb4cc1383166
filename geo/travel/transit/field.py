"""The answer of a search by public transport as a field over the streets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geo.model import Direction, Floats, Mode, Period, Point, Running, When
from geo.network.graph import Network
from geo.travel.graphs import graph_of
from geo.travel.streets import Field, Number, search
from geo.travel.transit.service import Service
from geo.travel.transit.sweep import LONGEST_SECONDS, Place, Sweep, sweep

_NO_LINK = -1


@dataclass(frozen=True, eq=False, repr=False)
class TransitField:
    """Seconds between a place and every point of the streets, at one percentile of a window.

    `walked` is the way on foot only; `ridden` comes to every node with a ride, and walks on along
    the links from there. The less of both counts.
    """

    walked: Field
    ridden: Field
    percentile: float
    running: Running

    @property
    def network(self) -> Network:
        return self.walked.network

    @property
    def mode(self) -> Mode:
        """How one comes to the very point: on foot."""
        return Mode.WALK

    @property
    def own_links(self) -> list[int]:
        """The links that the place joins."""
        return self.walked.own_links

    @cached_property
    def least(self) -> Floats:
        """The less of the two senses' seconds, shape (links,)."""
        return np.minimum(self.walked.least, self.ridden.least)

    @cached_property
    def at_nodes(self) -> Floats:
        """Seconds at every node, shape (nodes,)."""
        return np.minimum(self.walked.at_nodes, self.ridden.at_nodes)

    def along(self, links: NDArray[np.integer], fractions: NDArray[Number]) -> NDArray[Number]:
        """Seconds at points of the network, given as link and fraction along it, shape (k,)."""
        walked, ridden = (f.along(links, fractions) for f in (self.walked, self.ridden))
        return np.minimum(walked, ridden)


def search_transit(
    service: Service,
    places: list[Place],
    direction: Direction,
    when: When,
    longest: float = LONGEST_SECONDS,
) -> list[TransitField]:
    """The field of every place, in order, at the window's percentile; what takes longer than
    `longest` seconds is out of reach. Raises QuestionError as `sweep` does."""
    found = []
    for place in places:
        swept = sweep(service, place, direction, when, longest)
        found += fields_of(swept, place, (when.percentile,))
    return found


def fields_of(swept: Sweep, place: Place, percentiles: tuple[float, ...]) -> list[TransitField]:
    """A field for each percentile of one search."""
    network, direction = swept.service.study.network, swept.direction
    asked = Mode.WALK, Period.FREE, direction
    (walked,) = search(network, place.on_foot, *asked, swept.longest)
    graph = graph_of(network, *asked)
    running = swept.running
    found = []
    for percentile, seconds in zip(percentiles, swept.at_nodes(percentiles), strict=True):
        begin = seconds[graph.vertex] + graph.extra
        ridden = Field(network, begin, *asked, _NO_LINK, 0.0, 0.0)
        found.append(TransitField(walked, ridden, percentile, running))
    return found


def place_at(service: Service, point: Point, mode: Mode) -> Place:
    """Join a point to the streets for a mode of public transport.

    Raises OutOfBounds, or OffNetwork where nobody can walk from it; a bicycle is simply left where
    none can be ridden from it.
    """
    study = service.study
    on_foot = study.snap([point], Mode.WALK)
    if mode is not Mode.BIKE_TRANSIT:
        return Place(on_foot)
    return Place(on_foot, study.snapper.snap(*study.locate([point]), service.rules.cycle))
