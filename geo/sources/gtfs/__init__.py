"""GTFS feeds -> the timetable of a day, with a list of what is wrong in them.

The tables are read here with pyarrow's CSV reader, since no library does what is needed: gtfs-kit
13.0 is well kept but assumes a valid feed ("offers no inbuilt validation") and brings three more
packages; partridge 1.1 and pygtfs 0.1 have long had no release, the latter fills a database first.
None of them says in which line of which file a feed is broken, and all read a broken one without
a word. What is read follows https://gtfs.org/documentation/schedule/reference/.

Not read: fares, shapes, pathways, levels, flexible services, in-seat transfers (types 4 and 5),
and transfers that hold for certain lines or trips only. Boarding by telephone or by asking the
driver counts as boarding. Times are counted from midnight, also on days when the clocks change.
"""

from geo.sources.gtfs.feed import Feed
from geo.sources.gtfs.read import check_feed, read_feed, survey_feed
from geo.sources.gtfs.services import idle_feeds, nearest_day, valid_days
from geo.sources.gtfs.timetable import timetable

__all__ = [
    "Feed",
    "check_feed",
    "idle_feeds",
    "nearest_day",
    "read_feed",
    "survey_feed",
    "timetable",
    "valid_days",
]
