"""What is claimed of a town's links: a CSV with a row for each claim."""

from __future__ import annotations

from collections.abc import Mapping

from geo.errors import Fault, TownError
from geo.model import Claim, Mode, Name, Town
from geo.sources.features import read_rows
from geo.sources.layers import read_hubs
from geo.sources.rows import day_problems, id_problems

_MOST_MINUTES = 240
_MODES = (*(mode.value for mode in Mode), "")


def read_claims(town: Town) -> tuple[Claim, ...]:
    """The claims of a town, none without such a file; raises TownError with every fault."""
    if "claims" not in town.files:
        return ()
    found, faults = claims_of(town)
    if faults:
        raise TownError(town.folder, faults)
    return found


def claims_of(town: Town) -> tuple[tuple[Claim, ...], list[Fault]]:
    """The claims that can be read, and the faults of the others; raises SourceError."""
    path, hubs = town.files["claims"], {hub.id for hub in read_hubs(town)}
    found: dict[str, Claim] = {}
    faults: list[Fault] = []
    for where, row in read_rows(path):
        wrong = [Fault(path.name, where, *each) for each in _problems(row, hubs, found)]
        faults += wrong
        if not wrong:
            found[row["id"]] = _claim(row)
    return tuple(found.values()), faults


def _problems(
    row: Mapping[str, str], hubs: set[str], found: Mapping[str, Claim]
) -> list[tuple[str, str]]:
    """What keeps a row from being a claim, each with its mend."""
    problems = id_problems(row, found, "claim")
    if not row.get("claim_zh") and not row.get("claim_en"):
        problems.append(("it does not say what is claimed", "Fill in claim_zh and claim_en."))
    if row.get("destination") not in hubs:
        problem = f"no hub {row.get('destination', '')!r} is known"
        problems.append((problem, "Give the id of a hub as its destination."))
    minutes = row.get("minutes", "")
    if minutes and not (minutes.isdigit() and 1 <= int(minutes) <= _MOST_MINUTES):
        problem = f"the minutes {minutes!r} are no whole number"
        problems.append((problem, f"Write 1 to {_MOST_MINUTES}, or nothing."))
    if row.get("about", "") not in ("minutes", "station", ""):
        problem = f"it is about {row.get('about')!r}"
        problems.append((problem, "Write minutes or station."))
    if row.get("mode", "") not in _MODES:
        problem = f"the mode {row.get('mode')!r} is not known"
        problems.append((problem, "Write walk, bike, ebike, drive or transit, or nothing."))
    return [*problems, *day_problems(row)]


def _claim(row: Mapping[str, str]) -> Claim:
    zh, en = row.get("claim_zh", ""), row.get("claim_en", "")
    minutes, mode = row.get("minutes", ""), row.get("mode", "")
    return Claim(
        row["id"],
        Name(zh or en, en or zh),
        row["destination"],
        int(minutes) if minutes else None,
        Mode(mode) if mode else None,
        row["as_of"],
        row.get("source", ""),
        row.get("about", "") == "station",
    )
