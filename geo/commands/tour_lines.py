"""A tour's plan in lines for the terminal."""

from __future__ import annotations

from geo.model import TourLeg, TourPlan
from geo.terminal import clock


def tour_lines(plan: TourPlan) -> list[str]:
    """A tour's timetable, what was left out and why, and what it assumes, a line each."""
    lines = []
    for leg, visit in zip(plan.legs, plan.visits, strict=False):
        said = [f"{visit.stop.visit_minutes} min{' (assumed)' * visit.stop.visit_assumed}"]
        said += ["hours assumed"] * visit.stop.hours_assumed
        said += [f"waiting {visit.wait // 60} min"] * bool(visit.wait)
        lines.append(
            f"{clock(leg.depart)} {_spent(leg)} to {visit.stop.spot.id}, "
            f"{clock(visit.start)}-{clock(visit.end)} ({', '.join(said)})"
        )
    back = plan.legs[-1]
    lines.append(f"{clock(back.depart)} {_spent(back)} to the end")
    lines.append(f"{clock(back.arrive)} at {back.destination.id}")
    if plan.lunch:
        meal = plan.lunch
        lines.append(f"Lunch near {meal.near.id}, {clock(meal.start)}-{clock(meal.end)}")
    for left in plan.left_out:
        why = f": needs {left.minutes} min more" if left.minutes else f": {left.reason.value}"
        lines.append(f"Left out {left.stop.spot.id}{why}")
    lines += [f"Assumed: {row.value:g} {row.unit}, {row.key}" for row in plan.assumptions]
    if plan.exact:
        return [*lines, "No better order exists for these travel times."]
    return [*lines, "This is the best order that a search found."]


def _spent(leg: TourLeg) -> str:
    return f"{(leg.arrive - leg.depart) // 60} min"
