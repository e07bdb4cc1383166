"""What a town's folder holds, file by file: source, date, licence, accuracy, count and faults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from geo.errors import Fault
from geo.model import Source
from geo.sources.check import check_folder
from geo.sources.soundness import TOML, layer_of
from geo.sources.town import survey_town


@dataclass(frozen=True, slots=True)
class LayerFacts:
    """One file of a town by its key of [files]; `count` is None where it could not be read.

    `dates` is '2018-07', '2017 to 2026', or '' where unknown; accuracy, licence and url stand in
    `sources`. The key TOML stands for town.toml itself.
    """

    key: str
    file: str
    sources: tuple[Source, ...]
    count: int | None
    dates: str
    faults: tuple[Fault, ...]

    @property
    def usable(self) -> bool:
        """Whether none of its faults keeps it from being used."""
        return not any(fault.fatal for fault in self.faults)


def layer_facts(folder: Path) -> tuple[LayerFacts, ...]:
    """A row for each file of the town in the order of town.toml, then one for town.toml itself.

    Every fault that `check` tells stands in exactly one row. Raises nothing for a faulty folder.
    """
    faults, summary = check_folder(folder)
    town, _ = survey_town(folder)
    rows, told = [], set()
    for key, path in town.files.items() if town else ():
        names = {path.name, path.relative_to(folder).as_posix()}
        own = [i for i, fault in enumerate(faults) if _is_of(fault, names) and i not in told]
        told.update(own)
        sources = tuple(s for s in town.sources if s.file in (key, layer_of(key))) if town else ()
        count, dates = summary.features.get(key), summary.dates.get(key, "")
        facts = tuple(faults[i] for i in own)
        rows.append(LayerFacts(key, path.name, sources, count, dates, facts))
    rest = tuple(fault for i, fault in enumerate(faults) if i not in told)
    return (*rows, LayerFacts(TOML, TOML, (), None, "", rest))


def _is_of(fault: Fault, names: set[str]) -> bool:
    """Whether a fault is of a file, or of a table within a feed's folder or archive."""
    return fault.file in names or any(fault.file.startswith(f"{name}/") for name in names)
