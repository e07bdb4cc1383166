"""An enterprise with the times to it, the valleys, and all enterprises as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import streamlit as st

from geo.errors import GeoError
from geo.model import Direction, Enterprise, IsochroneQuestion, Mode, Period, Spot, Valley
from geo.study import Study
from ui import address, blocks, frame, industry, show, state, timing
from ui.ask import COMMUTE_PAGE
from ui.blocks import Cell
from ui.choice import choice
from ui.frame import said
from ui.industry import Industry
from ui.sites_ask import way_name
from ui.times import hub_times
from ui.words import bare_minutes, thousands

MOST_ROWS = 500
COLUMNS = (
    (Mode.DRIVE, Period.OFF_PEAK),
    (Mode.DRIVE, Period.PEAK),
    (Mode.TRANSIT, Period.OFF_PEAK),
)
"""The ways of the table beside the map: it has room for three."""


def beside(study: Study, whole: Industry) -> None:
    """The enterprise looked at, else the valleys."""
    firm = industry.looked_at(whole)
    if firm:
        _firm(study, whole, firm)
    else:
        _valleys(whole)


def _firm(study: Study, whole: Industry, firm: Enterprise) -> None:
    language = said().language
    valley = whole.by_id.get(firm.valley)
    facts = [
        ("valley", valley.name[language] if valley else said()["industry.no_valley"]),
        ("sector", firm.sector[language]),
        ("role", firm.role_name[language]),
        ("place", " ".join(filter(None, [firm.address, firm.building]))),
        ("also", firm.also),
        ("note", firm.note[language]),
        ("position", said()[f"accuracy.{firm.accuracy}"]),
        ("certainty", said().get(f"certainty.{firm.certainty}", firm.certainty)),
        ("source", _source(firm)),
    ]
    show.heading("industry.about", firm=firm.name[language])
    heads = [said()["industry.fact"], said()["industry.told"]]
    rows = [[Cell(said()[f"industry.{key}"]), Cell(text)] for key, text in facts if text]
    st.html(blocks.table(firm.name[language], heads, rows))
    _times(study, firm)
    st.button(
        said()["industry.back"],
        icon=":material/arrow_back:",
        on_click=industry.look_at,
        args=("",),
    )


def _source(thing: Enterprise | Valley) -> str:
    source = said().own(thing.source)
    if not thing.as_of:
        return said()("industry.undated", source=source)
    return said()("town.figure_note", as_of=thing.as_of, source=source)


def _times(study: Study, firm: Enterprise) -> None:
    """The minutes between the enterprise and every hub, and the way on to Commute."""
    asked = state.view()
    show.heading("industry.times")
    choice(
        said()["ask.way"],
        "direction",
        list(Direction),
        lambda way: said()[f"direction.{way}"],
        hidden=True,
    )
    spot = Spot(firm.id, firm.name, firm.point)
    question = IsochroneQuestion((spot,), Mode.DRIVE, (), asked.direction, when=timing.when(study))
    try:
        times = hub_times(study, question)
    except GeoError as error:
        frame.tell(error)
        return
    ways = [way for way in COLUMNS if way in times.seconds]
    place = {hub.id: at for at, hub in enumerate(study.hubs)}
    heads = [said()["town.hub"], *(way_name(*way, said()) for way in ways)]
    rows = [
        [
            Cell(hub.name[said().language]),
            *(Cell(bare_minutes(float(times.seconds[way][i])), number=True) for way in ways),
        ]
        for i, hub in sorted(enumerate(times.hubs), key=lambda pair: place[pair[1].id])
    ]
    st.html(blocks.table(said()["industry.times"], heads, rows))
    st.html(blocks.foot(_notes(study, firm)))
    if st.button(said()["industry.onward"], icon=":material/commute:", type="primary"):
        view = replace(asked, at=firm.point, hub=(), to="", mode=Mode.DRIVE)
        state.change(at=firm.point, hub=(), to="", mode=Mode.DRIVE)
        st.switch_page("pages/commute.py", query_params=address.written(view, COMMUTE_PAGE))


def _notes(study: Study, firm: Enterprise) -> Iterator[str]:
    yield said()["industry.counted"]
    if firm.accuracy == "illustrative":
        yield said()["industry.vague"]
    if study.network.has_assumed:
        yield said()("assumed.local") + said()["assumed.end"]


def _valleys(whole: Industry) -> None:
    """Every valley with its sector, its tenants and its projects."""
    show.heading("industry.valleys")
    if not whole.valleys:
        show.remark("industry.no_valleys")
        return
    language = said().language
    names = {firm.id: firm.name[language] for firm in whole.firms}
    chosen = [valley for valley in whole.valleys if valley.id == state.view().valley]
    rows = []
    for valley in chosen or whole.valleys:
        listed = sum(firm.valley == valley.id for firm in whole.firms)
        tenants = [names[id] for id in valley.tenants if id in names]
        told = said()("industry.listed", n=listed)
        if tenants:
            told += said()("industry.tenants", names=said()["list.comma"].join(tenants))
        rows.append(
            [
                Cell(valley.name[language], short=True),
                Cell(
                    valley.sector[language],
                    "\n".join(filter(None, [told, _project(whole, valley)])),
                ),
            ]
        )
    heads = [said()["industry.valley"], said()["industry.there"]]
    st.html(blocks.table(said()["industry.valleys"], heads, rows))
    st.html(blocks.foot([said()["industry.outlines"], _source((chosen or whole.valleys)[0])]))


def _project(whole: Industry, valley: Valley) -> str:
    """What the programme says of a valley."""
    parts = [
        said()("industry.project", status=one.status_name[said().language], as_of=one.as_of)
        for one in whole.projects
        if one.about == valley.id
    ]
    return said()["list.comma"].join(parts)


def table(whole: Industry, firms: tuple[Enterprise, ...]) -> None:
    """The enterprises asked for; a row chosen here is looked at."""
    if not whole.firms:
        show.remark("industry.no_firms")
        return
    if not firms:
        show.remark("industry.none")
        return
    rows = firms[:MOST_ROWS]
    frame_ = pd.DataFrame([_row(whole, firm) for firm in rows])
    asked = state.view()
    key = f"industry.{hash((asked.find, asked.valley, asked.role, asked.firm, asked.lang))}"
    picked = st.dataframe(
        frame_,
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        height=min(38 + 35 * len(frame_), 440),
        placeholder="–",
    )
    if picked and picked["selection"]["rows"]:
        industry.look_at(rows[picked["selection"]["rows"][0]].id)
        st.rerun(scope="fragment")
    if len(firms) > MOST_ROWS:
        show.remark("industry.more", n=MOST_ROWS, whole=thousands(len(firms)))


def _row(whole: Industry, firm: Enterprise) -> dict[str, str]:
    language = said().language
    valley = whole.by_id.get(firm.valley)
    return {
        said()["industry.name"]: firm.name[language],
        said()["industry.valley"]: valley.name[language] if valley else "–",
        said()["industry.sector"]: firm.sector[language],
        said()["industry.role"]: firm.role_name[language],
        said()["industry.position"]: said()[f"accuracy_word.{firm.accuracy}"],
        said()["industry.year"]: firm.as_of or "–",
        said()["industry.source"]: said().own(firm.source),
        said()["industry.place"]: " ".join(filter(None, [firm.address, firm.building])) or "–",
    }
