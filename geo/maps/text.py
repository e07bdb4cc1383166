"""The one door for text from data on its way into a map's script or markup.

Folium writes text into JavaScript template strings, Jinja templates and innerHTML. So no text goes
there as it is: into a script as JSON whose strings hold only harmless characters, into markup as
character references. In the browser the atlas's own scripts set text by `textContent` alone.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

# Beside markup and quotes: what opens a template in JavaScript (` $ {) or Jinja ({ }), and what
# streamlit-folium rewrites wherever it stands: names such as map_div2, and calls of alert.
_RISKY = re.compile(r"[<>&'`${}_(\u2028\u2029]")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_RISKY_IN_MARKUP = re.compile(r"[`${}\\]")


def script_json(value: Any) -> str:
    """JSON of `value` that may stand anywhere in a script or a template, whatever text is in it."""
    dumped = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _JSON_STRING.sub(lambda text: _RISKY.sub(_json_escape, text.group()), dumped)


def safe_html(text: str) -> str:
    """`text` as markup that shows it literally, also inside a JavaScript template string."""
    return _RISKY_IN_MARKUP.sub(lambda found: f"&#{ord(found.group())};", html.escape(text))


def _json_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
