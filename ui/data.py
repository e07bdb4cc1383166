"""What the town's data are: every file with its source, count and faults, and its records."""

from __future__ import annotations

from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import streamlit as st

from geo import maps
from geo.export import credit_of
from geo.export.town import table_of, town_bytes
from geo.model import Accuracy, Source
from geo.sources.layer_facts import LayerFacts, layer_facts
from geo.study import Study
from ui import blocks, cached, show, state, trouble
from ui.blocks import Cell
from ui.frame import said
from ui.show import GPKG, File
from ui.words import thousands

DATA_PAGE = ("layer", "tiles")
MOST_ROWS = 500
FIRST = "hubs"
"""Which layer is looked at first, where the town has it."""


def facts(study: Study) -> tuple[LayerFacts, ...]:
    """What is known of every file of the town."""
    folder = study.town.folder
    return cached.kept(lambda: layer_facts(folder), "facts", folder, cached.stamp(folder))


def ask(study: Study, found: tuple[LayerFacts, ...]) -> None:
    """Which file is looked at."""
    keys = [one.key for one in found if one.key in study.town.files]
    if state.view().layer and state.view().layer not in keys:
        state.mend(layer="")
    with st.sidebar:
        st.pills(
            said()["ask.layer"],
            keys,
            format_func=lambda key: said().pick("layer", key),
            required=True,
            **state.bound("layer", looked_at(study), lambda key: {"layer": key or ""}),
        )
    state.publish(*DATA_PAGE)


def looked_at(study: Study) -> str:
    """The file looked at, by its key."""
    files = study.town.files
    return state.view().layer or (FIRST if FIRST in files else next(iter(files), ""))


def sentence(study: Study, found: tuple[LayerFacts, ...]) -> tuple[str, str]:
    """How many files and records there are, and how many faults."""
    faults = sum(len(one.faults) for one in found)
    counts = {
        "files": sum(one.key in study.town.files for one in found),
        "records": thousands(sum(one.count or 0 for one in found)),
        "n": faults,
    }
    key = "data.sentence" if faults else "data.sound"
    return said()(key, **counts), said()["data.about"]


def table_of_layer(study: Study) -> pd.DataFrame | None:
    """The records of the file looked at; None where it is no table."""
    key, town = looked_at(study), study.town
    facts = ("records", key, town.folder, cached.stamp(town.folder))
    return cached.held(lambda: table_of(town, key), *facts)


def layers(table: pd.DataFrame | None) -> list[Any]:
    """The layer looked at, on the map; nothing where it has no places."""
    if not isinstance(table, gpd.GeoDataFrame) or not len(table):
        return []
    names = _names(table)
    vague = (_column(table, "accuracy") == Accuracy.ILLUSTRATIVE.value).tolist()
    shapes = np.asarray(table.geometry.to_numpy(), object)
    layer, drawn = maps.features_layer(shapes, names, vague, state.view().tiles)
    if drawn < len(table):
        show.remark("data.drawn", n=thousands(drawn), whole=thousands(len(table)))
    return [layer]


def _names(table: pd.DataFrame) -> list[str]:
    """A name for each record: in the reader's language, else in the other, else its kind or id."""
    other = "en" if said().language == "zh" else "zh"
    kinds = (f"name_{said().language}", f"name_{other}", "name", "kind", "class", "id")
    found = pd.Series([""] * len(table), index=table.index, dtype=object)
    for kind in kinds:
        found = found.where(found != "", _column(table, kind))
    return [str(name) for name in found]


def _column(table: pd.DataFrame, name: str) -> Any:
    if name not in table:
        return pd.Series([""] * len(table), index=table.index, dtype=object)
    return table[name].astype(object).where(table[name].notna(), "").astype(str)


def beside(study: Study, found: tuple[LayerFacts, ...]) -> None:
    """All that is known of the file looked at."""
    one = next(each for each in found if each.key == looked_at(study))
    st.html(blocks.heading(said().pick("layer", one.key)))
    rows = [
        [Cell(said()["data.file"]), Cell(one.file)],
        [Cell(said()["data.records"]), Cell(_count(one))],
        [Cell(said()["data.dates"]), Cell(_dates(one))],
    ]
    for source in one.sources:
        rows += _source(source)
    heads = [said()["industry.fact"], said()["industry.told"]]
    st.html(blocks.table(one.file, heads, rows))
    _faults(one)


def _source(source: Source) -> list[list[Cell]]:
    language = said().language
    told = [
        Cell(source.origin[language], source.note[language], link=source.url),
        Cell(source.as_of or "–"),
        Cell(show.accuracy_of(source)),
        Cell(source.licence or "–"),
    ]
    heads = ("town.origin", "town.date", "town.accuracy", "town.licence")
    return [[Cell(said()[head]), cell] for head, cell in zip(heads, told, strict=True)]


def _count(one: LayerFacts) -> str:
    return "–" if one.count is None else thousands(one.count)


def _dates(one: LayerFacts) -> str:
    """The dates of a file's records, 'from to till' in the reader's words."""
    first, _, last = one.dates.partition(" to ")
    return said()("data.from_to", first=first, last=last) if last else first or "–"


def _faults(one: LayerFacts) -> None:
    if not one.faults:
        st.html(blocks.notice(said()["data.no_faults"]))
        return
    heads = [said()[f"fault.{part}"] for part in ("file", "where", "problem", "remedy")]
    rows = trouble.fault_rows(one.faults, said())
    st.html(blocks.table(said()["fault.caption"], heads, rows, stack=True))


def overview(study: Study, found: tuple[LayerFacts, ...]) -> None:
    """Every file in a row: records, source, date, accuracy, licence and faults."""
    heads = ("file", "records", "source", "date", "accuracy", "licence", "faults")
    rows = [_row(one) for one in found if one.key in study.town.files or one.faults]
    titles = [said()[f"data.{head}"] for head in heads]
    st.html(blocks.table(said()["data.all"], titles, rows, stack=True))
    if study.network.has_assumed:
        show.remark("town.fetch")


def _row(one: LayerFacts) -> list[Cell]:
    language = said().language
    first = one.sources[0] if one.sources else None
    origins = [source.origin[language] for source in one.sources]
    accuracies = dict.fromkeys(show.accuracy_of(source) for source in one.sources)
    licences = dict.fromkeys(source.licence for source in one.sources if source.licence)
    comma = said()["list.comma"]
    return [
        Cell(said().pick("layer", one.key), one.file),
        Cell(_count(one), number=True),
        Cell(said()["list.clause"].join(origins) or "–", link=first.url if first else ""),
        Cell(_dates(one)),
        Cell(comma.join(accuracies) or "–"),
        Cell(comma.join(licences) or "–"),
        Cell(_found(one), short=True),
    ]


def _found(one: LayerFacts) -> str:
    return said()("data.n_faults", n=len(one.faults)) if one.faults else said()["data.none"]


def records(table: pd.DataFrame | None) -> None:
    """The records of the file looked at, as they stand in it."""
    if table is None or not len(table):
        show.remark("data.no_table")
        return
    plain = pd.DataFrame(table.drop(columns="geometry", errors="ignore"))
    shown = plain.head(MOST_ROWS).astype(str).replace({"nan": "", "None": "", "<NA>": ""})
    names = {name: said().get(f"column.{name}", name) for name in shown.columns}
    st.dataframe(shown.rename(columns=names), hide_index=True, height=440, placeholder="–")
    if len(table) > MOST_ROWS:
        show.remark("data.more", n=MOST_ROWS, whole=thousands(len(table)))


def files(study: Study) -> list[File]:
    """The whole town as one file."""
    town = study.town
    credit = credit_of(town, study.data_as_of, study.digest, said().language)
    name = f"{town.id}-{study.data_as_of or 'town'}.gpkg"
    return [File("town_gpkg", name, GPKG, partial(town_bytes, town, credit))]
