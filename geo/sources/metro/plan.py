"""feeds.toml: which feeds are compiled from a metro's tables, and the texts that stand in them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import SourceError
from geo.model import Name

PLAN = "feeds.toml"


@dataclass(frozen=True)
class Feed:
    """One feed: the folder that it goes to, the files of its network and of names then, its days,
    and what is to be said about it. `assumed` times are not those of its own network's timetable.
    """

    folder: str
    network: str
    names: str
    version: str
    start: date
    end: date
    assumed: bool
    about: Name


@dataclass(frozen=True)
class Plan:
    """All feeds of a metro, who runs it, who compiled them and from whom; `words` has patterns for
    'line', 'exit' and 'platform', with {} for the number or name."""

    agency_id: str
    agency: Name
    agency_url: str
    timezone: str
    publisher: Name
    publisher_url: str
    words: Mapping[str, Name]
    attributions: Mapping[str, Name]
    feeds: tuple[Feed, ...]

    def word(self, key: str, what: Name) -> Name:
        """A pattern with a number or name put in."""
        pattern = self.words[key]
        return Name(pattern.zh.format(what.zh), pattern.en.format(what.en))


def read_plan(folder: Path) -> Plan:
    """The plan in a folder of a metro's tables; raises SourceError where it cannot be used."""
    path = folder / PLAN
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        return _plan(said)
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise SourceError(path, problem, "Write one as data/README.md says.") from error
    except (ValueError, KeyError, TypeError) as error:
        problem = f"it cannot be used ({type(error).__name__}: {error})"
        raise SourceError(path, problem, "Mend or add this, as data/README.md says.") from error


def _plan(said: Mapping[str, Any]) -> Plan:
    agency, publisher = said["agency"], said["publisher"]
    return Plan(
        agency_id=agency["id"],
        agency=Name(**agency["name"]),
        agency_url=agency["url"],
        timezone=agency["timezone"],
        publisher=Name(**publisher["name"]),
        publisher_url=publisher["url"],
        words={key: Name(**said["words"][key]) for key in ("line", "exit", "platform")},
        attributions={one["id"]: Name(**one["name"]) for one in said["attribution"]},
        feeds=tuple(map(_feed, said["feed"])),
    )


def _feed(said: Mapping[str, Any]) -> Feed:
    return Feed(
        folder=said["folder"],
        network=said["network"],
        names=said["names"],
        version=said["version"],
        start=date.fromisoformat(said["start"]),
        end=date.fromisoformat(said["end"]),
        assumed=said["assumed_times"],
        about=Name(**said["about"]),
    )
