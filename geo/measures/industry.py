"""Enterprises -> those that a reader asks for, by what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geo.measures.search import Index, index_of, search
from geo.model import Enterprise, Named, Valley


def index_of_enterprises(firms: Sequence[Enterprise], valleys: Mapping[str, Valley]) -> Index:
    """An index over names, sector, valley, building, address and role of each, in both languages.

    Built once for a town: some seconds for 10,000 enterprises.
    """
    return index_of(
        [
            Named("enterprise", firm.id, firm.name, firm.point, _also(firm, valleys))
            for firm in firms
        ]
    )


def _also(firm: Enterprise, valleys: Mapping[str, Valley]) -> tuple[str, ...]:
    names = [firm.sector, firm.role_name]
    if firm.valley in valleys:
        names.append(valleys[firm.valley].name)
    both = [text for name in names for text in (name.zh, name.en)]
    return tuple(filter(None, [firm.also, *both, firm.building, firm.address]))


def chosen(
    firms: Sequence[Enterprise], index: Index, text: str = "", valley: str = "", role: str = ""
) -> tuple[Enterprise, ...]:
    """The enterprises of a valley and a role ('' for any) that a text fits, the best fit first;
    without a text in the order of the file. `index` is that of `index_of_enterprises`."""
    found = [*firms]
    if text.strip():
        by_id = {firm.id: firm for firm in firms}
        found = [by_id[hit.id] for hit in search(index, text, limit=len(firms))]
    return tuple(
        firm
        for firm in found
        if (not valley or firm.valley == valley) and (not role or firm.role == role)
    )
