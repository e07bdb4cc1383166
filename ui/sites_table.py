"""The parcels of a site search in order: the best as cards, many as a table to choose from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from geo.model import Parcels
from geo.study import Study
from ui import blocks, show, sites, state
from ui.blocks import Card
from ui.frame import said
from ui.sites import Answer, floor_of, known, use_of
from ui.sites_ask import target_name, way_name
from ui.words import bare_minutes, thousands

MOST_ROWS, MOST_CARDS = 60, 8


def best(answer: Answer) -> None:
    """The best parcels as cards: their mean minutes and land use."""
    show.heading("sites.best")
    found, parcels = answer.found, answer.parcels
    met = found.order[found.together[found.order]][:MOST_CARDS] if found.limits else []
    if not len(met):
        show.remark("sites.no_best")
        return
    cards = []
    for i in met.tolist():
        area = said()("number.hectares", n=f"{parcels.area_ha[i]:.1f}")
        minutes = bare_minutes(60 * found.score[i])
        note = f"{use_of(parcels, i)} · {area}"
        name = parcels.name_of(i)[said().language]
        cards.append(Card(name, minutes, said()["sites.mean"], note))
    st.html(blocks.cards(cards))


def table(study: Study, answer: Answer) -> None:
    """The ranked parcels; a row chosen here is on the shortlist."""
    found, parcels = answer.found, answer.parcels
    show.heading("sites.ranked")
    if not len(parcels):
        show.remark("sites.no_parcels")
        return
    if found.limits and not found.together.any():
        show.remark("sites.loosen")
    rows = found.order[:MOST_ROWS]
    frame = pd.DataFrame([_row(study, answer, rank, i) for rank, i in enumerate(rows.tolist(), 1)])
    short = state.view().short
    ids = [str(parcels.ids[i]) for i in rows.tolist()]
    key = f"sites.table.{answer.land.key[:12]}.{'|'.join(short)}.{hash(tuple(ids))}"
    picked = st.dataframe(
        frame,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=key,
        height=min(38 + 35 * len(frame), 440),
        placeholder="–",
    )
    chosen = {ids[i] for i in picked["selection"]["rows"]} if picked else set()
    for id in chosen - set(short):
        sites.toggle(id)
        st.rerun(scope="fragment")
    if parcels.sampled.any():
        show.remark("sites.sampled")
    if len(found.order) > MOST_ROWS:
        show.remark("sites.more", n=MOST_ROWS, whole=thousands(len(found.order)))


def _row(study: Study, answer: Answer, rank: int, parcel: int) -> dict[str, Any]:
    found, parcels = answer.found, answer.parcels
    over = found.minutes_over(parcel)
    why = [
        said()(
            "sites.misses" if np.isfinite(by) else "sites.no_way",
            target=target_name(study, found.limits[i].target, said()),
            more=f"{max(by, 0.1):.0f}" if by >= 1 else "<1",
        )
        for i, by in over.items()
    ]
    minutes = {
        f"{target_name(study, limit.target, said())} · "
        f"{way_name(limit.mode, limit.period, said())}": round(
            known(found.seconds[i, parcel]) / 60, 1
        )
        for i, limit in enumerate(found.limits)
    }
    return {
        said()["sites.rank"]: rank,
        said()["sites.parcel"]: parcels.name_of(parcel)[said().language],
        said()["sites.use"]: use_of(parcels, parcel),
        said()["sites.hectares"]: round(float(parcels.area_ha[parcel]), 1),
        **minutes,
        **_sample(parcels, parcel),
        said()["sites.why"]: said()["list.comma"].join(why) or said()["sites.fits"],
    }


def _sample(parcels: Parcels, parcel: int) -> dict[str, Any]:
    """The illustrative columns, where any parcel has them; their heads say so."""
    if not parcels.sampled.any():
        return {}
    sample = parcels.sample_of(parcel)
    return {
        said()["sites.sample_status"]: sample.status[said().language] if sample else None,
        said()["sites.sample_size"]: floor_of(sample) if sample else None,
    }
