"""Which form of an answer a client wants, from its Accept header."""

from collections.abc import Mapping, Sequence
from typing import Final

#: Name of a format in ``kg.query.results`` -> its media types, the usual one first.
ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml", "application/xml", "text/xml"),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}
TRIPLES: Final[Mapping[str, tuple[str, ...]]] = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples", "text/plain"),
    "jsonld": ("application/ld+json", "application/json"),
    "rdf": ("application/rdf+xml",),
}
HTML: Final[Mapping[str, tuple[str, ...]]] = {"html": ("text/html", "application/xhtml+xml")}

#: Longest Accept header that is read; a browser's has 200 characters.
_MAX_ACCEPT: Final = 2_000


def choose(accept: str, offered: Mapping[str, Sequence[str]]) -> str | None:
    """Name of the offered format that the header likes best, the first offered if all are alike; None for none.

    An empty header, or one that can't be read, is content with anything.
    """
    ranges = _ranges(accept)
    if not ranges:
        return next(iter(offered))
    ranked = [
        (_quality(ranges, media, is_usual=place == 0), -number, -place, name)
        for number, (name, medias) in enumerate(offered.items())
        for place, media in enumerate(medias)
    ]
    quality, _, _, name = max(ranked)
    return name if quality > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    ranges: dict[str, float] = {}
    for part in accept[:_MAX_ACCEPT].lower().split(","):
        media, *parameters = (item.strip() for item in part.split(";"))
        if media == "*":
            media = "*/*"
        if "/" in media:
            ranges[media] = max(_q(parameters), ranges.get(media, 0.0))
    return ranges


def _q(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(1.0, max(0.0, float(parameter[2:])))
            except ValueError:
                return 0.0
    return 1.0


def _quality(ranges: Mapping[str, float], media: str, *, is_usual: bool) -> float:
    """How much a type is liked; a pattern speaks of the usual type only, which is the one that is sent."""
    patterns = (media.split("/")[0] + "/*", "*/*") if is_usual else ()
    for pattern in (media, *patterns):
        if pattern in ranges:
            return ranges[pattern]
    return 0.0
