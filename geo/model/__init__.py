"""The nouns of the atlas, as frozen dataclasses: towns, hubs, places, questions and answers.

Longitude stands before latitude; degrees are WGS-84; units stand in the names.
"""

from geo.model.answers import AT_DOOR, Band, Isochrone, Matrix, Route, Status, Step
from geo.model.basics import (
    NAMELESS,
    Accuracy,
    Bounds,
    Combine,
    Direction,
    Floats,
    Ints,
    Mode,
    Name,
    Period,
    Point,
    Progress,
    no_progress,
)
from geo.model.land_use import LAND_USES, UNKNOWN, land_use_of
from geo.model.parcels import Parcels, Texts
from geo.model.questions import (
    DEFAULT_COMBINE,
    DEFAULT_DIRECTION,
    DEFAULT_PERIOD,
    IsochroneQuestion,
    Spot,
    as_spot,
    default_minutes,
    to_the_street,
)
from geo.model.timetables import Line, Seconds, Stops, Timetable
from geo.model.towns import Assumption, Assumptions, Entrance, Figure, Hub, Place, Source, Town
from geo.model.ways import Restriction, Ways

__all__ = [
    "AT_DOOR",
    "DEFAULT_COMBINE",
    "DEFAULT_DIRECTION",
    "DEFAULT_PERIOD",
    "LAND_USES",
    "NAMELESS",
    "UNKNOWN",
    "Accuracy",
    "Assumption",
    "Assumptions",
    "Band",
    "Bounds",
    "Combine",
    "Direction",
    "Entrance",
    "Figure",
    "Floats",
    "Hub",
    "Ints",
    "Isochrone",
    "IsochroneQuestion",
    "Line",
    "Matrix",
    "Mode",
    "Name",
    "Parcels",
    "Period",
    "Place",
    "Point",
    "Progress",
    "Restriction",
    "Route",
    "Seconds",
    "Source",
    "Spot",
    "Status",
    "Step",
    "Stops",
    "Texts",
    "Timetable",
    "Town",
    "Ways",
    "as_spot",
    "default_minutes",
    "land_use_of",
    "no_progress",
    "to_the_street",
]
