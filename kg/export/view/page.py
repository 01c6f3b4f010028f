"""Data -> one HTML page that asks nothing of anyone.

The template, the style and the scripts are the package's own; the data enters as JSON in a block that browsers do
not run. The page's Content-Security-Policy allows exactly these scripts (by digest) and no request at all.
"""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from kg.settings import PACKAGE

_ASSETS: Final = PACKAGE / "export" / "assets"

#: In the order in which they run; each adds its part to one object, ``kg``.
SCRIPTS: Final = (
    "words.js",
    "data.js",
    "state.js",
    "filters.js",
    "graphmath.js",
    "dom.js",
    "draw.js",
    "graphview.js",
    "timeline.js",
    "map.js",
    "list.js",
    "panel.js",
    "find.js",
    "export.js",
    "join.js",
    "served.js",
    "controls.js",
    "main.js",
)

# ``<`` and ``&`` can't end or open anything in a script block once they are escapes; the two separators are line
# ends to older JavaScript.
_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def make_page(data: dict[str, Any], *, served: bool = False) -> str:
    """The whole page as text, the same bytes for the same data.

    Args:
        served: Let the page ask its own server for more (``connect-src 'self'``); else it can ask nobody.
    """
    style, script = _text("explorer/explorer.css"), _script()
    page = _text("explorer/template.html")
    values = {
        "POLICY": _policy(style, script),
        "STYLE": style,
        "DATA": json_for_html(data),
        "WORLD": _text("world.json").strip(),
        "SCRIPT": script,
    }
    parts = page.split("@@")
    whole = "".join(values[part] if number % 2 else part for number, part in enumerate(parts))
    return as_served(whole) if served else whole


def as_served(page: str) -> str:
    """A page of ``make_page`` as its own server gives it: it may ask that server for more, and knows it."""
    for alone, served in (("connect-src 'none'", "connect-src 'self'"), ('data-served="false"', 'data-served="true"')):
        page = page.replace(alone, served, 1)  # the first stands in the page's head, before all data
    return page


def json_for_html(data: Any) -> str:
    """JSON that stays inert inside a script element, whatever its strings hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _policy(style: str, script: str) -> str:
    rules = (
        "default-src 'none'",
        f"script-src '{_digest(script)}'",
        f"style-src '{_digest(style)}'",
        "img-src blob: data:",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return "; ".join(rules)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _text(name: str) -> str:
    return Path(_ASSETS / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    return "\n".join(_text(f"explorer/{name}") for name in SCRIPTS)
