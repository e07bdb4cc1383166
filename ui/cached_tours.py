"""What the tours need, kept: what can be visited, what the town offers, and plans."""

from __future__ import annotations

from geo.measures.tours.tour import plan_tour
from geo.model import ReadyTour, TourPlan, TourStop, TourWish
from geo.sources.tours import read_stops, read_tours
from geo.study import Study
from ui.cached import kept, stamp


def stops(study: Study) -> dict[str, TourStop]:
    """Everything of the town that can be visited, by id; raises TownError."""
    return kept(lambda: read_stops(study.town), "stops", study.digest, stamp(study.town.folder))


def offers(study: Study) -> tuple[ReadyTour, ...]:
    """The tours that the town offers; raises TownError."""
    return kept(lambda: read_tours(study.town), "tours", study.digest, stamp(study.town.folder))


def plan(study: Study, wish: TourWish) -> TourPlan:
    """The plan that answers a wish; raises what `plan_tour` does."""
    return kept(lambda: plan_tour(study, wish), "plan", study.digest, wish)
