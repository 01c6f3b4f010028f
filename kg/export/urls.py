"""Which addresses become links and IRIs: one rule for every export.

A url comes from the page and may be anything: ``javascript:``, 100 KB of text, quotes and spaces. ``safe_url`` gives
an ASCII http(s) URL that is a valid IRI and a harmless link, or None; whoever writes a url asks it first.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from pyoxigraph import NamedNode

#: Longer ones are no addresses of articles; the longest real one has 1,050 characters.
MAX_URL: Final = 4_000

_KEPT = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?@!$&'()*+,;=%#")
_BROKEN_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[A-Za-z0-9%._~!$&'()*+,;=-]+(:\d{1,5})?\Z")


def safe_url(url: str) -> str | None:
    """The url as an ASCII http(s) IRI, percent-encoded where needed; None if it can't or shouldn't be a link."""
    url = url.strip()
    if not url.lower().startswith(("http://", "https://")) or len(url) > MAX_URL:
        return None
    encoded = _BROKEN_PERCENT.sub("%25", "".join(_encode(char) for char in url))
    head, mark, fragment = encoded.partition("#")
    encoded = head + mark + fragment.replace("#", "%23")
    return encoded if _is_valid(encoded) else None


def _encode(char: str) -> str:
    if char in _KEPT:
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _is_valid(url: str) -> bool:
    try:
        NamedNode(url)
        return _HOST.match(urlsplit(url).netloc) is not None
    except ValueError:
        return False
