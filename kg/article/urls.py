"""Addresses: which are kept, and when two are the same."""

import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

#: Longer addresses are not addresses of articles; the longest real one has 1,050 characters.
MAX_URL: Final = 4_000
_CONTROL: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
#: Parameters that say where a reader came from, not what is read.
_TRACKING: Final = re.compile(
    r"(?:utm_.*|at_.*|fbclid|gclid|yclid|msclkid|dclid|igshid|mc_[ce]id|_ga|spm|ref|ref_src|referer|src|source|from|cmpid|ocid|"
    r"ns_.*|xtor|smid|smtyp|share|rss|feedtype|feedname|full|feature)",
    re.I,
)


def clean_url(url: str) -> str:
    """The address as given if it is one of http or https and of bearable length, else an empty string."""
    url = url.strip()
    if not url.lower().startswith(("http://", "https://")) or len(url) > MAX_URL or _CONTROL.search(url):
        return ""
    try:
        return url if urlsplit(url).hostname else ""
    except ValueError:
        return ""


def url_key(url: str) -> str:
    """What two addresses of one article have in common; empty if the address is that of a whole site.

    Scheme, ``www.``, default ports, doubled slashes, the way of percent-encoding, tracking parameters, the order of
    parameters, a fragment and a last slash do not tell articles apart.
    """
    if not clean_url(url):
        return ""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    path = re.sub(r"/{2,}", "/", unquote(parts.path, errors="replace")).rstrip("/")
    query = sorted((key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key))
    if not path and not query:
        return ""
    return host + quote(path, safe="/") + (f"?{urlencode(query, errors='replace')}" if query else "")
