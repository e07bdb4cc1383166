"""Tours: a day out, its stops in the order that wastes the least time."""

from ui import cached_tours, frame, settings, show, tours, tours_ask

study = frame.opened()
with frame.guard():
    wish = tours_ask.tour(study)
    settings.basemap()
    show.foot(study)
    frame.refusals()
    if wish is None:
        show.nothing(study, "tour.no_stops", "tours")
    elif not wish.stops:
        show.nothing(study, "tour.choose", "tours")
    else:
        plan = cached_tours.plan(study, wish)
        show.answer(*tours.sentence(plan))
        middle, right = show.beside(2.4)
        with middle:
            show.town_map(study, tours.layers(plan), "tours", *tours.sight(plan))
        with right:
            tours.timetable(plan)
        tours.day_bar(plan)
        tours.left_out(plan)
        show.downloads(tours.files(study, plan))
