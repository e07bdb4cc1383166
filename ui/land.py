"""Which parcels the page looks at: the town's own, or a file that stays in this session."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
import streamlit as st

from geo.errors import GeoError
from geo.model import PARCEL_KINDS, Parcels, kind_of
from geo.sources.parcels import Limits, ParcelsRead, read_parcels
from geo.study import Study
from ui import blocks, cached_sites, frame, readers, state, trouble
from ui.blocks import Cell
from ui.choice import choice
from ui.words import Words

ENDINGS = ["geojson", "json", "gpkg", "zip", "csv"]
DATUMS = ("guess", "WGS-84", "GCJ-02", "BD-09")
LIMITS = Limits()


@dataclass(frozen=True, eq=False)
class Land:
    """Parcels with a key that knows them all; `own` says that they are the town's."""

    parcels: Parcels
    key: str
    own: bool
    read: ParcelsRead | None = None

    def of_kinds(self, kinds: tuple[str, ...]) -> Land:
        """Those of the kinds asked for; of a file whose land use is not known, all."""
        kept = np.array([kind_of(use) in kinds for use in self.parcels.land_use.tolist()], bool)
        return replace(self, parcels=self.parcels.take(kept), key=f"{self.key}-{','.join(kinds)}")


def ask(study: Study, said: Words) -> None:
    """The kinds of parcels, and a file of one's own."""
    _upload(study, said)
    names = {kind: said[f"land.{kind}"] for kind in PARCEL_KINDS}
    counts = {}
    with suppress(GeoError):  # the answer tells it
        found = chosen(study)
        counts = _counts(found.parcels) if found else {}
    offered = [kind for kind in PARCEL_KINDS if counts.get(kind)]
    st.pills(
        said["ask.land"],
        offered,
        selection_mode="multi",
        format_func=lambda kind: f"{names[kind]} {counts[kind]}",
        **state.bound(
            "land",
            [kind for kind in state.view().land if kind in offered],
            lambda kinds: {"land": tuple(kinds)},
        ),
    )


def _counts(parcels: Parcels) -> dict[str, int]:
    kinds, counts = np.unique(
        [kind_of(use) for use in parcels.land_use.tolist()], return_counts=True
    )
    return dict(zip(kinds.tolist(), counts.tolist(), strict=True))


def _upload(study: Study, said: Words) -> None:
    with st.expander(said["ask.upload"], icon=":material/upload_file:"):
        megabytes = LIMITS.bytes // 1_000_000
        file = st.file_uploader(
            said["ask.upload"],
            type=ENDINGS,
            help=said("ask.upload_help", most=f"{LIMITS.features:,}", mb=megabytes),
            label_visibility="collapsed",
            key=f"upload.{study.town.id}",
        )
        state.keep(f"{study.town.id}.file", file)
        choice(
            said["ask.datum"],
            "datum",
            DATUMS,
            lambda datum: said["datum.guess"] if datum == "guess" else said.pick("datum", datum),
            lambda datum: _declare(study, datum),
            shown=declared(study),
        )


def _declare(study: Study, datum: str) -> dict[str, object]:
    state.keep(f"{study.town.id}.datum", datum)
    return {}


def declared(study: Study) -> str:
    """The datum that the reader says the file is in."""
    return state.kept(f"{study.town.id}.datum") or "guess"


def chosen(study: Study) -> Land | None:
    """The uploaded parcels, else the town's own; None where there are neither.

    Raises SourceError for a file that cannot be used.
    """
    file = state.kept(f"{study.town.id}.file")
    if file is None:
        own = cached_sites.parcels(study)
        return Land(own, f"{study.digest}-own", own=True) if own is not None else None
    data, datum = file.getvalue(), declared(study)
    digest = sha256(data + datum.encode() + study.digest.encode()).hexdigest()
    kept = state.kept(f"{study.town.id}.read")
    if kept is None or kept[0] != digest:
        kept = (digest, _read(study, file.name, data, datum))
        state.keep(f"{study.town.id}.read", kept)
    if isinstance(kept[1], GeoError):
        raise kept[1]
    return Land(kept[1].parcels, digest, own=False, read=kept[1])


def _read(study: Study, name: str, data: bytes, datum: str) -> ParcelsRead | GeoError:
    """A file read once, or why it cannot be: a hostile one is not tried again and again."""
    try:
        near = cached_sites.surroundings(study) if datum == "guess" else None
        said = None if datum == "guess" else datum
        return read_parcels(data, name, study.town, declared=said, surroundings=near, limits=LIMITS)
    except GeoError as error:
        return error


def usable(study: Study) -> Land | None:
    """The same, or None with the trouble told."""
    try:
        return chosen(study)
    except GeoError as error:
        frame.tell(error)
        return None


def told(study: Study, land: Land, said: Words) -> None:
    """What was repaired in a file, and which datum it looks like."""
    slot = st.container()
    if land.read is None:
        return
    with slot:
        guess = land.read.guess
        if guess is not None and guess.candidates:
            best, sure = guess.candidates[0].datum, f"{100 * guess.certainty:.0f}"
            if guess.datum in (None, "WGS-84"):
                key = "land_told.sure" if guess.datum else "land_told.unsure"
                st.html(blocks.notice(said(key, datum=said.pick("datum", best), sure=sure)))
            else:
                text = said("land_told.other", datum=said.pick("datum", best), sure=sure)
                st.html(blocks.notice(text, "trouble"))
                st.button(
                    said("land_told.take", datum=said.pick("datum", best)),
                    on_click=_declare,
                    args=(study, best),
                )
        rows = [
            [Cell(trouble.in_words(part, getattr(fault, part), said)) for part in _PARTS]
            for fault in land.read.faults
        ]
        if rows:
            caption = said("land_told.repairs", n=len(rows))
            with st.expander(caption):
                heads = [said[f"fault.{part}"] for part in _PARTS]
                st.html(blocks.table(caption, heads, rows, stack=True))


_PARTS = ("where", "problem", "remedy")


def shortened(ids: tuple[str, ...], parcels: Parcels) -> tuple[int, ...]:
    """The shortlist as numbers of parcels; those not among them are left out."""
    place = {str(id): number for number, id in enumerate(parcels.ids.tolist())}
    return tuple(place[id] for id in ids if id in place)[: readers.MOST_SHORT]
