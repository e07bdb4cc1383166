"""What lies around the place by category, who is worst served, and where the places come from."""

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from geo.export import credit_of
from geo.export.coverage import coverage_table
from geo.export.sites import sites_bytes
from geo.measures.coverage import counts_within, gap
from geo.study import Study
from ui import blocks, show, state
from ui.blocks import Cell
from ui.frame import said
from ui.living import Answer, thirds
from ui.show import CSV, GEOJSON, GPKG, File
from ui.words import bare_minutes


def around(found: Answer) -> None:
    """Each category: how many within each third of the minutes, and the nearest of them."""
    if found.spot is None:
        return
    limits = thirds(found.circle.minutes)
    heads = [said()["living.category"], *(said().minutes(60 * n) for n in limits)]
    required = found.circle.categories
    others = sorted(set(found.categories.tolist()) - set(required))
    rows = []
    for category in (*required, *others):
        seconds = found.of(category)
        counts = counts_within(seconds, limits)
        mark = "✓" if counts[-1] else "✗"
        name = said().pick("category", category)
        rows.append(
            [
                Cell(f"{mark} {name}" if category in required else name, _nearest(found, category)),
                *(Cell(str(n), number=True) for n in counts),
            ]
        )
    place = found.spot.name[said().language]
    st.html(blocks.heading(said()("living.around", place=place)))
    st.html(blocks.table(said()("living.around", place=place), heads, rows))
    st.html(blocks.foot([said()["living.marks"]]))


def _nearest(found: Answer, category: str) -> str:
    """The name of the nearest of a category, and how far it is."""
    seconds = np.where(found.categories == category, found.near, np.inf)
    best = int(np.argmin(seconds)) if len(seconds) else 0
    if not len(seconds) or not np.isfinite(seconds[best]):
        return said()["living.none"]
    place, language = found.amenities.places[best], said().language
    name = place.name[language] or place.kind[language]
    return said()("living.nearest", name=name, time=said().minutes(float(seconds[best])))


def worst(found: Answer) -> None:
    """For each required category the share of blocks that reach one, and the block worst served; a
    row chosen here looks from that block and colours the map by its category."""
    show.heading("living.worst")
    gates, parcels = found.blocks.gates, found.blocks.parcels
    rows, chosen = [], []
    for row, category in enumerate(found.circle.categories):
        one = gap(found.seconds[row], gates.reached, found.circle.minutes)
        if one is None:
            continue
        far = bare_minutes(one.seconds if np.isfinite(one.seconds) else float("nan"))
        rows.append(
            {
                said()["living.category"]: said().pick("category", category),
                said()["living.share"]: round(100 * one.reached / one.blocks),
                said()["living.worst_block"]: parcels.name_of(one.worst)[said().language],
                said()["living.its_minutes"]: far if far != "–" else "> 60",
            }
        )
        chosen.append((category, str(parcels.ids[one.worst])))
    if not rows:
        show.remark("living.no_blocks")
        return
    view = state.view()
    key = f"living.{hash((view.lang, view.gap, view.block, view.around, view.circle, view.walk))}"
    picked = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=key,
        column_config={
            said()["living.share"]: st.column_config.ProgressColumn(
                format="%d %%", min_value=0, max_value=100
            )
        },
    )
    if picked and picked["selection"]["rows"]:
        category, block = chosen[picked["selection"]["rows"][0]]
        state.change(gap=category, block=block, at=None)
        st.rerun()
    away = int((~gates.reached).sum())
    if away:
        show.remark("living.away", n=away)


def origins(study: Study, found: Answer) -> None:
    """How many of the places come from which layer and source."""
    show.heading("living.origins")
    counts = Counter(
        (layer, place.source)
        for layer, place in zip(found.amenities.layers, found.amenities.places, strict=True)
    )
    rows = [
        [Cell(said().pick("layer", layer)), Cell(said().own(source)), Cell(str(n), number=True)]
        for (layer, source), n in counts.most_common()
    ]
    heads = [said()["living.layer"], said()["data.source"], said()["living.places"]]
    st.html(blocks.table(said()["living.origins"], heads, rows))
    notes = [one.note[said().language] for one in study.town.sources if one.file == "places"]
    st.html(blocks.foot([*filter(None, notes), said()["living.fetch"]]))


def files(study: Study, found: Answer) -> list[File]:
    """Every block with its minutes to each category."""
    credit = credit_of(study.town, study.data_as_of, study.digest, said().language)
    categories = found.circle.categories
    table = coverage_table(
        found.blocks.parcels,
        found.seconds[: len(categories)],
        categories,
        found.mode,
        found.circle.minutes,
    )
    return [
        File(
            f"coverage_{ending[1:]}",
            f"{study.town.id}-living-{found.mode.value}{ending}",
            kind,
            partial(sites_bytes, table, ending, credit),
        )
        for ending, kind in ((".csv", CSV), (".geojson", GEOJSON), (".gpkg", GPKG))
    ]
