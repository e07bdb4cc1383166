"""A town opened for a command, and the credit that its files carry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo import terminal
from geo.errors import SourceError

if TYPE_CHECKING:
    from geo.export import Credit
    from geo.model import Parcels
    from geo.study import Study


def open_town(town: str | Path) -> Study:
    """The study of a town folder or id, telling how far its opening is."""
    from geo.sources.town import find_town
    from geo.study import open_study

    with terminal.progress() as told:
        return open_study(find_town(str(town)), told)


def credit(study: Study) -> Credit:
    """Whose data an answer is made of, and of what date."""
    from geo.export import credit_of

    return credit_of(study.town, study.data_as_of, study.digest)


def land_of(study: Study, file: Path | None, datum: str | None) -> Parcels:
    """A file's parcels, with every repair told, or the town's own; raises SourceError."""
    from geo.sources.parcels import parcels_of, read_parcels, surroundings_of

    if file is None:
        own = parcels_of(study.town)
        if own is None:
            remedy = "Give a file with --parcels, or name one in town.toml."
            raise SourceError("town.toml", "this town has no parcels", remedy)
        return own.parcels
    try:
        data = file.read_bytes()
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise SourceError(file, problem, "Give a file of parcels.") from error
    near = None if datum else surroundings_of(study.town)
    read = read_parcels(data, file.name, study.town, declared=datum, surroundings=near)
    for fault in read.faults:
        terminal.say(f"Note: {fault}")
    return read.parcels
