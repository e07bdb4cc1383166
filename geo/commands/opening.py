"""A town opened for a command, and the credit that its files carry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo import terminal

if TYPE_CHECKING:
    from geo.export import Credit
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
