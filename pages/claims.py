"""Claims: what is claimed of the town's links, checked by its own streets and timetables."""

from ui import claims, frame, settings, show

study = frame.opened()
with frame.guard():
    claims.ask(study)
    settings.basemap()
    show.foot(study)
    frame.refusals()
    told = claims.all_of(study)
    if not told:
        show.nothing(study, "claims.none", "claims")
    else:
        found = claims.judged(study, told)
        show.answer(*claims.sentence(study, found))
        middle, right = show.beside(1.5)
        with middle:
            show.town_map(study, claims.layers(study, found), "claims")
        with right:
            claims.cards(study, found)
        show.downloads(claims.files(study, found))
