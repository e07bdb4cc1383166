from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

from streamlit import config

from geo.maps import STATIC


def keys(table: dict[str, Any], head: str = "") -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, f"{head}{key}.")
        else:
            yield head + key


def test_streamlit_knows_every_setting_and_serves_the_map_s_files() -> None:
    text = (STATIC.parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)
    known = config.get_config_options()
    assert not [key for key in keys(settings) if key not in known]
    assert settings["server"]["enableStaticServing"] is True
    assert settings["browser"]["gatherUsageStats"] is False
    assert not {"enableCORS", "enableXsrfProtection"} & settings["server"].keys()
