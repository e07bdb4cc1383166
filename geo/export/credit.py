"""Whose data an exported file is made of, and of what date."""

from __future__ import annotations

from dataclasses import dataclass

from geo.export.text import plain
from geo.model import Source, Town

OPENSTREETMAP = "© OpenStreetMap contributors, ODbL"
OPENSTREETMAP_LICENCE = "https://opendatacommons.org/licenses/odbl/1-0/"


@dataclass(frozen=True, slots=True)
class Credit:
    """What every exported file says of its data: whose, from where, of what date and build."""

    attribution: str = OPENSTREETMAP
    sources: tuple[str, ...] = ()
    data_as_of: str = ""
    digest: str = ""

    def entries(self) -> dict[str, str]:
        """The same as plain texts by name, less what is not known."""
        rows = {
            "attribution": self.attribution,
            "sources": "; ".join(self.sources),
            "data_as_of": self.data_as_of,
            "digest": self.digest,
        }
        return {key: text for key, text in rows.items() if text}


def credit_of(town: Town, data_as_of: str = "", digest: str = "", language: str = "en") -> Credit:
    """The credit of a town's data: its own attribution and sources, OpenStreetMap's among them."""
    own = plain(town.attribution[language])
    named = own if "OpenStreetMap" in own else "; ".join(filter(None, [OPENSTREETMAP, own]))
    lines = dict.fromkeys(_line(source, language) for source in town.sources)
    return Credit(named, tuple(lines), data_as_of, digest)


def _line(source: Source, language: str) -> str:
    terms = ", ".join(filter(None, [source.licence, source.as_of]))
    text = source.origin[language]
    return plain(f"{text} ({terms})" if terms else text)
