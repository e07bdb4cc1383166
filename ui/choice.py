"""A choice of a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from ui import state


def choice(
    label: str,
    name: str,
    options: Sequence[Any],
    said: Callable[[Any], str],
    read: Callable[[Any], dict[str, Any]] | None = None,
    *,
    shown: Any = None,
    hidden: bool = False,
) -> None:
    """A segmented control as wide as its column, tied to a part of the view."""
    st.segmented_control(
        label,
        options,
        format_func=said,
        required=True,
        width="stretch",
        label_visibility="collapsed" if hidden else "visible",
        **state.bound(
            name,
            getattr(state.view(), name) if shown is None else shown,
            read or (lambda value: {name: value}),
        ),
    )
