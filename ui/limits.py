"""How long: the limits of the bands, spaced evenly up to the longest, or typed."""

from __future__ import annotations

import streamlit as st

from ui import readers, state
from ui.choice import choice
from ui.words import Words

BAND_COUNTS = (1, 2, 3, 4, 5)
OWN = 0
SHORTEST, LONGEST = 5, 60


def ask(said: Words) -> None:
    """The longest time and how many bands, or limits of one's own."""
    limits = state.view().limits
    count = OWN if state.view().own or not is_even(limits) else len(limits)
    if count == OWN:
        typed = ", ".join(map(str, limits))
        st.text_input(
            said["ask.minutes"],
            help=said("ask.minutes_help", most=readers.MOST_BANDS, longest=readers.MOST_MINUTES),
            **state.bound("own", typed, lambda text: {"minutes": readers.read_minutes(text)}),
        )
    else:
        st.slider(
            said["ask.minutes"],
            min_value=min(SHORTEST, limits[-1]),
            max_value=max(LONGEST, limits[-1]),
            format=said["ask.minutes_format"],
            **state.bound("longest", limits[-1], lambda n: {"minutes": even(n, count)}),
        )
    choice(
        said["ask.bands"],
        "bands",
        [*BAND_COUNTS, OWN],
        lambda n: str(n) if n else said["ask.bands_own"],
        lambda n: {"minutes": even(limits[-1], n), "own": False} if n else {"own": True},
        shown=count,
    )


def even(longest: int, count: int) -> tuple[int, ...]:
    """So many limits, evenly spaced up to the longest, in whole minutes."""
    return tuple(sorted({max(1, round(longest * i / count)) for i in range(1, count + 1)}))


def is_even(limits: tuple[int, ...]) -> bool:
    """Whether the slider can say these limits."""
    return len(limits) in BAND_COUNTS and limits == even(limits[-1], len(limits))
