"""Town: the town at a glance, its hubs, places and figures."""

from ui import about, answers, ask, frame, kinds, settings, show

study = frame.opened()
ask.categories(study)
settings.basemap()
show.foot(study)
frame.refusals()

times = answers.from_the_middle(study)

show.answer(*about.in_one_sentence(study, times))
middle, right = show.beside()
with middle:
    show.town_map(study, about.layers(study, kinds.chosen(study), times), "town")
with right:
    about.figures(study)
    about.places(study)
about.hubs(study, times)
about.to_the_data()
show.downloads(about.files(study))
