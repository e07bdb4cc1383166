"""The nouns of the atlas, as frozen dataclasses: towns, hubs, places, questions and answers.

Longitude stands before latitude; degrees are WGS-84; units stand in the names.
"""

from geo.model.answers import Band, Isochrone, Matrix, Route, Status, Step
from geo.model.basics import (
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
from geo.model.questions import (
    DEFAULT_COMBINE,
    DEFAULT_DIRECTION,
    DEFAULT_PERIOD,
    IsochroneQuestion,
    Spot,
    default_minutes,
)
from geo.model.timetables import Line, Seconds, Stops, Timetable
from geo.model.towns import Assumption, Assumptions, Entrance, Figure, Hub, Place, Source, Town
from geo.model.ways import Restriction, Ways

__all__ = [
    "DEFAULT_COMBINE",
    "DEFAULT_DIRECTION",
    "DEFAULT_PERIOD",
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
    "Timetable",
    "Town",
    "Ways",
    "default_minutes",
    "no_progress",
]
