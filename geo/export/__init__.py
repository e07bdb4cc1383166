"""Answers -> the bytes of a file that other programs read, and such bytes onto the disk.

The steps, in order: `credit` says whose data they are, `rows` turns an answer into a table,
`formats` a table into bytes, `routes` a route into a line with its steps, `journeys` one by
timetable into its legs, `tours` a plan into what is taken along, `files` writes them.
The same answer gives the same bytes, whenever and however often it is asked for.
"""

from geo.export.answers import (
    ISOCHRONE_ENDINGS,
    MATRIX_ENDINGS,
    POINTS_ENDINGS,
    ROUTE_ENDINGS,
    TABLE_ENDINGS,
    isochrone_bytes,
    matrix_bytes,
    points_bytes,
    route_bytes,
    table_bytes,
)
from geo.export.credit import Credit, credit_of
from geo.export.files import require_place, write
from geo.export.journeys import journey_bytes
from geo.export.tour_picture import tour_pictures
from geo.export.tours import TOUR_ENDINGS, tour_bytes

__all__ = [
    "ISOCHRONE_ENDINGS",
    "MATRIX_ENDINGS",
    "POINTS_ENDINGS",
    "ROUTE_ENDINGS",
    "TABLE_ENDINGS",
    "TOUR_ENDINGS",
    "Credit",
    "credit_of",
    "isochrone_bytes",
    "journey_bytes",
    "matrix_bytes",
    "points_bytes",
    "require_place",
    "route_bytes",
    "table_bytes",
    "tour_bytes",
    "tour_pictures",
    "write",
]
