"""Files of parcels, a town's own or anybody's -> parcels, with every repair told."""

from geo.sources.parcels.limits import Limits
from geo.sources.parcels.placing import Placement
from geo.sources.parcels.reading import ParcelsRead, parcels_of, read_parcels
from geo.sources.parcels.recognising import (
    Candidate,
    Recognised,
    Surroundings,
    recognised,
    surroundings_of,
)

__all__ = [
    "Candidate",
    "Limits",
    "ParcelsRead",
    "Placement",
    "Recognised",
    "Surroundings",
    "parcels_of",
    "read_parcels",
    "recognised",
    "surroundings_of",
]
